#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/export/data_book.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/survey/import_submission.hpp"

// Lists and submissions into records. A list's columns are matched to the form first; what is proposed is printed, can be
// kept in a file, changed, and used again.

namespace yuanquan::cli {

namespace {

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }
std::string folder_of(const std::string& path) { return path.rfind('/') == std::string::npos ? "." : path.substr(0, path.rfind('/')); }

// Every file of a folder, two levels deep: Briefcase keeps a folder per submission.
base::Result<std::vector<std::string>> files_of(const std::vector<std::string>& given, int depth = 2) {
    std::vector<std::string> files;
    for (const auto& path : given) {
        auto names = base::list_folder(path);
        if (!names) {
            files.push_back(path);   // No folder.
            continue;
        }
        std::vector<std::string> below;
        for (const auto& name : *names) {
            const bool ours = name.ends_with(".csv") || name.ends_with(".xml") || name.ends_with(".xlsx") || base::list_folder(base::join_path(path, name)).has_value();
            if (ours && name != "audit.csv") below.push_back(base::join_path(path, name));
        }
        if (depth == 0) continue;
        auto more = files_of(below, depth - 1);
        if (!more) return more;
        files.insert(files.end(), more->begin(), more->end());
    }
    return files;
}

// All tables as one workbook: of a CSV file the sheet is named for the file.
base::Result<base::Workbook> read_tables(const std::vector<std::string>& files) {
    base::Workbook all;
    for (const auto& path : files) {
        auto book = exports::read_list(path);
        if (!book) return base::fail(std::move(book.error()));
        for (auto& sheet : book->sheets) all.sheets.push_back(std::move(sheet));
    }
    return all;
}

void print(const survey::ImportPlan& plan, const Console& console) {
    for (const auto& column : plan.columns) {
        console.out << column.sheet << '\t' << column.heading << "\t→ " << (column.to.empty() ? console.tr("import.left_out") : column.to)
                    << (column.key ? "\t" + console.tr("import.key") : "") << '\n';
    }
}

class Import {
  public:
    Import(const ImportFiles& command, const Console& console, survey::Workspace& workspace)
        : command_(command), console_(console), workspace_(workspace), submissions_(workspace) {
        options_.form_id = command.form;
        options_.area = command.area;
        options_.dry_run = command.dry_run;
        options_.update = command.update;
    }

    int run() {
        auto files = files_of(command_.files);
        if (!files) return console_.fail(files.error());
        std::vector<std::string> tables;
        for (const auto& path : *files) {
            if (!path.ends_with(".xml")) {
                tables.push_back(path);
            } else if (auto done = submission(path); !done) {
                return console_.fail(std::move(done.error()).with_context(path));
            }
        }
        if (!tables.empty()) {
            if (const int code = lists(tables); code != kSuccess || planned_) return code;
        }
        return tell();
    }

  private:
    base::Status submission(const std::string& path) {
        auto bytes = base::read_file(path);
        if (!bytes) return base::fail(std::move(bytes.error()));
        options_.file_name = name_of(path);
        return submissions_.take(*bytes, [&](const std::string& name) {
            return base::read_file(base::join_path(folder_of(path), base::safe_file_name(name)));
        }, options_, imported_);
    }

    int lists(const std::vector<std::string>& tables) {
        auto book = read_tables(tables);
        if (!book) return console_.fail(book.error());
        if (options_.form_id.empty()) {
            auto forms = workspace_.store().forms();
            if (!forms) return console_.fail(forms.error());
            if (forms->size() != 1) return console_.fail(base::make_error(base::ErrorCode::wrong_use, "--form", console_.tr("import.which_form")));
            options_.form_id = forms->front().id;
        }
        auto form = workspace_.form(options_.form_id);
        if (!form) return console_.fail(form.error());
        survey::ImportPlan plan;
        if (command_.plan.empty()) {
            plan = survey::propose_plan(*form->form, *book);
        } else {
            auto bytes = base::read_file(command_.plan);
            if (!bytes) return console_.fail(bytes.error());
            auto read = survey::read_plan(*bytes);
            if (!read) return console_.fail(read.error());
            plan = std::move(*read);
        }
        if (!command_.json) print(plan, console_);
        if (!command_.save_plan.empty()) {
            if (auto kept = base::write_file(command_.save_plan, survey::write_plan(plan, *form->form)); !kept) return console_.fail(kept.error());
            console_.say(command_.save_plan);
            planned_ = true;   // To be looked at first.
            return kSuccess;
        }
        options_.file_name = tables.size() == 1 ? name_of(tables.front()) : "";
        options_.language = console_.texts.language();
        auto imported = survey::import_rows(workspace_, *book, plan, options_);
        if (!imported) return console_.fail(imported.error());
        for (auto sum : {&survey::Imported::added, &survey::Imported::updated, &survey::Imported::unchanged, &survey::Imported::differing, &survey::Imported::refused}) {
            imported_.*sum += (*imported).*sum;
        }
        imported_.findings.insert(imported_.findings.end(), imported->findings.begin(), imported->findings.end());
        return kSuccess;
    }

    int tell() {
        console_.print(imported_.findings);
        const auto number = [](std::uint64_t count) { return std::to_string(count); };
        console_.say(console_.tr(command_.dry_run ? "import.would" : "import.done",
                                 {{"added", number(imported_.added)}, {"updated", number(imported_.updated)}, {"unchanged", number(imported_.unchanged)},
                                  {"differing", number(imported_.differing)}, {"refused", number(imported_.refused)}}));
        if (command_.json) {
            const nlohmann::json out{{"added", imported_.added}, {"updated", imported_.updated}, {"unchanged", imported_.unchanged},
                                     {"differing", imported_.differing}, {"refused", imported_.refused}, {"findings", imported_.findings.size()}};
            console_.out << out.dump(1) << '\n';
        }
        return imported_.refused > 0 ? kFindings : kSuccess;
    }

    const ImportFiles& command_;
    const Console& console_;
    survey::Workspace& workspace_;
    survey::SubmissionImport submissions_;
    survey::ImportOptions options_;
    survey::Imported imported_;
    bool planned_ = false;
};

}  // namespace

int run(const ImportFiles& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    return Import(command, console, **workspace).run();
}

}  // namespace yuanquan::cli
