#include <map>

#include "app/cli/commands.hpp"
#include "app/export/data_export.hpp"
#include "model/survey/unmask.hpp"

namespace yuanquan::cli {

namespace {

exports::DataFormat format_of(const std::string& name) {
    using exports::DataFormat;
    static const std::map<std::string, DataFormat> kFormats = {
        {"csv", DataFormat::csv}, {"xlsx", DataFormat::xlsx}, {"jsonl", DataFormat::json_lines}, {"dta", DataFormat::stata},
        {"sav", DataFormat::spss}, {"geojson", DataFormat::geojson}, {"odk", DataFormat::odk_xml}};
    return kFormats.at(name);
}

}  // namespace

int run(const ExportData& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    auto forms = (*workspace)->store().forms();
    if (!forms) return console.fail(forms.error());
    std::string form_id = command.form;
    if (form_id.empty() && !forms->empty()) form_id = forms->front().id;
    if (form_id.empty()) return console.fail(base::make_error(base::ErrorCode::not_found, "form"));
    exports::DataOptions options;
    options.form_id = form_id;
    options.format = format_of(command.format);
    options.layout = command.layout == "wide"   ? exports::DataLayout::wide
                     : command.layout == "long" ? exports::DataLayout::long_form
                                                : exports::DataLayout::tables;
    options.with = {command.with.begin(), command.with.end()};
    options.area = command.area;
    options.folder = command.out;
    options.texts = &console.texts;
    if (command.anonymised) options.privacy = exports::Privacy::anonymised;
    if (command.unmask) {
        options.privacy = exports::Privacy::whole;
        auto records = (*workspace)->store().record_ids(form_id, command.area);
        if (!records) return console.fail(records.error());
        if (auto may = survey::unmask(**workspace, *records, command.reason); !may) return console.fail(may.error());
    }
    auto exported = exports::export_data(**workspace, options);
    if (!exported) return console.fail(exported.error());
    for (const auto& file : exported->files) console.out << file << '\n';
    return kSuccess;
}

}  // namespace yuanquan::cli
