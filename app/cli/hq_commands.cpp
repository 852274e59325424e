#include <algorithm>
#include <csignal>
#include <filesystem>

#include "app/cli/commands.hpp"
#include "app/export/qr_picture.hpp"
#include "app/team/office.hpp"
#include "model/base/digest.hpp"
#include "model/base/files.hpp"

namespace yuanquan::cli {

namespace {

// Installs one questionnaire, with its findings on the console. False when it cannot be used.
base::Result<bool> install(survey::Workspace& workspace, const std::string& path, const Console& console) {
    auto installed = workspace.install_form(path);
    if (!installed) return base::fail(std::move(installed.error()));
    console.print(installed->findings);
    if (installed->id.empty()) return false;
    console.say(console.tr("cli.hq.installed", {{"id", installed->id}, {"version", installed->version}}));
    return true;
}

// A folder stands for the questionnaires in it, in the order of their names.
base::Result<std::vector<std::string>> files_of(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const auto& path : paths) {
        if (!std::filesystem::is_directory(path)) {
            files.push_back(path);
            continue;
        }
        auto names = base::list_folder(path);
        if (!names) return base::fail(std::move(names.error()));
        std::sort(names->begin(), names->end());
        for (const auto& name : *names) {
            const bool form = name.ends_with(".xlsx") || name.ends_with(".md") || name.ends_with(".xml");
            if (form && name != "README.md") files.push_back(base::join_path(path, name));
        }
    }
    return files;
}

}  // namespace

int run(const HqInit& command, const Console& console) {
    auto workspace = open_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    // The questionnaires first: with a wrong one nothing has been founded.
    auto files = files_of(command.forms);
    if (!files) return console.fail(files.error());
    for (const auto& form : *files) {
        auto done = install(**workspace, form, console);
        if (!done) return console.fail(done.error());
        if (!*done) return kFindings;
    }
    const auto address = command.address.empty() ? std::string(hq::kDefaultAddress) : command.address;
    if (auto done = team::found_office(**workspace, command.person, address); !done) return console.fail(done.error());
    console.say(console.tr("cli.hq.founded", {{"folder", command.folder}}));
    return kSuccess;
}

int run(const HqInstall& command, const Console& console) {
    auto workspace = open_existing_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    auto done = install(**workspace, command.form, console);
    if (!done) return console.fail(done.error());
    return *done ? kSuccess : kFindings;
}

namespace {

// A mistyped area would leave a laptop that sees nothing.
base::Status check_areas(const survey::Workspace& workspace, const std::vector<std::string>& areas) {
    for (const auto& area : areas) {
        if (workspace.areas().find(area) == nullptr) return base::fail(base::ErrorCode::not_found, area, "area");
    }
    return {};
}

}  // namespace

int run(const HqMove& command, const Console& console) {
    auto workspace = open_existing_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    if (auto known = check_areas(**workspace, command.areas); !known) return console.fail(known.error());
    auto headquarters = hq::Headquarters::open((*workspace)->store());
    if (!headquarters) return console.fail(headquarters.error());
    if (auto done = headquarters->move(command.name, command.areas); !done) return console.fail(done.error());
    console.say(console.tr("cli.hq.moved", {{"name", command.name}}));
    return kSuccess;
}

int run(const HqEnrol& command, const Console& console) {
    auto workspace = open_existing_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    if (auto known = check_areas(**workspace, command.areas); !known) return console.fail(known.error());
    if (!survey::parse_role(command.role)) {
        return console.fail(base::make_error(base::ErrorCode::wrong_use, command.role, "role: member, lead or hq"));
    }
    auto headquarters = hq::Headquarters::open((*workspace)->store());
    if (!headquarters) return console.fail(headquarters.error());
    // One key, one laptop: it is handed over as a file, or as a code that is short because the questionnaires stay out of it.
    const bool as_file = !command.out.empty();
    if (as_file == (command.code || !command.qr.empty())) {
        return console.fail(base::make_error(base::ErrorCode::wrong_use, "hq enrol", "either --out, or --qr and --code"));
    }
    const auto& file = as_file ? command.out : command.qr;
    const auto as_picture = [](const std::string& enrolment) { return exports::write_qr_png(base::to_base64(enrolment)); };
    const auto enrolment = team::enrol_laptop(**workspace, *headquarters, {command.name, command.person, command.role, command.areas}, file,
                                              as_file, as_file ? team::Wrapping() : as_picture);
    if (!enrolment) return console.fail(enrolment.error());
    if (!file.empty()) console.say(console.tr("cli.hq.enrolled", {{"name", command.name}, {"file", file}}));
    if (command.code) {
        console.say(console.tr("cli.hq.enrolled_code", {{"name", command.name}}));
        console.out << base::to_base64(*enrolment) << '\n';
    }
    return kSuccess;
}

int run(const HqServe& command, const Console& console) {
    // Blocked before the server's thread starts, so that it inherits the mask and only this thread takes them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    auto workspace = open_existing_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    auto office = team::Office::serve(**workspace, command.host, command.port);
    if (!office) return console.fail(office.error());
    const auto address = (*office)->scheme() + "://" + command.host + ":" + std::to_string((*office)->port());
    if ((*office)->recovering()) console.say(console.tr("cli.hq.recovering"));
    console.say(console.tr("cli.hq.serving", {{"address", address}}));
    int signal = 0;
    sigwait(&signals, &signal);
    office->reset();
    console.say(console.tr("cli.hq.stopped"));
    return kSuccess;
}

}  // namespace yuanquan::cli
