#include "app/screens/reports.hpp"

#include <algorithm>
#include <imgui.h>
#include <set>

#include "app/export/report_book.hpp"
#include "app/screens/progress_report.hpp"
#include "app/screens/report_view.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/combo.hpp"
#include "model/base/clock.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kListWidth = 190, kToolsWidth = 460, kNarrowBelow = 1000;   // The tables need the room.
constexpr char kReports[] = "reports", kExports[] = "exports";

// Every table and chart as a file of its own beside the others.
base::Status write_tables(const survey::ComputedReport& report, const std::string& stem) {
    int number = 0;
    for (const auto& part : report.parts) {
        if (part.rows.empty()) continue;
        base::Sheet sheet;
        int line = 1;
        if (!part.heads.empty()) {
            base::Row head{line++, {}};
            for (const auto& column : part.heads) head.cells.push_back(column.label);
            sheet.rows.push_back(std::move(head));
        }
        for (const auto& row : part.rows) {
            base::Row cells{line++, {}};
            for (const auto& cell : row) cells.cells.push_back(cell.text);
            sheet.rows.push_back(std::move(cells));
        }
        const auto name = part.name.empty() ? std::to_string(++number) : part.name;
        if (auto done = base::write_file(stem + "-" + base::safe_file_name(name) + ".csv", base::write_csv(sheet)); !done) return done;
    }
    return {};
}

}  // namespace

Reports::~Reports() {
    if (task_) task_->cancel();
}

void Reports::load(const ui::Ui& ui) {
    static_cast<void>(ui);
    if (loaded_) return;
    loaded_ = true;
    entries_.push_back({});
    std::vector<std::string> folders{base::join_path(state_.workspace.folder(), kReports)};
    if (auto assets = base::assets_folder()) folders.push_back(base::join_path(*assets, kReports));
    for (const auto& folder : folders) {
        const auto names = base::list_folder(folder);
        if (!names) continue;
        for (const auto& name : *names) {
            if (name == "README.md" || (!name.ends_with(".md") && !name.ends_with(".xlsx"))) continue;
            const auto path = base::join_path(folder, name);
            const auto bytes = base::read_file(path);
            auto read = bytes ? survey::read_report(name, *bytes) : base::fail(base::ErrorCode::not_found, path);
            if (!read || base::has_errors(read->findings)) continue;
            const bool known = std::any_of(entries_.begin(), entries_.end(), [&](const auto& e) { return e.report.name == read->report.name; });
            if (!known) entries_.push_back({path, std::move(read->report)});   // The workspace's own come first.
        }
    }
}

std::string Reports::entry_title(const ui::Ui& ui, const Entry& entry) const {
    if (entry.path.empty()) return ui.tr("reports.progress");
    const auto now = state_.workspace.clock().now_ms();
    const auto year = base::iso_date_time(now, state_.workspace.clock().offset_minutes(now)).substr(0, 4);
    const auto words = base::replace_all(survey::in_language(entry.report.title, ui.texts.language()), "{year}", year);
    const auto cut = words.find("${");   // What the figures say stands in the report itself.
    return cut == std::string::npos ? words : words.substr(0, cut);
}

void Reports::choose(ui::Ui& ui, std::size_t index) {
    chosen_ = index;
    make(ui);
}

void Reports::make(ui::Ui& ui) {
    if (task_) task_->cancel();
    stale_ = false;
    written_.reset();
    language_ = ui.texts.language();
    generation_ = state_.workspace.store().generation();
    auto made = std::make_shared<Made>();
    made_ = made;
    if (entries_[chosen_].path.empty()) {
        if (auto done = state_.rows->update(); !done) made->failure = done.error();
        else made->report = make_progress_report(state_, ui.texts, area_);
        return;
    }
    survey::ReportOptions options;
    options.scope.area = area_;
    options.language = language_;
    const auto reading = std::string(ui.tr("reports.reading"));
    task_ = ui.tasks.start([&workspace = state_.workspace, report = entries_[chosen_].report, options, made, reading](ui::Task& task) mutable {
        options.steps.with_store = [&task](const std::function<void()>& step) { task.on_ui(step); };
        options.steps.progress = [&](std::size_t done, std::size_t of) {
            task.progress(of == 0 ? -1 : static_cast<double>(done) / static_cast<double>(of), reading + " " + std::to_string(done) + " / " + std::to_string(of));
            return !task.cancelled();
        };
        auto computed = survey::run_report(workspace, report, options);
        task.on_ui([&] {
            if (computed) made->report = std::move(*computed);
            else made->failure = std::move(computed.error());
        });
    });
}

void Reports::write(ui::Ui& ui, Format format) {
    auto written = std::make_shared<Written>();
    written_ = written;
    auto& workspace = state_.workspace;
    const auto now = workspace.clock().now_ms();
    const auto stamp = base::iso_date(now, workspace.clock().offset_minutes(now));
    const auto folder = base::join_path(workspace.folder(), kExports);
    const auto stem = base::join_path(folder, base::safe_file_name(made_->report->name + (area_.empty() ? "" : "-" + area_) + "-" + stamp));
    // The texts are the task's own: the person may change the language while it writes.
    auto texts = std::make_shared<words::Texts>(ui.texts);
    exports::ReportPrint how;
    how.printed_ms = now;
    how.offset_minutes = workspace.clock().offset_minutes(now);
    how.office = workspace.identity().person;
    const auto words = std::string(ui.tr("reports.writing"));
    task_ = ui.tasks.start([made = made_, written, format, folder, stem, texts, how, words](ui::Task& task) mutable {
        how.texts = texts.get();
        task.progress(-1, words);
        base::Status done = base::make_folder(folder);
        std::string file = stem + (format == Format::pdf ? ".pdf" : format == Format::xlsx ? ".xlsx" : ".csv");
        if (done && format == Format::pdf) {
            auto pdf = exports::write_report_pdf(*made->report, how);
            if (!pdf) done = base::fail(std::move(pdf.error()));
            else if (task.cancelled()) done = base::fail(base::ErrorCode::cancelled);
            else done = base::write_file(file, *pdf);
        } else if (done && format == Format::xlsx) {
            done = exports::write_report_xlsx(*made->report, how, file);
        } else if (done) {
            done = write_tables(*made->report, stem);
            file = stem + "-*.csv";
        }
        task.on_ui([&] {
            if (!done) written->failure = std::move(done.error());
            written->file = file;
            written->done = true;
        });
    });
}

void Reports::draw(ui::Ui& ui) {
    load(ui);
    if (!made_ || (language_ != ui.texts.language() && !busy())) make(ui);
    stale_ = generation_ != state_.workspace.store().generation();
    const bool narrow = ImGui::GetContentRegionAvail().x < ui.px(kNarrowBelow);
    if (!narrow) {
        draw_list(ui, ui.px(kListWidth));
        ImGui::SameLine(0, ui.px(16));
    }
    ImGui::BeginChild("report", {0, 0}, ImGuiChildFlags_NavFlattened);
    if (narrow) {
        draw_picker(ui);
        if (ImGui::GetContentRegionAvail().x > ui.px(kListWidth + kToolsWidth)) ImGui::SameLine();
    }
    draw_tools(ui);
    if (busy()) draw_busy(ui);
    draw_made(ui);
    ImGui::EndChild();
}

void Reports::draw_list(ui::Ui& ui, float width) {
    ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.theme.surface.packed());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(8), ui.px(10)});
    ImGui::BeginChild("reports", {width, 0}, ImGuiChildFlags_Borders | ImGuiChildFlags_NavFlattened);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5f});
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const auto label = " " + entry_title(ui, entries_[i]) + "##report" + entries_[i].report.name;
        if (ImGui::Selectable(label.c_str(), chosen_ == i, 0, {0, ui.theme.row_height()})) choose(ui, i);
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

void Reports::draw_picker(ui::Ui& ui) {
    if (!ui::begin_combo("##report", entry_title(ui, entries_[chosen_]), ui.px(kListWidth))) return;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const auto label = entry_title(ui, entries_[i]) + "##report" + entries_[i].report.name;
        if (ImGui::Selectable(label.c_str(), chosen_ == i)) choose(ui, i);
    }
    ui::end_combo();
}

// All, and the areas down to two steps below where the tree begins to branch: counties and townships.
void Reports::draw_area(ui::Ui& ui) {
    const auto& areas = state_.workspace.areas();
    if (areas.empty()) return;
    const bool chinese = ui.texts.chinese();
    const auto shown = area_.empty() ? std::string(ui.tr("work.all_areas")) : areas.name(area_, chinese, 1);
    ImGui::SetNextItemWidth(ui.px(200));
    if (!ImGui::BeginCombo("##area", shown.c_str(), ImGuiComboFlags_HeightLarge)) return;
    auto before = area_;
    if (ImGui::Selectable(ui.tr("work.all_areas"), area_.empty())) area_.clear();
    std::map<std::string, std::uint32_t> used;   // Only where there are records.
    for (const auto& row : state_.rows->all()) {
        for (const auto* area : areas.path(row.area)) ++used[area->code];
    }
    std::function<void(const std::string&, int)> offer = [&](const std::string& code, int depth) {
        const auto* area = areas.find(code);
        if (area == nullptr || !used.contains(code)) return;
        const auto label = std::string(static_cast<std::size_t>(depth) * 2, ' ') + areas.name(code, chinese, 1) + "##area" + code;
        if (ImGui::Selectable(label.c_str(), area_ == code)) area_ = code;
        for (const auto& child : area->children) offer(child, depth + 1);
    };
    for (const auto& root : areas.roots()) offer(root, 0);
    ImGui::EndCombo();
    if (area_ != before) make(ui);
}

void Reports::draw_tools(ui::Ui& ui) {
    static_cast<void>(state_.rows->update());   // A failure is said by the report itself.
    draw_area(ui);
    ImGui::SameLine();
    const bool ready = shown() != nullptr && !busy();
    const std::string why = ui.tr("reports.not_yet");
    if (ui::button(ui, "PDF", ready, why)) write(ui, Format::pdf);
    ImGui::SameLine();
    if (ui::button(ui, "Excel", ready, why)) write(ui, Format::xlsx);
    ImGui::SameLine();
    if (ui::button(ui, "CSV", ready, why)) write(ui, Format::csv);
    if (stale_ && !busy()) {
        ImGui::SameLine();
        if (ui::quiet_button(ui, ui.tr("reports.again"))) make(ui);
    }
    ui::gap(ui, 8);
}

void Reports::draw_busy(const ui::Ui& ui) {
    ui::progress_bar(ui, task_->fraction(), task_->words());
    if (ui::button(ui, ui.tr("reports.cancel"), !task_->cancelled())) task_->cancel();
    ui::gap(ui, 8);
}

void Reports::draw_made(const ui::Ui& ui) {
    if (written_ && written_->done) {
        if (written_->failure) {
            ui::message_strip(ui, ui::State::error, ui.texts.error(*written_->failure));
        } else if (ui::message_strip(ui, ui::State::done, ui.tr("reports.written", {{"file", written_->file}}), ui.tr("shell.close"))) {
            written_.reset();
        }
    }
    if (made_->failure) {
        const bool stopped = made_->failure->code == base::ErrorCode::cancelled;
        ui::message_strip(ui, stopped ? ui::State::waiting : ui::State::error, stopped ? ui.tr("reports.stopped") : ui.texts.error(*made_->failure));
        return;
    }
    if (!made_->report) return;
    // A report that reads what nobody here fills in is not broken: it is about other work.
    const auto& findings = made_->report->findings;
    const bool elsewhere = !findings.empty() && std::all_of(findings.begin(), findings.end(), [](const auto& finding) {
        return finding.code == "report.unknown_name";
    });
    if (elsewhere) {
        std::set<std::string> missing;
        for (const auto& finding : findings) {
            for (const auto& [name, value] : finding.parameters) {
                if (name == "name") missing.insert(value);
            }
        }
        std::string names;
        for (const auto& name : missing) names += (names.empty() ? "" : ", ") + name;
        const auto way = ui.tr("palette.go", {{"screen", ui.tr("rail.forms")}});
        constexpr std::size_t kForms = 5;   // In the rail.
        if (ui::empty_state(ui, ui.tr("reports.elsewhere"), ui.tr("reports.elsewhere_words", {{"names", names}}), way)) state_.shell.go(kForms);
        return;
    }
    for (const auto& finding : findings) ui::message_strip(ui, ui::State::waiting, ui.texts.finding(finding) + "\n" + ui.texts.finding_fix(finding));
    if (base::has_errors(findings)) return;
    draw_report(ui, *made_->report);
}

}  // namespace yuanquan::screens
