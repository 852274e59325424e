#pragma once
// Reports: progress by area and person, the five clears and every other report of the program or of this workspace's folder
// `reports`, on the screen and as PDF, Excel or CSV. Computed and written in a task with progress and cancel, so that the
// window goes on. The rail's entry; a run ends with the screen.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "model/survey/run_report.hpp"

namespace yuanquan::screens {

class Reports : public ui::Screen {
  public:
    explicit Reports(AppState& state) : state_(state) {}
    ~Reports() override;
    std::string title(const ui::Ui& ui) const override { return ui.tr("rail.reports"); }
    std::string help() const override { return "reports"; }
    void draw(ui::Ui& ui) override;
    bool scrolls() const override { return false; }

    const survey::ComputedReport* shown() const { return made_ && made_->report ? &*made_->report : nullptr; }
    bool busy() const { return task_ && !task_->finished(); }

  private:
    enum class Format { pdf, xlsx, csv };
    struct Entry {
        std::string path;                    // '' = progress.
        survey::Report report;
    };
    struct Made {                            // Shared with the task that makes it.
        std::optional<survey::ComputedReport> report;
        std::optional<base::Error> failure;
    };
    struct Written {
        std::string file;
        std::optional<base::Error> failure;
        bool done = false;
    };
    void load(const ui::Ui& ui);
    void choose(ui::Ui& ui, std::size_t index);
    void make(ui::Ui& ui);
    void write(ui::Ui& ui, Format format);
    std::string entry_title(const ui::Ui& ui, const Entry& entry) const;
    void draw_list(ui::Ui& ui, float width);
    void draw_picker(ui::Ui& ui);
    void draw_area(ui::Ui& ui);
    void draw_tools(ui::Ui& ui);
    void draw_busy(const ui::Ui& ui);
    void draw_made(const ui::Ui& ui);

    AppState& state_;
    std::vector<Entry> entries_;
    std::size_t chosen_ = 0;
    std::string area_, language_;
    std::uint64_t generation_ = 0;
    std::shared_ptr<Made> made_;
    std::shared_ptr<Written> written_;
    std::shared_ptr<ui::Task> task_;
    bool loaded_ = false, stale_ = false;
};

}  // namespace yuanquan::screens
