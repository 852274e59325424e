#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/commands.hpp"
#include "app/cli/stop_signal.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "app/team/meeting.hpp"
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

namespace {

int tell_meeting(const Meet& command, const std::string& laptop, const session::Summary& summary, const Console& console) {
    if (command.json) {
        console.out << nlohmann::json{{"laptop", laptop}, {"sent", summary.sent}, {"received", summary.received},
                                      {"photos_sent", summary.photos_sent}, {"photos_received", summary.photos_received}}
                           .dump(1)
                    << '\n';
    }
    console.say(console.tr("cli.meet.done", {{"laptop", laptop}, {"sent", std::to_string(summary.sent)},
                                             {"received", std::to_string(summary.received)}}));
    for (const auto& problem : summary.problems) {
        console.say(console.tr("cli.sync.kept_aside", {{"change", problem.change.text().substr(0, 12)},
                                                       {"reason", console.tr("reason." + problem.reason)}}));
    }
    return kSuccess;
}

int open_meeting(const Meet& command, survey::Workspace& workspace, const Console& console) {
    // The line's thread alone uses the store until the meeting is over.
    auto meeting = team::OpenMeeting::open(workspace, [](const auto& step) { step(); }, command.port);
    if (!meeting) return console.fail(meeting.error());
    std::string places;
    for (const auto& place : (*meeting)->places()) places += (places.empty() ? "" : " / ") + place;
    console.say(console.tr("cli.meet.open", {{"places", places}, {"code", (*meeting)->code()}}));
    const StopSignal stop;
    constexpr std::chrono::milliseconds kLook{200};
    auto state = (*meeting)->state();
    for (; !stop.given() && !state.done && !state.locked; state = (*meeting)->state()) std::this_thread::sleep_for(kLook);
    meeting->reset();   // Answers what is under way first.
    if (state.locked) return console.fail(base::make_error(base::ErrorCode::not_authorised, "code"));
    if (!state.done) return console.fail(base::make_error(base::ErrorCode::cancelled));
    return tell_meeting(command, state.guest, state.summary, console);
}

}  // namespace

int run(const Meet& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    if (command.place.empty()) return open_meeting(command, **workspace, console);
    if (command.code.empty()) return console.fail(base::make_error(base::ErrorCode::wrong_use, "meet", "the code of the other laptop"));
    const std::atomic<bool> never{false};
    const auto met = team::join_meeting(**workspace, command.place, command.code, [](const auto& step) { step(); }, {}, never);
    if (!met.status && team::is_wrong_code(met)) {
        console.say(console.tr("meeting.code_wrong", {{"laptop", met.host}}));
        return kFindings;
    }
    if (!met.status) return console.fail(met.status.error());
    return tell_meeting(command, met.host, met.summary, console);
}

}  // namespace yuanquan::cli
