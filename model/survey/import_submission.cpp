#include "model/survey/import_submission.hpp"

#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/base/xml.hpp"
#include "model/form/instance_xml.hpp"
#include "model/record/cell.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

std::string instance_id(const base::XmlNode& root) {
    if (const auto* meta = root.child("meta")) {
        if (const auto* id = meta->child("instanceID")) return std::string(base::trim(id->text_content()));
    }
    const auto* id = root.attribute("instanceID");
    return id == nullptr ? std::string() : *id;
}

// A file's name becomes what the record keeps of it; a file that is not there is told, its name stays.
Status take_files(Workspace& workspace, const form::Form& form, const SubmissionFile& file, const ImportOptions& options, form::Answers& answers,
                  Imported& imported) {
    for (auto& cell : answers.cells) {
        const auto node = form.find_node(record::question_path(cell.path));
        if (node == form::kNone || form.nodes[node].type != form::DataType::binary || cell.value.empty()) continue;
        if (cell.value.find('/') != std::string::npos || cell.value.starts_with("blob:")) continue;
        auto bytes = file(cell.value);
        if (!bytes) {
            imported.findings.push_back({base::Severity::warning, "import.no_file", {{"file", cell.value}}, {options.file_name, {}, 0, {}, -1}});
            continue;
        }
        if (options.dry_run) continue;
        auto blob = workspace.store().put_blob(*bytes);
        if (!blob) return base::fail(std::move(blob.error()));
        cell.value = "blob:" + blob->text() + "/" + base::safe_file_name(cell.value);
    }
    return {};
}

// The record that came from this submission before, if there is one.
Result<std::optional<record::RecordId>> record_from(Workspace& workspace, const std::string& form_id, const std::string& instance) {
    const auto id = imported_record_id(form_id, instance);
    if (workspace.store().record(id)) return id;
    auto ids = workspace.store().record_ids(form_id);
    if (!ids) return base::fail(std::move(ids.error()));
    for (const auto& known : *ids) {
        auto record = workspace.store().record(known);
        if (!record) return base::fail(std::move(record.error()));
        if (record->value("meta/instanceID") == instance) return known;
    }
    return std::nullopt;
}

}  // namespace

Status import_submission(Workspace& workspace, std::string_view xml, const SubmissionFile& file, const ImportOptions& given, Imported& imported) {
    auto root = base::read_xml(xml);
    if (!root) return base::fail(std::move(root.error()));
    auto options = given;
    if (const auto* id = root->attribute("id"); options.form_id.empty() && id != nullptr) options.form_id = *id;
    const auto instance = instance_id(*root);
    const base::Place place{options.file_name, {}, 0, {}, -1};
    auto open = workspace.form(options.form_id);
    if (!open) {
        imported.findings.push_back({base::Severity::error, "import.no_form", {{"form", options.form_id}}, place});
        ++imported.refused;
        return {};
    }
    if (instance.empty()) {
        imported.findings.push_back({base::Severity::error, "import.no_record", {}, place});
        ++imported.refused;
        return {};
    }
    auto known = record_from(workspace, options.form_id, instance);
    if (!known) return base::fail(std::move(known.error()));
    base::SeededRandom random(std::hash<record::RecordId>{}(imported_record_id(options.form_id, instance)));
    auto answers = form::read_instance(*open->form, *root, random);
    if (!answers) return base::fail(std::move(answers.error()));
    if (*known) {
        // Its rows have other ids here; what people did to it since is newer than what was sent.
        ++imported.unchanged;
        return {};
    }
    if (auto taken = take_files(workspace, *open->form, file, options, *answers, imported); !taken) return taken;
    auto environment = workspace.environment(*open);
    environment.random = &random;
    auto live = form::LiveForm::open(open->form, std::move(environment), &*answers);
    if (!live) return base::fail(std::move(live.error()));
    record::Record seen;
    seen.id = imported_record_id(options.form_id, instance);
    return keep_imported(workspace, **live, seen, options, true, place, imported);
}

}  // namespace yuanquan::survey
