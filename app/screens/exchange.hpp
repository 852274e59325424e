#pragma once
// Exchange with headquarters: what is not yet there in figures a person understands, one button, progress and cancel, what
// came in and what is kept aside with the reason; at headquarters, with the laptops (laptops.hpp). The exchange itself goes
// on while one looks at other screens.

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/carriers.hpp"
#include "app/screens/kept_aside.hpp"
#include "app/screens/laptops.hpp"
#include "app/team/custody.hpp"
#include "app/team/exchange.hpp"
#include "app/ui/main_button.hpp"

namespace yuanquan::screens {

// The exchange under way or the last one since the program was opened. Owned by run_app, outlives the screen.
struct ExchangeRun {
    std::shared_ptr<ui::Task> task;
    std::atomic<bool> cancelled{false};
    std::atomic<std::uint64_t> sent{0}, received{0}, bytes{0};   // So far.
    std::uint64_t to_send = 0;                                   // Changes, when it began.
    std::chrono::steady_clock::time_point began;
    std::optional<team::Exchanged> done;
    std::shared_ptr<CarrierRun> carriers = std::make_shared<CarrierRun>();   // Files and laptops, beside headquarters.
    std::shared_ptr<OfficeRun> office = std::make_shared<OfficeRun>();       // At headquarters: laptops on the network.
    bool running() const { return task && !task->finished() && !done; }
    void cancel() {
        cancelled = true;
        if (task) task->cancel();
    }
};
void start_exchange(survey::Workspace& workspace, ui::Tasks& tasks, const std::shared_ptr<ExchangeRun>& run);

class Exchange : public ui::Screen {
  public:
    Exchange(AppState& state, std::shared_ptr<ExchangeRun> run)
        : state_(state), run_(std::move(run)), carriers_(state_, run_->carriers), laptops_(state_, run_->office), kept_aside_(state_) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("rail.exchange"); }
    std::string help() const override { return "exchange"; }
    void draw(ui::Ui& ui) override;
    bool drop(const std::vector<std::string>& paths) override;
    bool leave() override {
        laptops_.keep();
        return true;
    }
    void hide() override { laptops_.keep(); }
    bool fold() override { return kept_aside_.fold() || laptops_.fold(); }
    void read(ui::Tasks& tasks, const std::string& path) { carriers_.read(tasks, path); }   // A file, at once.

  private:
    void load();
    void draw_figures(const ui::Ui& ui);
    void draw_send(ui::Ui& ui);
    void draw_progress(const ui::Ui& ui) const;
    void draw_outcome(const ui::Ui& ui);
    void draw_came_in(const ui::Ui& ui, const session::Summary& summary);
    void draw_problems(const ui::Ui& ui);

    AppState& state_;
    std::shared_ptr<ExchangeRun> run_;
    Carriers carriers_;
    Laptops laptops_;
    KeptAside kept_aside_;
    std::uint64_t generation_ = ~std::uint64_t{0};
    ui::MainButton main_;
    bool loaded_running_ = false, enrolled_ = false, headquarters_ = false;
    std::string address_;
    store::Store::Counts counts_;
    team::Custody custody_;
    std::int64_t last_ms_ = 0;
    std::vector<store::Fork> forks_;
    std::vector<std::pair<record::RecordId, std::string>> came_in_;   // Records and their titles.
};

}  // namespace yuanquan::screens
