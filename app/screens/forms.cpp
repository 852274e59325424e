#include "app/screens/forms.hpp"

#include <algorithm>
#include <filesystem>
#include <imgui.h>

#include "app/screens/import_list.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/open_visit.hpp"
#include "app/screens/trial.hpp"
#include "app/ui/cells.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kPageMax = 980;
constexpr std::size_t kFindingsShown = 500;
constexpr char kExports[] = "exports";

// An Excel file of somebody's own, with neither questions nor choices.
bool is_household_list(const std::string& path) {
    if (base::fold_case(std::filesystem::path(path).extension().string()) != ".xlsx") return false;
    const auto bytes = base::read_file(path);
    if (!bytes) return false;
    const auto book = base::read_xlsx(*bytes);
    return book && book->sheet("survey") == nullptr && book->sheet("choices") == nullptr;
}

}  // namespace

void Forms::load() {
    if (loaded_) return;
    loaded_ = true;
    forms_.clear();
    if (auto forms = state_.workspace.store().forms()) forms_ = std::move(*forms);
    std::stable_sort(forms_.begin(), forms_.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
}

bool Forms::drop(const std::vector<std::string>& paths) {
    if (paths.empty()) return false;
    path_ = paths.front();
    check_wanted_ = true;
    return true;
}

void Forms::draw(ui::Ui& ui) {
    load();
    if (check_wanted_) check(ui);
    const float width = std::min(ImGui::GetContentRegionAvail().x, ui.px(kPageMax));
    ImGui::BeginChild("page", {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened);
    draw_reader(ui);
    if (checked_ && checked_->done) draw_checked(ui);
    ui::gap(ui, 16);
    draw_installed(ui);
    ImGui::EndChild();
}

void Forms::draw_reader(ui::Ui& ui) {
    ui::begin_card(ui, "reader");
    ui::subtitle(ui, ui.tr("forms.read"));
    ui::quiet(ui, ui.tr("forms.read_words"));
    const auto label = std::string(ui.tr("forms.check"));
    ui::text_field(ui, "##form_path", path_, ui.tr("forms.path_hint"), false,
                   ImGui::GetContentRegionAvail().x - ui::primary_width(ui, label) - ui.px(16));
    const bool entered = ui::field_entered();
    ImGui::SameLine();
    const bool given = !base::trim(path_).empty();
    if (ui::primary_button(ui, label, given && !checking(), ui.tr("forms.path_hint")) || (entered && given && !checking())) check(ui);
    if (checking()) ui::progress_bar(ui, -1, ui.tr("forms.checking"));
    ui::end_card(ui);
}

// Reading needs no store, so a large workbook never holds the window.
void Forms::check(ui::Ui& ui) {
    check_wanted_ = false;
    auto checked = std::make_shared<Checked>();
    checked->path = std::string(base::trim(path_));
    checked_ = checked;
    reading_ = ui.tasks.start([checked](ui::Task& task) {
        form::ReadOptions options;
        options.strict_columns = true;
        auto file = survey::read_form_file(checked->path, options);
        const bool is_list = is_household_list(checked->path);
        task.on_ui([&] {
            checked->is_list = is_list;
            if (file) {
                checked->file = std::move(*file);
            } else {
                checked->failure = std::move(file.error());
            }
            checked->done = true;
        });
    });
}

store::InstalledForm Forms::checked_form() const {
    store::InstalledForm form;
    form.file_name = std::filesystem::path(checked_->path).filename().string();
    form.source = checked_->file.source;
    for (const auto& [name, bytes] : checked_->file.media) form.media.emplace_back(name, bytes);
    return form;
}

void Forms::draw_checked(const ui::Ui& ui) {
    ui::gap(ui, 8);
    if (checked_->is_list) {
        if (ui::message_strip(ui, ui::State::waiting, ui.tr("forms.is_list"), ui.tr("forms.import_list"))) {
            state_.shell.push(std::make_unique<ImportList>(state_, checked_->path));
        }
        return;
    }
    if (checked_->failure) {
        ui::message_strip(ui, ui::State::error, ui.texts.error(*checked_->failure));
        return;
    }
    const auto& read = checked_->file.read;
    const bool usable = read.form && !base::has_errors(read.findings);
    ui::begin_card(ui, "checked");
    ui::subtitle(ui, read.form ? read.form->title : std::filesystem::path(checked_->path).filename().string());
    if (read.form) {
        ui::quiet(ui, ui.tr("forms.id_version", {{"id", read.form->id}, {"version", read.form->version.empty() ? "–" : read.form->version}}));
    }
    const auto errors = std::count_if(read.findings.begin(), read.findings.end(), [](const auto& f) { return f.severity == base::Severity::error; });
    if (read.findings.empty()) {
        ui::colored(ui.theme.done, "✓ " + std::string(ui.tr("forms.no_findings")));
    } else if (errors > 0) {
        ui::colored(ui.theme.error, "▲ " + ui.tr("forms.errors", {{"count", std::to_string(errors)}}));
    } else {
        ui::colored(ui.theme.waiting, "● " + ui.tr("forms.notes", {{"count", std::to_string(read.findings.size())}}));
    }
    if (!read.findings.empty()) draw_findings(ui, read.findings);
    ui::gap(ui, 8);
    if (ui::primary_button(ui, ui.tr("forms.install"), usable, ui.tr("forms.mend_first"))) install(ui);
    if (usable) {
        ImGui::SameLine();
        if (ui::button(ui, std::string(ui.tr("forms.try")) + "##checked")) try_out(ui, checked_form());
    }
    ImGui::SameLine();
    if (ui::quiet_button(ui, ui.tr("forms.put_away"))) checked_.reset();
    ui::end_card(ui);
}

void Forms::draw_findings(const ui::Ui& ui, const std::vector<base::Finding>& findings) {
    constexpr auto kFlags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), ui.px(5)});
    if (ImGui::BeginTable("findings", 4, kFlags)) {
        ImGui::TableSetupColumn(ui.tr("forms.sheet"), ImGuiTableColumnFlags_WidthFixed, ui.px(96));
        ImGui::TableSetupColumn(ui.tr("forms.row"), ImGuiTableColumnFlags_WidthFixed, ui.px(48));
        ImGui::TableSetupColumn(ui.tr("forms.column"), ImGuiTableColumnFlags_WidthFixed, ui.px(140));
        ImGui::TableSetupColumn(ui.tr("forms.finding"), ImGuiTableColumnFlags_WidthStretch);
        ImGui::TableHeadersRow();
        for (std::size_t i = 0; i < std::min(findings.size(), kFindingsShown); ++i) {
            auto finding = findings[i];
            const auto place = std::exchange(finding.place, {});   // It has columns of its own.
            const bool error = finding.severity == base::Severity::error;
            ImGui::TableNextColumn();
            ui::body(ui, place.sheet);
            ImGui::TableNextColumn();
            if (place.row > 0) ui::body(ui, std::to_string(place.row));
            ImGui::TableNextColumn();
            ui::body(ui, place.column);
            ImGui::TableNextColumn();
            ui::colored(error ? ui.theme.error : ui.theme.waiting, (error ? "▲ " : "● ") + ui.texts.finding(finding));
            const auto fix = ui.texts.finding_fix(finding);
            if (!fix.empty()) ui::quiet(ui, fix);
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
    if (findings.size() > kFindingsShown) {
        ui::quiet(ui, ui.tr("forms.more_findings", {{"count", std::to_string(findings.size() - kFindingsShown)}}));
    }
}

void Forms::install(const ui::Ui& ui) {
    auto installed = state_.workspace.install_form(checked_form());
    if (!installed) {
        state_.shell.say(ui::State::error, ui.texts.error(installed.error()));
        return;
    }
    const bool office = state_.workspace.identity().role == survey::Role::headquarters;
    state_.shell.say(ui::State::done, ui.tr(office ? "forms.installed_office" : "forms.installed", {{"form", checked_->file.read.form->title}}));
    checked_.reset();
    path_.clear();
    loaded_ = false;
}

void Forms::draw_installed(const ui::Ui& ui) {
    if (forms_.empty()) {
        ui::empty_state(ui, ui.tr("work.no_forms"), ui.tr("forms.none_words"));
        return;
    }
    ui::subtitle(ui, ui.tr("forms.here"));
    for (std::size_t first = 0; first < forms_.size() && loaded_;) {
        std::size_t end = first + 1;
        while (end < forms_.size() && forms_[end].id == forms_[first].id) ++end;
        draw_form(ui, first, end);
        first = end;
    }
}

void Forms::draw_form(const ui::Ui& ui, std::size_t first, std::size_t end) {
    const auto& form = forms_[first];
    ui::begin_card(ui, form.id);
    ui::strong(ui, form.title);
    std::string versions;
    for (std::size_t i = first; i < end; ++i) {
        versions += (versions.empty() ? "" : " · ") + ui.tr("forms.version", {{"version", forms_[i].version.empty() ? "–" : forms_[i].version},
                                                                              {"when", local_day(state_.workspace, forms_[i].installed_ms)}});
    }
    ui::quiet(ui, form.id + " · " + form.file_name + " · " + versions);
    if (ui::button(ui, std::string(ui.tr("forms.try")) + "##try_" + form.id)) {
        auto whole = state_.workspace.store().form(form.id, form.version);
        if (whole) try_out(ui, std::move(*whole));
    }
    ImGui::SameLine();
    if (ui::button(ui, std::string(ui.tr("forms.begin")) + "##begin_" + form.id)) {
        open_visit(state_, ui, survey::Visit::start(state_.workspace, form.id, ""));
    }
    ImGui::SameLine();
    if (ui::button(ui, std::string(ui.tr("forms.export")) + "##export_" + form.id)) export_form(ui, form.id, form.version);
    ui::end_card(ui);
    ui::gap(ui, 8);
}

void Forms::try_out(const ui::Ui& ui, store::InstalledForm form) {
    auto trial = Trial::start(state_, std::move(form));
    if (!trial) {
        state_.shell.say(ui::State::error, ui.texts.error(trial.error()));
        return;
    }
    state_.shell.push(std::move(*trial));
}

// As an office takes it further: tables as an Excel file, XForms XML as it is, and the files that it names beside it.
void Forms::export_form(const ui::Ui& ui, const std::string& id, const std::string& version) {
    const auto done = [&]() -> base::Result<std::string> {
        auto form = state_.workspace.store().form(id, version);
        if (!form) return base::fail(std::move(form.error()));
        const auto folder = base::join_path(base::join_path(state_.workspace.folder(), kExports), base::safe_file_name(id));
        if (auto made = base::make_folder(folder); !made) return base::fail(std::move(made.error()));
        const std::filesystem::path name(form->file_name);
        auto path = base::join_path(folder, base::safe_file_name(name.filename().string()));
        auto bytes = form->source;
        if (name.extension() == ".md" || name.extension() == ".csv") {
            auto workbook = base::read_workbook(form->file_name, form->source);
            if (!workbook) return base::fail(std::move(workbook.error()));
            auto excel = base::write_xlsx(*workbook);
            if (!excel) return base::fail(std::move(excel.error()));
            bytes = std::move(*excel);
            path = base::join_path(folder, base::safe_file_name(name.stem().string() + ".xlsx"));
        }
        if (auto written = base::write_file(path, bytes); !written) return base::fail(std::move(written.error()));
        for (const auto& [file, content] : form->media) {
            if (auto written = base::write_file(base::join_path(folder, base::safe_file_name(file)), content); !written) {
                return base::fail(std::move(written.error()));
            }
        }
        return path;
    }();
    if (done) {
        state_.shell.say(ui::State::done, ui.tr("forms.exported", {{"file", *done}}));
    } else {
        state_.shell.say(ui::State::error, ui.texts.error(done.error()));
    }
}

}  // namespace yuanquan::screens
