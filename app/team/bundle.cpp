#include "app/team/bundle.hpp"

#include <algorithm>
#include <charconv>

#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/base/verified_file.hpp"
#include "sync/hq/headquarters.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/offline.hpp"
#include "sync/wire/bundle.hpp"

namespace yuanquan::team {

namespace {

using base::ErrorCode;

constexpr char kBundles[] = "team.bundles";  // One a line: number, from, to, changes, bytes, made_ms, file; tab between.
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
    return workspace.store().set_setting(kBundles, *known + line + std::to_string(bundle.made_ms) + '\t' + name + '\n');
}

base::Result<ReadBundle> read_at_headquarters(survey::Workspace& workspace, const std::string& bytes,
                                              const std::string& answer_file) {
    auto office = hq::Headquarters::open(workspace.store());
    if (!office) return base::fail(std::move(office.error()));
    auto bundle = wire::read_bundle(bytes, office->key());
    if (!bundle) return base::fail(std::move(bundle.error()));
    const auto laptop = office->find(bundle->header.sender);
    if (!laptop || bundle->header.project != office->key().public_key()) {
        return base::fail(ErrorCode::not_authorised, bundle->header.sender.text());
    }
    replica::StoreReplica replica(workspace.store());
    session::HeadquartersSession session(replica, office->key(), office->epoch(),
                                         [&](const base::KeyId& key) { return office->find(key); }, workspace.clock(),
                                         office->recovering());
    ReadBundle read;
    read.from = laptop->name;
    read.requests = bundle->frames.size();
    const auto replies = session::answer_all(session, bundle->frames, kFramesBytes);
    wire::BundleHeader header;
    header.project = office->key().public_key();
    header.recipients = {laptop->key};
    header.made_ms = workspace.clock().now_ms();
    header.epoch = office->epoch();
    auto answer = wire::write_bundle(std::move(header), replies, office->key());
    if (!answer) return base::fail(std::move(answer.error()));
    if (auto written = base::verified_write(answer_file, *answer); !written) return base::fail(std::move(written.error()));
    read.answer_file = answer_file;
    return read;
}

base::Result<ReadBundle> read_on_laptop(survey::Workspace& workspace, const std::string& bytes) {
    auto member = membership(workspace);
    if (!member) return base::fail(std::move(member.error()));
    auto bundle = wire::read_bundle(bytes, member->key);
    if (!bundle) return base::fail(std::move(bundle.error()));
    if (bundle->header.sender != member->headquarters) return base::fail(ErrorCode::not_authorised, "bundle", "not from headquarters");
    replica::StoreReplica replica(workspace.store());
    ReadBundle read;
    Exchanged exchanged;
    for (const auto& frame : bundle->frames) {
        auto taken = session::take_reply(replica, member->headquarters, frame, workspace.clock(), exchanged.summary);
        if (!taken) return base::fail(std::move(taken.error()));
    }
    install_forms(workspace, exchanged);
    if (!exchanged.status && !exchanged.summary.forms.empty()) return base::fail(std::move(exchanged.status.error()));
    read.requests = bundle->frames.size();
    read.summary = std::move(exchanged.summary);
    read.new_forms = std::move(exchanged.new_forms);
    return read;
}

}  // namespace

base::Result<WrittenBundle> write_bundle(survey::Workspace& workspace, const std::string& file) {
    auto member = membership(workspace);
    if (!member) return base::fail(std::move(member.error()));
    auto earlier = written_bundles(workspace);
    if (!earlier) return base::fail(std::move(earlier.error()));
    const replica::StoreReplica replica(workspace.store());
    auto out = session::write_requests(replica, member->key, kFramesBytes);
    if (!out) return base::fail(std::move(out.error()));
    wire::BundleHeader header;
    header.project = member->headquarters;
    header.recipients = {member->headquarters};
    header.made_ms = workspace.clock().now_ms();
    header.from = out->from, header.to = out->to, header.epoch = out->epoch;
    auto bytes = wire::write_bundle(header, out->frames, member->key);
    if (!bytes) return base::fail(std::move(bytes.error()));
    if (auto written = base::verified_write(file, *bytes); !written) return base::fail(std::move(written.error()));
    WrittenBundle bundle;
    bundle.number = earlier->empty() ? 1 : earlier->back().number + 1;
    bundle.from = out->from, bundle.to = out->to, bundle.changes = out->changes, bundle.bytes = bytes->size();
    bundle.made_ms = header.made_ms, bundle.file = file, bundle.complete = out->complete;
    if (auto noted = note(workspace, bundle); !noted) return base::fail(std::move(noted.error()));
    return bundle;
}

base::Result<std::vector<WrittenBundle>> written_bundles(const survey::Workspace& workspace) {
    auto text = workspace.store().setting(kBundles);
    if (!text) return base::fail(std::move(text.error()));
    std::vector<WrittenBundle> bundles;
    for (const auto line : base::split(*text, '\n')) {
        const auto cells = base::split(line, '\t');
        if (cells.size() != 7) continue;
        WrittenBundle bundle;
        bundle.number = number_of(cells[0]), bundle.from = number_of(cells[1]), bundle.to = number_of(cells[2]);
        bundle.changes = number_of(cells[3]), bundle.bytes = number_of(cells[4]);
        bundle.made_ms = static_cast<std::int64_t>(number_of(cells[5]));
        bundle.file = cells[6];
        bundles.push_back(std::move(bundle));
    }
    return bundles;
}

base::Result<ReadBundle> read_bundle(survey::Workspace& workspace, const std::string& file, const std::string& answer_file) {
    auto bytes = base::read_file(file, wire::kBundleBytesMax);
    if (!bytes) return base::fail(std::move(bytes.error()));
    if (hq::Headquarters::is_headquarters(workspace.store())) {
        return read_at_headquarters(workspace, *bytes, answer_file.empty() ? file + ".answer" : answer_file);
    }
    return read_on_laptop(workspace, *bytes);
}

}  // namespace yuanquan::team
