#include "app/export/print_font.hpp"

#include <fontconfig/fontconfig.h>
#include <hb-subset.h>
#include <iconv.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace yuanquan::exports {

namespace {

constexpr char kWholeFamily[] = "Noto Sans CJK SC";

// GB 2312, row by row: the characters of nearly every word that is written; and Latin, arrows, shapes, full width forms.
void add_common_characters(hb_set_t* set) {
    constexpr hb_codepoint_t kRanges[][2] = {{0x20, 0x24F}, {0x2010, 0x2027}, {0x2190, 0x21FF}, {0x2500, 0x27BF}, {0x3000, 0x303F}, {0xFF01, 0xFF5E}};
    for (const auto& range : kRanges) hb_set_add_range(set, range[0], range[1]);
    constexpr int kFirst = 0xA1, kLast = 0xFE;
    const iconv_t convert = iconv_open("UTF-32LE", "GB2312");
    if (convert == reinterpret_cast<iconv_t>(-1)) return;
    for (int row = kFirst; row <= kLast; ++row) {
        for (int column = kFirst; column <= kLast; ++column) {
            char bytes[] = {static_cast<char>(row), static_cast<char>(column)};
            char32_t character = 0;
            char* from = bytes;
            auto* to = reinterpret_cast<char*>(&character);
            std::size_t left = sizeof bytes, room = sizeof character;
            if (iconv(convert, &from, &left, &to, &room) != static_cast<std::size_t>(-1)) hb_set_add(set, character);
            iconv(convert, nullptr, nullptr, nullptr, nullptr);
        }
    }
    iconv_close(convert);
}

hb_blob_t* cut(const char* file, unsigned index) {
    hb_blob_t* const whole = hb_blob_create_from_file(file);
    hb_face_t* const face = hb_face_create(whole, index);
    hb_subset_input_t* const input = hb_subset_input_create_or_fail();
    add_common_characters(hb_subset_input_unicode_set(input));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE);
    hb_face_t* const small = hb_subset_or_fail(face, input);
    hb_blob_t* const bytes = small != nullptr ? hb_face_reference_blob(small) : hb_blob_get_empty();
    hb_face_destroy(small);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    hb_blob_destroy(whole);
    return bytes;
}

// A file without a name, open as long as the process lives: FreeType opens fonts by path. Empty where there is none.
std::string in_memory(hb_blob_t* bytes) {
    unsigned length = 0;
    const char* const data = hb_blob_get_data(bytes, &length);
    const int fd = length > 0 ? ::memfd_create("yuanquan-print", MFD_CLOEXEC) : -1;
    if (fd < 0) return {};
    if (::write(fd, data, length) != static_cast<ssize_t>(length)) {
        ::close(fd);
        return {};
    }
    return "/proc/self/fd/" + std::to_string(fd);
}

void add_print_font(FcConfig* config, int weight) {
    FcPattern* const wanted = FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, kWholeFamily, FC_WEIGHT, FcTypeInteger, weight, nullptr);
    FcConfigSubstitute(config, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultMatch;
    FcPattern* const found = FcFontMatch(config, wanted, &result);
    FcPatternDestroy(wanted);
    if (found == nullptr) return;
    FcChar8 *family = nullptr, *file = nullptr;
    int index = 0;
    constexpr int kFaceBits = 0xFFFF;   // Above them: an instance of a variable font.
    FcPatternGetString(found, FC_FAMILY, 0, &family);
    FcPatternGetString(found, FC_FILE, 0, &file);
    FcPatternGetInteger(found, FC_INDEX, 0, &index);
    const auto* const name = reinterpret_cast<const char*>(family);
    if (name != nullptr && file != nullptr && std::string_view(name) == kWholeFamily && index <= kFaceBits) {
        hb_blob_t* const bytes = cut(reinterpret_cast<const char*>(file), static_cast<unsigned>(index));
        if (const auto path = in_memory(bytes); !path.empty()) {
            const std::string rule = "<fontconfig><match target=\"scan\"><test name=\"file\"><string>" + path +
                                     "</string></test><edit name=\"family\" mode=\"assign\" binding=\"strong\"><string>" + kPrintFamily +
                                     "</string></edit></match></fontconfig>";
            FcConfigParseAndLoadFromMemory(config, reinterpret_cast<const FcChar8*>(rule.c_str()), FcFalse);
            FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path.c_str()));
        }
        hb_blob_destroy(bytes);
    }
    FcPatternDestroy(found);
}

FcConfig* fonts() {
    static FcConfig* const config = [] {
        FcConfig* const made = FcInitLoadConfigAndFonts();
        for (const int weight : {FC_WEIGHT_REGULAR, FC_WEIGHT_BOLD}) add_print_font(made, weight);
        return made;
    }();
    return config;
}

}  // namespace

_PangoFontMap* new_font_map() {
    PangoFontMap* const map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), fonts());
    return map;
}

}  // namespace yuanquan::exports
