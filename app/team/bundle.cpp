#include "app/team/bundle.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "app/team/high_water.hpp"
#include "model/base/digest.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/base/verified_file.hpp"
#include "sync/hq/headquarters.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/certificate.hpp"
#include "sync/session/offline.hpp"
#include "sync/wire/bundle.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::team {

namespace {

using base::ErrorCode;

constexpr char kBundles[] = "team.bundles";  // One a line: number, from, to, changes, bytes, made_ms, file, last request; tab between.
constexpr char kHeard[] = "team.heard";      // Number of the last file that was written before the latest word from headquarters.
constexpr char kReadingBundle[] = "reading the exchange file";
constexpr std::size_t kFramesBytes = std::size_t{128} << 20;

std::uint64_t number_of(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

base::Status note(survey::Workspace& workspace, const WrittenBundle& bundle) {
    auto known = workspace.store().setting(kBundles);
    if (!known) return base::fail(std::move(known.error()));
    std::string line;
    for (const auto number : {bundle.number, bundle.from, bundle.to, bundle.changes, bundle.bytes}) {
        line += std::to_string(number) + '\t';
    }
    std::string name = bundle.file;
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
    return workspace.store().set_setting(kBundles, *known + line + std::to_string(bundle.made_ms) + '\t' + name + '\t' + bundle.last_request + '\n');
}

// Writing a file in steps: the store in with_store, a batch at a time, the rest on this thread.
class Writing {
  public:
    Writing(survey::Workspace& workspace, const link::WithStore& with_store, const OnWriting& on_writing)
        : workspace_(workspace), with_store_(with_store), on_writing_(on_writing) {}

    base::Result<WrittenBundle> write(const std::string& file) {
        auto bytes = pack();
        if (!bytes) return base::fail(std::move(bytes.error()));
        bundle_.file = file;
        bundle_.bytes = progress_.all = bytes->size();
        const auto on_bytes = [&](bool comparing, std::size_t done) {
            progress_.step = comparing ? WriteProgress::Step::comparing : WriteProgress::Step::writing;
            progress_.bytes = done;
            progress_.fraction = static_cast<double>(done) / static_cast<double>(progress_.all);
            return go_on();
        };
        if (auto written = base::verified_write(file, *bytes, on_bytes); !written) return base::fail(std::move(written.error()));
        base::Status noted = base::fail(ErrorCode::cancelled);
        with_store_([&] { noted = note(workspace_, bundle_); });
        if (!noted) {   // Custody would not count it.
            static_cast<void>(base::remove_file(file));
            return base::fail(std::move(noted.error()));
        }
        return std::move(bundle_);
    }

  private:
    bool go_on() const { return !on_writing_ || on_writing_(progress_); }

    base::Status begin() {
        auto member = membership(workspace_);
        if (!member) return base::fail(std::move(member.error()));
        member_ = std::move(*member);
        auto earlier = written_bundles(workspace_);
        if (!earlier) return base::fail(std::move(earlier.error()));
        bundle_.number = earlier->empty() ? 1 : earlier->back().number + 1;
        bundle_.made_ms = workspace_.clock().now_ms();
        last_arrival_ = workspace_.store().last_arrival();
        return {};
    }
    bool pack_batch(const std::function<void()>& pack, const session::Outgoing& packed) {
        progress_.changes = packed.changes;
        progress_.bytes = packed.bytes;
        // Behind the changes come their photos, of which nobody knows how much they are.
        const bool knows = packed.to < last_arrival_ && packed.to >= packed.from;
        progress_.fraction = knows ? static_cast<double>(packed.to - packed.from) / static_cast<double>(last_arrival_ - packed.from) : -1;
        if (!go_on()) return false;
        bool ran = false;
        with_store_([&] {
            pack();
            ran = true;
        });
        return ran;
    }
    base::Result<std::string> pack() {
        base::Status begun = base::fail(ErrorCode::cancelled);
        with_store_([&] { begun = begin(); });
        if (!begun) return base::fail(std::move(begun.error()));
        const replica::StoreReplica replica(workspace_.store());
        auto out = session::write_requests(replica, member_->key, kFramesBytes,
                                           [this](const auto& pack, const auto& packed) { return pack_batch(pack, packed); });
        if (!out) return base::fail(std::move(out.error()));
        wire::BundleHeader header;
        header.project = member_->headquarters;
        header.recipients = {member_->headquarters};
        header.made_ms = bundle_.made_ms;
        header.from = out->from, header.to = out->to, header.epoch = out->epoch;
        auto bytes = wire::write_bundle(header, out->frames, member_->key);
        if (!bytes) return bytes;
        bundle_.from = out->from, bundle_.to = out->to, bundle_.changes = progress_.changes = out->changes;
        bundle_.complete = out->complete;
        const auto last = base::blake2b_256(out->frames.back());
        bundle_.last_request = base::to_hex(last.data(), last.size());
        return bytes;
    }

    survey::Workspace& workspace_;
    const link::WithStore& with_store_;
    const OnWriting& on_writing_;
    std::optional<Membership> member_;
    std::uint64_t last_arrival_ = 0;
    WrittenBundle bundle_;
    WriteProgress progress_;
};

// Reading a file in steps: the store in with_store, a batch at a time, the rest on this thread.
class Reading {
  public:
    Reading(survey::Workspace& workspace, const link::WithStore& with_store, const ReadProgress& go_on)
        : workspace_(workspace), with_store_(with_store), go_on_(go_on) {}

    // False when it is over: told to stop, or the program closes.
    bool step(const std::function<void()>& use) {
        if (go_on_ && !go_on_(all_ == 0 ? 0 : static_cast<double>(done_) / static_cast<double>(all_))) return false;
        bool ran = false;
        with_store_([&] {
            use();
            ran = true;
        });
        ++done_;
        return ran;
    }
    void expect(std::size_t batches) { all_ = batches, done_ = 0; }
    survey::Workspace& workspace() { return workspace_; }

  private:
    survey::Workspace& workspace_;
    const link::WithStore& with_store_;
    const ReadProgress& go_on_;
    std::size_t done_ = 0, all_ = 0;
};

// What is read at headquarters, and the bytes of the answer to it.
struct Answered {
    ReadBundle read;
    std::string answer;
};
base::Result<Answered> answer_at_headquarters(Reading& reading, const std::string& bytes) {
    auto& workspace = reading.workspace();
    base::Result<hq::Headquarters> office = base::fail(ErrorCode::cancelled);
    if (!reading.step([&] { office = open_headquarters(workspace.store(), workspace.random()); }) || !office) return base::fail(std::move(office.error()));
    auto bundle = wire::read_bundle(bytes, office->key());
    if (!bundle) return base::fail(std::move(bundle.error()).with_context(kReadingBundle));
    const auto laptop = office->find(bundle->header.sender);
    if (!laptop || bundle->header.project != office->key().public_key()) {
        return base::fail(base::make_error(ErrorCode::not_authorised, bundle->header.sender.text()).with_context(kReadingBundle));
    }
    replica::StoreReplica replica(workspace.store());
    session::HeadquartersSession session(replica, office->key(), office->epoch(),
                                         [&](const base::KeyId& key) { return office->find(key); }, workspace.clock(),
                                         office->recovering());
    Answered answered;
    answered.read.from = laptop->name;
    answered.read.requests = bundle->frames.size();
    reading.expect(bundle->frames.size() + 1);
    bool whole = true;
    auto replies = session::answer_all(session, bundle->frames, kFramesBytes,
                                       [&](const auto& answer) { return whole = reading.step(answer); });
    // A laptop that was given other areas learns them from its certificate, which it cannot ask for here; one whose move was
    // lost when headquarters was set back likewise.
    if (laptop->moves > 0 || office->recovering()) replies.insert(replies.begin(), session::write_certificate(*laptop, office->key(), workspace.clock().now_ms()));
    if (!whole || !reading.step([&] { note_high_water(workspace.store(), office->key().public_key()); })) return base::fail(ErrorCode::cancelled);
    wire::BundleHeader header;
    header.project = office->key().public_key();
    header.recipients = {laptop->key};
    header.made_ms = workspace.clock().now_ms();
    header.epoch = office->epoch();
    auto answer = wire::write_bundle(std::move(header), replies, office->key());
    if (!answer) return base::fail(std::move(answer.error()));
    answered.answer = std::move(*answer);
    return answered;
}

// Which of our files the answer is to; 0 when that is not known.
std::uint64_t number_answered(const survey::Workspace& workspace, const base::KeyId& headquarters, const std::vector<std::string>& replies) {
    const auto frame = replies.empty() ? base::Result<wire::Opened>(base::fail(ErrorCode::not_found)) : wire::open_frame(replies.back(), wire::FrameKind::reply);
    if (!frame || frame->key != headquarters) return 0;
    const auto reply = wire::decode_reply(frame->body);
    const auto written = written_bundles(workspace);
    if (!reply || !written) return 0;
    const auto request = base::to_hex(reply->request.data(), reply->request.size());
    const auto found = std::find_if(written->rbegin(), written->rend(), [&](const auto& bundle) { return bundle.last_request == request; });
    return found == written->rend() ? 0 : found->number;
}

// A file may be read again; what was said to it before stays as it is.
std::string free_answer_name(const std::string& file) {
    auto name = file + ".answer";
    for (int number = 2; base::exists(name); ++number) name = file + "." + std::to_string(number) + ".answer";
    return name;
}

base::Status note_heard(survey::Workspace& workspace, std::uint64_t number) {
    const auto heard = workspace.store().setting(kHeard);
    if (!heard) return base::fail(heard.error());
    if (number <= number_of(*heard)) return {};
    return workspace.store().set_setting(kHeard, std::to_string(number));
}

// From a file of the life of headquarters that is known here, where what is held is of another one.
base::Status take_certificate(survey::Workspace& workspace, const std::vector<std::string>& frames) {
    const auto member = membership(workspace);
    const auto peer = workspace.store().peer(session::kHeadquartersPeer);
    const auto said = frames.empty() ? base::Result<wire::Opened>(base::fail(ErrorCode::not_found)) : wire::open_frame(frames.back(), wire::FrameKind::reply);
    const auto reply = said ? wire::decode_reply(said->body) : base::Result<wire::Reply>(base::fail(ErrorCode::not_found));
    if (!member || !peer || !reply || reply->epoch != peer->epoch || member->certificate_epoch == peer->epoch) return {};
    const auto found = std::find_if(frames.begin(), frames.end(), [](const auto& frame) { return wire::is_frame(frame, wire::FrameKind::certificate); });
    return found == frames.end() ? base::Status() : keep_certificate(workspace, *found);
}

base::Result<ReadBundle> read_on_laptop(Reading& reading, const std::string& bytes) {
    auto& workspace = reading.workspace();
    base::Result<Membership> member = base::fail(ErrorCode::cancelled);
    if (!reading.step([&] { member = membership(workspace); }) || !member) return base::fail(std::move(member.error()));
    auto bundle = wire::read_bundle(bytes, member->key);
    if (!bundle) return base::fail(std::move(bundle.error()).with_context(kReadingBundle));
    if (bundle->header.sender != member->headquarters) {
        return base::fail(base::make_error(ErrorCode::not_authorised, "bundle", "not from headquarters").with_context(kReadingBundle));
    }
    replica::StoreReplica replica(workspace.store());
    ReadBundle read;
    Exchanged exchanged;
    reading.expect(bundle->frames.size() + 1);
    std::uint64_t answered = 0;
    bool is_latest_word = false;
    const auto place = [&] {
        answered = number_answered(workspace, member->headquarters, bundle->frames);
        const auto heard = workspace.store().setting(kHeard);
        is_latest_word = heard && answered > number_of(*heard);
    };
    if (!reading.step(place)) return base::fail(ErrorCode::cancelled);
    for (const auto& frame : bundle->frames) {
        if (wire::is_frame(frame, wire::FrameKind::certificate)) continue;
        base::Status taken = base::fail(ErrorCode::cancelled);
        const auto take = [&] { taken = session::take_reply(replica, member->headquarters, frame, workspace.clock(), exchanged.summary, is_latest_word); };
        if (!reading.step(take) || !taken) return base::fail(std::move(taken.error()));
    }
    base::Status noted;
    const auto finish = [&] {
        install_forms(workspace, exchanged);
        noted = note_heard(workspace, answered);
        if (noted) noted = take_certificate(workspace, bundle->frames);
    };
    if (!reading.step(finish)) return base::fail(ErrorCode::cancelled);
    if (!noted) return base::fail(std::move(noted.error()));
    if (!exchanged.status && !exchanged.summary.forms.empty()) return base::fail(std::move(exchanged.status.error()));
    read.requests = bundle->frames.size();
    read.summary = std::move(exchanged.summary);
    read.new_forms = std::move(exchanged.new_forms);
    return read;
}

}  // namespace

base::Result<WrittenBundle> write_bundle(survey::Workspace& workspace, const std::string& file, const link::WithStore& with_store,
                                         const OnWriting& on_writing) {
    return Writing(workspace, with_store, on_writing).write(file);
}

base::Result<WrittenBundle> write_bundle(survey::Workspace& workspace, const std::string& file) {
    return write_bundle(workspace, file, [](const auto& step) { step(); });
}

base::Result<std::vector<WrittenBundle>> written_bundles(const survey::Workspace& workspace) {
    auto text = workspace.store().setting(kBundles);
    if (!text) return base::fail(std::move(text.error()));
    std::vector<WrittenBundle> bundles;
    for (const auto line : base::split(*text, '\n')) {
        const auto cells = base::split(line, '\t');
        if (cells.size() != 7 && cells.size() != 8) continue;
        WrittenBundle bundle;
        bundle.number = number_of(cells[0]), bundle.from = number_of(cells[1]), bundle.to = number_of(cells[2]);
        bundle.changes = number_of(cells[3]), bundle.bytes = number_of(cells[4]);
        bundle.made_ms = static_cast<std::int64_t>(number_of(cells[5]));
        bundle.file = cells[6];
        if (cells.size() == 8) bundle.last_request = cells[7];
        bundles.push_back(std::move(bundle));
    }
    return bundles;
}

base::Status note_later_word(survey::Workspace& workspace) {
    const auto written = written_bundles(workspace);
    if (!written) return base::fail(written.error());
    return written->empty() ? base::Status() : note_heard(workspace, written->back().number);
}

base::Result<ReadBundle> read_bundle(survey::Workspace& workspace, const std::string& file, const std::string& answer_file,
                                     const link::WithStore& with_store, const ReadProgress& go_on) {
    auto bytes = base::read_file(file, wire::kBundleBytesMax);
    if (!bytes) return base::fail(std::move(bytes.error()));
    if (!answer_file.empty() && base::exists(answer_file)) return base::fail(ErrorCode::already_exists, answer_file);   // Before anything is taken.
    Reading reading(workspace, with_store, go_on);
    bool is_headquarters = false;
    if (!reading.step([&] { is_headquarters = hq::Headquarters::is_headquarters(workspace.store()); })) return base::fail(ErrorCode::cancelled);
    if (!is_headquarters) return read_on_laptop(reading, *bytes);
    auto answered = answer_at_headquarters(reading, *bytes);
    if (!answered) return base::fail(std::move(answered.error()));
    answered->read.answer_file = answer_file.empty() ? free_answer_name(file) : answer_file;
    if (auto written = base::verified_write(answered->read.answer_file, answered->answer); !written) {
        return base::fail(std::move(written.error()));
    }
    return std::move(answered->read);
}

base::Result<ReadBundle> read_bundle(survey::Workspace& workspace, const std::string& file, const std::string& answer_file) {
    return read_bundle(workspace, file, answer_file, [](const auto& step) { step(); });
}

std::string proposed_folder() {
    const auto sticks = stick_folders();
    const char* home = std::getenv("HOME");
    return !sticks.empty() ? sticks.front() : std::string(home != nullptr ? home : ".");
}

// Where desktops of Linux mount them: /run/media/NAME/LABEL, /media/NAME/LABEL, /media/LABEL.
std::vector<std::string> stick_folders() {
    std::vector<std::string> folders;
    auto mounts = base::read_file("/proc/mounts", std::size_t{1} << 20);
    if (!mounts) return folders;
    for (const auto line : base::split(*mounts, '\n')) {
        const auto cells = base::split(line, ' ');
        if (cells.size() < 2) continue;
        const auto folder = base::replace_all(cells[1], "\\040", " ");   // As the kernel writes a blank.
        if (folder.starts_with("/run/media/") || folder.starts_with("/media/")) folders.push_back(folder);
    }
    return folders;
}

}  // namespace yuanquan::team
