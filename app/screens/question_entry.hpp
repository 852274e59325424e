#pragma once
// What stands between a person's fingers and the visit: the text being typed (committed after a short pause, and whenever
// the field is left), which question the keyboard is in and where it goes next, which questions were passed, which member
// of a roster is open. Every change of the visit goes through here, so that a failure is told in one place.
// The widgets of question_*.cpp and the Questionnaire screen share one Entry; none of them keeps anything else.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "app/screens/app_state.hpp"
#include "app/screens/canvas.hpp"
#include "app/screens/picture_shelf.hpp"
#include "app/ui/widgets.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::screens {

// A removed row, whole, until the next thing is removed: what undo needs.
struct RemovedRow {
    std::string repeat, name;
    std::optional<base::RowId> id;
    std::string before;           // Path of the row that stood behind it; '' = it was the last.
    form::Answers answers;
    survey::Marks marks;
};

class Entry {
  public:
    Entry(AppState& state, std::unique_ptr<survey::Visit> visit);

    const form::LiveForm& form() const { return visit_->form(); }
    survey::Visit& visit() { return *visit_; }
    const base::Clock& clock() const { return state_.workspace.clock(); }
    survey::Workspace& workspace() { return state_.workspace; }
    PictureShelf& pictures() { return pictures_; }
    const survey::Visit& visit() const { return *visit_; }

    // --- Doing ---
    void answer(const form::Element& question, std::string_view value);
    void attach_bytes(const form::Element& question, const std::string& file_name, std::string_view bytes);
    void add_row(const form::Element& repeat);       // Opens it and goes to its first question.
    void remove_row(const form::Element& row);
    bool undo_remove();
    const std::optional<RemovedRow>& removed() const { return removed_; }
    void forget_removed() { removed_.reset(); }

    // --- Why there is no answer (question_unanswered.cpp) ---
    void mark(const form::Element& question, survey::Reason reason);   // Once more: takes it away again.
    void take_back_mark(const form::Element& question);   // And puts back the answer that it took, when that was here.
    std::string undo_mark();                              // Of the question marked last: its path, '' where there is none.
    std::string bare_path;                                // A question that has nothing but this to hold the keyboard.
    std::string note_of(const form::Element& question) const;
    void type_note(const form::Element& question, const std::string& text);
    void keep_note();                                     // What is being typed goes into the draft.

    // --- Typing ---
    // What the field shows: the text being typed or refused, else the stored answer as one would type it.
    std::string text_of(const form::Element& question) const;
    void type(const form::Element& question, const std::string& text);
    void left_field(const form::Element& question);
    void flush();                                    // Commits all that is being typed, as far as it is an answer.
    void flush_after_pause();
    bool typing() const;                             // Something is not in the draft yet.
    bool refused(const std::string& path) const;     // What stands in the field is no answer; the stored one stays.
    bool being_typed(const std::string& path) const;

    // --- Where the keyboard is ---
    void go_to(const std::string& path) { wanted_ = path; wanted_frames_ = 0; }
    const std::string& wanted() const { return wanted_; }    // '' = it is where it is to be.
    bool wants(const std::string& path) const { return wanted_ == path; }
    // Since an earlier frame: whatever of it could have taken the keyboard has been drawn in this one.
    bool still_wants(const std::string& path) const { return wanted_ == path && wanted_frames_ > 0; }
    bool wants_below(const std::string& path) const { return wanted_.starts_with(path); }
    bool under_way() const { return !wanted_.empty() || landing_; }   // It takes no keys yet where it is to be.
    // Called by a widget just before the piece that is to have the keyboard; true when it took it.
    bool take_focus(const std::string& path);
    // The piece drawn last belongs to this question. enter_goes_on: Enter on it goes to the next question.
    void note_item(const std::string& path, bool enter_goes_on = true);
    void note_focus(const std::string& path, bool enter_goes_on);
    const std::string& current() const { return current_; }  // '' when the keyboard is in no question.
    bool moved() const { return moved_; }            // current() is another than in the frame before.
    bool enter_goes_on() const { return enter_goes_on_; }
    void go_on() { asked_to_go_on_ = true; }         // As Enter would: the answer was the last thing to do here.
    bool take_go_on() { return std::exchange(asked_to_go_on_, false); }
    void keep_enter() { enter_goes_on_ = false; enter_kept_ = true; }   // A widget used this Enter itself.
    void begin_frame();
    void end_frame();

    // --- What was passed ---
    bool passed(const std::string& path) const { return passed_.contains(path); }
    bool passed(const form::Element& question) const { return passed_nodes_.contains(question.node); }   // Without its path: for thousands.
    void pass(const std::string& path);
    // Grows whenever what pages and counts are made of may have changed: answers, rows, words, what was passed or refused.
    std::uint64_t revision() const { return revision_ + form().revision(); }
    bool any_refused() const;

    // --- Rosters ---
    std::string open_row(const std::string& repeat) const;   // Its path, '' for none.
    void open_row(const std::string& repeat, const std::string& row);
    std::string asked_to_remove;                             // The row whose removal waits for a yes.
    // --- Lists with a search field: what is typed in the one that is open ---
    std::string search_path, search_text;
    std::size_t search_at = 0;
    bool search_typed = false, search_moved = false, search_left = false;   // Left: by the mouse, whose button is still down.
    // --- Short lists: the choice that the keyboard is on, and whether an arrow key brought it there ---
    std::string choice_path, arrowed;
    std::size_t choice_at = 0;
    // --- Files: the path typed ---
    std::map<std::string, std::string> upload_paths;
    // --- Guidance that was unfolded ---
    bool guidance_open(const std::string& path) const { return guidance_.contains(path); }
    void fold_guidance(const std::string& path) { if (!guidance_.erase(path)) guidance_.insert(path); }
    // --- The drawing that is open ---
    Canvas& canvas() { return canvas_; }
    const std::string& drawing() const { return drawing_; }   // Its question's cell, '' for none.
    void draw_at(const std::string& path) { drawing_ = path; }

    // A failure to keep an answer; shown until the next success.
    const std::optional<base::Error>& failure() const { return failure_; }
    void failed(base::Error error) { failure_ = std::move(error); }
    const std::string& notice() const { return notice_; }    // Text key; about the question in notice_path.
    std::string notice_path;
    void say(const std::string& path, std::string key) { notice_path = path; notice_ = std::move(key); }
    void forget_notice() { say({}, {}); }

  private:
    struct Typed {
        form::Element question;
        std::string text;
        double at = 0;
        bool waiting = false;   // Not in the draft yet.
        bool refused = false;
        bool active = true;
    };
    struct Note {
        form::Element question;
        std::string text;
        double at = 0;
        bool waiting = false;
    };
    bool commit(Typed& typed);
    void done(const base::Status& status);
    bool is_untouched(const form::Element& row) const;

    AppState& state_;
    std::unique_ptr<survey::Visit> visit_;
    std::map<std::string, Typed> typed_;
    std::set<std::string> passed_, guidance_;
    std::set<form::InstanceId> passed_nodes_;
    std::uint64_t revision_ = 0;
    std::map<std::string, std::string> open_rows_;
    std::optional<RemovedRow> removed_;
    std::map<std::string, std::string> cleared_;   // Answers that marks took, by path.
    std::string marked_last_;
    Note note_;
    std::optional<base::Error> failure_;
    std::string notice_;
    PictureShelf pictures_;
    Canvas canvas_;
    std::string drawing_;
    std::string wanted_, current_, here_;
    int wanted_frames_ = 0;
    bool landing_ = false;         // The field has been asked for and takes no keys yet.
    double tried_at_ = 0;   // When what the disk refused was last offered to it.
    bool here_enter_ = false, enter_goes_on_ = false, enter_kept_ = false, moved_ = false, asked_to_go_on_ = false;
};

}  // namespace yuanquan::screens
