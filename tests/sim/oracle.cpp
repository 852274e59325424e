// When the faults have stopped: everybody exchanges until nothing moves, and then O1 to O10 must hold.

#include <algorithm>

#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

namespace {

constexpr int kRoundsMax = 6;

using Heads = std::map<std::string, std::set<record::OpId>>;

bool is_known(record::OpKind kind) {
    return kind == record::OpKind::set || kind == record::OpKind::add || kind == record::OpKind::remove;
}

Heads plain_heads(const std::vector<record::IdentifiedChange>& changes) {
    Heads heads;
    std::map<std::string, std::set<record::OpId>> gone;
    for (const auto& [id, change] : changes) {
        for (std::uint32_t i = 0; i < change.ops.size(); ++i) {
            if (!is_known(change.ops[i].kind)) continue;
            heads[change.ops[i].path].insert({id, i});
            gone[change.ops[i].path].insert(change.ops[i].supersedes.begin(), change.ops[i].supersedes.end());
        }
    }
    for (auto& [path, ops] : heads) {
        for (const auto& op : gone[path]) ops.erase(op);
    }
    return heads;
}

Ids ids_of(const store::Store& store) {
    Ids ids;
    for (const auto& change : log_of(store)) ids.insert(change.id);
    return ids;
}

}  // namespace

void check_store(const store::Store& store, const std::string& whose) {
    const auto findings = store.verify();
    must(findings.has_value(), "O3", "cannot be verified");
    if (findings->empty()) return;
    const auto& first = findings->front();
    throw Violation{"O3", first.code + ' ' + first.place.sheet + ' ' + first.parameters.at("what") + ' ' +
                              first.parameters.at("detail") + " of " + whose};
}

void check_folds(const store::Store& store) {
    const auto rows = store.list();
    for (const auto& row : *rows) {
        const auto changes = store.changes_of(row.id);
        const auto record = store.record(row.id);
        Heads heads;
        std::set<std::string> disputed;
        for (const auto& [path, cell] : record->cells) {
            std::set<std::string> values, decisions;  // Of the state only decisions of people are disputed.
            for (const auto& head : cell.heads) {
                heads[path].insert(head.op);
                if (head.value == "approved" || head.value == "returned") decisions.insert(head.value);
                values.insert(std::to_string(static_cast<int>(head.kind)) + head.value);
            }
            const bool is_disputed = path == record::kStateCell ? decisions.size() > 1 : values.size() > 1;
            if (is_disputed) disputed.insert(path);
            must(cell.in_conflict == is_disputed, "O5", "a losing value is not a conflict: " + path);
            const auto& shown = cell.heads.front();
            for (const auto& head : cell.heads) {
                must(std::tie(shown.counter, shown.op) >= std::tie(head.counter, head.op), "O4", "another value is shown");
            }
        }
        must(heads == plain_heads(*changes), "O3", "the fold has other heads than the changes: " + row.id.text());
        for (const auto& conflict : record::conflicts(*record)) disputed.erase(conflict.path);
        for (const auto& path : disputed) {  // In a removed row a conflict waits until the row comes back.
            must(!record::innermost_row(path).empty(), "O5", "a losing value is not listed: " + path);
        }
        must(row.conflicts == record::conflicts(*record).size(), "O5", "the list counts other conflicts");
    }
}

void Fleet::settle() {
    bring_up_all();
    for (const auto& laptop : laptops_) {
        for (const auto& id : ids_of(laptop->store())) alive_.insert(id);
        const auto aside = laptop->store().quarantine();
        for (const auto& one : *aside) alive_.insert(record::change_id(one.bytes));
        living_photos_.insert(laptop->told.photos.begin(), laptop->told.photos.end());
    }
    for (const auto& id : ids_of(office_->store())) alive_.insert(id);
    for (auto pairs = chance_.pick(3); pairs > 0; --pairs) {
        Laptop &host = any_laptop(), &guest = any_laptop();
        if (&host != &guest) meet_undisturbed(host, guest);
    }
    bool is_quiet = false;
    for (int round = 0; round < kRoundsMax && !is_quiet; ++round) {
        is_quiet = true;
        for (auto& laptop : laptops_) {
            const auto done = exchange(*laptop);
            note("settle " + laptop->name() + ' ' + std::to_string(done.sent) + ' ' + std::to_string(done.received));
            is_quiet = is_quiet && done.sent == 0 && done.received == 0 && done.photos_sent == 0 && done.photos_received == 0;
        }
    }
    must(is_quiet, "O10", "exchanges do not come to rest");
    for (auto& laptop : laptops_) {
        const auto done = exchange(*laptop);
        must(done.requests == 1 && last_request_ < 250 + 32 * 64, "O10", laptop->name() + ": nothing new, but it costs " + std::to_string(done.requests) + " requests, the last of " + std::to_string(last_request_) + " bytes");
    }
}

void Fleet::bring_up_all() {
    std::vector<Machine*> all{office_.get()};
    for (auto& laptop : laptops_) all.push_back(laptop.get());
    for (auto* machine : all) {
        machine->coming.reset();
        if (make_work(*machine) && chance_.one_in(3)) machine->close(), bring_up(*machine);
    }
    for (auto& laptop : laptops_) laptop->talk.reset(), laptop->party.reset();
}

// Whose disk said no starts anew. False when it had to.
bool Fleet::make_work(Machine& machine) {
    if (machine.store().set_setting("trial", machine.name())) return true;
    machine.close();
    bring_up(machine);
    return false;
}

// Without faults. A revoked laptop is told so when it has nothing more to give.
session::Summary Fleet::exchange(Laptop& laptop) {
    Laptop::Talk talk(laptop);
    for (int requests = 0;; ++requests) {
        must(requests < kRequestsMax, "O10", "an exchange does not end");
        auto request = talk.session.next();
        must(request.has_value(), "O10", "cannot ask");
        if (!*request) break;
        last_request_ = (*request)->size();
        const auto before = asked(**request);
        const auto answer = office_->answer(**request);
        check_answer(before, answer);
        const auto received = talk.session.receive(answer);
        if (!received && laptop.member.revoked && received.error().code == base::ErrorCode::refused) break;
        if (!received) throw Violation{"O10", laptop.name() + " cannot exchange: " + received.error().describe()};
    }
    check_held(laptop);
    return talk.session.summary();
}

void Fleet::check_all() {
    const auto at_office = ids_of(office_->store());
    for (const auto& laptop : laptops_) {
        for (const auto& change : log_of(laptop->store())) note_areas(change.bytes);
    }
    for (const auto& change : log_of(office_->store())) note_areas(change.bytes);
    const auto aside = office_->store().quarantine();
    for (const auto& one : *aside) note_areas(one.bytes);
    check_everything_arrived();
    const auto hash = *office_->store().state_hash();
    note(hash);
    check_store(office_->store(), "headquarters");
    check_folds(office_->store());
    tally_.conflicts += office_->store().counts()->conflicts;
    for (auto& laptop : laptops_) {
        check_told(*laptop);
        check_laptop(*laptop, at_office, hash);
    }
    check_judgement();
    check_idempotent(hash);
}

void Fleet::note_areas(const std::string& bytes) {
    const auto change = record::decode(bytes);
    if (!change) return;
    areas_[change->record].insert(change->area);
    for (const auto& op : change->ops) {
        if (op.path == record::kAreaCell) areas_[change->record].insert(op.value);
    }
}

void Fleet::check_everything_arrived() {
    for (const auto& id : alive_) must(office_->has(id), "O1", "on a living disk, but not at headquarters: " + id.text());
    for (const auto& stored : log_of(office_->store())) {
        const auto change = record::decode(stored.bytes);
        for (const auto& op : change->ops) {
            const auto photo = record::read_blob_value(op.value);
            must(!photo || !living_photos_.contains(photo->id) || office_->store().has_blob(photo->id), "O1",
                 "a photo on a living disk is not at headquarters");
        }
    }
}

void Fleet::check_laptop(const Laptop& laptop, const Ids& at_office, const std::string& hash) {
    check_store(laptop.store(), laptop.name());
    check_folds(laptop.store());
    const auto receipts = laptop.store().receipts("hq");
    for (const auto& receipt : *receipts) {
        const auto frame = wire::open_frame(receipt.bytes, wire::FrameKind::receipt);
        must(frame && frame->key == laptop.headquarters, "O6", "a receipt that headquarters did not sign");
    }
    must(laptop.store().counts()->unsent == 0, "O10", "something is still unsent on " + laptop.name());
    const auto here = ids_of(laptop.store());
    for (const auto& id : here) must(office_->has(id), "O5", "not at headquarters: " + id.text());
    if (laptop.member.revoked) return;
    if (!laptop.member.areas.empty()) {
        check_village(laptop);
        check_scope(laptop);
        return;
    }
    for (const auto& id : at_office) {
        must(here.contains(id) || laptop.store().kept_aside(id), "O5", "not given to " + laptop.name() + ": " + id.text());
    }
    if (here == at_office) must(*laptop.store().state_hash() == hash, "O4", "another state from the same changes: " + laptop.name());
}

// Of its own village it has everything; and what left it, it has seen leave.
void Fleet::check_village(const Laptop& laptop) {
    const auto& own = laptop.member.areas;
    std::set<RecordId> partly_refused;
    for (const auto& change : log_of(laptop.store())) {
        if (!office_->store().has_change(change.id)) partly_refused.insert(record::decode(change.bytes)->record);
    }
    const auto rows = office_->store().list();
    for (const auto& row : *rows) {
        const auto changes = office_->store().changes_of(row.id);
        const bool is_here = is_within(row.area, own);
        for (const auto& change : *changes) {
            must(!is_here || laptop.store().has_change(change.id), "O5", "not given to its village: " + laptop.name() + ' ' + change.id.text());
        }
        if (partly_refused.contains(row.id)) continue;
        const auto record = laptop.store().record(row.id);
        must(is_here || !record || !is_within(record->area, own), "O5", laptop.name() + " does not know that the record left: " + row.id.text());
    }
}

// What no change ever placed where it was, it must not see; save what it made itself. What it sees at each moment: scope.cpp.
void Fleet::check_scope(const Laptop& laptop) {
    for (const auto& change : log_of(laptop.store())) {
        const auto decoded = record::decode(change.bytes);
        const auto forged = forged_.find(change.id);   // In a colleague's name, by it.
        const bool is_its_own = decoded->author == laptop.member.person || (forged != forged_.end() && forged->second == &laptop.member);
        if (is_its_own || decoded->author == kNobody) continue;
        const auto& placed = areas_[decoded->record];
        bool is_in_scope = laptop.member.was_ever_of({placed.begin(), placed.end()});
        for (const auto& other : log_of(laptop.store())) {
            if (is_in_scope) break;
            const auto own = record::decode(other.bytes);
            is_in_scope = own->record == decoded->record && own->author == laptop.member.person;
        }
        must(is_in_scope, "O8", "sees what is not of its village: " + laptop.name() + ' ' + change.id.text() + " by " + decoded->author + " in " + decoded->area);
    }
}

const Member* Fleet::member_called(const std::string& person) const {
    const auto found = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.person == person; });
    return found == members_.end() ? nullptr : &*found;
}

bool Fleet::is_of_withdrawn(const std::string& laptop) const {
    return std::any_of(members_.begin(), members_.end(), [&](const auto& m) { return m.revoked && m.name == laptop; });
}

// Nothing honest is put aside; nothing forbidden stands, unless headquarters had to take laptops at their word.
void Fleet::check_judgement() {
    const auto aside = office_->store().quarantine();
    for (const auto& one : *aside) {
        const auto change = record::decode(one.bytes);
        if (!change || forged_.contains(record::change_id(one.bytes))) continue;
        const auto* member = member_called(change->author);
        const bool is_honest = (member != nullptr || change->author == "office") && (member == nullptr || !member->revoked) &&
                               (member == nullptr || !member->was_ever_limited() || one.reason == "unsealed");
        // After headquarters was set back only a withdrawn laptop may still have it: its word counts for nobody else's work,
        // and the office looks at it.
        const bool is_on_bad_word = office_->was_restored && one.reason == "revoked" && is_of_withdrawn(one.from);
        // And a member's word counts within the member's areas alone (session/judgement.hpp).
        const auto carrier = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.name == one.from; });
        const bool is_beyond_word = office_->was_restored && one.reason == "not_authorised" && carrier != members_.end() &&
                                    carrier->was_ever_limited() && carrier->person != change->author;
        // A carrier had it without its seal and did not let it stand itself: the office looks at it.
        const auto id = record::change_id(one.bytes);
        const bool is_without_seal = one.reason == "unsealed" && brought_aside_.contains(id) && !brought_.contains(id);
        must(!is_honest || is_on_bad_word || is_beyond_word || is_without_seal, "O5", "put aside without need: " + one.reason + ' ' + id.text() + " by " + change->author + " from " + one.from + " in " + change->area + (office_->was_restored ? ", after headquarters was set back" : ""));
        check_put_aside(one);
    }
    if (office_->was_restored) return;
    std::map<RecordId, std::set<std::string>> placed_before;
    for (const auto& stored : log_of(office_->store())) {
        const auto change = record::decode(stored.bytes);
        must(change->author != kNobody, "O8", "forged, and it stands");
        const auto* member = member_called(change->author);
        auto& placed = placed_before[change->record];   // By what headquarters had when this came.
        if (trespasses_.contains(stored.id)) {
            must(placed.empty() || placed.contains(change->area) || member->was_ever_of({placed.begin(), placed.end()}), "O8", "written into another village, and it stands");
        } else {
            placed.insert(change->area);
            for (const auto& op : change->ops) {
                if (op.path == record::kAreaCell) placed.insert(op.value);
            }
        }
        const auto forged = forged_.find(stored.id);
        must(forged == forged_.end() || forged->second == member, "O8", "another's change was altered, and it stands");
        if (member == nullptr) continue;
        const auto& ever = areas_[change->record];
        must(member->was_ever_of({ever.begin(), ever.end()}), "O8", "written outside its areas, and it stands");
        const auto withdrawn = withdrawn_.find(member);
        if (withdrawn == withdrawn_.end()) continue;
        const auto& [stood, cut_off] = withdrawn->second;
        must(stood.contains(stored.id) || (cut_off && change->replica == cut_off->replica && change->sequence <= cut_off->sequence),
             "O8", "made after the laptop was revoked, and it stands");
    }
}

// What was put aside as of other areas comes out by itself when its laptop has these areas: it offers all once more.
void Fleet::check_put_aside(const store::Quarantined& one) {
    const auto id = record::change_id(one.bytes);
    const auto change = record::decode(one.bytes);
    const auto* member = member_called(change->author);
    if (one.reason != "not_authorised" || member == nullptr || member->revoked || forged_.contains(id)) return;
    const auto& ever = areas_[change->record];
    const bool is_of_its_areas = std::all_of(ever.begin(), ever.end(), [&](const auto& area) { return is_within(area, member->areas); });
    const bool is_offered = std::any_of(laptops_.begin(), laptops_.end(), [&](const auto& laptop) { return &laptop->member == member && laptop->store().has_change(id); });
    must(!is_of_its_areas || !is_offered, "O5", "still put aside, though its laptop has these areas now: " + id.text() + " by " + member->name);
}

void Fleet::check_idempotent(const std::string& hash) {
    auto& office = office_->store();
    auto changes = bytes_of(log_of(office));
    std::shuffle(changes.begin(), changes.end(), chance_.bits());
    const auto again = office.apply(changes, "again");
    for (const auto& one : *again) {
        must(one.outcome == store::Applied::Outcome::already_known, "O7", "the same change had an effect twice");
    }
    must(*office.state_hash() == hash, "O7", "the state changed when all came again");
    Machine fresh(folder_, "fresh", seed_);
    must(fresh.open(), "O3", "a new store does not open");
    for (std::size_t at = 0; at < changes.size();) {
        const auto count = std::min<std::size_t>(changes.size() - at, 1 + chance_.pick(20));
        must(fresh.store().apply(std::vector(changes.begin() + at, changes.begin() + at + count), "in another order").has_value(), "O7", "cannot be applied");
        at += count;
    }
    must(*fresh.store().state_hash() == hash, "O4", "another state from the same changes in another order");
}

}  // namespace yuanquan::sim
