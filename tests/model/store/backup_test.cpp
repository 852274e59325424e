#include "model/store/backup.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::store;

namespace {

void fill(ScratchStore& desk, int records) {
    for (int i = 0; i < records; ++i) desk.set(desk.new_id(), "address", std::string(900, static_cast<char>('a' + i % 26)));
}

}  // namespace

TEST_CASE("a backup is made step by step while the store is used, and holds what was saved between the steps") {
    ScratchFolder folder;
    ScratchStore desk(folder.file("store.db"));
    fill(desk, 60);
    const auto copy = folder.file("stick/copy.db");
    {
        auto backup = desk.store->begin_backup(copy);
        REQUIRE_MESSAGE(backup.has_value(), backup.error().describe());
        double before = 0;
        int steps = 0;
        for (base::Result<bool> done = false; !*done; ++steps) {
            done = (*backup)->step(4);
            REQUIRE_MESSAGE(done.has_value(), done.error().describe());
            CHECK((*backup)->fraction() >= before * 0.9);   // It grows with what is saved.
            before = (*backup)->fraction();
            if (steps % 5 == 0 && steps < 20) fill(desk, 1);
        }
        CHECK(steps > 5);
        CHECK(!std::filesystem::exists(copy));
        REQUIRE((*backup)->finish());
    }
    const auto hash = *desk.store->state_hash();
    desk.close();
    ScratchStore restored(copy);
    CHECK(*restored.store->state_hash() == hash);
    CHECK(restored.store->verify()->empty());
    CHECK(!std::filesystem::exists(copy + ".part"));
}

TEST_CASE("a backup that is stopped half way leaves nothing, and the store as it was") {
    ScratchFolder folder;
    ScratchStore desk(folder.file("store.db"));
    fill(desk, 40);
    const auto copy = folder.file("copy.db");
    {
        auto backup = desk.store->begin_backup(copy);
        REQUIRE(backup);
        REQUIRE((*backup)->step(2));
        CHECK(std::filesystem::exists(copy + ".part"));
        CHECK((*backup)->finish().error().code == base::ErrorCode::wrong_use);
    }
    CHECK(!std::filesystem::exists(copy));
    CHECK(!std::filesystem::exists(copy + ".part"));
    fill(desk, 1);
    CHECK(desk.store->verify()->empty());
    CHECK(!desk.store->begin_backup("/proc/nowhere/copy.db"));
}
