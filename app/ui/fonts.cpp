#include "app/ui/fonts.hpp"

#include <imgui.h>

#include "app/ui/theme.hpp"
#include "model/base/files.hpp"

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

ImFont* add(const FontFile& file, bool merge) {
    ImFontConfig config;
    config.FontNo = static_cast<ImU32>(file.face);
    config.MergeMode = merge;
    config.OversampleH = config.OversampleV = 1;
    return ImGui::GetIO().Fonts->AddFontFromFileTTF(file.path, kTextSize, &config);
}

void add_rare(Fonts& fonts) {
    for (const auto& file : kRare) {
        if (base::exists(file.path)) {
            add(file, true);
        } else if (fonts.missing.empty() || fonts.missing.back() != "fonts-hanazono") {
            fonts.missing.emplace_back("fonts-hanazono");
        }
    }
}

}  // namespace

base::Result<Fonts> load_fonts() {
    static_assert(IMGUI_VERSION_NUM >= 19200, "glyphs on demand need Dear ImGui 1.92");
    Fonts fonts;
    const bool noto = base::exists(kRegular.path);
    const FontFile regular = noto ? kRegular : kZenHei;
    if (!noto) fonts.missing.emplace_back("fonts-noto-cjk");
    if (!base::exists(regular.path)) {
        fonts.regular = fonts.bold = ImGui::GetIO().Fonts->AddFontDefault();
        return base::fail(base::ErrorCode::missing_resource, "fonts-noto-cjk");
    }
    fonts.regular = add(regular, false);
    add_rare(fonts);
    if (noto && base::exists(kBold.path)) {
        fonts.bold = add(kBold, false);
        add_rare(fonts);
    } else {
        fonts.bold = fonts.regular;
    }
    return fonts;
}

}  // namespace yuanquan::ui
