#pragma once
// A list of households (Excel or CSV) into records: which column goes where, what an import would give and what it finds
// fault with, and only then the import, beside the window and to be stopped. Opened by a list that is dropped on the
// window or checked on the Forms screen. What is under way ends with the screen; what was imported stays.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/screens/app_state.hpp"
#include "model/base/sheet.hpp"
#include "model/survey/import_rows.hpp"

namespace yuanquan::screens {

class ImportList : public ui::Screen {
  public:
    ImportList(AppState& state, std::string path) : state_(state), path_(std::move(path)) {}
    ~ImportList() override;
    std::string title(const ui::Ui& ui) const override { return ui.tr("import.title"); }
    std::string help() const override { return "forms"; }
    void draw(ui::Ui& ui) override;

    bool working() const { return run_ && !run_->ended; }
    const std::optional<survey::Imported>& would() const { return run_->would; }

  private:
    struct Run {                           // Shared with the task.
        std::shared_ptr<ui::Task> task;
        bool ended = true;
        base::Workbook book;
        survey::ImportPlan plan;
        survey::ImportOptions options;
        std::string form_title;
        std::optional<survey::Imported> would, done;
        std::optional<base::Error> failure;
    };
    static void choose_form(survey::Workspace& workspace, Run& run);
    void look(ui::Tasks& tasks, const std::string& language);
    void start(ui::Tasks& tasks, bool dry_run);
    void draw_plan(const ui::Ui& ui);
    const std::string& words_of(const ui::Ui& ui, const std::string& to);
    void draw_would(ui::Ui& ui);
    static void draw_findings(const ui::Ui& ui, const std::vector<base::Finding>& findings);
    std::string counted(const ui::Ui& ui, const char* key, const survey::Imported& imported) const;

    AppState& state_;
    std::string path_;
    std::shared_ptr<Run> run_;
    std::map<std::string, std::string> labels_;   // Of the questions of the plan, in the language
    std::string labels_in_;                       // of this one.
};

}  // namespace yuanquan::screens
