#include <cmath>
#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/export/report_book.hpp"
#include "app/export/report_paper.hpp"
#include "model/base/files.hpp"
#include "model/survey/run_report.hpp"
#include "model/survey/unmask.hpp"

namespace yuanquan::cli {

namespace {

// An office's own in the workspace's folder `reports`, then those of the program, then a file anywhere.
base::Result<std::string> find_report(const survey::Workspace& workspace, const std::string& name) {
    std::string looked_in;
    if (name.find('/') == std::string::npos) {
        std::vector<std::string> folders{base::join_path(workspace.folder(), "reports")};
        if (auto assets = base::assets_folder()) folders.push_back(base::join_path(*assets, "reports"));
        for (const auto& folder : folders) {
            looked_in += (looked_in.empty() ? "" : ", ") + folder;
            for (const char* ending : {".xlsx", ".md"}) {
                auto path = base::join_path(folder, name + ending);
                if (base::exists(path)) return path;
            }
        }
    }
    if (base::exists(name)) return name;
    return base::fail(base::ErrorCode::not_found, name, looked_in);
}

void print(const survey::ComputedReport& report, const Console& console) {
    using Kind = survey::ReportBlock::Kind;
    console.out << report.title << '\n';
    for (const auto& part : report.parts) {
        if (!part.words.empty()) console.out << (part.kind == Kind::heading ? "\n## " : "\n") << part.words << '\n';
        const auto line = [&](const auto& cells, auto&& text) {
            for (std::size_t i = 0; i < cells.size(); ++i) console.out << (i == 0 ? "" : "\t") << text(cells[i]);
            console.out << '\n';
        };
        if (!part.heads.empty()) line(part.heads, [](const auto& head) { return head.label; });
        for (const auto& row : part.rows) line(row, [](const auto& cell) { return cell.text; });
    }
}

nlohmann::ordered_json as_json(const survey::ComputedReport& report) {
    auto figures = nlohmann::ordered_json::object();
    for (const auto& figure : report.figures) {
        const bool whole = figure.value == std::floor(figure.value) && std::abs(figure.value) < 9e15;
        if (!std::isfinite(figure.value)) {
            figures[figure.name] = nullptr;
        } else if (whole) {
            figures[figure.name] = static_cast<std::int64_t>(figure.value);
        } else {
            figures[figure.name] = figure.value;
        }
    }
    return {{"report", report.name}, {"year", report.year}, {"area", report.area}, {"records", report.records}, {"figures", figures}};
}

}  // namespace

int run(const ExportReport& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    if (!command.area.empty() && (*workspace)->areas().find(command.area) == nullptr) {
        return console.fail(base::make_error(base::ErrorCode::not_found, command.area, "area"));
    }
    auto path = find_report(**workspace, command.report);
    if (!path) return console.fail(path.error());
    auto bytes = base::read_file(*path);
    if (!bytes) return console.fail(bytes.error());
    auto read = survey::read_report(*path, *bytes);
    if (!read) return console.fail(read.error());
    console.print(read->findings);
    if (base::has_errors(read->findings)) return kFindings;
    if (command.unmask) {
        auto records = (*workspace)->store().record_ids({}, command.area);
        if (!records) return console.fail(records.error());
        if (auto may = survey::unmask(**workspace, *records, command.reason); !may) return console.fail(may.error());
    }
    survey::ReportOptions options;
    options.scope = {command.area, command.year, !command.unmask};
    options.language = console.texts.language();
    auto report = survey::run_report(**workspace, read->report, options);
    if (!report) return console.fail(report.error());
    console.print(report->findings);
    if (base::has_errors(report->findings)) return kFindings;
    exports::ReportPrint how;
    how.texts = &console.texts;
    how.printed_ms = (*workspace)->clock().now_ms();
    how.offset_minutes = (*workspace)->clock().offset_minutes(how.printed_ms);
    how.office = (*workspace)->identity().person;
    if (!command.pdf.empty()) {
        auto pdf = exports::write_report_pdf(*report, how);
        if (!pdf) return console.fail(pdf.error());
        if (auto written = base::write_file(command.pdf, *pdf); !written) return console.fail(written.error());
        console.say(command.pdf);
    }
    if (!command.xlsx.empty()) {
        if (auto written = exports::write_report_xlsx(*report, how, command.xlsx); !written) return console.fail(written.error());
        console.say(command.xlsx);
    }
    if (command.json) {
        console.out << as_json(*report).dump(1) << '\n';
    } else if (command.pdf.empty() && command.xlsx.empty()) {
        print(*report, console);
    }
    return kSuccess;
}

}  // namespace yuanquan::cli
