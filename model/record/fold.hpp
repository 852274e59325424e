#pragma once
// Changes in, record out. Fold may be fed one change at a time, in any order, duplicates included, and asked for the
// record at any moment; fold(changes) is the short form. A change whose supersedes are not yet known is folded all the
// same: when they arrive they are already superseded.

#include <memory>
#include <span>

#include "model/record/record.hpp"

namespace yuanquan::record {

class Fold {
  public:
    explicit Fold(RecordId record);
    ~Fold();
    Fold(Fold&&) noexcept;
    Fold& operator=(Fold&&) noexcept;
    void add(const ChangeId& id, const Change& change);  // CHECKs that it is of this record.
    const Record& record() const;
    Record take() &&;   // The same, and the fold is over.

  private:
    struct State;
    std::unique_ptr<State> state_;
};

struct IdentifiedChange {
    ChangeId id;
    Change change;
};
Record fold(const RecordId& record, std::span<const IdentifiedChange> changes);

// The history of one cell, oldest first by (counter, id): every op that ever touched it, superseded or not.
struct HistoryEntry {
    Head head;
    std::string path;
    bool superseded = false;
    std::string form_version;
};
std::vector<HistoryEntry> history(std::span<const IdentifiedChange> changes, std::string_view path = {});  // '' = all cells

}  // namespace yuanquan::record
