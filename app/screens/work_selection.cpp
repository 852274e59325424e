// What is done with several rows of the Work screen at once: given to somebody, printed as dossiers, written as a table.

#include <algorithm>
#include <imgui.h>

#include "app/export/dossier.hpp"
#include "app/export/place_words.hpp"
#include "app/export/reason_words.hpp"
#include "app/screens/moments.hpp"
#include "app/screens/work.hpp"
#include "app/ui/cells.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/review.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kAssignMenu[] = "assign", kExports[] = "exports";
constexpr std::size_t kPeopleOffered = 12;

// Everybody who has a part in the records here, the busiest first.
std::vector<std::string> known_people(const std::vector<store::ListRow>& rows) {
    std::map<std::string, int> counts;
    for (const auto& row : rows) {
        for (const auto& person : {row.assigned, row.last_author}) {
            if (!person.empty()) ++counts[person];
        }
    }
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [person, count] : counts) order.emplace_back(-count, person);
    std::sort(order.begin(), order.end());
    std::vector<std::string> people;
    for (std::size_t i = 0; i < std::min(kPeopleOffered, order.size()); ++i) people.push_back(order[i].second);
    return people;
}

}  // namespace

WorkJob::~WorkJob() {
    if (task) task->cancel();
}

void Work::draw_selection(ui::Ui& ui) {
    if (job_ && job_->task) {
        if (!job_->task->finished()) {
            ui::progress_bar(ui, job_->task->fraction(), job_->task->words());
            if (ui::button(ui, std::string(ui.tr("work.stop")) + "##job")) job_->task->cancel();
            ui::gap(ui, 8);
        } else if (job_->done) {
            job_->failure.empty() ? state_.shell.say(ui::State::done, job_->words) : state_.shell.say(ui::State::error, job_->failure);
            job_.reset();
        }
    }
    if (selection_.empty()) return;
    ImGui::AlignTextToFramePadding();
    ui::strong(ui, ui.tr("work.selected", {{"count", std::to_string(selection_.size())}}));
    ImGui::SameLine(0, ui.px(16));
    const bool may = survey::may_decide(state_.workspace), free = !job_;
    if (ui::button(ui, ui.tr("work.assign"), may, ui.tr("work.assign_lead"))) ImGui::OpenPopup(kAssignMenu);
    draw_assign_menu(ui);
    ImGui::SameLine();
    if (ui::button(ui, ui.tr("work.print"), free, ui.tr("work.job_running"))) print_selection(ui);
    ImGui::SameLine();
    if (ui::button(ui, ui.tr("work.write_table"), free, ui.tr("work.job_running"))) write_selection(ui);
    ImGui::SameLine();
    if (ui::quiet_button(ui, std::string("× ") + ui.tr("work.select_none"))) selection_.clear();
    ui::gap(ui, 8);
}

void Work::draw_assign_menu(const ui::Ui& ui) {
    if (!ImGui::BeginPopup(kAssignMenu)) return;
    ui::quiet(ui, ui.tr("work.assign_to"));
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    ui::text_field(ui, "##assign_to", assign_to_, ui.tr("work.assign_hint"), false, ui.px(260));
    const auto typed = std::string(base::trim(assign_to_));
    if (ui::field_entered() && !typed.empty()) assign_selection(ui, typed);
    for (const auto& person : known_people(state_.rows->all())) {
        if (ImGui::Selectable((person + "##assign").c_str(), false, 0, {ui.px(260), ui.theme.row_height()})) assign_selection(ui, person);
    }
    if (assign_done_) ImGui::CloseCurrentPopup();
    assign_done_ = false;
    ImGui::EndPopup();
}

void Work::assign_selection(const ui::Ui& ui, const std::string& person) {
    std::size_t given = 0;
    for (const auto& id : selection_) {
        const auto done = survey::assign(state_.workspace, id, person);
        if (!done && done.error().code != base::ErrorCode::already_exists) {
            state_.shell.say(ui::State::error, ui.texts.error(done.error()));
            return;
        }
        if (done) ++given;
    }
    state_.shell.say(ui::State::done, ui.tr("work.assigned", {{"count", std::to_string(given)}, {"person", person}}));
    assign_to_.clear();
    assign_done_ = true;
}

// One dossier after the other: the record and its photos come from the window's thread, the paper is made beside it.
void Work::print_selection(ui::Ui& ui) {
    auto job = std::make_shared<WorkJob>();
    job_ = job;
    const std::vector<record::RecordId> ids(selection_.begin(), selection_.end());
    auto texts = std::make_shared<words::Texts>(ui.texts);
    auto& workspace = state_.workspace;
    const auto folder = base::join_path(workspace.folder(), kExports);
    job->task = ui.tasks.start([&workspace, job, ids, texts, folder](ui::Task& task) {
        const auto now = workspace.clock().now_ms();
        exports::DossierOptions options;
        options.texts = texts.get();
        options.printed_ms = now;
        options.offset_minutes = workspace.clock().offset_minutes(now);
        base::Status done = base::make_folder(folder);
        std::size_t count = 0;
        for (const auto& id : ids) {
            if (!done || task.cancelled()) break;
            base::Result<survey::RecordView> view = base::fail(base::ErrorCode::cancelled);
            std::map<record::BlobId, std::string> blobs;
            task.on_ui([&] {
                options.office = workspace.identity().person;
                const auto record = workspace.store().record(id);
                if (!record) {
                    view = base::fail(record.error());
                    return;
                }
                survey::ViewOptions how;
                how.reasons = exports::reason_words(*texts);
                if (auto open = workspace.form(record->form_id)) how.language = survey::language_index(*open->form, texts->language());
                view = survey::view_record(workspace, *record, how);
                if (!view) return;
                exports::name_places(*texts, *view);
                if (auto story = exports::read_story(workspace, *view, texts->language(), true)) options.story = std::move(*story);
                const auto take = [&](const survey::Fact& fact) {
                    if (!fact.blob) return;
                    if (auto bytes = workspace.store().blob(*fact.blob)) blobs[*fact.blob] = std::move(*bytes);
                };
                for (const auto& section : view->sections) {
                    for (const auto& fact : section.facts) take(fact);
                    for (const auto& table : section.tables) {
                        for (const auto& row : table.rows) {
                            for (const auto& fact : row.facts) take(fact);
                        }
                    }
                }
            });
            options.blob = [&](const record::BlobId& blob) -> base::Result<std::string> {
                const auto it = blobs.find(blob);
                if (it == blobs.end()) return base::fail(base::ErrorCode::not_found, blob.text());
                return it->second;
            };
            auto pdf = view ? exports::write_dossier_pdf(*view, options) : base::fail(std::move(view.error()));
            done = pdf ? base::write_file(base::join_path(folder, exports::dossier_file_name(*view)), *pdf) : base::fail(std::move(pdf.error()));
            if (done) ++count;
            task.progress(static_cast<double>(count) / static_cast<double>(ids.size()),
                          texts->tr("work.printing", {{"count", std::to_string(count)}, {"all", std::to_string(ids.size())}}));
        }
        task.on_ui([&] {
            job->words = texts->tr("work.printed", {{"count", std::to_string(count)}, {"folder", folder}});
            if (!done) job->failure = texts->error(done.error());
            job->done = true;
        });
    });
}

// What the table shows of the selected rows, masked, as an Excel file. The rows are in memory already.
void Work::write_selection(ui::Ui& ui) {
    base::Workbook workbook;
    base::Sheet sheet;
    sheet.name = ui.tr("rail.work");
    base::Row head{1, {ui.tr("work.column.title"), ui.tr("work.column.area"), ui.tr("work.column.status"), ui.tr("work.column.changed"),
                       ui.tr("work.column.author"), ui.tr("work.column.owner")}};
    const auto* form_columns = columns_ ? &columns_->columns() : nullptr;
    for (std::size_t i = 0; form_columns != nullptr && i < form_columns->size(); ++i) head.cells.push_back((*form_columns)[i].label);
    sheet.rows.push_back(std::move(head));
    int number = 2;
    for (const auto index : list_.visible()) {
        const auto& row = list_.row(index);
        if (!selection_.contains(row.id)) continue;
        base::Row line{number++, {survey::mask_within(row.title), list_.area_name(row), ui.tr(row_status(row).key),
                                  local_day(state_.workspace, row.last_wall_ms), row.last_author, row.assigned}};
        for (std::size_t i = 0; form_columns != nullptr && i < form_columns->size(); ++i) {
            line.cells.push_back(i < row.columns.size() ? survey::mask_within(columns_->text(i, row.columns[i])) : "");
        }
        sheet.rows.push_back(std::move(line));
    }
    workbook.sheets.push_back(std::move(sheet));
    auto job = std::make_shared<WorkJob>();
    job_ = job;
    auto texts = std::make_shared<words::Texts>(ui.texts);
    const auto now = state_.workspace.clock().now_ms();
    const auto stamp = base::safe_file_name(base::iso_date_time(now, state_.workspace.clock().offset_minutes(now)).substr(0, 19));
    const auto path = base::join_path(base::join_path(state_.workspace.folder(), kExports), "list-" + stamp + ".xlsx");
    job->task = ui.tasks.start([job, texts, path, workbook = std::move(workbook)](ui::Task& task) {
        task.progress(-1, texts->tr("work.writing"));
        auto excel = base::write_xlsx(workbook);
        base::Status done = excel ? base::write_file(path, *excel) : base::fail(std::move(excel.error()));
        task.on_ui([&] {
            job->words = texts->tr("work.written", {{"file", path}});
            if (!done) job->failure = texts->error(done.error());
            job->done = true;
        });
    });
}

}  // namespace yuanquan::screens
