#pragma once
// What a person entered into questionnaires, written down from the screen alone: the text that stands in the field that has the
// keyboard, and the choices that were pressed. In the end drafts and records must say the same. What each entry means as
// an answer is worked out here anew; where that is not certain ("t" for today), the entry is struck out.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "app/screens/questionnaire.hpp"
#include "app/ui/item_log.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::support {

class TypedLedger {
  public:
    // After each frame; top: what is on top and in sight, or nullptr.
    void look(const ui::Screen* top);
    // What stands for an answer in a word ("t" for today) is typed: the field may take it and close before it is seen in it.
    void about_to_type_shorthand(const ui::Screen* top);
    // A piece is pressed by the mouse. hit: nothing lay over it, and it was let go there.
    void about_to_press(const ui::Screen* top, const ui::LoggedItem& item);
    void pressed(const ui::Screen* top, const ui::LoggedItem& item, bool hit);

    struct Compared {
        std::uint64_t drafts = 0, records = 0, answers = 0, marks = 0;
        std::string first_wrong;   // '' when all is as it was typed.
    };
    // Fillings that have no draft any more have been saved: their records are compared, and their pages closed.
    Compared compare_saved(survey::Workspace& workspace, const ui::Screen* top);
    // The program has ended; was_killed: the field that had the keyboard may be lost.
    Compared compare_drafts(survey::Workspace& workspace, bool was_killed);

  private:
    struct Line {
        std::string answer;
        bool chosen = false;   // Of several: order does not matter.
        bool there = true;     // Its row is.
    };
    struct Page {              // Of one filling.
        record::RecordId record;
        bool is_new = false;
        std::map<std::string, std::string> first_seen;
        std::map<std::string, Line> lines;
        std::string has_keyboard;
        std::set<std::string> held;   // Choices whose list had the keyboard in the last frame.
        survey::Marks marks;          // "Don't know" and "refused" as the screen shows them: what was typed there is gone on purpose.
    };
    void write_down(Page& page, const form::LiveForm& form, const form::Element& question, const std::string& text);
    static void note_marks(Page& page, const survey::Visit& visit);
    static void check_marks(const Page& page, const survey::Marks& kept, Compared& out);
    static void check(const Page& page, const std::function<std::optional<std::string>(const std::string&)>& kept, Compared& out);

    std::map<base::DraftId, Page> pages_;
    std::string before_;   // The answer where a piece is about to be pressed.
};

}  // namespace yuanquan::support
