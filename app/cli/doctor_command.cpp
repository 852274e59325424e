#include "app/cli/commands.hpp"

namespace yuanquan::cli {

int run(const Doctor& command, const Console& console) {
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
        if (auto done = store.backup(command.backup); !done) return console.fail(done.error());
        console.say(console.tr("cli.doctor.backed_up", {{"file", command.backup}}));
    }
    if (!findings->empty()) return kFindings;
    console.say(console.tr("cli.doctor.well"));
    return kSuccess;
}

}  // namespace yuanquan::cli
