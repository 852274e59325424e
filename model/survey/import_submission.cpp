#include "model/survey/import_submission.hpp"

#include <algorithm>
#include <utility>

#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/base/xml.hpp"
#include "model/form/instance_xml.hpp"
#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/survey/import_ids.hpp"
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
        if (cell.value.find('/') != std::string::npos || record::is_blob_value(cell.value)) continue;
        auto bytes = file(cell.value);
        if (!bytes) {
            imported.findings.push_back({base::Severity::warning, "import.no_file", {{"file", cell.value}}, {options.file_name, {}, 0, {}, -1}});
            continue;
        }
        if (options.dry_run) continue;
        auto blob = workspace.store().put_blob(*bytes);
        if (!blob) return base::fail(std::move(blob.error()));
        cell.value = record::write_blob_value(*blob, base::safe_file_name(cell.value));
    }
    return {};
}

// Which record of another program's it belongs to, as our own export writes it. Taken out: it is no answer.
std::string take_parent(base::XmlNode& root) {
    for (auto& meta : root.children) {
        if (meta.local_name() != "meta") continue;
        const auto parent = std::find_if(meta.children.begin(), meta.children.end(), [](const auto& child) {
            return child.local_name() == "parent" && child.namespace_uri() == kSubmissionNamespace;
        });
        if (parent == meta.children.end()) continue;
        auto text = std::string(base::trim(parent->text_content()));
        meta.children.erase(parent);
        return text;
    }
    return {};
}

}  // namespace

Status SubmissionImport::learn_records() {
    if (std::exchange(learned_, true)) return {};
    auto ids = workspace_.store().record_ids();
    if (!ids) return base::fail(std::move(ids.error()));
    for (const auto& id : *ids) {
        auto record = workspace_.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        form_of_.emplace(id, record->form_id);
        if (const auto instance = record->value("meta/instanceID"); !instance.empty()) by_instance_.emplace(instance, id);
    }
    return {};
}

// The record that came from this submission before, if there is one; form_id '' = of whatever form.
std::optional<record::RecordId> SubmissionImport::find(const std::string& form_id, const std::string& instance) const {
    const auto fits = [&](const record::RecordId& id) {
        const auto form = form_of_.find(id);
        return form != form_of_.end() && (form_id.empty() || form->second == form_id);
    };
    const auto [begin, end] = by_instance_.equal_range(instance);
    const auto known = std::find_if(begin, end, [&](const auto& entry) { return fits(entry.second); });
    if (known != end) return known->second;
    const auto id = imported_record_id(form_id, instance);
    return fits(id) ? std::optional(id) : std::nullopt;
}

Status SubmissionImport::take(std::string_view xml, const SubmissionFile& file, const ImportOptions& given, Imported& imported) {
    auto root = base::read_xml(xml);
    if (!root) return base::fail(std::move(root.error()));
    auto options = given;
    if (const auto* id = root->attribute("id"); options.form_id.empty() && id != nullptr) options.form_id = *id;
    const auto instance = instance_id(*root);
    const base::Place place{options.file_name, {}, 0, {}, -1};
    auto open = workspace_.form(options.form_id);
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
    if (auto learned = learn_records(); !learned) return learned;
    if (find(options.form_id, instance)) {
        // Its rows have other ids here; what people did to it since is newer than what was sent.
        ++imported.unchanged;
        return {};
    }
    if (const auto parent = take_parent(*root); !parent.empty()) {
        options.parent = find({}, parent);
        if (!options.parent) options.parent = outside_record_id(parent);   // It may come later.
        if (!options.parent) imported.findings.push_back({base::Severity::warning, "import.no_parent", {{"value", parent}}, place});
    }
    record::Record seen;
    seen.id = imported_record_id(options.form_id, instance);
    base::SeededRandom random(std::hash<record::RecordId>{}(seen.id));
    auto answers = form::read_instance(*open->form, *root, random);
    if (!answers) return base::fail(std::move(answers.error()));
    if (auto taken = take_files(workspace_, *open->form, file, options, *answers, imported); !taken) return taken;
    auto environment = workspace_.environment(*open);
    environment.random = &random;
    auto live = form::LiveForm::open(open->form, std::move(environment), &*answers);
    if (!live) return base::fail(std::move(live.error()));
    if (auto kept = keep_imported(workspace_, **live, seen, options, true, place, imported); !kept) return kept;
    form_of_.emplace(seen.id, options.form_id);
    by_instance_.emplace(instance, seen.id);
    return {};
}

}  // namespace yuanquan::survey
