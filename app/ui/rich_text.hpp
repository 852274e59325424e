#pragma once
// Labels and notes in the subset of Markdown and HTML that ODK forms use: headings, strong and emphasised words, links,
// lists, coloured spans, line breaks. Drawn with the program's two weights of type, wrapped between any two Chinese
// characters and between words. https://docs.getodk.org/form-styling/

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

struct TextRun {
    std::string text;                 // Without a line break.
    bool strong = false;
    bool emphasised = false;          // There is no slanted type: underlined.
    int heading = 0;                  // 1 to 6; 0: text.
    std::optional<Color> color;
    bool operator==(const TextRun&) const = default;
};
using TextLine = std::vector<TextRun>;
std::vector<TextLine> parse_rich_text(std::string_view text);
// The words alone: for names, lists and tests.
std::string plain_text(std::string_view text);

enum class Weight : std::uint8_t { regular, strong, quiet, large };   // large: strong, as high as a title.
void rich_text(const Ui& ui, std::string_view text, Weight weight);

}  // namespace yuanquan::ui
