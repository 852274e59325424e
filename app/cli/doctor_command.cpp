#include "app/cli/commands.hpp"
#include "app/team/restore.hpp"

namespace yuanquan::cli {

int run(const Doctor& command, const Console& console) {
    if (!command.restore.empty()) {
        const auto restored = team::restore_backup(command.restore, command.workspace, base::system_clock(), base::system_random());
        if (!restored) return console.fail(restored.error());
        if (!restored->kept_aside.empty()) console.say(console.tr("cli.doctor.kept_aside", {{"file", restored->kept_aside}}));
        console.say(console.tr(restored->is_headquarters ? "cli.doctor.new_epoch" : "cli.doctor.new_incarnation"));
    }
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    auto& store = (*workspace)->store();
    if (command.rebuild) {
        if (auto done = store.rebuild(); !done) return console.fail(done.error());
        console.say(console.tr("cli.doctor.rebuilt"));
    }
    if (command.unlock) {
        if (auto done = store.set_setting("ui.passphrase", ""); !done) return console.fail(done.error());
        console.say(console.tr("cli.doctor.unlocked"));
    }
    auto findings = store.verify();
    if (!findings) return console.fail(findings.error());
    console.print(*findings);
    if (!command.backup.empty()) {
        const auto up_to = store.last_arrival();
        if (auto done = store.backup(command.backup); !done) return console.fail(done.error());
        if (auto noted = store.note_backup(up_to); !noted) return console.fail(noted.error());
        console.say(console.tr("cli.doctor.backed_up", {{"file", command.backup}}));
    }
    if (!findings->empty()) return kFindings;
    console.say(console.tr("cli.doctor.well"));
    return kSuccess;
}

}  // namespace yuanquan::cli
