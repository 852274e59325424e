#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xform_writer.hpp"
#include "model/survey/form_file.hpp"

namespace yuanquan::cli {

namespace {

base::Result<form::ReadForm> read(const std::string& path, const std::string& form_name, bool strict) {
    form::ReadOptions options;
    options.form_name = form_name;
    options.strict_columns = strict;
    auto file = survey::read_form_file(path, options);
    if (!file) return base::fail(std::move(file.error()));
    return std::move(file->read);
}

nlohmann::json as_json(const base::Finding& finding, const words::Texts& texts) {
    return {{"severity", finding.severity == base::Severity::error ? "error" : "warning"},
            {"code", finding.code},
            {"sheet", finding.place.sheet},
            {"row", finding.place.row},
            {"column", finding.place.column},
            {"position", finding.place.position},
            {"text", texts.finding(finding)},
            {"fix", texts.finding_fix(finding)}};
}

// XLSForm tables pass from one container to the other as they are: no compiling in between that could lose a column.
base::Result<std::string> convert_tables(const FormConvert& command, const std::string& bytes) {
    const auto name = std::filesystem::path(command.file).filename().string();
    auto workbook = base::read_workbook(name, bytes);
    if (!workbook) return base::fail(std::move(workbook.error()));
    if (command.to == "xlsx") return base::write_xlsx(*workbook);
    return base::write_markdown(*workbook);
}

}  // namespace

int run(const FormCheck& command, const Console& console) {
    auto form = read(command.file, {}, true);
    if (!form) return console.fail(form.error());
    if (command.json) {
        auto list = nlohmann::json::array();
        for (const auto& finding : form->findings) list.push_back(as_json(finding, console.texts));
        console.out << nlohmann::json{{"findings", list}, {"usable", form->form != nullptr}}.dump(1) << '\n';
    } else {
        console.print(form->findings);
        if (form->form != nullptr && form->findings.empty()) {
            console.say(console.tr("cli.form.good", {{"title", form->form->title}, {"id", form->form->id}}));
        }
    }
    return form->findings.empty() ? kSuccess : kFindings;
}

int run(const FormConvert& command, const Console& console) {
    auto bytes = base::read_file(command.file);
    if (!bytes) return console.fail(bytes.error());
    auto form = read(command.file, command.form_name, false);
    if (!form) return console.fail(form.error());
    console.print(form->findings);
    if (form->form == nullptr) return kFindings;
    std::string converted;
    if (command.to == "xform") {
        converted = form::write_xform(*form->form);
    } else {
        auto tables = convert_tables(command, *bytes);
        if (!tables) return console.fail(tables.error());
        converted = std::move(*tables);
    }
    if (command.out.empty()) {
        console.out << converted;
        return kSuccess;
    }
    if (auto written = base::write_file(command.out, converted); !written) return console.fail(written.error());
    return kSuccess;
}

}  // namespace yuanquan::cli
