// Stores that exchange changes: promises P3, P4 and P5, forks, and copies of some areas only.

#include <doctest/doctest.h>

#include <set>

#include <algorithm>

#include "model/record/change_codec.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::store;

namespace {

void give(const ScratchStore& from, ScratchStore& to) { to.take(from.bytes_after()); }

}  // namespace

TEST_CASE("P4: the same changes give the same state in any order, batches and duplicates") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), b(folder.file("b.db"), 2);
    base::SeededRandom random(20261123);
    std::vector<RecordId> records;
    for (int i = 0; i < 6; ++i) records.push_back(a.new_id());
    for (int i = 0; i < 120; ++i) {
        ScratchStore& writer = random.next_u64() % 2 == 0 ? a : b;
        const RecordId id = records[random.next_u64() % records.size()];
        const std::string row = "members[000000000000000" + std::to_string(random.next_u64() % 3) + "]";
        switch (random.next_u64() % 4) {
            case 0: writer.save(id, {{{row, random.next_u64() % 3 != 0}}, {}}); break;
            case 1: writer.set(id, row + "/name", std::to_string(i)); break;
            case 2: writer.set(id, "phone", std::to_string(i % 5)); break;
            default:
                if (random.next_u64() % 4 == 0) give(a, b), give(b, a);
        }
    }
    give(a, b);
    give(b, a);
    const std::string expected = *a.store->state_hash();
    CHECK(b.store->state_hash() == expected);
    std::vector<std::string> all = a.bytes_after();
    for (int round = 0; round < 6; ++round) {
        CAPTURE(round);
        for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random.next_u64() % i]);
        ScratchStore c(folder.file("c" + std::to_string(round) + ".db"), 3);
        for (std::size_t at = 0; at < all.size();) {
            const std::size_t count = std::min<std::size_t>(1 + random.next_u64() % 20, all.size() - at);
            std::vector<std::string> batch(all.begin() + static_cast<std::ptrdiff_t>(at),
                                           all.begin() + static_cast<std::ptrdiff_t>(at + count));
            if (random.next_u64() % 2 == 0) batch.push_back(all[random.next_u64() % all.size()]);
            if (random.next_u64() % 3 == 0) (void)c.store->record(records[0]);  // Keeps its fold warm.
            c.take(batch);
            at += count;
        }
        CHECK(c.store->state_hash() == expected);
        CHECK(c.store->counts()->conflicts == a.store->counts()->conflicts);
        CHECK(c.store->verify()->empty());
    }
}

TEST_CASE("P5: a bad change is put aside with its reason and the others are applied") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), b(folder.file("b.db"), 2);
    for (int i = 0; i < 3; ++i) a.set(a.new_id(), "phone", std::to_string(i));
    std::vector<std::string> changes = a.bytes_after();
    std::string newer = changes[1];
    newer[3] = 9;
    changes.insert(changes.begin() + 1, "rubbish");
    changes.insert(changes.begin() + 2, newer);
    changes.push_back(changes[0]);
    for (int retry = 0; retry < 2; ++retry) {
        const auto applied = b.store->apply(changes, "stick");
        REQUIRE(applied);
        REQUIRE(applied->size() == 6);
        using Outcome = Applied::Outcome;
        CHECK((*applied)[0].outcome == (retry == 0 ? Outcome::added : Outcome::already_known));
        CHECK((*applied)[1].outcome == Outcome::quarantined);
        CHECK((*applied)[1].reason == "damaged");
        CHECK((*applied)[2].reason == "too_new");
        CHECK((*applied)[5].outcome == Outcome::already_known);
    }
    CHECK(b.store->counts()->records == 3);
    const auto aside = b.store->quarantine();
    REQUIRE(aside->size() == 2);
    CHECK((*aside)[0].bytes == "rubbish");
    CHECK((*aside)[0].from == "stick");
    CHECK((*aside)[1].bytes == newer);
    REQUIRE(b.store->put_quarantine("unsigned", "bad_signature", "hq"));
    CHECK(b.store->counts()->quarantined == 3);
}

TEST_CASE("the peer's cursor moves in the same transaction as its changes") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), b(folder.file("b.db"), 2);
    a.set(a.new_id(), "phone", "1");
    const Peer peer{"a", 0, 1, "epoch", 7};
    REQUIRE(b.store->apply(a.bytes_after(), "a", &peer));
    b.close();
    b.open();
    CHECK(b.store->peer("a")->received == 1);
    CHECK(b.store->peer("a")->epoch == "epoch");
    CHECK(b.store->peers()->size() == 1);
}

TEST_CASE("P3: a copied laptop keeps both branches, and people are told") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), hq(folder.file("hq.db"), 9);
    const RecordId id = a.new_id();
    a.set(id, "phone", "1");
    REQUIRE(a.store->backup(folder.file("clone.db")));
    ScratchStore clone(folder.file("clone.db"), 5);
    REQUIRE(clone.store->replica() == a.store->replica());
    const ReplicaId first = a.store->replica();
    a.set(id, "phone", "2");
    clone.set(id, "phone", "3");
    give(a, hq);
    give(clone, hq);
    CHECK(hq.store->record(id)->cells.find("phone")->second.heads.size() == 2);
    REQUIRE(hq.store->forks()->size() == 1);
    CHECK((*hq.store->forks())[0].sequence == 2);
    CHECK((*hq.store->forks())[0].replica == first);
    CHECK(hq.store->verify()->empty());
    // The clone learns of it from headquarters and goes on under another id; so nothing collides again.
    give(hq, clone);
    CHECK(clone.store->replica() != first);
    CHECK(clone.store->forks()->size() == 1);
    clone.set(id, "head", "x");
    a.set(id, "head", "y");
    give(a, hq);
    give(clone, hq);
    CHECK(hq.store->forks()->size() == 1);
    give(hq, a);
    give(hq, clone);
    CHECK(*a.store->state_hash() == *clone.store->state_hash());
    CHECK(a.store->verify()->empty());
    CHECK(clone.store->verify()->empty());
    clone.close();
    clone.open();
    CHECK(clone.store->replica() != first);
}

TEST_CASE("P6: a laptop restored from an old backup gets its own changes back and goes on under a new id") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), hq(folder.file("hq.db"), 9);
    const RecordId id = a.new_id();
    a.set(id, "phone", "1");
    REQUIRE(a.store->backup(folder.file("old.db")));
    a.set(id, "phone", "2");
    give(a, hq);
    const ReplicaId first = a.store->replica();
    a.close();
    ScratchStore restored(folder.file("old.db"), 6);
    give(hq, restored);
    CHECK(restored.store->record(id)->value("phone") == "2");
    CHECK(restored.store->replica() != first);
    restored.set(id, "phone", "3");
    give(restored, hq);
    CHECK(hq.store->forks()->empty());
    CHECK(hq.store->record(id)->value("phone") == "3");
    CHECK(hq.store->counts()->conflicts == 0);
}

TEST_CASE("a cursor gives everything once, in slices of the size asked for") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), b(folder.file("b.db"), 2);
    for (int i = 0; i < 20; ++i) a.set(a.new_id(), "note", std::string(500, 'x'));
    Arrival cursor = 0;
    std::size_t given = 0, slices = 0;
    for (bool complete = false; !complete; ++slices) {
        const auto slice = a.store->changes_after(cursor, {}, 2000);
        REQUIRE(slice);
        given += slice->changes.size();
        CHECK(slice->changes.size() <= 3);
        cursor = slice->end;
        complete = slice->complete;
    }
    CHECK(given == 20);
    CHECK(slices >= 7);
    CHECK(cursor == 20);
    CHECK(a.store->changes_after(0, {}, 1)->changes.size() == 1);
    b.set(b.new_id(), "phone", "1");
    give(b, a);
    CHECK(a.store->changes_after(0, {}, 1 << 20, "elsewhere")->changes.size() == 21);
    CHECK(a.store->changes_after(0, {}, 1 << 20, "peer")->changes.size() == 20);
    CHECK(a.store->changes_after(21, {}, 1 << 20)->complete);
}

TEST_CASE("a peer gets its areas and those below, later arrivals of its records included") {
    ScratchFolder folder;
    ScratchStore hq(folder.file("hq.db"), 1);
    REQUIRE(hq.store->set_areas({{"62", ""}, {"6201", "62"}, {"6202", "62"}}));
    const RecordId one = hq.new_id(), two = hq.new_id();
    hq.save(one, {{}, {{"phone", "1"}}}, "6201");
    hq.save(two, {{}, {{"phone", "1"}}}, "6202");
    hq.save(one, {{}, {{"phone", "2"}}}, "6201");
    CHECK(hq.store->changes_after(0, {"6201"}, 1 << 20)->changes.size() == 2);
    CHECK(hq.store->changes_after(0, {"62"}, 1 << 20)->changes.size() == 3);
    CHECK(hq.store->changes_after(0, {"9"}, 1 << 20)->changes.empty());
    CHECK(hq.store->changes_after(0, {"9"}, 1 << 20)->end == 3);
}

TEST_CASE("a record that moves into an area brings its past, and one that leaves says so") {
    ScratchFolder folder;
    ScratchStore hq(folder.file("hq.db"), 1), laptop(folder.file("l.db"), 2), old_home(folder.file("o.db"), 3);
    const RecordId id = hq.new_id(), other = hq.new_id();
    hq.save(id, {{}, {{"phone", "1"}, {"head", "h"}}}, "6201");
    hq.save(other, {{}, {{"phone", "1"}}}, "6202");
    auto slice = hq.store->changes_after(0, {"6202"}, 1 << 20);
    const auto give_slice = [](const Store::Slice& from, ScratchStore& to) {
        std::vector<std::string> bytes;
        for (const auto& change : from.changes) bytes.push_back(change.bytes);
        to.take(bytes);
    };
    give_slice(*slice, laptop);
    give_slice(*hq.store->changes_after(0, {"6201"}, 1 << 20), old_home);
    CHECK(laptop.store->counts()->records == 1);
    hq.save(id, {{}, {{"@area", "6202"}}}, "6201");
    hq.save(id, {{}, {{"phone", "2"}}}, "6202");
    const auto later = hq.store->changes_after(slice->end, {"6202"}, 1 << 20);
    CHECK(later->changes.size() == 3);
    give_slice(*later, laptop);
    REQUIRE(laptop.store->record(id));
    CHECK(laptop.store->record(id)->value("head") == "h");
    CHECK(laptop.store->record(id)->value("phone") == "2");
    CHECK(laptop.store->record(id)->changes == hq.store->record(id)->changes);
    const auto left = hq.store->changes_after(2, {"6201"}, 1 << 20);
    CHECK(left->changes.size() == 2);  // With its past: who was not told before learns all at once.
    CHECK(left->changes.back().arrival == 3);
    give_slice(*left, old_home);
    CHECK(old_home.store->record(id)->area == "6202");
}

TEST_CASE("a record that left within a batch, or before it came at all, says so to those it left") {
    ScratchFolder folder;
    ScratchStore author(folder.file("a.db"), 1), hq(folder.file("hq.db"), 2), restored(folder.file("r.db"), 3);
    ScratchStore old_home(folder.file("o.db"), 4);
    const RecordId id = author.new_id();
    author.save(id, {{}, {{"phone", "1"}}}, "6201");
    hq.take(author.bytes_after());
    old_home.take(author.bytes_after());
    author.save(id, {{}, {{"@area", "6202"}}}, "6201");
    author.save(id, {{}, {{"phone", "2"}}}, "6202");
    hq.take(author.bytes_after(1));
    restored.take(author.bytes_after());  // All at once, by a headquarters that was set back to nothing.
    for (auto* from : {&hq, &restored}) {
        ScratchStore home(folder.file(from == &hq ? "h1.db" : "h2.db"), 5);
        home.take(old_home.bytes_after());
        const auto left = from->store->changes_after(from == &hq ? 1 : 0, {"6201"}, 1 << 20);
        std::vector<std::string> bytes;
        for (const auto& change : left->changes) bytes.push_back(change.bytes);
        home.take(bytes);
        CHECK(home.store->record(id)->area == "6202");
    }
}

TEST_CASE("a record that passed through several areas in one batch says so to each of them") {
    ScratchFolder folder;
    ScratchStore author(folder.file("a.db"), 1), restored(folder.file("r.db"), 3);
    const RecordId id = author.new_id();
    author.save(id, {{}, {{"phone", "1"}}}, "6201");
    for (const char* area : {"6202", "6203", "6204"}) {
        author.save(id, {{}, {{"@area", area}}}, author.store->record(id)->area);
    }
    restored.take(author.bytes_after());
    for (const std::string home : {"6201", "6202", "6203"}) {
        CAPTURE(home);
        const auto told = restored.store->changes_after(0, {home}, 1 << 20);
        REQUIRE(told);
        std::set<ChangeId> once;
        for (const auto& change : told->changes) CHECK(once.insert(change.id).second);
        CHECK(once.size() == 4);
    }
    CHECK(restored.store->changes_after(0, {"6204"}, 1 << 20)->changes.size() == 4);
    CHECK(restored.store->changes_after(0, {"6209"}, 1 << 20)->changes.empty());
    CHECK(*restored.store->areas_of(id) == std::vector<std::string>{"6201", "6202", "6203", "6204"});
}

TEST_CASE("a counter at its end, from a broken or hostile laptop, stops nobody from saving") {
    ScratchFolder folder;
    ScratchStore a(folder.file("a.db"), 1), b(folder.file("b.db"), 2);
    const RecordId id = a.new_id();
    a.set(id, "phone", "1");
    record::Change change = a.store->changes_of(id)->front().change;
    change.replica = ReplicaId::random(a.random);
    change.counter = (std::uint64_t{1} << 62) - 1;
    a.take({record::encode(change)});
    a.set(id, "phone", "2");
    a.set(id, "phone", "3");
    CHECK(a.store->record(id)->value("phone") == "3");
    give(a, b);
    CHECK(b.store->record(id)->value("phone") == "3");
    CHECK(b.store->quarantine()->empty());
}
