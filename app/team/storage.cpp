#include "app/team/storage.hpp"

#include <filesystem>

#include "model/base/files.hpp"
#include "model/store/backup.hpp"

namespace yuanquan::team {

namespace {

namespace fs = std::filesystem;

constexpr int kPagesAtOnce = 256;   // A megabyte: a few milliseconds even onto a slow stick, whose cache takes it.
constexpr char kStore[] = "yuanquan.db", kExports[] = "exports";

std::uint64_t size_of(const fs::path& path) {
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    return failed ? 0 : size;
}

}  // namespace

Storage measure(const survey::Workspace& workspace) {
    const fs::path folder(workspace.folder());
    Storage storage;
    storage.records = size_of(folder / kStore) + size_of(folder / (std::string(kStore) + "-wal"));
    std::error_code failed;
    for (auto it = fs::recursive_directory_iterator(folder / kExports, failed); !failed && it != fs::recursive_directory_iterator();
         it.increment(failed)) {
        if (it->is_regular_file(failed)) storage.exports += size_of(it->path());
    }
    const auto space = fs::space(folder, failed);
    storage.free = failed ? 0 : space.available;
    return storage;
}

base::Result<Backup> back_up(survey::Workspace& workspace, const std::string& folder, const link::WithStore& with_store,
                             const BackupProgress& go_on) {
    const auto now = workspace.clock().now_ms();
    auto stamp = base::iso_date_time(now, workspace.clock().offset_minutes(now)).substr(0, 19);
    for (auto& character : stamp) {
        if (character == ':') character = '-';  // No file system of a stick takes it.
    }
    if (auto there = base::see_folder(folder); !there) return base::fail(std::move(there.error()));
    Backup backup;
    backup.file = base::join_path(folder, "yuanquan-" + stamp + ".db");
    if (base::exists(backup.file)) return base::fail(base::ErrorCode::already_exists, backup.file);
    using Copying = base::Result<std::unique_ptr<store::Backup>>;
    Copying copying = base::fail(base::ErrorCode::cancelled);
    with_store([&] { copying = workspace.store().begin_backup(backup.file); });
    if (!copying) return base::fail(std::move(copying.error()));
    base::Result<bool> copied = false;
    base::Result<store::Store::Counts> ours = base::fail(base::ErrorCode::cancelled);
    const auto step = [&] {
        copied = (*copying)->step(kPagesAtOnce);
        if (copied && *copied) ours = workspace.store().counts();   // What is saved later is not in it.
    };
    while (copied && !*copied && go_on((*copying)->fraction())) {
        copied = base::fail(base::ErrorCode::cancelled);   // It stays so where the program closes.
        with_store(step);
    }
    if (copied && !*copied) copied = base::fail(base::ErrorCode::cancelled);
    if (!copied) {
        with_store([&] { copying->reset(); });
        return base::fail(std::move(copied.error()));
    }
    if (auto done = (*copying)->finish(); !done) return base::fail(std::move(done.error()));
    auto copy = store::Store::open(backup.file, base::system_clock(), base::system_random());
    if (!copy) return base::fail(std::move(copy.error()));
    const auto theirs = (*copy)->counts();
    if (!ours || !theirs || ours->changes != theirs->changes || ours->records != theirs->records) {
        return base::fail(base::ErrorCode::damaged, backup.file);
    }
    copy->reset();
    base::Status noted = base::fail(base::ErrorCode::cancelled);
    with_store([&] { noted = workspace.store().note_backup(ours->changes); });   // Arrivals have no gap.
    if (!noted) return base::fail(std::move(noted.error()));
    backup.bytes = size_of(backup.file);
    return backup;
}

}  // namespace yuanquan::team
