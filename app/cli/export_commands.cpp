#include <map>

#include "app/cli/commands.hpp"
#include "app/export/data_export.hpp"
#include "app/export/dossier.hpp"
#include "model/base/files.hpp"
#include "model/survey/record_view.hpp"
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

int run(const ExportDossier& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    std::vector<record::RecordId> records;
    if (!command.record.empty()) {
        auto id = find_record(**workspace, command.record);
        if (!id) return console.fail(id.error());
        records.push_back(*id);
    } else {
        auto rows = (*workspace)->store().list();
        if (!rows) return console.fail(rows.error());
        for (const auto& row : *rows) records.push_back(row.id);
    }
    if (command.unmask) {
        if (auto may = survey::unmask(**workspace, records, command.reason); !may) return console.fail(may.error());
    }
    if (auto made = base::make_folder(command.out); !made) return console.fail(made.error());
    auto& store = (*workspace)->store();
    const auto now = (*workspace)->clock().now_ms();
    exports::DossierOptions options;
    options.texts = &console.texts;
    options.printed_ms = now;
    options.offset_minutes = (*workspace)->clock().offset_minutes(now);
    options.office = (*workspace)->identity().person;
    options.blob = [&store](const record::BlobId& id) { return store.blob(id); };
    for (const auto& id : records) {
        auto record = store.record(id);
        if (!record) return console.fail(record.error());
        auto form = (*workspace)->form(record->form_id);
        if (!form) return console.fail(form.error());
        survey::ViewOptions view_options;
        view_options.language = survey::language_index(*form->form, console.texts.language());
        view_options.masked = !command.unmask;
        auto view = survey::view_record(**workspace, *record, view_options);
        if (!view) return console.fail(view.error());
        auto pdf = exports::write_dossier_pdf(*view, options);
        if (!pdf) return console.fail(pdf.error());
        const auto path = base::join_path(command.out, exports::dossier_file_name(*view));
        if (auto written = base::write_file(path, *pdf); !written) return console.fail(written.error());
        console.out << path << '\n';
    }
    return kSuccess;
}

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
