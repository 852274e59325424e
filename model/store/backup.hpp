#pragma once
// A backup made in small steps, so that a window goes on meanwhile: what is saved between two steps is in it too. Written
// beside its place, synced, then renamed; one that is not finished leaves nothing behind. From Store::begin_backup().

#include <memory>
#include <string>

#include "model/base/error.hpp"

struct sqlite3;
struct sqlite3_backup;

namespace yuanquan::store {

class Backup {
  public:
    ~Backup();                           // Where the store may be used, unless it has copied all: it lets go of the store.
    Backup(const Backup&) = delete;
    Backup& operator=(const Backup&) = delete;

    base::Result<bool> step(int pages);  // Copies so many more, all when below 0; true when all are there.
    double fraction() const;
    base::Status finish();               // Onto the disk and into its place. Does not use the store: any thread.

  private:
    friend class Database;
    explicit Backup(std::string path) : path_(std::move(path)), part_(path_ + ".part") {}
    void let_go();

    std::string path_, part_;
    sqlite3* target_ = nullptr;
    sqlite3_backup* copying_ = nullptr;
    int left_ = 0, all_ = 0;             // Pages.
    bool copied_ = false;
};

}  // namespace yuanquan::store
