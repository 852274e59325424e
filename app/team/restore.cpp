#include "app/team/restore.hpp"

#include <filesystem>

#include "model/base/files.hpp"
#include "model/store/store.hpp"
#include "sync/hq/headquarters.hpp"

namespace yuanquan::team {

namespace {

using base::ErrorCode;

constexpr char kStoreFile[] = "yuanquan.db", kWal[] = "-wal";

base::Status move(const std::string& from, const std::string& to) {
    std::error_code failed;
    std::filesystem::rename(from, to, failed);
    if (failed) return base::fail(ErrorCode::io_failed, from, failed.message());
    return {};
}

// The copy becomes a workspace of its own before anything else is touched.
base::Result<bool> begin_anew(const std::string& file, const base::Clock& clock, base::Random& random) {
    auto store = store::Store::open(file, clock, random);
    if (!store) return base::fail(std::move(store.error()));
    const auto findings = (*store)->verify();
    if (!findings) return base::fail(findings.error());
    if (!findings->empty()) return base::fail(ErrorCode::damaged, file, findings->front().code);
    if (!hq::Headquarters::is_headquarters(**store)) {
        if (auto begun = (*store)->start_incarnation(); !begun) return base::fail(std::move(begun.error()));
        return false;
    }
    auto office = hq::Headquarters::open(**store);
    if (!office) return base::fail(std::move(office.error()));
    if (auto begun = office->start_epoch(random); !begun) return base::fail(std::move(begun.error()));
    return true;
}

base::Status move_aside(const std::string& file, std::string& aside) {
    for (int number = 1; aside.empty() || base::exists(aside); ++number) aside = file + ".before-" + std::to_string(number);
    if (auto moved = move(file, aside); !moved) return moved;
    return base::exists(file + kWal) ? move(file + kWal, aside + kWal) : base::Status{};
}

}  // namespace

base::Result<Restored> restore_backup(const std::string& backup, const std::string& folder, const base::Clock& clock,
                                      base::Random& random) {
    if (!base::exists(backup)) return base::fail(ErrorCode::not_found, backup);
    if (auto made = base::make_folder(folder); !made) return base::fail(std::move(made.error()));
    const auto file = base::join_path(folder, kStoreFile), fresh = file + ".restoring";
    const bool is_there = base::exists(file);
    if (is_there) {  // Damaged it may be, which is what backups are for, but nobody may have it open.
        const auto open = store::Store::open(file, clock, random);
        if (!open && open.error().code == ErrorCode::in_use) return base::fail(open.error());
    }
    std::error_code failed;
    std::filesystem::copy_file(backup, fresh, std::filesystem::copy_options::overwrite_existing, failed);
    if (failed) return base::fail(ErrorCode::io_failed, fresh, failed.message());
    const auto is_headquarters = begin_anew(fresh, clock, random);
    if (!is_headquarters) {
        (void)base::remove_file(fresh);  // The failure that matters is returned.
        (void)base::remove_file(fresh + kWal);
        return base::fail(is_headquarters.error());
    }
    Restored restored{*is_headquarters, {}};
    if (is_there) {
        if (auto moved = move_aside(file, restored.kept_aside); !moved) return base::fail(std::move(moved.error()));
    }
    if (auto moved = move(fresh, file); !moved) return base::fail(std::move(moved.error()));
    return restored;
}

}  // namespace yuanquan::team
