#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "model/survey/duplicates.hpp"

namespace yuanquan::cli {

namespace {

using nlohmann::json;

std::string title_of(survey::Workspace& workspace, const record::RecordId& id) {
    const auto record = workspace.store().record(id);
    return record ? std::string(record->value("@title")) : std::string();
}

base::Status declare(survey::Workspace& workspace, survey::DuplicateSearch& search, const Duplicates& command) {
    if (!command.same.empty()) {
        const auto one = find_record(workspace, command.same[0]), other = find_record(workspace, command.same[1]);
        if (!one) return base::fail(one.error());
        if (!other) return base::fail(other.error());
        if (auto said = search.declare_same(*one, *other); !said) return base::fail(std::move(said.error()));
    }
    if (!command.not_same.empty()) {
        const auto one = find_record(workspace, command.not_same[0]), other = find_record(workspace, command.not_same[1]);
        if (!one) return base::fail(one.error());
        if (!other) return base::fail(other.error());
        if (auto said = search.declare_not_same(*one, *other); !said) return said;
    }
    if (!command.different.empty()) {
        const auto record = find_record(workspace, command.different);
        if (!record) return base::fail(record.error());
        if (auto said = search.declare_different(*record); !said) return base::fail(std::move(said.error()));
    }
    return {};
}

void print(survey::Workspace& workspace, const Console& console, const std::string& what,
           const std::vector<record::RecordId>& records) {
    console.out << what << "\n";
    for (const auto& id : records) console.out << "    " << id.text() << "  " << title_of(workspace, id) << "\n";
}

json ids(const std::vector<record::RecordId>& records) {
    json list = json::array();
    for (const auto& id : records) list.push_back(id.text());
    return list;
}

}  // namespace

int run(const Duplicates& command, const Console& console) {
    auto opened = open_existing_workspace(command.workspace);
    if (!opened) return console.fail(opened.error());
    auto& workspace = **opened;
    auto search = survey::search_duplicates(workspace);
    if (!search) return console.fail(search.error());
    if (auto done = declare(workspace, *search, command); !done) return console.fail(done.error());
    const auto groups = search->same();
    const auto proposals = search->proposals();
    if (command.json) {
        json out{{"same", json::array()}, {"proposed", json::array()}};
        for (const auto& group : groups) out["same"].push_back(ids(group));
        for (const auto& one : proposals) {
            out["proposed"].push_back({{"by", survey::name(one.likeness)}, {"records", ids(one.records)}});
        }
        console.out << out.dump(2) << "\n";
        return kSuccess;
    }
    for (const auto& group : groups) print(workspace, console, console.tr("cli.duplicates.same"), group);
    for (const auto& one : proposals) {
        print(workspace, console, console.tr("cli.duplicates." + std::string(survey::name(one.likeness))), one.records);
    }
    if (groups.empty() && proposals.empty()) console.say(console.tr("cli.duplicates.none"));
    return kSuccess;
}

}  // namespace yuanquan::cli
