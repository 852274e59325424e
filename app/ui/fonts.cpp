#include "app/ui/fonts.hpp"

#include <imgui.h>
#include <map>

#include "app/ui/theme.hpp"
#include "model/base/files.hpp"
#include "model/base/mapped_file.hpp"

namespace yuanquan::ui {

namespace {

struct FontFile {
    const char* path;
    int face;  // Number within a collection: 2 is Simplified Chinese in Noto's.
};
constexpr FontFile kRegular{"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2};
constexpr FontFile kBold{"/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2};
constexpr FontFile kZenHei{"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0};
constexpr FontFile kRare[] = {{"/usr/share/fonts/truetype/hanazono/HanaMinA.ttf", 0},
                              {"/usr/share/fonts/truetype/hanazono/HanaMinB.ttf", 0}};

// A file once for all fonts made of it, seen through memory: of 90 MB of type a screen needs some hundred pages. They are
// kept until the program ends, since every atlas points into them.
const base::MappedFile* mapped(const std::string& path) {
    static std::map<std::string, std::shared_ptr<const base::MappedFile>> files;
    auto& file = files[path];
    if (!file) {
        if (auto opened = base::MappedFile::open(path)) file = std::move(*opened);
    }
    return file.get();
}

ImFont* add(const FontFile& file, bool merge) {
    const auto* bytes = mapped(file.path);
    if (bytes == nullptr) return nullptr;
    ImFontConfig config;
    config.FontNo = static_cast<ImU32>(file.face);
    config.MergeMode = merge;
    config.OversampleH = config.OversampleV = 1;
    auto& atlas = *ImGui::GetIO().Fonts;
    // Dear ImGui copies what it does not own, so it is told of the ownership afterwards. It only reads.
    auto* font = atlas.AddFontFromMemoryTTF(const_cast<char*>(bytes->bytes().data()), static_cast<int>(bytes->bytes().size()), kTextSize, &config);
    if (font != nullptr) atlas.Sources.back().FontDataOwnedByAtlas = false;
    return font;
}

void add_rare(Fonts& fonts) {
    for (const auto& file : kRare) {
        if (base::exists(file.path) && add(file, true) != nullptr) continue;
        if (fonts.missing.empty() || fonts.missing.back() != "fonts-hanazono") {
            fonts.missing.emplace_back("fonts-hanazono");
        }
    }
}

}  // namespace

base::Result<Fonts> load_fonts() {
    static_assert(IMGUI_VERSION_NUM >= 19200, "glyphs on demand need Dear ImGui 1.92");
    Fonts fonts;
    fonts.regular = add(kRegular, false);
    const bool noto = fonts.regular != nullptr;
    if (!noto) {
        fonts.missing.emplace_back("fonts-noto-cjk");
        fonts.regular = add(kZenHei, false);
    }
    if (fonts.regular == nullptr) {
        fonts.regular = fonts.bold = ImGui::GetIO().Fonts->AddFontDefault();
        return base::fail(base::ErrorCode::missing_resource, "fonts-noto-cjk");
    }
    add_rare(fonts);
    fonts.bold = noto ? add(kBold, false) : nullptr;
    if (fonts.bold == nullptr) {
        fonts.bold = fonts.regular;
    } else {
        add_rare(fonts);
    }
    return fonts;
}

}  // namespace yuanquan::ui
