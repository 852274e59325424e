#include "app/export/submission_export.hpp"

#include <map>

#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/base/xml.hpp"
#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/survey/audit_trail.hpp"
#include "model/survey/import_submission.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::exports {

namespace {

constexpr char kInstanceCell[] = "meta/instanceID";

class Submissions {
  public:
    Submissions(survey::Workspace& workspace, const DataOptions& options, survey::Workspace::OpenForm open)
        : workspace_(workspace), options_(options), open_(std::move(open)), form_(*open_.form) {}

    base::Result<Exported> run() {
        auto ids = workspace_.store().record_ids(options_.form_id, options_.area);
        if (!ids) return base::fail(std::move(ids.error()));
        for (const auto& id : *ids) {
            if (auto added = add(id); !added) return base::fail(std::move(added.error()).with_context("record " + id.text()));
        }
        exported_.files.push_back(options_.folder);
        return std::move(exported_);
    }

  private:
    base::Status add(const record::RecordId& id) {
        auto record = workspace_.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        const auto stored = survey::answers_of(*record);
        auto live = form::LiveForm::open(open_.form, workspace_.environment(open_), &stored);
        if (!live) return base::fail(std::move(live.error()));
        auto root = base::read_xml((*live)->instance_xml());
        if (!root) return base::fail(std::move(root.error()));
        masking_ = options_.privacy == Privacy::masked ? survey::Masking(*record) : survey::Masking();
        folder_ = base::join_path(options_.folder, uuid_of(id));
        names_.clear();
        name_instance(*root, *record);
        if (auto done = finish(*root, 0); !done) return done;
        for (const auto& audit : survey::audit_files(*record)) {
            if (options_.privacy != Privacy::whole) break;   // The log repeats answers.
            std::string name = audit;
            if (auto done = take_file(name); !done) return done;
        }
        ++exported_.records;
        exported_.rows += stored.rows.size();
        return base::write_file(base::join_path(folder_, "submission.xml"), base::write_xml(*root));
    }

    // "uuid:7f3a…": the record's id in the shape that other programs expect; a submission from elsewhere keeps its own.
    static std::string uuid_of(const record::RecordId& id) {
        auto text = id.text();
        for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, "-");
        return "uuid" + text;
    }
    void name_instance(base::XmlNode& root, const record::Record& record) const {
        if (root.attribute("id") == nullptr) root.attributes.push_back({"id", "id", "", form_.id});
        if (root.attribute("version") == nullptr && !form_.version.empty()) root.attributes.push_back({"version", "version", "", form_.version});
        auto& meta = named(root, base::XmlName("meta"));
        auto& instance = named(meta, base::XmlName("instanceID"));
        if (instance.text_content().empty()) say(instance, "uuid:" + uuid_of(record.id).substr(4));
        const auto parent = record::RecordId::parse(record.value(record::kParentCell));
        if (!parent) return;
        const auto around = workspace_.store().record(*parent);   // Where it is not here, its id stands for it.
        auto& belongs = named(meta, base::XmlName(survey::kSubmissionParent, survey::kSubmissionNamespace));
        belongs.namespaces.emplace_back("yq", survey::kSubmissionNamespace);
        say(belongs, around && !around->value(kInstanceCell).empty() ? std::string(around->value(kInstanceCell)) : "uuid:" + uuid_of(*parent).substr(4));
    }
    static base::XmlNode& named(base::XmlNode& parent, const base::XmlName& name) {
        for (auto& child : parent.children) {
            if (child.local_name() == name.local() && (name.namespace_uri().empty() || child.namespace_uri() == name.namespace_uri())) return child;
        }
        base::XmlNode child;
        child.called = name;
        parent.children.push_back(std::move(child));
        return parent.children.back();
    }
    static void say(base::XmlNode& element, std::string words) {
        base::XmlNode text;
        text.kind = base::XmlNode::Kind::text;
        text.text = std::move(words);
        element.children = {std::move(text)};
    }

    // Masks, and puts a file's name in the place of its hash.
    base::Status finish(base::XmlNode& element, form::NodeIndex node) {
        for (auto& child : element.children) {
            if (child.kind == base::XmlNode::Kind::text) {
                const auto rule = survey::mask_rule(form_.nodes[node]);
                if (!masking_.on() || rule == survey::MaskRule::none) {   // A photo of a card is as sensitive as its number.
                    if (auto taken = take_file(child.text); !taken) return taken;
                }
                const bool program = element.local_name() == "instanceID" || element.local_name() == "deprecatedID" || element.name() == survey::kSubmissionParent;
                if (!program) child.text = masking_.show(child.text, rule);
                continue;
            }
            form::NodeIndex below = node;
            for (const auto known : form_.nodes[node].children) {
                if (!form_.nodes[known].attribute && form_.nodes[known].name == child.local_name()) below = known;
            }
            if (auto done = finish(child, below); !done) return done;
        }
        return {};
    }

    base::Status take_file(std::string& value) {
        const auto blob = record::read_blob_value(value);
        if (!blob) return {};
        const auto id = blob->id;
        value = base::safe_file_name(masking_.show(blob->name.empty() ? id.text() : std::string(blob->name)));
        if (const auto known = names_.emplace(value, id); !known.second && known.first->second != id) {
            value = id.text().substr(0, 8) + "-" + value;   // Two photos of one name.
        }
        if (!workspace_.store().has_blob(id)) return {};   // Comes with an exchange.
        auto bytes = workspace_.store().blob(id);
        if (!bytes) return base::fail(std::move(bytes.error()));
        return base::write_file(base::join_path(folder_, value), *bytes);
    }

    survey::Workspace& workspace_;
    const DataOptions& options_;
    survey::Workspace::OpenForm open_;
    const form::Form& form_;
    survey::Masking masking_;
    std::string folder_;
    std::map<std::string, record::BlobId> names_;   // Of this record's files.
    Exported exported_;
};

}  // namespace

base::Result<Exported> export_submissions(survey::Workspace& workspace, const DataOptions& options) {
    if (options.privacy == Privacy::anonymised) return base::fail(base::ErrorCode::wrong_use, "export", "an anonymised extract is a table");
    auto open = workspace.form(options.form_id);
    if (!open) return base::fail(std::move(open.error()));
    return Submissions(workspace, options, std::move(*open)).run();
}

}  // namespace yuanquan::exports
