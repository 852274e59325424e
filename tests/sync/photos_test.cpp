// Photos and documents: in pieces, over lines that break, until headquarters has said that it holds them.

#include <doctest/doctest.h>

#include "sync/session/offline.hpp"
#include "tests/support/exchange_team.hpp"

namespace yuanquan::support {

namespace {

// Bytes that neither repeat nor pack.
std::string photo_of(std::size_t size, std::uint64_t seed) {
    std::string bytes(size, '\0');
    base::SeededRandom random(seed);
    random.fill(reinterpret_cast<std::uint8_t*>(bytes.data()), size);
    return bytes;
}

std::string named(const base::BlobId& id) { return "blob:" + id.text() + "/a.jpg"; }

base::BlobId keep(TeamLaptop& laptop, const std::string& photo) {
    const auto id = *laptop.scratch.store->put_blob(photo);
    laptop.scratch.set(laptop.scratch.new_id(), "photo", named(id));
    return id;
}

std::size_t waiting(const TeamLaptop& laptop) { return laptop.scratch.store->unconfirmed_blobs()->size(); }

}  // namespace

TEST_CASE("a photo goes in pieces: a line that breaks after each reply loses a piece at most") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
    const auto photo = photo_of(1'500'000, 5);
    const auto id = keep(one, photo);
    std::size_t sent = 0, calls = 0;
    for (bool lost = false; waiting(one) > 0; lost = !lost) {
        REQUIRE(++calls < 300);
        MemoryLink link(office);
        link.cut_after = 2;
        link.lose_replies = lost;
        one.exchange(link);
        for (const auto& request : link.requests) sent += request.size();
    }
    CHECK(*office.scratch.store->blob(id) == photo);
    CHECK(sent < photo.size() * 12 / 10);
    std::size_t got = 0;
    for (calls = 0; !two.scratch.store->has_blob(id);) {
        REQUIRE(++calls < 300);
        MemoryLink link(office);
        link.cut_after = 2;
        got += two.exchange(link).summary.bytes_received;
    }
    CHECK(*two.scratch.store->blob(id) == photo);
    CHECK(got < photo.size() * 12 / 10);
    CHECK(waiting(two) == 0);   // It came from headquarters.
}

TEST_CASE("messages begin small and grow with each that came through") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    keep(one, photo_of(6'000'000, 6));
    MemoryLink link(office);
    REQUIRE(one.exchange(link).status);
    REQUIRE(link.requests.size() > 5);
    CHECK(link.requests.front().size() < 2 * wire::kFirstBatchBytes);
    for (const auto& request : link.requests) CHECK(request.size() < wire::kBatchBytes + 10'000);
    CHECK(link.requests.size() < 16);
}

TEST_CASE("a line that carried large messages begins with them the next time, and with small ones again once it was cut") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    const auto first_request = [&](std::uint64_t seed, int cut_after) {
        keep(one, photo_of(3'000'000, seed));
        MemoryLink link(office);
        link.cut_after = cut_after;
        one.exchange(link);
        std::size_t largest = 0;   // Of the first two: a photo goes when headquarters has said that it wants it.
        for (std::size_t i = 0; i < std::min<std::size_t>(link.requests.size(), 2); ++i) largest = std::max(largest, link.requests[i].size());
        return largest;
    };
    constexpr int kNever = 1000;
    CHECK(first_request(1, kNever) < 4 * wire::kFirstBatchBytes);
    CHECK(first_request(2, kNever) > wire::kBatchBytes / 2);
    CHECK(first_request(3, 2) > wire::kBatchBytes / 2);
    CHECK(first_request(4, kNever) < 4 * wire::kFirstBatchBytes);
    CHECK(first_request(5, kNever) > wire::kBatchBytes / 2);
}

TEST_CASE("photos that nobody has any more do not stand in the way of others") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop dead(folder.file("dead.db"), 3, office, "dead"), one(folder.file("one.db"), 1, office, "one"),
        two(folder.file("two.db"), 2, office, "two");
    for (std::size_t i = 0; i < 3 * wire::kBlobsNamedMax; ++i) {
        dead.scratch.set(dead.scratch.new_id(), "photo", named(base::BlobId{base::blake2b_256("lost " + std::to_string(i))}));
    }
    MemoryLink link(office);
    REQUIRE(dead.exchange(link).status);
    std::vector<base::BlobId> ids;
    for (std::uint64_t i = 0; i < 2 * wire::kBlobsNamedMax; ++i) ids.push_back(keep(one, photo_of(300, 100 + i)));
    REQUIRE(one.exchange(link).status);
    REQUIRE(two.exchange(link).status);
    for (const auto& id : ids) {
        CHECK(office.scratch.store->has_blob(id));
        CHECK(two.scratch.store->has_blob(id));
    }
    CHECK(waiting(one) == 0);
    CHECK(two.scratch.store->missing_blobs()->size() == 3 * wire::kBlobsNamedMax);
}

TEST_CASE("P2: a photo counts as at headquarters when headquarters says so, and no longer when it was set back") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    const auto id = keep(one, photo_of(1000, 9));
    {
        MemoryLink link(office);
        link.lose_replies = true;
        for (int i = 0; i < 3; ++i) CHECK_FALSE(one.exchange(link).status);
        CHECK(waiting(one) == 1);
    }
    MemoryLink link(office);
    REQUIRE(office.scratch.store->backup(folder.file("old.db")));
    CHECK(one.exchange(link).summary.photos_sent == 1);
    CHECK(waiting(one) == 0);
    CHECK(one.exchange(link).summary.requests == 1);
    office.set_back(folder.file("old.db"));
    CHECK_FALSE(office.scratch.store->has_blob(id));
    REQUIRE(one.exchange(link).status);
    CHECK(office.scratch.store->has_blob(id));
    CHECK(waiting(one) == 0);
}

TEST_CASE("P7: pieces that do not make up what was named are thrown away, and spoil nobody else's") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    const auto photo = photo_of(1000, 9);
    const base::BlobId id{base::blake2b_256(photo)};
    office.scratch.set(office.scratch.new_id(), "photo", named(id));
    auto& store = *office.scratch.store;
    CHECK(*store.put_blob_piece(id, 1000, 0, photo.substr(0, 600), "honest") == 600);
    CHECK(*store.put_blob_piece(id, 1000, 0, std::string(1000, 'x'), "liar") == 0);
    CHECK(*store.put_blob_piece(id, 1000, 0, std::string(400, 'x'), "liar") == 400);
    CHECK(*store.put_blob_piece(id, 1000, 400, std::string(600, 'x'), "liar") == 0);
    CHECK(*store.put_blob_piece(id, 1000, 700, photo.substr(700), "honest") == 600);
    CHECK(*store.put_blob_piece(id, 1000, 600, photo.substr(600) + "more", "honest") == 600);
    CHECK(*store.put_blob_piece(id, 1000, ~std::uint64_t{0}, photo, "honest") == 600);
    CHECK_FALSE(store.has_blob(id));
    CHECK(*store.put_blob_piece(id, 1000, 600, photo.substr(600), "honest") == 1000);
    CHECK(*store.blob(id) == photo);
    CHECK(*store.put_blob_piece(id, 1000, 0, std::string(1000, 'x'), "liar") == 1000);
    CHECK(*store.blob(id) == photo);
    CHECK(store.verify()->empty());
}

TEST_CASE("P7: a photo that no change names, or that claims more than a photo may have, is not taken") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    const std::string photo = "photo";
    const base::BlobId stray{base::blake2b_256(photo)}, large{base::blake2b_256("large")};
    office.scratch.set(office.scratch.new_id(), "photo", named(large));
    wire::Request request;
    request.replica = one.scratch.store->replica();
    request.pieces = {{stray, photo.size(), 0, photo}, {large, wire::kBlobBytesMax + 1, 0, "l"}};
    request.blobs_offered = {stray, large};
    const auto bytes = wire::seal(wire::FrameKind::request, wire::encode(request), one.key);
    const auto reply = wire::decode_reply(wire::open_frame(office.answer(bytes), wire::FrameKind::reply)->body);
    REQUIRE(reply);
    CHECK(reply->blobs_held.empty());
    CHECK(reply->blobs_wanted == std::vector<wire::BlobPlace>{{large, 0}});
    CHECK_FALSE(office.scratch.store->has_blob(stray));
}

TEST_CASE("by file: a photo that the network did not take goes on the stick, and the answer brings what is missing") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one"), two(folder.file("two.db"), 2, office, "two");
    std::vector<base::BlobId> others;
    for (std::uint64_t i = 0; i < 3; ++i) others.push_back(keep(two, photo_of(800'000, 40 + i)));
    MemoryLink line(office);
    REQUIRE(two.exchange(line).status);
    const auto photo = photo_of(2'500'000, 12);
    const auto id = keep(one, photo);
    MemoryLink cut(office);
    cut.cut_after = 1;
    CHECK_FALSE(one.exchange(cut).status);   // The change is there, the photo is not.
    CHECK(one.scratch.store->counts()->unsent == 0);
    CHECK(waiting(one) == 1);

    replica::StoreReplica replica(*one.scratch.store);
    const auto out = session::write_requests(replica, one.key, std::size_t{1} << 30);
    REQUIRE(out);
    CHECK(out->complete);
    const auto replies = session::answer_all(*office.session, out->frames, std::size_t{1} << 30);
    CHECK(*office.scratch.store->blob(id) == photo);
    session::Summary summary;
    for (const auto& reply : replies) {
        REQUIRE(session::take_reply(replica, one.office_key, reply, one.scratch.clock, summary));
    }
    CHECK(waiting(one) == 0);
    // The photos of changes that came with this very answer are asked for with the next file.
    const auto next = session::write_requests(replica, one.key, std::size_t{1} << 30);
    for (const auto& reply : session::answer_all(*office.session, next->frames, std::size_t{1} << 30)) {
        REQUIRE(session::take_reply(replica, one.office_key, reply, one.scratch.clock, summary));
    }
    for (const auto& other : others) CHECK(one.scratch.store->has_blob(other));
    CHECK(summary.photos_received == 3);
    const auto small = session::write_requests(replica, one.key, 1000);
    REQUIRE(small);
    CHECK(small->complete);
    CHECK(one.exchange(line).summary.requests == 1);
}

TEST_CASE("a file for headquarters is packed in steps, each small enough to stop behind, with the photos among them") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    keep(one, photo_of(3'000'000, 12));
    const replica::StoreReplica replica(*one.scratch.store);
    std::size_t most = 0, before = 0, all = 0;
    const auto whole = session::write_requests(replica, one.key, std::size_t{1} << 30, [&](const auto& pack, const session::Outgoing& packed) {
        most = std::max<std::size_t>(most, packed.bytes - before);
        before = packed.bytes;
        ++all;
        pack();
        return true;
    });
    REQUIRE(whole);
    CHECK(all > 3);
    CHECK(most < 2 * wire::kBatchBytes);
    CHECK(whole->bytes > 2'500'000);
    for (std::size_t stop = 0; stop < all; ++stop) {
        std::size_t steps = 0;
        const auto stopped = session::write_requests(replica, one.key, std::size_t{1} << 30, [&](const auto& pack, const auto&) { return steps++ < stop && (pack(), true); });
        CHECK(stopped.error().code == base::ErrorCode::cancelled);
    }
}

TEST_CASE("a withdrawn laptop's photos of what stands are still taken") {
    ScratchFolder folder;
    Office office(folder.file("hq.db"));
    TeamLaptop one(folder.file("one.db"), 1, office, "one");
    const auto photo = photo_of(200'000, 12);
    const auto id = keep(one, photo);
    MemoryLink cut(office);
    cut.cut_after = 1;
    CHECK_FALSE(one.exchange(cut).status);
    REQUIRE(office.headquarters->revoke("one", session::CutOff{one.scratch.store->replica(), 1}));
    MemoryLink link(office);
    CHECK(one.exchange(link).status.error().code == base::ErrorCode::refused);
    CHECK(*office.scratch.store->blob(id) == photo);
    CHECK(waiting(one) == 0);
}

}  // namespace yuanquan::support
