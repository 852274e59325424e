// The part of text.hpp that needs ICU's tables: folding, pinyin, collation. Built at first use (tens of
// milliseconds), then shared by all threads.

#include <cstdlib>
#include <memory>
#include <mutex>
#include <unicode/coll.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unordered_map>

#include "model/base/check.hpp"
#include "model/base/han_reading.hpp"
#include "model/base/text.hpp"

namespace yuanquan::base {
namespace {

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

bool is_han(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    return c >= 0x2e80 && uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN;
}

// Remembers what ICU read; single characters come out of a table that was made of ICU's when the program was built, for
// ICU takes a fifth of a second and 10 MB to make ready.
class Readings {
  public:
    static Readings& instance() {
        static Readings readings;
        return readings;
    }
    using Kind = Reading;
    std::string of(Kind kind, std::u32string_view text) {
        if (kind != Kind::other && text.size() == 1) {
            const auto known = reading_in_table(kind, text.front());
            if (!known.empty()) return std::string(known);
        }
        const std::lock_guard lock(mutex_);
        std::u32string key(1, static_cast<char32_t>(kind));
        key += text;
        const auto known = known_.find(key);
        if (known != known_.end()) return known->second;
        if (known_.size() > kKnownMax) known_.clear();
        return known_[key] = read_with_icu(kind, text);
    }

  private:
    static constexpr std::size_t kKnownMax = 50'000;

    std::mutex mutex_;
    std::unordered_map<std::u32string, std::string> known_;
};

// Two to four Chinese characters that do not end like a place. Some surnames are read otherwise than the same
// character elsewhere: 曾 Zeng, 解 Xie, 单 Shan, but 解放村 is Jiefang.
bool looks_like_a_person(std::u32string_view text) {
    if (text.size() < 2 || text.size() > 4) return false;
    for (const char32_t c : text) {
        if (!is_han(c)) return false;
    }
    return std::u32string_view(U"省市州盟区县旗乡镇村屯寨组社场站路街巷").find(text.back()) == std::u32string_view::npos;
}

// The first two characters of a name. The surname may have two: 尉迟 Yuchi. Others are put together from single
// characters, where the second reads the same anywhere: these are soon remembered, while pairs are ever new, and ICU
// takes 50 µs for one.
std::string surname_and_next(std::u32string_view pair) {
    constexpr std::u32string_view kLong =
        U"万俟长孙澹台尉迟单于欧阳司马诸葛上官夏侯东方皇甫公孙慕容令狐宇文钟离贺兰独孤南宫拓跋赫连轩辕闻人呼延端木百里"
        U"濮阳淳于太叔申屠仲孙鲜于闾丘司徒司空宗政公冶公羊公良漆雕乐正壤驷第五左丘西门";
    Readings& readings = Readings::instance();
    bool is_long = false;
    for (std::size_t i = 0; i < kLong.size(); i += 2) is_long = is_long || pair == kLong.substr(i, 2);
    const std::string next = readings.of(Readings::Kind::han, pair.substr(1));
    if (is_long || next != readings.of(Readings::Kind::name, pair.substr(1))) {
        return readings.of(Readings::Kind::name, pair);
    }
    return readings.of(Readings::Kind::name, pair.substr(0, 1)) + ' ' + next;
}

const icu::Collator& collator() {
    static const std::unique_ptr<icu::Collator> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Locale locale = icu::Locale::forLanguageTag("zh-u-co-pinyin-kn", status);
        std::unique_ptr<icu::Collator> result(icu::Collator::createInstance(locale, status));
        YQ_CHECK(U_SUCCESS(status) && result != nullptr);
        return result;
    }();
    return *made;
}

}  // namespace

std::string lower_case(std::string_view text) { return to_utf8(from_utf8(text).toLower(icu::Locale::getRoot())); }
std::string upper_case(std::string_view text) { return to_utf8(from_utf8(text).toUpper(icu::Locale::getRoot())); }

std::string fold_case(std::string_view text) {
    if (is_ascii(text)) {
        std::string result(text);
        for (char& c : result) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        return result;
    }
    return to_utf8(from_utf8(text).foldCase());
}

std::optional<std::string> from_gb18030(std::string_view text) {
    if (text.size() > 0x3fffffff) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open("gb18030", &status), ucnv_close);
    YQ_CHECK(U_SUCCESS(status));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    const icu::UnicodeString decoded(text.data(), static_cast<std::int32_t>(text.size()), converter.get(), status);
    if (U_FAILURE(status)) return std::nullopt;
    return to_utf8(decoded);
}

std::string pinyin(std::string_view text) {
    if (is_ascii(text)) return collapse_space(fold_case(text));
    const std::u32string characters = to_utf32(text);
    const std::u32string_view all = characters;
    std::string result;
    std::size_t i = 0;
    if (looks_like_a_person(all)) {
        result = surname_and_next(all.substr(0, 2));
        i = 2;
    }
    while (i < all.size()) {
        const std::size_t first = i;
        if (is_han(all[i])) {
            result += ' ' + Readings::instance().of(Readings::Kind::han, all.substr(i++, 1));
            continue;
        }
        while (i < all.size() && !is_han(all[i])) ++i;
        std::string run;  // The dots of 塞力克·阿不都拉 part words.
        for (const char32_t c : all.substr(first, i - first)) {
            const bool parts = c == U'·' || c == U'•' || c == U'・' || c == U'‧' || u_isUWhiteSpace(static_cast<UChar32>(c));
            run += parts ? " " : base::to_utf8(std::u32string_view(&c, 1));
        }
        if (is_ascii(run)) {
            result += ' ' + fold_case(run);
        } else {
            result += ' ' + Readings::instance().of(Readings::Kind::other, to_utf32(run));
        }
    }
    return collapse_space(result);
}

std::string pinyin_initials(std::string_view text) { return initials_of(pinyin(text)); }

std::string initials_of(std::string_view words) {
    std::string initials;
    for (const std::string_view word : split_space(words)) {
        if (static_cast<unsigned char>(word.front()) < 0x80) {
            initials += word.front();
        } else {
            initials += base::to_utf8(to_utf32(word.substr(0, 4)).substr(0, 1));
        }
    }
    return initials;
}

int compare_for_people(std::string_view a, std::string_view b) {
    UErrorCode status = U_ZERO_ERROR;
    const auto piece = [](std::string_view text) {
        return icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
    };
    const int order = collator().compareUTF8(piece(a), piece(b), status);
    return U_SUCCESS(status) && order != 0 ? order : a.compare(b);
}

}  // namespace yuanquan::base
