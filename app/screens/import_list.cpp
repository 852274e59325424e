#include "app/screens/import_list.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <imgui.h>
#include <utility>

#include "app/export/data_book.hpp"
#include "app/screens/form_columns.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/rich_text.hpp"
#include "model/base/files.hpp"
#include "model/record/cell.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 900;
constexpr std::size_t kColumnsShown = 60, kFindingsShown = 100, kQuestionsNamed = 20;

std::size_t mapped(const survey::ImportPlan& plan) {
    return static_cast<std::size_t>(std::count_if(plan.columns.begin(), plan.columns.end(), [](const auto& column) { return !column.to.empty(); }));
}

}  // namespace

ImportList::~ImportList() {
    if (run_ && run_->task) run_->task->cancel();
}

// The form that knows most of the headings.
void ImportList::choose_form(survey::Workspace& workspace, Run& run) {
    const auto forms = workspace.store().forms();
    if (!forms) {
        run.failure = forms.error();
        return;
    }
    for (const auto& installed : *forms) {   // Newest version of each first.
        if (installed.id == run.options.form_id) continue;
        const auto open = workspace.form(installed.id);
        if (!open) continue;
        auto plan = survey::propose_plan(*open->form, run.book);
        if (!run.options.form_id.empty() && mapped(plan) <= mapped(run.plan)) continue;
        run.plan = std::move(plan);
        run.options.form_id = installed.id;
        run.form_title = installed.title;
    }
    if (run.options.form_id.empty()) run.failure = base::make_error(base::ErrorCode::not_found, "form");
}

void ImportList::look(ui::Tasks& tasks, const std::string& language) {
    run_ = std::make_shared<Run>();
    run_->options.file_name = std::filesystem::path(path_).filename().string();
    run_->options.language = language;
    start(tasks, true);
}

void ImportList::start(ui::Tasks& tasks, bool dry_run) {
    run_->ended = false;
    run_->failure.reset();
    (dry_run ? run_->would : run_->done).reset();
    run_->options.dry_run = dry_run;
    run_->task = tasks.start([&workspace = state_.workspace, run = run_, path = path_](ui::Task& task) {
        base::Result<survey::Imported> imported = base::fail(base::ErrorCode::cancelled);
        if (run->book.sheets.empty()) {
            auto book = exports::read_list(path);
            task.on_ui([&] {
                if (book) run->book = std::move(*book);
                else run->failure = std::move(book.error());
                if (book) choose_form(workspace, *run);
            });
        }
        if (!run->failure && !task.cancelled()) {
            double lines = 0;
            for (const auto& sheet : run->book.sheets) lines += static_cast<double>(sheet.rows.size() - std::min<std::size_t>(sheet.rows.size(), 1));
            const auto step = [&](double fraction, const std::function<void()>& work) {
                bool ran = false;
                task.progress(fraction, std::to_string(std::lround(fraction * lines)) + " / " + std::to_string(std::lround(lines)));
                if (!task.cancelled()) task.on_ui([&] { work(), ran = true; });
                return ran;
            };
            imported = survey::import_rows(workspace, run->book, run->plan, run->options, step);
        }
        task.on_ui([&] {
            if (imported) (run->options.dry_run ? run->would : run->done) = std::move(*imported);
            else if (!run->failure) run->failure = std::move(imported.error());
            run->ended = true;
        });
    });
}

std::string ImportList::counted(const ui::Ui& ui, const char* key, const survey::Imported& imported) const {
    const auto number = [](std::uint64_t count) { return std::to_string(count); };
    return ui.tr(key, {{"added", number(imported.added)}, {"updated", number(imported.updated)}, {"unchanged", number(imported.unchanged)},
                       {"differing", number(imported.differing)}, {"refused", number(imported.refused)}});
}

void ImportList::draw(ui::Ui& ui) {
    if (!run_) look(ui.tasks, ui.texts.language());
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    ui::subtitle(ui, run_->options.file_name);
    if (!run_->ended) {
        ui::progress_bar(ui, run_->task->fraction(), std::string(ui.tr(run_->options.dry_run ? "import.looking" : "import.importing")) + " " + run_->task->words());
        if (ui::button(ui, ui.tr("exchange.cancel"), !run_->task->cancelled())) run_->task->cancel();
    } else {
        const bool stopped = run_->failure && run_->failure->code == base::ErrorCode::cancelled;
        if (stopped) ui::message_strip(ui, ui::State::waiting, ui.tr("import.stopped"));
        else if (run_->failure) ui::message_strip(ui, ui::State::error, ui.texts.error(*run_->failure));
        if (run_->done) ui::message_strip(ui, ui::State::done, counted(ui, "import.done", *run_->done));
        else if (run_->would) draw_would(ui);
        if (run_->would) draw_plan(ui);
    }
    ImGui::EndChild();
}

void ImportList::draw_would(ui::Ui& ui) {
    const auto& would = *run_->would;
    ui::body(ui, ui.tr("import.for_form", {{"form", run_->form_title}}));
    ui::quiet(ui, counted(ui, "import.would", would));
    bool update = run_->options.update;
    if (ImGui::Checkbox(ui.tr("import.update"), &update)) {
        run_->options.update = update;
        start(ui.tasks, true);
        return;
    }
    ui::gap(ui, 6);
    if (ui::primary_button(ui, ui.tr("import.start"), would.added + would.updated > 0, ui.tr("import.nothing"))) start(ui.tasks, false);
    ui::gap(ui, 8);
    draw_findings(ui, would.findings);
}

// What the list does not ask is one thing, however many questions it is; what it has wrong is told line by line.
void ImportList::draw_findings(const ui::Ui& ui, const std::vector<base::Finding>& findings) {
    std::string unanswered;
    std::size_t questions = 0, others = 0;
    for (const auto& finding : findings) {
        if (finding.code == "import.unanswered") {
            const auto question = std::find_if(finding.parameters.begin(), finding.parameters.end(), [](const auto& parameter) { return parameter.first == "question"; });
            if (question != finding.parameters.end() && questions < kQuestionsNamed) unanswered += (questions == 0 ? "" : ui.tr("import.and")) + question->second;
            ++questions;
            continue;
        }
        if (++others > kFindingsShown) continue;
        const bool error = finding.severity == base::Severity::error;
        ui::colored(error ? ui.theme.error : ui.theme.waiting, (error ? "▲ " : "● ") + ui.texts.finding(finding));
        if (const auto fix = ui.texts.finding_fix(finding); !fix.empty()) ui::quiet(ui, fix);
    }
    if (others > kFindingsShown) ui::quiet(ui, ui.tr("forms.more_findings", {{"count", std::to_string(others - kFindingsShown)}}));
    if (questions == 0) return;
    ui::colored(ui.theme.waiting, "● " + ui.tr("import.unanswered", {{"count", std::to_string(questions)}}));
    ui::quiet(ui, unanswered + (questions > kQuestionsNamed ? "…" : ""));
}

// "members[2]/name" says nothing to whoever made the list: the question's own words do.
const std::string& ImportList::words_of(const ui::Ui& ui, const std::string& to) {
    const auto language = ui.texts.language();
    if (std::exchange(labels_in_, language) != language) labels_.clear();
    if (labels_.empty()) {
        const auto open = state_.workspace.form(run_->options.form_id);
        auto live = open ? form::LiveForm::open(open->form, state_.workspace.environment(*open)) : base::fail(open.error());
        if (live) (*live)->set_language(survey::language_index(*open->form, language));
        for (const auto& column : run_->plan.columns) {
            auto label = live && !column.to.empty() ? ui::plain_text(question_label(**live, record::question_path(column.to))) : std::string();
            const auto row = column.to.find('['), end = column.to.find(']');
            if (!label.empty() && row != std::string::npos && end > row) label += " " + column.to.substr(row + 1, end - row - 1);
            if (column.to.starts_with('@')) label = ui.tr("import.to." + column.to.substr(1));
            labels_[column.to] = label.empty() ? column.to : label;
        }
    }
    return labels_[to];
}

void ImportList::draw_plan(const ui::Ui& ui) {
    ui::gap(ui, 12);
    ui::strong(ui, ui.tr("import.plan"));
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_SizingStretchSame;
    if (!ImGui::BeginTable("plan", 2, kFlags)) return;
    for (std::size_t i = 0; i < std::min(run_->plan.columns.size(), kColumnsShown); ++i) {
        const auto& column = run_->plan.columns[i];
        ImGui::TableNextColumn();
        ui::body(ui, column.heading);
        ImGui::TableNextColumn();
        column.to.empty() ? ui::quiet(ui, ui.tr("import.left_out")) : ui::body(ui, "→ " + words_of(ui, column.to));
        if (column.key) ui::quiet(ui, ui.tr("import.key"));
    }
    ImGui::EndTable();
}

}  // namespace yuanquan::screens
