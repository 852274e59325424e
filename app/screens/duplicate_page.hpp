#pragma once
// Households that may be registered twice, side by side with why they are proposed: the same, not the same, or taken back.
// A page of the screen Conflicts. Reads a few records a frame, so that 50,000 do not hold the window; what was read is
// kept by the app for the next visit.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "model/survey/duplicate_view.hpp"
#include "model/survey/duplicates.hpp"

namespace yuanquan::screens {

class DuplicatePage {
  public:
    explicit DuplicatePage(AppState& state) : state_(state) {}
    // Reads on; cheap when nothing has changed. Every frame in which the page or its count is shown.
    void update(ui::Ui& ui);
    void draw(const ui::Ui& ui);
    bool ready() const { return state_.duplicates->left() == 0; }

    const std::vector<survey::Proposal>& shown() const { return proposals_; }

  private:
    void draw_proposal(const ui::Ui& ui, const survey::Proposal& proposal);
    void draw_sides(const ui::Ui& ui, const survey::Proposal& proposal, const survey::Comparison& comparison);
    void draw_actions(const ui::Ui& ui, const survey::Proposal& proposal);
    void draw_declared(const ui::Ui& ui);
    void draw_group(const ui::Ui& ui, const std::vector<record::RecordId>& group);
    void draw_pair(const ui::Ui& ui, const survey::RecordPair& pair);
    void decide(const ui::Ui& ui, const std::vector<record::RecordId>& records, bool same);
    bool say(const ui::Ui& ui, const base::Status& status, const char* key);
    std::vector<record::RecordId> chosen(const survey::Proposal& proposal) const;
    const survey::Comparison* compared(const ui::Ui& ui, const std::vector<record::RecordId>& ids);
    const std::string& title_of(const record::RecordId& id) const;
    void recall_titles();

    AppState& state_;
    std::vector<survey::Proposal> proposals_;
    std::vector<std::vector<record::RecordId>> same_;
    std::vector<survey::RecordPair> not_same_;
    std::map<std::vector<record::RecordId>, survey::Comparison> comparisons_;   // Of the cards drawn so far.
    std::map<record::RecordId, std::string> titles_;    // Of all that is shown.
    std::set<record::RecordId> left_out_;    // Of proposals of more than two: not meant by the button.
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::string language_;
    bool stale_ = true, focus_ = false;
};

}  // namespace yuanquan::screens
