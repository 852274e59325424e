#pragma once
// The questionnaire: an outline of pages on the left, beside it one page of question cards or, as the person likes (F2), one
// question at a time, and above both the state of the draft, what is still wrong, the language, Save and Leave. Filled
// without a mouse: Enter goes on, Shift+Enter back, digits choose, Page up and down turn pages, F8 goes to the next
// problem, Insert adds a member, F6 and F7 say why there is no answer, Ctrl+S saves, Esc leaves. Both ways are views over one order (question_stops.hpp).
// Holds the visit; answers go through Entry into its durable draft. Opened by Work and Household, pushed on the shell.

#include <memory>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/question_counts.hpp"
#include "app/screens/question_entry.hpp"
#include "app/screens/question_stops.hpp"
#include "app/ui/shell.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::screens {

// A top-level group, a top-level repeat, or the questions between them.
struct Page {
    std::string key;      // Stable while the form is open.
    std::string title;
    std::vector<form::Element> elements;
    bool roster = false;
    Counts counts;
};
std::vector<Page> make_pages(const ui::Ui& ui, const Entry& entry);

class Questionnaire : public ui::Screen {
  public:
    enum class Purpose : std::uint8_t { record, trial };   // Of a trial nothing stays, and nothing says that it does.
    Questionnaire(AppState& state, std::unique_ptr<survey::Visit> visit, Purpose purpose = Purpose::record);

    void begin_at(std::string question) { first_ = std::move(question); }   // Unless the draft was left somewhere.
    std::string title(const ui::Ui& ui) const override;
    std::string help() const override { return "questionnaire"; }
    void draw(ui::Ui& ui) override;
    bool all_kept() const override { return entry_.visit().all_kept(); }
    bool leave() override;                     // The draft is kept; false only when it could not be written.
    void resume() override;
    void hide() override;
    bool scrolls() const override { return false; }
    bool drop(const std::vector<std::string>& paths) override;

    const survey::Visit& visit() const { return entry_.visit(); }
    const std::string& at() const { return at_; }   // The stop (question_stops.hpp) that one is at, or was last.

  private:
    void follow_language(const ui::Ui& ui);
    void save(ui::Ui& ui);
    bool is_trial() const { return purpose_ == Purpose::trial; }
    const char* save_words(const ui::Ui& ui) const { return ui.tr(is_trial() ? "forms.trial_end" : "questionnaire.save"); }
    // --- questionnaire_walk.cpp: where one is and goes ---
    bool one_by_one() const { return state_.preferences.one_question; }
    void refresh(const ui::Ui& ui);            // Pages and steps as the form stands now.
    std::vector<Step> steps_on(std::size_t page) const;
    std::size_t questions_before(std::size_t page) const;
    void follow_wish();                        // One question at a time: to the step that holds what is to have the keyboard.
    void restore_place(const ui::Ui& ui);
    void change_way(const ui::Ui& ui);         // Whole pages or one question at a time: at the same question.
    void note_place();
    std::vector<std::string> stops_on(std::size_t page) const;
    void come_to(const std::string& stop);
    void turn_to(std::size_t page, bool to_first);
    bool jump_to(const std::string& path);
    void next_problem(const ui::Ui& ui);
    bool is_wrong(const std::string& path) const;
    bool is_held();                            // A wrong answer of this step keeps one here.
    void go_on(const ui::Ui& ui);
    void go_back();
    void next_step(const ui::Ui& ui);
    void last_step();
    void add_row();
    void undo_mark();
    void handle_keys(const ui::Ui& ui);
    // --- Drawing ---
    void draw_header(ui::Ui& ui);
    void draw_problems(ui::Ui& ui);
    void draw_language();
    void draw_way(const ui::Ui& ui);
    void draw_outline(ui::Ui& ui, float width);
    void draw_outline_entry(ui::Ui& ui, std::size_t index, float width);
    void draw_strip_outline(ui::Ui& ui);       // In one line, where there is no room for a column.
    void draw_page(ui::Ui& ui);
    void draw_step(ui::Ui& ui);
    void draw_where(const ui::Ui& ui, const Step& step) const;
    void draw_add(const ui::Ui& ui, const form::Element& repeat, const std::string& stop);
    void draw_end(const ui::Ui& ui);
    void draw_step_buttons(const ui::Ui& ui, const Step& step);
    const Page& page() const { return pages_[page_]; }

    AppState& state_;
    Purpose purpose_;
    std::string first_;
    Entry entry_;
    std::vector<Page> pages_;
    std::vector<Step> steps_;   // Of the page one is on; one question at a time only.
    Counts counts_;             // Of all pages.
    // What pages and steps were made from: made anew when it is another.
    struct Made {
        std::uint64_t revision = 0;
        std::string language, page;
        bool steps = false;
        bool operator==(const Made&) const = default;
    };
    Made pages_made_, steps_made_;
    std::size_t page_ = 0, step_ = 0;
    std::string at_;            // The stop one is at, or was last.
    std::string held_;          // A wrong answer that kept one from going on.
    std::string page_key_;
    std::string ui_language_;
    bool drawn_one_by_one_ = false;
    bool placed_ = false, scroll_top_ = false, closed_ = false, save_wanted_ = false, told_failure_ = false;
};

}  // namespace yuanquan::screens
