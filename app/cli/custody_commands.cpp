#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/commands.hpp"
#include "app/cli/stop_signal.hpp"
#include "app/team/bundle.hpp"
#include "app/team/custody.hpp"
#include "app/words/size_words.hpp"
#include "model/record/change_codec.hpp"
#include "sync/hq/headquarters.hpp"

// Exchange by file, where each change is, and what was put aside.

namespace yuanquan::cli {

namespace {

constexpr std::chrono::seconds kTellAgain{2};

// Says each step when it begins, and now and then how far it is; Ctrl+C stops it.
class Told {
  public:
    explicit Told(const Console& console) : console_(console) {}
    bool writing(const team::WriteProgress& progress) {
        say(static_cast<int>(progress.step), [&] { return words(progress); });
        return !stop_.given();
    }
    bool reading(double fraction) {
        say(0, [&] { return console_.tr("carriers.reading_part", {{"percent", std::to_string(static_cast<int>(fraction * 100))}}); });
        return !stop_.given();
    }

  private:
    template <class Words>
    void say(int step, Words&& words) {
        const auto now = std::chrono::steady_clock::now();
        if (step_ != step || now - told_ >= kTellAgain) {
            console_.say(words());
            told_ = now;
        }
        step_ = step;
    }
    std::string words(const team::WriteProgress& progress) const {
        const auto size = words::size_words(progress.bytes), all = words::size_words(progress.all);
        switch (progress.step) {
            case team::WriteProgress::Step::packing: return console_.tr("carriers.packing", {{"count", std::to_string(progress.changes)}, {"size", size}});
            case team::WriteProgress::Step::writing: return console_.tr("carriers.writing", {{"done", size}, {"all", all}});
            case team::WriteProgress::Step::comparing: return console_.tr("carriers.comparing", {{"done", size}, {"all", all}});
        }
        return {};
    }
    const Console& console_;
    const StopSignal stop_;
    std::optional<int> step_;
    std::chrono::steady_clock::time_point told_;
};

}  // namespace

int run(const BundleWrite& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    Told told(console);
    const auto bundle = team::write_bundle(**workspace, command.file, [](const auto& step) { step(); }, [&](const auto& progress) { return told.writing(progress); });
    if (!bundle && bundle.error().code == base::ErrorCode::cancelled) {
        console.say(console.tr("carriers.write_stopped"));
        return kFindings;
    }
    if (!bundle) return console.fail(bundle.error());
    console.say(console.tr("cli.bundle.written", {{"file", command.file}, {"number", std::to_string(bundle->number)},
                                                  {"count", std::to_string(bundle->changes)},
                                                  {"bytes", std::to_string(bundle->bytes)}}));
    if (!bundle->complete) console.say(console.tr("cli.bundle.more"));
    return kSuccess;
}

int run(const BundleRead& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    Told told(console);
    const auto read = team::read_bundle(**workspace, command.file, command.answer, [](const auto& step) { step(); }, [&](double fraction) { return told.reading(fraction); });
    if (!read && read.error().code == base::ErrorCode::cancelled) {
        console.say(console.tr("carriers.read_stopped"));
        return kFindings;
    }
    if (!read) return console.fail(read.error());
    if (!read->answer_file.empty()) {
        console.say(console.tr("cli.bundle.answered", {{"laptop", read->from}, {"file", read->answer_file}}));
        return kSuccess;
    }
    console.say(console.tr("cli.bundle.read", {{"sent", std::to_string(read->summary.sent)},
                                               {"received", std::to_string(read->summary.received)}}));
    if (read->summary.headquarters_restored || read->summary.areas_changed) console.say(console.tr("carriers.once_more"));
    return kSuccess;
}

int run(const CustodyOf& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    std::optional<record::RecordId> record;
    if (!command.record.empty()) {
        record = record::RecordId::parse(command.record);
        if (!record) return console.fail(base::make_error(base::ErrorCode::wrong_use, command.record, "a record's whole id"));
    }
    const auto custody = team::custody(**workspace, record);
    if (!custody) return console.fail(custody.error());
    if (command.json) {
        nlohmann::json sticks = nlohmann::json::array();
        for (const auto& stick : custody->sticks) {
            sticks.push_back({{"number", stick.number}, {"file", stick.file}, {"made_ms", stick.made_ms}, {"changes", stick.changes}});
        }
        console.out << nlohmann::json{{"drafts", custody->drafts}, {"here", custody->here}, {"on_stick", custody->on_stick},
                                      {"at_headquarters", custody->at_headquarters},
                                      {"in_backup", custody->in_backup}, {"photos_here", custody->photos_here},
                                      {"last_receipt_ms", custody->last_receipt_ms}, {"sticks", sticks}}
                           .dump(1)
                    << '\n';
        return kSuccess;
    }
    console.out << console.tr("cli.custody", {{"drafts", std::to_string(custody->drafts)}, {"here", std::to_string(custody->here)},
                                              {"stick", std::to_string(custody->on_stick)},
                                              {"hq", std::to_string(custody->at_headquarters)}})
                << '\n';
    if (custody->in_backup > 0) {
        console.out << console.tr("cli.custody.backup", {{"count", std::to_string(custody->in_backup)}}) << '\n';
    }
    if (custody->photos_here > 0) {
        console.out << console.tr("cli.custody.photos", {{"count", std::to_string(custody->photos_here)}}) << '\n';
    }
    return kSuccess;
}

int run(const QuarantineList& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    const auto kept = (*workspace)->store().quarantine();
    if (!kept) return console.fail(kept.error());
    nlohmann::json list = nlohmann::json::array();
    for (const auto& one : *kept) {
        const auto change = record::decode(one.bytes);
        nlohmann::json line{{"number", one.number}, {"reason", one.reason}, {"from", one.from}, {"at_ms", one.at_ms},
                            {"change", record::change_id(one.bytes).text()}, {"bytes", one.bytes.size()}};
        if (change) line.update({{"record", change->record.text()}, {"author", change->author}, {"area", change->area}});
        if (!command.json) {
            console.out << one.number << '\t' << console.tr("reason." + one.reason) << '\t' << one.from << '\t'
                        << (change ? change->author + '\t' + change->record.text() : std::string("\t")) << '\n';
        }
        list.push_back(std::move(line));
    }
    if (command.json) console.out << list.dump(1) << '\n';
    return kSuccess;
}

int run(const QuarantineRelease& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    if ((*workspace)->identity().role == survey::Role::member) {
        return console.fail(base::make_error(base::ErrorCode::not_authorised, "quarantine release"));
    }
    const auto released = (*workspace)->store().release(command.number, (*workspace)->identity().person);
    if (!released) return console.fail(released.error());
    if (released->outcome == store::Applied::Outcome::quarantined) {
        console.say(console.tr("cli.quarantine.stays", {{"reason", console.tr("reason." + released->reason)}}));
        return kFindings;
    }
    console.say(console.tr("cli.quarantine.released", {{"record", released->record.text()}}));
    return kSuccess;
}

int run(const HqRevoke& command, const Console& console) {
    auto workspace = open_existing_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    auto headquarters = hq::Headquarters::open((*workspace)->store());
    if (!headquarters) return console.fail(headquarters.error());
    std::optional<session::CutOff> cut_off;
    if (!command.replica.empty()) {
        const auto replica = base::ReplicaId::parse(command.replica);
        if (!replica) return console.fail(base::make_error(base::ErrorCode::wrong_use, command.replica, "a replica's id"));
        cut_off = session::CutOff{*replica, command.sequence};
    }
    if (auto done = headquarters->revoke(command.name, cut_off); !done) return console.fail(done.error());
    console.say(console.tr("cli.hq.revoked", {{"name", command.name}}));
    return kSuccess;
}

int run(const HqSettle& command, const Console& console) {
    auto workspace = open_existing_workspace(command.folder);
    if (!workspace) return console.fail(workspace.error());
    auto headquarters = hq::Headquarters::open((*workspace)->store());
    if (!headquarters) return console.fail(headquarters.error());
    if (auto done = headquarters->settle(); !done) return console.fail(done.error());
    console.say(console.tr("cli.hq.settled"));
    return kSuccess;
}

}  // namespace yuanquan::cli
