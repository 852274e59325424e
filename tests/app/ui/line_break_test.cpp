// Where lines of words end, in the two languages of the program.
#include "app/ui/line_break.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include "model/base/text.hpp"
#include "tests/support/screen_driver.hpp"
#include "tests/support/tour_team.hpp"

using namespace yuanquan;

namespace {

constexpr std::u32string_view kNeverFirst = U"，。、；：？！）》」』】％…,.;:!?)";

constexpr float kSquare = ui::kTextSize;

std::vector<std::u32string> lines_of(ScreenDriver& driver, const std::string& text, float width) {
    std::vector<std::u32string> lines;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at < end;) {
        const char* stop = driver.ui().fonts.regular->CalcWordWrapPosition(kSquare, at, end, width);
        REQUIRE(stop > at);
        lines.push_back(base::to_utf32(std::string(at, stop)));
        while (stop < end && *stop == ' ') ++stop;
        at = stop;
    }
    return lines;
}

}  // namespace

TEST_CASE("a line may end between Chinese characters, not before a mark that closes nor after one that opens") {
    CHECK(ui::may_break_between(U'走', U'访'));
    CHECK(ui::may_break_between(U'，', U'购'));
    CHECK(ui::may_break_between(U'元', U'5'));
    for (const char32_t mark : kNeverFirst) CHECK_FALSE(ui::may_break_between(U'金', mark));
    for (const char32_t mark : std::u32string_view(U"（《“「【")) CHECK_FALSE(ui::may_break_between(mark, U'金'));
}

TEST_CASE("words and figures stay whole, paths break behind their strokes") {
    CHECK_FALSE(ui::may_break_between('a', 'b'));
    CHECK_FALSE(ui::may_break_between('3', '.'));
    CHECK_FALSE(ui::may_break_between('-', '2'));
    CHECK(ui::may_break_between(' ', 'b'));
    CHECK(ui::may_break_between('/', 'm'));
}

TEST_CASE("no sentence of the program, wrapped at any width, has a line that begins with a closing mark") {
    support::TourTeam team;
    const auto workspace = team.open("laptop-1");
    ScreenDriver driver(*workspace);
    auto& texts = driver.ui().texts;
    std::size_t wrapped = 0;
    for (const char* language : {"zh", "en"}) {
        texts.set_language(language);
        for (const auto& key : texts.keys(language)) {
            const std::string text = texts.tr(key);
            if (text.find('\n') != text.npos) continue;   // Two sentences, each a line of its own.
            for (float width = 8 * kSquare; width < 40 * kSquare; width += 1.7f * kSquare) {
                const auto lines = lines_of(driver, text, width);
                wrapped += lines.size() - 1;
                for (std::size_t i = 1; i < lines.size(); ++i) {
                    if (kNeverFirst.find(lines[i].front()) == kNeverFirst.npos) continue;
                    CHECK_MESSAGE(false, key << " at " << width << ": " << base::to_utf8(lines[i]));
                }
            }
        }
    }
    CHECK(wrapped > 1000);
}

TEST_CASE("a word wider than the line is cut, and every character of a text is on a line") {
    support::TourTeam team;
    const auto workspace = team.open("laptop-1");
    ScreenDriver driver(*workspace);
    const std::string text = "Donaudampfschifffahrtsgesellschaft，中文";
    std::u32string all;
    for (const auto& line : lines_of(driver, text, 4 * kSquare)) all += line;
    CHECK(base::to_utf8(all) == text);
    CHECK(lines_of(driver, text, 1).size() == base::count_characters(text));
    // Blanks in front, of any kind, and lines of their own: each call gets on.
    for (const char* odd : {"\u3000\u3000中文字很长很长", "\t中文字很长很长", "   ab cdefghijk", "\n中文字", "\r\n，中文", "，。、"}) {
        for (const float width : {0.0f, 1.0f, kSquare, 2.5f * kSquare}) CHECK(!lines_of(driver, odd, width).empty());
    }
}
