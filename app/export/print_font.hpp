#pragma once
// Small fonts for paper: the common characters of Noto Sans CJK SC, cut out once per process and held in memory. Cairo
// copies and packs a font's whole table of outlines for every file that uses it, 16 MB of it for the whole font, and at
// times embeds all of its shared subroutines, 800 KB of them; here there are none. What is rare comes from the whole font.

struct _PangoFontMap;

namespace yuanquan::exports {

inline constexpr char kPrintFamily[] = "Yuanquan Print";

// A font map that knows the system's fonts and, where Noto Sans CJK SC is among them, kPrintFamily in regular and bold.
_PangoFontMap* new_font_map();

}  // namespace yuanquan::exports
