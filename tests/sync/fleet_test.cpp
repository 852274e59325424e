#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "model/record/fold.hpp"
#include "tests/support/exchange_team.hpp"

// A team's bad year, played from a seed: laptops and a headquarters on real stores and sessions, with clocks from 1970 to
// 2099, cut links, lost and repeated messages, kills, clones, old backups and poisonous changes. When the faults stop,
// everything that is on any living disk must be at headquarters, and all must agree.
//
// One seed: YUANQUAN_FLEET_SEED=17 sync_test -tc="*fleet*". More of them: YUANQUAN_FLEET_SEEDS=5000 (TMPDIR on a RAM disk).

namespace yuanquan::support {
namespace {

using record::ChangeId;
using record::RecordId;
using record::RowId;
using Ids = std::set<ChangeId>;

constexpr std::size_t kEverything = std::size_t{1} << 30;

std::vector<store::StoredChange> log_of(const store::Store& store) {
    return store.changes_after(0, {}, kEverything)->changes;
}

// What the fold must come to, in the plainest words: the ops of a cell that no other op of that cell supersedes.
using Heads = std::map<std::string, std::set<record::OpId>>;
Heads plain_heads(const std::vector<record::IdentifiedChange>& changes) {
    Heads heads;
    std::map<std::string, std::set<record::OpId>> gone;
    for (const auto& [id, change] : changes) {
        for (std::uint32_t i = 0; i < change.ops.size(); ++i) {
            heads[change.ops[i].path].insert({id, i});
            gone[change.ops[i].path].insert(change.ops[i].supersedes.begin(), change.ops[i].supersedes.end());
        }
    }
    for (auto& [path, ops] : heads) {
        for (const auto& op : gone[path]) ops.erase(op);
    }
    return heads;
}

class Fleet {
  public:
    explicit Fleet(std::uint64_t seed) : bits_(seed), office_(folder_.file("hq.db"), seed + 1000) {
        const std::vector<std::pair<std::string, std::string>> areas{{"county", ""}, {"v1", "county"}, {"v2", "county"}};
        REQUIRE(office_.scratch.store->set_areas(areas));
        const int count = 3 + static_cast<int>(pick(3));
        for (int i = 0; i < count; ++i) {
            const std::string name = "laptop" + std::to_string(i);
            // The last one of some fleets is of one village: what it writes elsewhere is refused.
            const bool limited = i + 1 == count && pick(2) == 0;
            laptops_.push_back({std::make_unique<TeamLaptop>(folder_.file(name + ".db"), seed * 100 + pick(1 << 20), office_,
                                                             name, limited ? std::vector<std::string>{"v1"} : std::vector<std::string>{}),
                                limited, {}, {}, {}});
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; ++i) step();
        settle();
        check_agreement();
    }
    const std::string& trace() const { return trace_; }

  private:
    struct Laptop {
        std::unique_ptr<TeamLaptop> team;
        bool limited = false;
        Ids saved;                         // What its person was told is saved, and its disk has not lost.
        std::string backup;
        Ids saved_at_backup;
        store::Store& store() const { return *team->scratch.store; }
    };

    std::uint64_t pick(std::uint64_t below) { return bits_() % below; }
    void note(const std::string& what) {
        const auto digest = base::blake2b_256(trace_ + what);
        trace_ = base::to_hex(digest.data(), 16);
        if (std::getenv("YUANQUAN_FLEET_TRACE") != nullptr) std::cerr << what << "\n";
    }
    std::string fresh_file() { return folder_.file("disk" + std::to_string(++files_) + ".db"); }
    base::FixedClock& clock_of(Laptop& laptop) { return laptop.team->scratch.clock; }

    void step() {
        const std::size_t at = pick(laptops_.size());
        Laptop& laptop = laptops_[at];
        const std::string who = std::to_string(at);
        const auto what = pick(100);
        if (what < 45) edit(laptop), note("edit " + who);
        else if (what < 62) exchange(laptop, MemoryLink(office_)), note("exchange " + who);
        else if (what < 67) cut(laptop), note("cut " + who);
        else if (what < 71) lose(laptop), note("lose " + who);
        else if (what < 75) replay(), note("replay");
        else if (what < 79) kill(laptop), note("kill " + who);
        else if (what < 83) poison(laptop), note("poison " + who);
        else if (what < 85) fill_quarantine(laptop), note("quarantine " + who);
        else if (what < 88) set_clock(laptop), note("clock " + who);
        else if (what < 91) back_up(laptop), note("backup " + who);
        else if (what < 93) restore(laptop), note("restore " + who);
        else if (what < 95) clone(laptop), note("clone " + who);
        else if (what < 97) carry(laptop, laptops_[pick(laptops_.size())]), note("carry " + who);
        else if (what < 98) back_up_office(), note("backup hq");
        else if (what < 99) restore_office(), note("restore hq");
        else edit_office(), note("edit hq");
    }

    void set_clock(Laptop& laptop) {
        constexpr std::int64_t kYear = 31'557'600'000;
        clock_of(laptop).set(static_cast<std::int64_t>(pick(130)) * kYear);  // 1970 to 2099.
    }

    static std::string row(std::uint64_t number) {
        RowId id;
        id.bytes.fill(static_cast<std::uint8_t>(number + 1));
        return "members[" + id.text() + "]";
    }
    std::vector<record::Op> some_ops(const record::Record& seen, const std::string& area) {
        record::Edit edit;
        edit.cells.push_back({std::string(record::kAreaCell), area});
        static const std::vector<std::string> kCells{"name", "phone", "wages"};
        for (auto left = 1 + pick(2); left > 0; --left) edit.cells.push_back({kCells[pick(3)], std::to_string(pick(4))});
        if (pick(3) == 0) edit.rows.push_back({row(pick(3)), pick(3) != 0});
        if (pick(3) == 0) edit.cells.push_back({row(pick(3)) + "/age", std::to_string(pick(4))});
        auto ops = record::edit_ops(seen, edit);
        if (const auto open = record::conflicts(seen); !open.empty() && pick(3) == 0) {
            const auto& conflict = open[pick(open.size())];
            ops.clear();
            ops.push_back(conflict.kind == record::Conflict::Kind::values && !conflict.path.ends_with(']')
                              ? record::settle_op(seen, conflict.path, std::to_string(pick(4)))
                              : record::settle_row_op(seen, conflict.path, pick(2) == 0));
        }
        return ops;
    }
    // On what is known here, or now and then on what was known when a form was opened long ago.
    std::optional<ChangeId> save(store::Store& store, const std::string& author, bool only_v1) {
        const auto list = store.list();
        REQUIRE(list);
        record::Record seen;
        seen.id = RecordId::random(random_);
        std::string area = pick(4) == 0 ? "v2" : "v1";
        if (!list->empty() && pick(4) != 0) {
            const auto& known = (*list)[pick(list->size())];
            seen.id = known.id;
            if (pick(8) != 0) area = known.area;
            const auto up_to = pick(4) == 0 ? pick(store.last_arrival() + 1) : store.last_arrival();
            if (auto old = store.record_as_of(known.id, up_to)) seen = std::move(*old);
        }
        if (only_v1 && pick(6) != 0) area = "v1";
        auto saved = store.save(seen.id, author, area, "household", "1", some_ops(seen, area));
        REQUIRE_MESSAGE(saved.has_value(), saved.error().describe());
        return *saved;
    }
    void edit(Laptop& laptop) {
        for (auto left = 1 + pick(3); left > 0; --left) {
            clock_of(laptop).advance(static_cast<std::int64_t>(pick(100'000)));
            laptop.saved.insert(*save(laptop.store(), "zhang", laptop.limited));
        }
    }
    void edit_office() { save(*office_.scratch.store, "office", false); }

    // P2, at every moment: what a laptop shows as held is held, unless headquarters was set back since they last met.
    void check_held(const Laptop& laptop) {
        const auto peer = laptop.store().peer("hq");
        if (peer->epoch != office_.headquarters->epoch()) return;
        const auto aside = set_aside();
        for (const auto& change : log_of(laptop.store())) {
            if (change.arrival > peer->sent) break;
            const bool held = office_.scratch.store->has_change(change.id) || aside.contains(change.id);
            REQUIRE_MESSAGE(held, "shown as at headquarters: " << change.id.text());
        }
    }
    Ids set_aside() const {
        Ids ids;
        const auto quarantine = office_.scratch.store->quarantine();
        for (const auto& one : *quarantine) ids.insert(record::change_id(one.bytes));
        return ids;
    }
    void check_saved(const Laptop& laptop) {
        for (const auto& id : laptop.saved) REQUIRE_MESSAGE(laptop.store().has_change(id), "saved and gone: " << id.text());
    }

    TeamLaptop::Outcome exchange(Laptop& laptop, MemoryLink link) {
        auto outcome = laptop.team->exchange(link);
        for (auto& request : link.requests) {
            if (old_requests_.size() < 200) old_requests_.push_back(request);
        }
        if (!link.requests.empty()) last_request_ = link.requests.back().size();
        check_held(laptop);
        return outcome;
    }
    void cut(Laptop& laptop) {
        MemoryLink link(office_);
        link.cut_after = static_cast<int>(pick(2));
        exchange(laptop, std::move(link));
    }
    void lose(Laptop& laptop) {
        MemoryLink link(office_);
        link.lose_replies = true;
        exchange(laptop, std::move(link));
    }
    // A request that was answered long ago comes again, and its answer goes to whoever asks.
    void replay() {
        if (old_requests_.empty()) return;
        const std::string reply = office_.answer(old_requests_[pick(old_requests_.size())]);
        if (pick(2) == 0) return;
        Laptop& laptop = laptops_[pick(laptops_.size())];
        MemoryLink link(office_);
        link.spoil = [&](std::string& bytes) { bytes = reply; };
        link.cut_after = 1;
        exchange(laptop, std::move(link));
    }
    void kill(Laptop& laptop) {
        laptop.team->scratch.close();
        laptop.team->scratch.open();
        check_saved(laptop);
    }
    // Bytes that nobody can read among good ones, signed by an enrolled laptop.
    void poison(Laptop& laptop) {
        wire::Request request;
        request.replica = laptop.store().replica();
        for (const auto& change : log_of(laptop.store())) {
            if (request.changes.size() < 5) request.changes.push_back(change.bytes);
        }
        request.changes.insert(request.changes.begin() + static_cast<std::ptrdiff_t>(pick(request.changes.size() + 1)),
                               "poison " + std::to_string(pick(5)));
        const auto answer = office_.answer(wire::seal(wire::FrameKind::request, wire::encode(request), laptop.team->key));
        const auto reply = wire::decode_reply(wire::open_frame(answer, wire::FrameKind::reply)->body);
        REQUIRE(reply);
        REQUIRE(reply->error.empty());
        REQUIRE(!reply->problems.empty());
        const auto aside = set_aside();
        for (const auto& bytes : request.changes) {
            const auto id = record::change_id(bytes);
            REQUIRE((aside.contains(id) || office_.scratch.store->has_change(id)));
        }
    }
    void fill_quarantine(Laptop& laptop) {
        std::vector<std::string> garbage;
        for (int i = 0; i < 30; ++i) garbage.push_back("garbage " + std::to_string(pick(1000)));
        REQUIRE(laptop.store().apply(garbage, "stick"));
    }
    void back_up(Laptop& laptop) {
        laptop.backup = fresh_file();
        REQUIRE(laptop.store().backup(laptop.backup));
        laptop.saved_at_backup = laptop.saved;
    }
    void restore(Laptop& laptop) {
        if (laptop.backup.empty()) return;
        const auto file = fresh_file();
        std::filesystem::copy_file(laptop.backup, file);
        const auto clock = clock_of(laptop).now_ms();
        laptop.team = std::make_unique<TeamLaptop>(file, pick(1 << 30), *laptop.team);
        clock_of(laptop).set(clock);
        laptop.saved = laptop.saved_at_backup;
        check_saved(laptop);
    }
    void clone(Laptop& laptop) {
        if (laptops_.size() >= 7) return;
        const auto file = fresh_file();
        REQUIRE(laptop.store().backup(file));
        if (pick(2) == 0) {  // As a copied disk is: without a sign that it is a copy.
            laptop.team->scratch.close();
            std::filesystem::copy_file(laptop.team->scratch.file, file, std::filesystem::copy_options::overwrite_existing);
            laptop.team->scratch.open();
        }
        Laptop copy{std::make_unique<TeamLaptop>(file, pick(1 << 30), *laptop.team), laptop.limited, laptop.saved, {}, {}};
        laptops_.push_back(std::move(copy));
    }
    void carry(Laptop& from, Laptop& to) {  // On a stick.
        if (to.limited) return;
        std::vector<std::string> changes;
        for (auto& change : log_of(from.store())) changes.push_back(std::move(change.bytes));
        std::shuffle(changes.begin(), changes.end(), bits_);
        REQUIRE(to.store().apply(changes, "stick"));
        // The changes' authors vouch for them: `from` for its own, by the head of each chain that it wrote.
        std::map<base::ReplicaId, wire::Seal> heads;
        for (const auto& change : log_of(from.store())) {
            const auto decoded = record::decode(change.bytes);
            if (!decoded || !from.saved.contains(change.id)) continue;
            auto& head = heads[decoded->replica];
            if (decoded->sequence > head.sequence) head = {decoded->replica, decoded->sequence, change.id};
        }
        replica::StoreReplica keeper(to.store()), giver(from.store());
        for (const auto& [replica, head] : heads) {
            REQUIRE(keeper.keep_seals(std::vector{wire::seal(wire::FrameKind::seal, wire::encode(head), from.team->key)}));
        }
        const auto carried = giver.seals();
        REQUIRE(carried);
        REQUIRE(keeper.keep_seals(*carried));
    }
    void back_up_office() {
        office_backup_ = fresh_file();
        REQUIRE(office_.scratch.store->backup(office_backup_));
    }
    void restore_office() {
        if (office_backup_.empty()) return;
        office_.session.reset(), office_.replica.reset(), office_.headquarters.reset(), office_.scratch.close();
        office_.scratch.file = fresh_file();
        std::filesystem::copy_file(office_backup_, office_.scratch.file);
        office_.scratch.open();
        REQUIRE(office_.scratch.store->set_setting("hq.epoch", "restored" + std::to_string(files_)));
        office_.open();
    }

    // Faults have stopped: everybody exchanges until nothing moves, which takes a few rounds and no more.
    void settle() {
        for (auto& laptop : laptops_) {
            check_saved(laptop);
            for (const auto& change : log_of(laptop.store())) alive_.insert(change.id);
        }
        for (const auto& change : log_of(*office_.scratch.store)) alive_.insert(change.id);
        bool quiet = false;
        for (int round = 0; round < 5 && !quiet; ++round) {
            quiet = true;
            for (std::size_t at = 0; at < laptops_.size(); ++at) {
                const auto done = exchange(laptops_[at], MemoryLink(office_));
                REQUIRE_MESSAGE(done.status.has_value(), done.status.error().describe());
                note("settle " + std::to_string(at) + " " + std::to_string(done.summary.sent) + " " +
                     std::to_string(done.summary.received));
                quiet = quiet && done.summary.sent == 0 && done.summary.received == 0;
            }
        }
        REQUIRE_MESSAGE(quiet, "exchanges do not come to rest");
        for (auto& laptop : laptops_) {
            REQUIRE(exchange(laptop, MemoryLink(office_)).summary.requests == 1);
            REQUIRE(last_request_ < 250);
        }
    }

    void check_agreement() {
        auto& hq = *office_.scratch.store;
        const auto aside = set_aside();
        for (const auto& id : alive_) {
            REQUIRE_MESSAGE((hq.has_change(id) || aside.contains(id)), "not at headquarters: " << id.text());
        }
        const auto hash = *hq.state_hash();
        note(hash);
        for (auto& laptop : laptops_) {
            check_saved(laptop);
            CHECK(laptop.store().counts()->unsent == 0);
            const auto findings = laptop.store().verify();
            REQUIRE_MESSAGE(findings->empty(), findings->front().code << " " << findings->front().place.sheet);
            if (!laptop.limited) {
                REQUIRE(*laptop.store().state_hash() == hash);
            } else {
                check_partial(laptop, aside);
            }
        }
        REQUIRE(hq.verify()->empty());
        check_heads(hq);
        std::vector<std::string> changes;
        for (auto& change : log_of(hq)) changes.push_back(std::move(change.bytes));
        std::shuffle(changes.begin(), changes.end(), bits_);
        const auto again = hq.apply(changes, "again");
        for (const auto& one : *again) REQUIRE(one.outcome == store::Applied::Outcome::already_known);
        ScratchStore fresh(fresh_file(), 5);
        REQUIRE(fresh.store->apply(changes, "all at once, in another order"));
        REQUIRE(*fresh.store->state_hash() == hash);
        REQUIRE(*hq.state_hash() == hash);
    }
    // Of its own village it has everything, besides what of its own was refused.
    void check_partial(const Laptop& laptop, const Ids& aside) {
        for (const auto& change : log_of(*office_.scratch.store)) {
            const auto decoded = record::decode(change.bytes);
            const auto record = office_.scratch.store->record(decoded->record);
            if (record->area != "v1") continue;
            REQUIRE_MESSAGE(laptop.store().has_change(change.id), "not given: " << change.id.text());
        }
        (void)aside;
    }
    static void check_heads(const store::Store& store) {
        const auto rows = store.list();
        for (const auto& row : *rows) {
            const auto changes = store.changes_of(row.id);
            const auto record = store.record(row.id);
            Heads heads;
            for (const auto& [path, cell] : record->cells) {
                std::set<std::string> values;
                for (const auto& head : cell.heads) {
                    heads[path].insert(head.op);
                    values.insert(std::to_string(static_cast<int>(head.kind)) + head.value);
                }
                REQUIRE(cell.in_conflict == (values.size() > 1));
            }
            REQUIRE(heads == plain_heads(*changes));
        }
    }

    std::mt19937_64 bits_;
    base::SeededRandom random_{bits_()};
    ScratchFolder folder_;
    Office office_;
    std::vector<Laptop> laptops_;
    std::vector<std::string> old_requests_;
    std::size_t last_request_ = 0;
    std::string office_backup_, trace_;
    Ids alive_;
    int files_ = 0;
};

std::string play(std::uint64_t seed) {
    INFO("YUANQUAN_FLEET_SEED=" << seed);
    Fleet fleet(seed);
    fleet.run(60);
    return fleet.trace();
}

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE("P1 to P6: a fleet that lived through faults agrees and has lost nothing when they stop") {
    const auto only = number_from("YUANQUAN_FLEET_SEED", 0);
    const auto first = only != 0 ? only : number_from("YUANQUAN_FLEET_FIRST", 1);
    const auto count = only != 0 ? 1 : number_from("YUANQUAN_FLEET_SEEDS", 60);
    for (auto seed = first; seed < first + count; ++seed) play(seed);
    CHECK(play(first) == play(first));  // A seed replays everything.
}

}  // namespace yuanquan::support
