#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "model/base/files.hpp"

namespace yuanquan::cli {

int run(const Join& command, const Console& console) {
    auto file = base::read_file(command.file);
    if (!file) return console.fail(file.error());
    auto workspace = open_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    if (auto joined = team::join(**workspace, *file); !joined) return console.fail(joined.error());
    console.say(console.tr("cli.joined", {{"person", (*workspace)->identity().person}, {"folder", command.workspace}}));
    return kSuccess;
}

int run(const Sync& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    const auto done = team::exchange(**workspace);
    const auto& summary = done.summary;
    auto counts = (*workspace)->store().counts();
    if (!counts) return console.fail(counts.error());
    if (command.json) {
        nlohmann::json problems = nlohmann::json::array();
        for (const auto& problem : summary.problems) {
            problems.push_back({{"change", problem.change.text()}, {"reason", problem.reason}});
        }
        console.out << nlohmann::json{{"sent", summary.sent}, {"received", summary.received},
                                      {"photos_sent", summary.photos_sent}, {"photos_received", summary.photos_received},
                                      {"bytes_sent", summary.bytes_sent}, {"bytes_received", summary.bytes_received},
                                      {"requests", summary.requests}, {"problems", problems},
                                      {"unsent", counts->unsent}, {"conflicts", counts->conflicts},
                                      {"ok", done.status.has_value()}}
                           .dump(1)
                    << '\n';
    }
    console.say(console.tr("cli.synced", {{"sent", std::to_string(summary.sent)},
                                          {"received", std::to_string(summary.received)},
                                          {"unsent", std::to_string(counts->unsent)}}));
    for (const auto& problem : summary.problems) {
        console.say(console.tr("cli.sync.kept_aside", {{"change", problem.change.text().substr(0, 12)},
                                                       {"reason", console.tr("reason." + problem.reason)}}));
    }
    if (!done.status) return console.fail(done.status.error());
    return kSuccess;
}

}  // namespace yuanquan::cli
