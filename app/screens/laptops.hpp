#pragma once
// Headquarters' part of the Exchange screen: it answers laptops on the network while the window is open, and says which there
// are, who works with each and when it was heard last. Laptops are enrolled, given other areas and withdrawn in the card
// below (laptop_card.hpp). What is under way goes on while one looks at other screens, so OfficeRun is owned by the app.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/laptop_card.hpp"
#include "app/team/office.hpp"
#include "app/ui/main_button.hpp"

namespace yuanquan::screens {

// Touched by the window's thread alone.
struct OfficeRun {
    std::shared_ptr<ui::Task> task;
    bool ended = true;
    team::Office* office = nullptr;     // While it answers; its thread owns it.
    std::optional<base::Error> failure;
    bool running() const { return !ended; }
    void stop() const {
        if (task) task->cancel();
    }
};
// Where headquarters' address says. Goes on with each start of the window, until answers_laptops() is taken back.
void start_office(survey::Workspace& workspace, ui::Tasks& tasks, const std::shared_ptr<OfficeRun>& run);
bool answers_laptops(const survey::Workspace& workspace);

class Laptops {
  public:
    Laptops(AppState& state, std::shared_ptr<OfficeRun> run) : state_(state), run_(std::move(run)), card_(state_) {}
    void draw(ui::Ui& ui, ui::MainButton& main);
    bool fold() { return card_.fold(); }
    void keep() { card_.keep(); }

  private:
    void load();
    hq::Headquarters* headquarters();
    void draw_answering(ui::Ui& ui, ui::MainButton& main);
    void draw_list(ui::Ui& ui);
    void draw_row(const ui::Ui& ui, const session::Laptop& laptop);

    AppState& state_;
    std::shared_ptr<OfficeRun> run_;
    LaptopCard card_;
    std::optional<hq::Headquarters> own_;   // While it does not answer; of the office otherwise.
    std::optional<base::Error> unreadable_;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::vector<std::int64_t> heard_ms_;    // Of each laptop, 0 for never.
    std::string chosen_;
};

}  // namespace yuanquan::screens
