#pragma once
// Exchange without headquarters on the line: by a file on a stick or by mail, and with another laptop that is here. Part of
// the Exchange screen. What is under way goes on while one looks at other screens, so CarrierRun is owned by the app.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/team/bundle.hpp"
#include "app/team/meeting.hpp"

namespace yuanquan::screens {

// What is under way, or what came of the last one. Touched by the window's thread alone.
struct CarrierRun {
    enum class Kind : std::uint8_t { none, write_file, read_file, wait, join };
    Kind kind = Kind::none;
    std::shared_ptr<ui::Task> task;
    bool ended = true;
    std::vector<std::string> places;                 // Of a meeting that waits.
    std::string code;
    team::OpenMeeting::State meeting;
    team::WriteProgress writing;
    std::optional<team::WrittenBundle> written;
    std::optional<team::ReadBundle> read;
    std::optional<team::Met> met;
    std::optional<base::Error> failure;
    bool running() const { return !ended; }
    void cancel() const {
        if (task) task->cancel();
    }
};

class Carriers {
  public:
    Carriers(AppState& state, std::shared_ptr<CarrierRun> run) : state_(state), run_(std::move(run)) {}
    // is_headquarters: it only reads files, and answers each.
    void draw(ui::Ui& ui, bool is_headquarters);
    void propose_to_read(const std::string& path) { read_path_ = path; }   // Dropped on this screen.
    void read(ui::Tasks& tasks, const std::string& path);                  // At once: dropped on another one.

  private:
    void load();
    void draw_files(ui::Ui& ui, bool is_headquarters);
    void draw_laptops(ui::Ui& ui);
    void draw_waiting(const ui::Ui& ui);
    void draw_outcome(const ui::Ui& ui, bool of_files);
    void write_file(ui::Tasks& tasks);
    void read_file(ui::Tasks& tasks);
    void wait_for_laptop(ui::Tasks& tasks);
    void join_laptop(ui::Tasks& tasks);
    template <class Work>
    void start(ui::Tasks& tasks, CarrierRun::Kind kind, Work work);

    AppState& state_;
    std::shared_ptr<CarrierRun> run_;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::vector<team::WrittenBundle> open_files_;    // Whose changes headquarters has not receipted.
    std::string write_path_, read_path_, place_, code_;
    std::string folder_, tried_;                     // Where the last one was written to; what was given for it, until it ends.
};

}  // namespace yuanquan::screens
