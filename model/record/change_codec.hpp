#pragma once
// A change as bytes and back, with cereal's portable binary form inside our frame; the change id is the BLAKE2b-256 of
// the bytes. Byte layout, version history and its downsides: at the head of change_codec.cpp. Compact where it counts:
// change ids that ops refer to stand once in a table, columns of paths and values lie together so that zstd finds them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/error.hpp"
#include "model/record/change.hpp"

namespace yuanquan::record {

struct ChangeLimits {
    std::size_t bytes = 8u << 20;
    std::size_t ops = 200'000;
    std::size_t value_bytes = 4u << 20;
};
std::string encode(const Change& change);
// damaged, too_large, too_new (a later version: keep the bytes, they may be passed on). Never throws or allocates more
// than a small multiple of bytes.size(). encode(decode(bytes)) == bytes for every accepted input.
base::Result<Change> decode(std::string_view bytes, const ChangeLimits& limits = {});
ChangeId change_id(std::string_view bytes);

// A change as it travels, read once: its bytes, the id that they have, and what they say. Who judges, stores and receipts
// it need neither decode nor hash it again.
class EncodedChange {
  public:
    explicit EncodedChange(std::string bytes) : bytes_(std::move(bytes)), id_(change_id(bytes_)), change_(decode(bytes_)) {}
    const std::string& bytes() const { return bytes_; }
    const ChangeId& id() const { return id_; }
    const base::Result<Change>& change() const { return change_; }  // Or why it cannot be read.

  private:
    std::string bytes_;
    ChangeId id_;
    base::Result<Change> change_;
};
std::vector<EncodedChange> read_changes(std::vector<std::string> bytes);

}  // namespace yuanquan::record
