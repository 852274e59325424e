#include "tests/support/fault_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <set>


namespace yuanquan::support {
namespace {

using Kind = FaultDisk::Event::Kind;
constexpr std::size_t kSector = 512;
constexpr char kName[] = "yuanquan-fault-disk";

std::vector<FaultDisk*> g_disks;
sqlite3_vfs* g_real = nullptr;

struct OpenFile {
    sqlite3_file base;
    std::string* path;
    FaultDisk* disk;
};

std::string& path_of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file)->path; }
FaultDisk* disk_of(sqlite3_file* file) { return reinterpret_cast<OpenFile*>(file)->disk; }
FaultDisk* disk_of(const char* path) {
    if (path == nullptr) return nullptr;
    const auto found = std::find_if(g_disks.begin(), g_disks.end(), [&](const auto* disk) { return disk->owns(path); });
    return found == g_disks.end() ? nullptr : *found;
}

void put(std::string& file, std::int64_t offset, std::string_view bytes) {
    const auto at = static_cast<std::size_t>(offset);
    if (file.size() < at + bytes.size()) file.resize(at + bytes.size(), '\0');
    std::copy(bytes.begin(), bytes.end(), file.begin() + offset);
}

int file_close(sqlite3_file* file) {
    delete reinterpret_cast<OpenFile*>(file)->path;
    return SQLITE_OK;
}
int file_read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
    if (const int code = disk_of(file)->outcome(FaultDisk::Call::read); code != SQLITE_OK) return SQLITE_IOERR_READ;
    const std::string* bytes = disk_of(file)->find(path_of(file));
    const auto size = bytes == nullptr ? 0 : static_cast<sqlite3_int64>(bytes->size());
    const auto there = std::clamp<sqlite3_int64>(size - offset, 0, count);
    auto* out = static_cast<char*>(to);
    if (there > 0) std::copy_n(bytes->data() + offset, there, out);
    std::fill(out + there, out + count, '\0');
    return there == count ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
int file_write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
    const std::string bytes(static_cast<const char*>(from), static_cast<std::size_t>(count));
    if (const int code = disk_of(file)->outcome(FaultDisk::Call::write); code != SQLITE_OK) {
        disk_of(file)->write(path_of(file), offset, bytes.substr(0, bytes.size() / 2));  // A short write.
        return code == SQLITE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    disk_of(file)->write(path_of(file), offset, bytes);
    return SQLITE_OK;
}
int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (disk_of(file)->outcome(FaultDisk::Call::truncate) != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
    disk_of(file)->truncate(path_of(file), size);
    return SQLITE_OK;
}
int file_sync(sqlite3_file* file, int) {
    if (disk_of(file)->outcome(FaultDisk::Call::sync) != SQLITE_OK) {
        disk_of(file)->lose_unsynced(path_of(file));
        return SQLITE_IOERR_FSYNC;
    }
    disk_of(file)->sync(path_of(file));
    return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    const std::string* bytes = disk_of(file)->find(path_of(file));
    *size = bytes == nullptr ? 0 : static_cast<sqlite3_int64>(bytes->size());
    return SQLITE_OK;
}
int file_lock(sqlite3_file*, int) { return SQLITE_OK; }
int file_is_locked(sqlite3_file*, int* is_locked) { return *is_locked = 0, SQLITE_OK; }
int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int file_sector(sqlite3_file*) { return kSector; }
int file_traits(sqlite3_file*) { return 0; }

sqlite3_io_methods methods() {
    sqlite3_io_methods io{};
    io.iVersion = 1;
    io.xClose = file_close, io.xRead = file_read, io.xWrite = file_write, io.xTruncate = file_truncate;
    io.xSync = file_sync, io.xFileSize = file_size, io.xLock = file_lock, io.xUnlock = file_lock;
    io.xCheckReservedLock = file_is_locked, io.xFileControl = file_control, io.xSectorSize = file_sector;
    io.xDeviceCharacteristics = file_traits;
    return io;
}
const sqlite3_io_methods kMethods = methods();

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    FaultDisk* disk = disk_of(name);
    if (disk == nullptr) return g_real->xOpen(g_real, name, file, flags, out_flags);
    auto* open = reinterpret_cast<OpenFile*>(file);
    open->base.pMethods = nullptr;
    if (disk->outcome(FaultDisk::Call::open) != SQLITE_OK) return SQLITE_CANTOPEN;
    if (disk->find(name) == nullptr) {
        if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        disk->create(name);
    }
    open->path = new std::string(name);
    open->disk = disk;
    open->base.pMethods = &kMethods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}
int vfs_delete(sqlite3_vfs*, const char* name, int sync_folder) {
    FaultDisk* disk = disk_of(name);
    if (disk == nullptr) return g_real->xDelete(g_real, name, sync_folder);
    if (disk->outcome(FaultDisk::Call::remove) != SQLITE_OK) return SQLITE_IOERR_DELETE;
    if (disk->find(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
    disk->remove(name, sync_folder != 0);
    return SQLITE_OK;
}
int vfs_access(sqlite3_vfs*, const char* name, int flags, int* result) {
    FaultDisk* disk = disk_of(name);
    if (disk == nullptr) return g_real->xAccess(g_real, name, flags, result);
    const std::string* bytes = disk->find(name);
    *result = bytes != nullptr && (flags != SQLITE_ACCESS_EXISTS || !bytes->empty());
    return SQLITE_OK;
}
int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    FaultDisk* disk = disk_of(name);
    if (disk == nullptr) return g_real->xFullPathname(g_real, name, size, out);
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

void register_disk() {
    if (g_real != nullptr) return;
    g_real = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *g_real;  // What is not ours is the real one's.
    vfs.szOsFile = std::max<int>(g_real->szOsFile, sizeof(OpenFile));
    vfs.pNext = nullptr;
    vfs.zName = kName;
    vfs.xOpen = vfs_open, vfs.xDelete = vfs_delete, vfs.xAccess = vfs_access, vfs.xFullPathname = vfs_full_path;
    sqlite3_vfs_register(&vfs, 1);
}

}  // namespace

FaultDisk::FaultDisk(std::string folder, DiskImage image)
    : prefix_(std::move(folder) + '/'), files_(std::move(image)), start_(files_) {
    register_disk();
    g_disks.push_back(this);
}
FaultDisk::~FaultDisk() { std::erase(g_disks, this); }

bool FaultDisk::owns(const std::string& path) const { return path.compare(0, prefix_.size(), prefix_) == 0; }

void FaultDisk::fail_at(std::uint64_t call, DiskFault fault, bool for_ever) {
    fail_at_ = call, fault_ = fault, for_ever_ = for_ever, failing_ = true;
}

int FaultDisk::outcome(Call call) {
    if (is_stopped_) return SQLITE_IOERR;
    const std::uint64_t number = calls_++;
    if (!failing_ || number < fail_at_) return SQLITE_OK;
    if (fault_ == DiskFault::bad_sync && call != Call::sync) return SQLITE_OK;  // The next sync, then.
    if (!for_ever_) failing_ = false;
    ++faults_;
    return fault_ == DiskFault::disk_full ? SQLITE_FULL : SQLITE_IOERR;
}

std::string* FaultDisk::find(const std::string& path) {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}
void FaultDisk::write(const std::string& path, std::int64_t offset, std::string bytes) {
    if (is_stopped_) return;
    put(files_[path], offset, bytes);
    events_.push_back({Kind::write, path, offset, std::move(bytes), false});
}
void FaultDisk::truncate(const std::string& path, std::int64_t size) {
    files_[path].resize(static_cast<std::size_t>(size));
    events_.push_back({Kind::truncate, path, size, {}, false});
}
void FaultDisk::sync(const std::string& path) {
    events_.push_back({Kind::sync, path, 0, {}, false});
}
// The pages stay readable, but are clean and will never be written: a later sync does not bring them to the disk.
void FaultDisk::lose_unsynced(const std::string& path) {
    if (is_stopped_) return;
    const auto last = std::find_if(events_.rbegin(), events_.rend(), [&](const Event& event) {
        return event.kind == Kind::sync && event.file == path;
    });
    events_.erase(std::remove_if(last.base(), events_.end(), [&](const Event& event) { return event.file == path; }),
                  events_.end());
}
void FaultDisk::remove(const std::string& path, bool durable) {
    files_.erase(path);
    events_.push_back({Kind::remove, path, 0, {}, durable});
}

void FaultDisk::lose_power(std::uint64_t damage, base::Random& random) {
    CrashPoints points(std::move(start_), events_);
    while (!points.at_end()) points.advance();
    replace(points.image(damage, random));
}
void FaultDisk::replace(DiskImage image) {
    files_ = std::move(image);
    start_ = files_;
    events_.clear();
    start_again();
}
void FaultDisk::forget_past() {
    CrashPoints points(std::move(start_), events_);
    while (!points.at_end()) points.advance();
    std::vector<Event> pending;
    for (const auto* event : points.pending()) pending.push_back(*event);
    start_ = points.durable();
    events_ = std::move(pending);
}

void CrashPoints::advance() {
    const FaultDisk::Event& event = events_[next_++];
    const auto forget = [&] { std::erase_if(pending_, [&](const auto* one) { return one->file == event.file; }); };
    if (event.kind == Kind::mark) {
        mark_ = event.offset;
    } else if (event.kind == Kind::sync) {
        const bool was_removed = std::any_of(pending_.begin(), pending_.end(), [&](const auto* one) {
            return one->file == event.file && one->kind == Kind::remove;
        });
        const bool is_new = was_removed || !durable_.contains(event.file);
        std::string& file = durable_[event.file];
        for (const auto* one : pending_) {
            if (one->file != event.file) continue;
            if (one->kind == Kind::write) put(file, one->offset, one->bytes);
            if (one->kind == Kind::truncate) file.resize(static_cast<std::size_t>(one->offset));
            if (one->kind == Kind::remove) file.clear();
        }
        forget();
        if (is_new) sync_folder();
    } else if (event.kind == Kind::remove && event.durable) {
        durable_.erase(event.file);
        forget();
    } else {
        pending_.push_back(&event);
    }
}

// The first sync of a new file syncs its folder too: SQLite's unix file system does so for logs and journals.
void CrashPoints::sync_folder() {
    for (std::size_t i = pending_.size(); i-- > 0;) {
        if (pending_[i]->kind != Kind::remove) continue;
        const std::string& file = pending_[i]->file;
        durable_.erase(file);
        const auto end = pending_.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        const auto kept = std::remove_if(pending_.begin(), end, [&](const auto* one) { return one->file == file; });
        i = static_cast<std::size_t>(kept - pending_.begin());
        pending_.erase(kept, end);
    }
}

DiskImage CrashPoints::image(std::uint64_t damage, base::Random& random) const {
    DiskImage image = durable_;
    std::set<std::string> unlinked;  // A removal that was lost: what came after went to a file that has no name.
    const std::size_t whole = damage == 0 ? 0 : damage == 2 ? random.next_u64() % (pending_.size() + 1) : pending_.size();
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        const auto& event = *pending_[i];
        const bool is_torn = damage == 2 ? i == whole : damage > 2;
        if (i >= whole && !is_torn) break;
        if (unlinked.contains(event.file)) continue;
        if (event.kind != Kind::write) {
            if (is_torn && random.next_u64() % 2 == 0) {
                if (event.kind == Kind::remove) unlinked.insert(event.file);
                continue;
            }
            if (event.kind == Kind::remove) image.erase(event.file);
            else image[event.file].resize(static_cast<std::size_t>(event.offset));
            continue;
        }
        for (std::size_t at = 0; at < event.bytes.size();) {  // Sectors lie at multiples of 512 in the file.
            const std::size_t in_file = static_cast<std::size_t>(event.offset) + at;
            const std::size_t count = std::min(kSector - in_file % kSector, event.bytes.size() - at);
            if (!is_torn || random.next_u64() % 2 == 0) {
                put(image[event.file], static_cast<std::int64_t>(in_file), std::string_view(event.bytes).substr(at, count));
            }
            at += count;
        }
    }
    return image;
}

}  // namespace yuanquan::support
