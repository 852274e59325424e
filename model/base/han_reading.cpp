#include "model/base/han_reading.hpp"

#include <memory>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "model/base/check.hpp"

namespace yuanquan::base {
namespace {

std::string to_utf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

std::unique_ptr<icu::Transliterator> make_transliterator(const char* id) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError place;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(id, UTRANS_FORWARD, place, status));
    YQ_CHECK(U_SUCCESS(status) && made != nullptr);  // ICU's data is part of the library.
    return made;
}

// "lǚ" -> "lv": without tones, and ü as input methods have people type it.
std::string without_tones(const icu::UnicodeString& reading) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString parts = icu::Normalizer2::getNFDInstance(status)->normalize(reading, status);
    icu::UnicodeString plain;
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
        const UChar32 c = parts.char32At(i);
        if (c == 0x308 && plain.endsWith(u"u", 1)) {
            plain.truncate(plain.length() - 1);
            plain += 'v';
        } else if (u_charType(c) != U_NON_SPACING_MARK) {
            plain += c;
        }
    }
    return to_utf8(plain);
}

}  // namespace

std::string read_with_icu(Reading kind, std::u32string_view text) {
    static std::unique_ptr<icu::Transliterator> transliterators[3];
    icu::UnicodeString piece =
        icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<std::int32_t>(text.size()));
    std::unique_ptr<icu::Transliterator>& transliterator = transliterators[static_cast<int>(kind)];
    if (transliterator == nullptr) {
        constexpr const char* kIds[] = {"Han-Latin", "Han-Latin/Names", "Any-Latin; Latin-ASCII; Lower"};
        transliterator = make_transliterator(kIds[static_cast<int>(kind)]);
    }
    transliterator->transliterate(piece);
    return kind == Reading::other ? to_utf8(piece) : without_tones(piece);
}

}  // namespace yuanquan::base
