#pragma once
// Changes for tests: writers that see a record and save to it as edit_ops would.

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/ids.hpp"
#include "model/record/change_codec.hpp"
#include "model/record/edit.hpp"
#include "model/record/fold.hpp"

namespace yuanquan::record {

inline RecordId test_record() {
    RecordId id;
    id.bytes.fill(7);
    return id;
}

inline std::string row_path(const std::string& repeat, std::uint64_t number) {
    RowId row;
    for (std::size_t i = 0; i < 8; ++i) row.bytes[7 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    return repeat + "[" + row.text() + "]";
}

// One replica with the changes it knows of one record.
class Writer {
  public:
    explicit Writer(std::uint8_t number) { replica_.bytes.fill(number); }

    void learn(const IdentifiedChange& change) { known_.push_back(change); }
    void learn(const Writer& other) { known_.insert(known_.end(), other.known_.begin(), other.known_.end()); }
    Record record() const { return fold(test_record(), known_); }
    IdentifiedChange save(std::vector<Op> ops) {
        Change change;
        change.replica = replica_;
        change.sequence = ++sequence_;
        change.previous = previous_;
        change.counter = record().max_counter + 1;
        change.wall_ms = 1'700'000'000'000 + static_cast<std::int64_t>(change.counter);
        change.offset_minutes = 480;
        change.author = "author" + std::to_string(replica_.bytes[0]);
        change.record = test_record();
        change.area = "620981";
        change.form_id = "household";
        change.form_version = "1";
        change.ops = std::move(ops);
        previous_ = change_id(encode(change));
        known_.push_back({previous_, change});
        return known_.back();
    }
    IdentifiedChange save(const Edit& edit) { return save(edit_ops(record(), edit)); }
    IdentifiedChange set(const std::string& path, const std::string& value) { return save(Edit{{}, {{path, value}}}); }
    IdentifiedChange add(const std::string& row) { return save(Edit{{{row, true}}, {}}); }
    IdentifiedChange remove(const std::string& row) { return save(Edit{{{row, false}}, {}}); }
    const std::vector<IdentifiedChange>& known() const { return known_; }

  private:
    ReplicaId replica_;
    std::uint64_t sequence_ = 0;
    ChangeId previous_;
    std::vector<IdentifiedChange> known_;
};

}  // namespace yuanquan::record
