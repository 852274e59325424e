#pragma once
// Questionnaires: those installed here with their versions, each to be tried out, begun or written as an Excel file; and
// reading one from a file, with every finding by sheet, row and column before anything is installed. Files may be dropped.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "model/survey/form_file.hpp"

namespace yuanquan::screens {

class Forms : public ui::Screen {
  public:
    explicit Forms(AppState& state, std::string path = {}) : state_(state), path_(std::move(path)), check_wanted_(!path_.empty()) {}
    std::string title(const ui::Ui& ui) const override { return ui.tr("rail.forms"); }
    std::string help() const override { return "forms"; }
    void draw(ui::Ui& ui) override;
    bool drop(const std::vector<std::string>& paths) override;

    bool checking() const { return reading_ && !reading_->finished(); }

  private:
    struct Checked {                     // Shared with the task that reads the file.
        std::string path;
        std::optional<base::Error> failure;
        survey::FormFile file;
        bool done = false;
        bool is_list = false;            // A workbook without the sheet of questions.
    };
    void load();
    void draw_reader(ui::Ui& ui);
    void draw_checked(const ui::Ui& ui);
    void draw_findings(const ui::Ui& ui, const std::vector<base::Finding>& findings);
    void draw_installed(const ui::Ui& ui);
    void draw_form(const ui::Ui& ui, std::size_t first, std::size_t end);
    void check(ui::Ui& ui);
    void install(const ui::Ui& ui);
    void try_out(const ui::Ui& ui, store::InstalledForm form);
    void export_form(const ui::Ui& ui, const std::string& id, const std::string& version);
    store::InstalledForm checked_form() const;

    AppState& state_;
    std::string path_;
    bool check_wanted_ = false;
    std::shared_ptr<ui::Task> reading_;
    std::shared_ptr<Checked> checked_;
    std::vector<store::InstalledForm> forms_;   // By id, the newest version first.
    bool loaded_ = false;
};

}  // namespace yuanquan::screens
