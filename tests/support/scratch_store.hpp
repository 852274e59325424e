#pragma once
// A store in a folder of its own that is gone after the test, and short ways to write to it.

#include <unistd.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/record/edit.hpp"
#include "model/store/store.hpp"

namespace yuanquan::store {

struct ScratchFolder {
    ScratchFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "yuanquan-store-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~ScratchFolder() { std::filesystem::remove_all(path); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::string file(const std::string& name) const { return path + "/" + name; }
    std::string path;
};

struct ScratchStore {
    explicit ScratchStore(const std::string& path, std::uint64_t seed = 1) : file(path), random(seed) { open(); }
    void open() {
        auto opened = Store::open(file, clock, random);
        REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
        store = std::move(*opened);
    }
    void close() { store.reset(); }
    // What a person does with a form: sees the record, wants cells and rows, saves.
    ChangeId save(const RecordId& id, const record::Edit& edit, const std::string& area = "a1") {
        const auto seen = store->record(id);
        auto saved = store->save(id, "zhang", area, "household", "1",
                                 record::edit_ops(seen ? *seen : record::Record{}, edit));
        REQUIRE_MESSAGE(saved.has_value(), saved.error().describe());
        return *saved;
    }
    ChangeId set(const RecordId& id, const std::string& path, const std::string& value) {
        return save(id, {{}, {{path, value}}});
    }
    RecordId new_id() { return RecordId::random(random); }
    std::vector<std::string> bytes_after(Arrival after = 0) const {
        std::vector<std::string> all;
        auto slice = store->changes_after(after, {}, std::size_t{1} << 30);
        for (auto& change : slice->changes) {
            all.push_back(std::move(change.bytes));
        }
        return all;
    }
    void take(const std::vector<std::string>& changes) { REQUIRE(store->apply(changes, "peer")); }

    std::string file;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random;
    std::unique_ptr<Store> store;
};

}  // namespace yuanquan::store
