#pragma once
// What was put aside on arrival, part of the Exchange screen: whose change, to which household, why. Leads and headquarters
// let one in after all; it then counts and goes on to others, and who let it in is noted.

#include <cstdint>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"

namespace yuanquan::screens {

std::string words_of_reason(const ui::Ui& ui, const std::string& reason);   // Why a change was put aside: a key, or as it is.

class KeptAside {
  public:
    explicit KeptAside(AppState& state) : state_(state) {}
    void draw(const ui::Ui& ui);   // Nothing when nothing is kept aside and nothing was let in.
    bool fold();                   // Takes the question back; false when none was asked.

  private:
    struct Line {
        std::uint64_t number = 0;
        std::int64_t at_ms = 0;
        std::string from, reason, author, household;   // author '' where the change cannot be read.
        std::size_t answers = 0;
        record::RecordId record;
    };
    void load();
    void let_in(const ui::Ui& ui, const Line& line);

    AppState& state_;
    std::vector<Line> lines_;
    std::uint64_t generation_ = ~std::uint64_t{0}, total_ = 0;
    std::uint64_t asked_ = 0;      // Number of the one that may be let in, 0 for none.
    std::string said_;
    ui::State said_state_ = ui::State::done;
    record::RecordId said_of_;     // Zero: no household to open.
};

}  // namespace yuanquan::screens
