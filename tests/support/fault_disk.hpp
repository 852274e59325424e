#pragma once
// A disk in memory below one folder, as SQLite's virtual file system sees it: what was written but not yet synced can
// be lost, torn at 512-byte sectors and reordered, any call can fail, and a sync can fail once or for ever. It keeps a
// log of all that was done to it, so that one run of a scripted session gives the disk as a crash at every point of it
// would have left it. Files elsewhere are the real ones. Any number of disks, each below its own folder; one thread.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/base/ids.hpp"

namespace yuanquan::support {

using DiskImage = std::map<std::string, std::string>;  // Path, contents.

enum class DiskFault : std::uint8_t {
    io_error,   // EIO.
    disk_full,  // ENOSPC; of a call that writes, else EIO.
    bad_sync,   // Only syncs fail; what was to be synced is lost, as a system drops pages that it could not write.
};

class FaultDisk {
  public:
    struct Event {
        enum class Kind : std::uint8_t { write, truncate, sync, remove, mark };
        Kind kind = Kind::write;
        std::string file;
        std::int64_t offset = 0;  // Of a truncation: the size. Of a mark: its number.
        std::string bytes;
        bool durable = false;     // Of a removal: the folder was synced.
    };

    explicit FaultDisk(std::string folder, DiskImage image = {});  // Everything below folder + '/'.
    ~FaultDisk();
    FaultDisk(const FaultDisk&) = delete;
    FaultDisk& operator=(const FaultDisk&) = delete;

    // A moment of the session that a crash image is to be compared with.
    void mark(std::int64_t number) { events_.push_back({Event::Kind::mark, {}, number, {}, false}); }
    const std::vector<Event>& events() const { return events_; }
    DiskImage image() const { return files_; }

    // The call with this number (of those that write, sync, truncate, remove, read or open) fails, and all after it
    // when for_ever.
    void fail_at(std::uint64_t call, DiskFault fault, bool for_ever);
    void heal() { failing_ = false; }
    // The machine stops: no call does anything from here on, so that what is open can be let go. Then either the program
    // alone was killed, and all that was written is there; or the power went, and of what was not synced is left what
    // CrashPoints::image says.
    void stop() { is_stopped_ = true; }
    void start_again() { is_stopped_ = failing_ = false; }
    void lose_power(std::uint64_t damage, base::Random& random);
    void replace(DiskImage image);  // By another one: a backup, a copy.
    void forget_past();             // What cannot be lost any more; keeps long sessions small.
    const DiskImage& files() const { return files_; }
    std::uint64_t calls() const { return calls_; }
    std::uint64_t faults() const { return faults_; }

    // --- What SQLite calls, by the callbacks in the .cpp ---
    enum class Call : std::uint8_t { open, read, write, truncate, sync, remove };
    bool owns(const std::string& path) const;
    int outcome(Call call);  // SQLITE_OK or the code to fail with.
    std::string* find(const std::string& path);
    void write(const std::string& path, std::int64_t offset, std::string bytes);
    void truncate(const std::string& path, std::int64_t size);
    void sync(const std::string& path);
    void lose_unsynced(const std::string& path);
    void remove(const std::string& path, bool durable);
    void create(const std::string& path) { files_.try_emplace(path); }

  private:
    std::string prefix_;
    DiskImage files_, start_;  // Now, and before events_.
    std::vector<Event> events_;
    std::uint64_t calls_ = 0, fail_at_ = 0, faults_ = 0;
    DiskFault fault_ = DiskFault::io_error;
    bool failing_ = false, for_ever_ = false, is_stopped_ = false;
};

// Walks through the events of a disk and gives what a crash after the ones passed would leave.
class CrashPoints {
  public:
    CrashPoints(DiskImage start, const std::vector<FaultDisk::Event>& events) : durable_(std::move(start)), events_(events) {}
    bool at_end() const { return next_ == events_.size(); }
    void advance();
    std::int64_t mark() const { return mark_; }  // The last one passed, 0 for none.
    // damage 0: nothing unsynced is left; 1: all of it; 2: a prefix, its last write torn; else each sector by itself.
    DiskImage image(std::uint64_t damage, base::Random& random) const;
    const DiskImage& durable() const { return durable_; }
    const std::vector<const FaultDisk::Event*>& pending() const { return pending_; }

  private:
    void sync_folder();

    DiskImage durable_;
    const std::vector<FaultDisk::Event>& events_;
    std::vector<const FaultDisk::Event*> pending_;  // In order.
    std::size_t next_ = 0;
    std::int64_t mark_ = 0;
};

}  // namespace yuanquan::support
