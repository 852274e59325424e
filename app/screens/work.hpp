#pragma once
// Work: the area tree with counts on the left, the records as a table beside it, drafts to go on with on top, search as
// one types. Keys: Ctrl+F searches, ↓ goes from there into the table, Enter opens, Ctrl+Space selects, Ctrl+A selects all
// that is shown, Ctrl+N starts a new record. Filters and order are kept.
// The rail's first entry; state lives as long as the screen is on the stack.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/form_columns.hpp"
#include "app/screens/record_list.hpp"
#include "app/screens/work_query.hpp"
#include "app/ui/shell.hpp"
#include "model/survey/review.hpp"

namespace yuanquan::screens {

// Papers or a table being made of the selected rows.
struct WorkJob {
    ~WorkJob();
    std::shared_ptr<ui::Task> task;
    std::string words, failure;            // Said when it is done.
    bool done = false;
};

class Work : public ui::Screen {
  public:
    explicit Work(AppState& state)
        : state_(state), list_(state.workspace, *state.rows), kept_(load_work_view(state.workspace)) {
        query_ = kept_.query;
        sort_ = kept_.sort;
    }

    std::string title(const ui::Ui& ui) const override { return ui.tr("rail.work"); }
    std::string help() const override { return "work"; }
    void draw(ui::Ui& ui) override;
    bool scrolls() const override { return false; }

    const RecordList& list() const { return list_; }
    const std::set<record::RecordId>& selection() const { return selection_; }
    bool working() const { return job_ != nullptr; }

  private:
    void update(const ui::Ui& ui);
    void load_forms(const ui::Ui& ui);
    void handle_keys(const ui::Ui& ui);
    void remember();
    // work_areas.cpp
    void draw_area_pane(const ui::Ui& ui, float width);
    void draw_area_popup(const ui::Ui& ui);
    void draw_area_tree(const ui::Ui& ui);
    void draw_area(const ui::Ui& ui, const survey::Area& area, int depth);
    bool area_shown(const survey::Area& area) const;
    void draw_area_line(const ui::Ui& ui, const std::string& code, const std::string& name, std::uint32_t count, bool leaf,
                        bool open_first, bool* opened);
    std::string area_label(const ui::Ui& ui) const;
    // work.cpp
    void draw_tools(const ui::Ui& ui, bool narrow);
    void draw_new(const ui::Ui& ui);
    void draw_form_filter(const ui::Ui& ui);
    void draw_drafts(const ui::Ui& ui);
    std::string draft_name(const ui::Ui& ui, const store::DraftHead& draft) const;
    void draw_returned(const ui::Ui& ui);   // work_returned.cpp
    void draw_filters(const ui::Ui& ui);
    void draw_empty(const ui::Ui& ui);
    void start_new(const ui::Ui& ui, const std::string& form_id);
    void open_row(std::uint32_t index);
    std::optional<RecordQuery::Due> due_column() const;
    std::string new_label(const ui::Ui& ui) const;
    // work_selection.cpp
    void draw_selection(ui::Ui& ui);
    void draw_assign_menu(const ui::Ui& ui);
    void assign_selection(const ui::Ui& ui, const std::string& person);
    void print_selection(ui::Ui& ui);
    void write_selection(ui::Ui& ui);
    // work_table.cpp
    struct Column {
        std::string label;
        SortKey key = SortKey::title;
        std::size_t form_column = 0;
        float width = 0;      // At scale 1; 0 takes the rest.
        bool number = false;
        bool operator==(const Column&) const = default;
    };
    std::vector<Column> table_columns(const ui::Ui& ui, float width) const;
    void draw_table(const ui::Ui& ui);
    void draw_row(const ui::Ui& ui, const std::vector<Column>& columns, int position);
    void draw_title(const ui::Ui& ui, const store::ListRow& row, int position, std::uint32_t index);
    void select_to(int position);
    void toggle(const record::RecordId& id);
    void take_sort(const std::vector<Column>& columns);

    AppState& state_;
    RecordList list_;
    RecordQuery query_;
    RecordSort sort_;
    WorkView kept_;                        // As the store has it.
    std::set<record::RecordId> selection_;
    int anchor_ = -1;                      // Shift selects from this position on.
    std::shared_ptr<WorkJob> job_;
    std::string assign_to_, table_id_;
    bool assign_done_ = false, sort_seen_ = false;
    std::vector<store::InstalledForm> forms_;
    std::vector<store::DraftHead> drafts_;
    struct Returned {                      // Sent back by a lead, with what is to be looked at.
        record::RecordId id;
        std::string title;
        std::vector<survey::Comment> comments;
    };
    std::vector<Returned> returned_;
    std::uint64_t returned_generation_ = ~std::uint64_t{0};
    std::size_t returned_count_ = 0;
    std::optional<FormColumns> columns_;   // Of the form that is listed.
    std::string columns_of_, language_;
    int last_frame_ = -1;
    std::optional<store::RecordId> selected_;
    int focus_position_ = -1;              // This row gets the keyboard when it is drawn.
    bool focus_search_ = true, new_wanted_ = false, placed_ = false;
};

// What a row's chip says.
struct RowStatus {
    ui::State state;
    const char* key;
};
RowStatus row_status(const store::ListRow& row);

}  // namespace yuanquan::screens
