#pragma once
// Review, for who leads a team: the queue by rule on the left (answered again, problems, far figures, sample, returned,
// approved), one record beside it with what the questionnaire finds wrong and a comment field at every answer. Ctrl+Enter
// approves and goes on, Ctrl+R returns it with the comments. A decision can be taken back at once. Opened from the rail.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/text_draft.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/review_queue.hpp"

namespace yuanquan::screens {

class Review : public ui::Screen {
  public:
    explicit Review(AppState& state) : state_(state) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("review.title"); }
    std::string help() const override { return "review"; }
    void draw(ui::Ui& ui) override;
    bool leave() override;
    bool scrolls() const override { return false; }

    const std::vector<std::size_t>& shown() const { return shown_; }   // Places in queue()->rows().
    const survey::ReviewQueue* queue() const { return queue_.get(); }

  private:
    // review.cpp: the queue
    void update(const ui::Ui& ui);
    void choose_form();
    void draw_rules(const ui::Ui& ui);
    void draw_queue(const ui::Ui& ui, float width);
    void draw_queue_row(const ui::Ui& ui, const survey::ReviewRow& row);
    bool draw_nothing(const ui::Ui& ui);
    void select(const record::RecordId& id);
    void select_next();
    // review_record.cpp: the record beside it
    void load_record(const ui::Ui& ui);
    void draw_record(const ui::Ui& ui);
    void draw_record_head(const ui::Ui& ui, const survey::ReviewRow& row);
    void draw_actions(const ui::Ui& ui, const survey::ReviewRow& row);
    void draw_assign(const ui::Ui& ui, const survey::ReviewRow& row);
    void draw_reasons(const ui::Ui& ui, const survey::ReviewRow& row);
    void draw_answers(const ui::Ui& ui);
    void draw_answer(const ui::Ui& ui, const survey::Fact& fact, const std::string& row_label);
    void draw_remark(const ui::Ui& ui, const std::string& about, const std::string& words);
    void approve(const ui::Ui& ui);
    void send_back(const ui::Ui& ui);
    void decided(const ui::Ui& ui, const char* key, const base::Result<record::ChangeId>& change);
    void take_back(const ui::Ui& ui);
    void keep_remarks();
    std::vector<survey::Remark> remarks() const;   // The written ones.
    const survey::ReviewRow* row_of_selected() const;

    AppState& state_;
    std::unique_ptr<survey::ReviewQueue> queue_;
    std::vector<store::InstalledForm> forms_;
    survey::ReviewRule rule_ = survey::ReviewRule::waiting;
    std::vector<std::size_t> shown_;
    std::size_t counts_[7] = {};
    std::vector<std::string> people_;
    bool shown_stale_ = true, focus_queue_ = true, focus_remark_ = false;
    std::optional<record::RecordId> selected_;
    // What is shown of the selected record.
    std::optional<survey::RecordView> view_;
    record::Record record_;
    std::vector<survey::Problem> problems_;
    TextDraft draft_;                   // The comments not sent yet, by path; '' is the record as a whole.
    std::string remark_open_;           // The answer whose comment field is open.
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::string language_;
    // The last decision here, for taking it back.
    struct Decision {
        record::RecordId record;
        record::ChangeId change;
        std::string title;
    };
    std::optional<Decision> last_;
};

}  // namespace yuanquan::screens
