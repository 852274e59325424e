#pragma once
// The questionnaire: an outline of pages on the left, one page of question cards beside it, and above both the state of the
// draft, what is still wrong, the language, Save and Leave. Filled without a mouse: Enter goes on, digits choose,
// Page up and down turn pages, F8 goes to the next problem, Insert adds a member, Ctrl+S saves, Esc leaves.
// Holds the visit; answers go through Entry into its durable draft. Opened by Work and Household, pushed on the shell.

#include <memory>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/question_counts.hpp"
#include "app/screens/question_entry.hpp"
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
    Questionnaire(AppState& state, std::unique_ptr<survey::Visit> visit);

    std::string title(const ui::Ui& ui) const override;
    std::string help() const override { return "questionnaire"; }
    void draw(ui::Ui& ui) override;
    bool leave() override;                     // The draft is kept; false only when it could not be written.
    bool scrolls() const override { return false; }
    bool drop(const std::vector<std::string>& paths) override;

    const survey::Visit& visit() const { return entry_.visit(); }

  private:
    void follow_language(const ui::Ui& ui);
    void restore_place();
    void draw_header(ui::Ui& ui);
    void draw_problems(ui::Ui& ui);
    void draw_language();
    void draw_outline(ui::Ui& ui, float width);
    void draw_outline_entry(ui::Ui& ui, std::size_t index, float width);
    void draw_strip_outline(ui::Ui& ui);       // In one line, where there is no room for a column.
    void draw_page(ui::Ui& ui);
    void refresh_pages(const ui::Ui& ui);
    void handle_keys(const ui::Ui& ui);
    void go_on(const ui::Ui& ui);
    void turn_to(std::size_t page, bool to_first);
    void jump_to(const std::string& path);
    void next_problem();
    void save(ui::Ui& ui);
    const Page& page() const { return pages_[page_]; }

    AppState& state_;
    Entry entry_;
    std::vector<Page> pages_;
    std::size_t page_ = 0;
    std::string page_key_;
    std::string ui_language_;
    bool placed_ = false, scroll_top_ = false, closed_ = false, save_wanted_ = false, told_failure_ = false;
};

}  // namespace yuanquan::screens
