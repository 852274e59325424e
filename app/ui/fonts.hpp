#pragma once
// The type: Noto Sans CJK SC with Hanazono for the rare characters beyond it, WQY Zen Hei where Noto is missing. Glyphs
// load as they are first drawn. Dear ImGui before 1.92 cannot do that: then the glyphs of every text shown are gathered
// and the set is rebuilt between frames (the one place that knows the difference).

#include <string>
#include <vector>

#include "model/base/error.hpp"

struct ImFont;

namespace yuanquan::ui {

struct Fonts {
    ImFont* regular = nullptr;
    ImFont* bold = nullptr;
    std::vector<std::string> missing;  // Font packages that would improve the picture.
    bool chinese = true;               // False: no font here has it.
};
// Into the current ImGui context. missing_resource when no font with Chinese is found; a Latin built-in one is loaded.
base::Result<Fonts> load_fonts();

}  // namespace yuanquan::ui
