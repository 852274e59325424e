#pragma once
// How each kind of question is answered: one function per family, one family per file (question_<family>.cpp). Each draws
// what stands below the question's words, tells the Entry where the keyboard is, and answers through the Entry.
// Ids come from cell paths; names for tests from the words.

#include <string>
#include <vector>

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

struct Asked {
    form::Element question;
    std::string path;    // Its cell.
    std::string name;    // Its words, plain.
    bool bare = false;   // A line of a choice grid: marks without words, all in one line.
};
struct Offer {           // A choice as it is drawn.
    std::string value, label;
    std::string picture; // A file of the form, '' for none.
};

inline constexpr std::size_t kShortList = 12;   // More choices get a search field.

void draw_text(const ui::Ui& ui, Entry& entry, const Asked& asked);        // Text, figures, dates, times, coordinates.
void draw_select(const ui::Ui& ui, Entry& entry, const Asked& asked, bool multiple);
void draw_offers(const ui::Ui& ui, Entry& entry, const Asked& asked, const std::vector<Offer>& offers, bool multiple);
void draw_search(const ui::Ui& ui, Entry& entry, const Asked& asked, const std::vector<Offer>& offers, bool multiple);
void draw_rank(const ui::Ui& ui, Entry& entry, const Asked& asked);
void draw_range(const ui::Ui& ui, Entry& entry, const Asked& asked);
void draw_trigger(const ui::Ui& ui, Entry& entry, const Asked& asked);
void draw_upload(const ui::Ui& ui, Entry& entry, const Asked& asked);
// Below whatever way there is: why there is no answer, with a note, and, where offered, the keys and buttons to say so.
void draw_unanswered(const ui::Ui& ui, Entry& entry, const Asked& asked, bool offered);
// The canvas of a drawing or signature, or the button that opens it; false: there is nothing to draw on yet.
bool draw_canvas(const ui::Ui& ui, Entry& entry, const Asked& asked);
// A path that is typed; first: it is the question's own field, not one below it.
void draw_file_field(const ui::Ui& ui, Entry& entry, const Asked& asked, const char* hint_key, bool first);
// A file for this question, typed or dropped on the window: attached, or read for what the question asks.
void take_file(Entry& entry, const form::Element& question, const std::string& path);
bool takes_files(const Entry& entry, const form::Element& question);

bool enter_pressed();            // Either Enter key, in this frame.
bool digit_pressed(int digit);   // Of either row, and no field takes it.
// What of a list fits what is typed: part of the label, its pinyin or initials, or the beginning of the value.
std::vector<std::size_t> matching_offers(const std::vector<Offer>& offers, std::string_view typed);

}  // namespace yuanquan::screens
