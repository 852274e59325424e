#pragma once
// The order in which a questionnaire is gone through: its questions, and of each roster the rows and then "add another".
// Both ways of filling walk this one order. On whole pages Enter stops at what a page shows, of a roster the row that is
// open; one question at a time it stops at every row, and a Step is what fills the page then: a question with the facts
// that stand before it, a small group that its author wants seen together (appearance field-list, a grid), or "add another".

#include <cstddef>
#include <string>
#include <vector>

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

inline constexpr std::size_t kTogetherMax = 6;   // Larger groups are whole pages, which one question at a time takes apart.
inline const std::string kEndStop = "@end";      // Behind the last question: what is still open, and Save. Questionnaire adds it.

enum class Rows : std::uint8_t { open, all };
struct Stop {
    enum class Kind : std::uint8_t { question, fact, add };   // A fact is read, not answered: a note, a sum.
    Kind kind = Kind::question;
    form::Element element;   // The question, or the repeat that "add" is about.
    std::string path;        // Its cell; of "add" that of the repeat and "@add".
};
// All that elements hold, in reading order.
std::vector<Stop> stops_below(const Entry& entry, const std::vector<form::Element>& elements, Rows rows);
// Paths that Enter walks through on a page: the stops that are no facts.
void collect_stops(const Entry& entry, const std::vector<form::Element>& elements, std::vector<std::string>& stops, Rows rows = Rows::open);

struct Step {
    std::vector<form::Element> elements;     // To be drawn: questions and facts; one group or row that is seen together; a repeat.
    std::vector<std::string> stops;          // Never empty; where there is nothing to answer, of the button that goes on.
    std::size_t first = 0, questions = 0;    // How many questions stand before it on its page, and in it.
    bool together = false, adds = false;
};
// The steps of the page that holds these elements.
std::vector<Step> make_steps(const Entry& entry, const std::vector<form::Element>& page);

}  // namespace yuanquan::screens
