// P1: what was acknowledged is there after a kill at any moment; and a disk that refuses leaves the store whole.

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::store;

namespace {

struct Ack {
    std::uint64_t arrival;
    std::uint64_t answers;
};

RecordId numbered(std::uint64_t number) {
    RecordId id;
    for (std::size_t i = 0; i < 8; ++i) id.bytes[i] = static_cast<std::uint8_t>(number >> 8 * i);
    return id;
}

// Saves and answers for ever, and tells through the pipe what it was told is safe.
[[noreturn]] void save_for_ever(const std::string& file, int pipe) {
    base::SeededRandom random(7);
    auto store = Store::open(file, base::system_clock(), random);
    if (!store) _exit(3);
    DraftHead draft;
    draft.id.bytes.fill(1);
    if (!(*store)->put_draft(draft)) _exit(4);
    Ack ack{(*store)->last_arrival(), (*store)->draft_entries(draft.id)->size()};
    for (;;) {
        const std::uint64_t next = ack.arrival + 1;
        const record::Op op{record::OpKind::set, "note", std::string(next % 700, 'x') + std::to_string(next), {}};
        if (!(*store)->save(numbered(next), "zhang", "a1", "household", "1", {op})) _exit(5);
        ++ack.arrival;
        if (!(*store)->append_draft(draft.id, {DraftEntry::Kind::answer, "a", std::to_string(ack.answers)}, "a")) _exit(6);
        ++ack.answers;
        if (::write(pipe, &ack, sizeof ack) != sizeof ack) _exit(7);
    }
}

}  // namespace

TEST_CASE("P1: every acknowledged save and answer is there after a kill at any moment") {
    ScratchFolder folder;
    const std::string file = folder.file("store.db");
    base::SeededRandom random(50);
    Ack acked{0, 0};
    for (int round = 0; round < 50; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) save_for_ever(file, ends[1]);
        ::close(ends[1]);
        // Killed after some acknowledgements, at a moment within the work that follows.
        const std::uint64_t count = random.next_u64() % 20;
        for (std::uint64_t i = 0; i < count; ++i) REQUIRE(::read(ends[0], &acked, sizeof acked) == sizeof acked);
        ::usleep(static_cast<useconds_t>(random.next_u64() % 3000));
        ::kill(child, SIGKILL);
        while (::read(ends[0], &acked, sizeof acked) == sizeof acked) {
        }
        ::close(ends[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));

        ScratchStore store(file);
        REQUIRE(store.store->last_arrival() >= acked.arrival);
        REQUIRE(store.store->last_arrival() <= acked.arrival + 1);
        for (std::uint64_t i = acked.arrival > 25 ? acked.arrival - 25 : 1; i <= acked.arrival; ++i) {
            const auto record = store.store->record(numbered(i));
            REQUIRE(record);
            REQUIRE(record->value("note") == std::string(i % 700, 'x') + std::to_string(i));
        }
        base::DraftId draft;
        draft.bytes.fill(1);
        REQUIRE(store.store->draft_entries(draft)->size() >= acked.answers);
    }
    ScratchStore store(file);
    CHECK(store.store->verify()->empty());
    CHECK(store.store->counts()->changes >= acked.arrival);
}

TEST_CASE("a full disk fails the save, loses nothing, and the next save works when there is room") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    const RecordId id = a.new_id();
    a.set(id, "phone", "1");
    struct rlimit before {};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    const auto size = std::filesystem::file_size(a.file + "-wal");
    struct rlimit tight = before;
    tight.rlim_cur = size + 6000;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const auto failed = a.store->save(id, "zhang", "a1", "household", "1",
                                      {{record::OpKind::set, "note", std::string(100'000, 'x'), {}}});
    const auto aside = a.store->apply(std::vector<std::string>{std::string(200'000, 'x')}, "stick");
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    ::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(failed);
    CHECK((failed.error().code == base::ErrorCode::disk_full || failed.error().code == base::ErrorCode::io_failed));
    REQUIRE_FALSE(aside);
    CHECK(a.store->record(id)->value("note").empty());
    CHECK(a.store->last_arrival() == 1);
    a.set(id, "phone", "2");
    CHECK(a.store->record(id)->value("phone") == "2");
    CHECK(a.store->changes_of(id)->back().change.sequence == 2);
    CHECK(a.store->verify()->empty());
    a.close();
    a.open();
    CHECK(a.store->record(id)->value("phone") == "2");
}
