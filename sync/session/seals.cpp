#include "sync/session/seals.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "model/record/change_codec.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

namespace {

std::optional<wire::Seal> read(const std::string& frame) {
    const auto opened = wire::open_frame(frame, wire::FrameKind::seal);
    if (!opened) return std::nullopt;
    auto seal = wire::decode_seal(opened->body);
    if (!seal) return std::nullopt;
    return *seal;
}

// How many of the changes, from the first on, are whole pieces. Where no seal is known that comes later in the chain there is
// nothing to wait for.
class Pieces {
  public:
    Pieces(const std::vector<store::StoredChange>& changes, const std::vector<wire::Seal>& seals) {
        for (const auto& stored : changes) {
            places_.emplace(stored.id, links_.size());
            auto change = record::decode(stored.bytes);
            links_.push_back(change ? Link{change->replica, change->sequence, change->previous, 0} : Link{});
        }
        std::map<base::ReplicaId, std::uint64_t> last;
        for (const auto& seal : seals) {
            auto& furthest = last[seal.replica];
            furthest = std::max(furthest, seal.sequence);
        }
        for (auto& link : links_) {
            const auto found = last.find(link.replica);
            if (found != last.end() && found->second >= link.sequence) link.whole_with = kNever;
        }
        for (const auto& seal : seals) follow(seal.change);
    }
    std::size_t whole() const {
        std::size_t count = links_.size();
        for (std::size_t i = 0; i < count;) {
            const bool is_cut = links_[i].whole_with >= count;
            count = is_cut ? i : count;
            i = is_cut ? 0 : i + 1;
        }
        return count;
    }

  private:
    static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();
    struct Link {
        base::ReplicaId replica;
        std::uint64_t sequence = 0;
        base::ChangeId previous;
        std::size_t whole_with = 0;   // The place up to which all must go along, so that a seal reaches it; 0: none is wanted.
    };
    void follow(base::ChangeId id) {
        std::size_t furthest = 0;
        for (auto at = places_.find(id); at != places_.end(); at = places_.find(links_[at->second].previous)) {
            furthest = std::max(furthest, at->second);
            auto& link = links_[at->second];
            if (link.whole_with <= furthest) return;   // Another seal reaches it sooner, and what is before it.
            link.whole_with = furthest;
        }
    }

    std::map<base::ChangeId, std::size_t> places_;
    std::vector<Link> links_;
};

}  // namespace

std::vector<std::string> own_seals(const replica::Replica& replica, const base::SigningKey& key, std::span<const std::string> changes) {
    struct Piece {
        wire::Seal last;
        std::size_t bytes = 0;
    };
    std::map<base::ReplicaId, Piece> open;
    std::vector<std::string> seals;
    const auto close = [&](const wire::Seal& seal) { seals.push_back(wire::seal(wire::FrameKind::seal, wire::encode(seal), key)); };
    for (const auto& bytes : changes) {
        const auto change = record::decode(bytes);
        if (!change || !replica.is_own(change->replica)) continue;
        const auto [found, is_first] = open.try_emplace(change->replica);
        auto& [last, size] = found->second;
        if (!is_first && (change->previous != last.change || size + bytes.size() > kSealedBytes)) close(last), size = 0;
        size += bytes.size();
        last = {change->replica, change->sequence, record::change_id(bytes)};
    }
    for (const auto& [id, piece] : open) close(piece.last);
    return seals;
}

base::Result<std::vector<std::string>> seals_beside(const replica::Replica& replica, std::span<const std::string> changes) {
    auto kept = replica.seals();
    if (!kept) return base::fail(std::move(kept.error()));
    std::vector<std::string> seals;
    if (kept->empty()) return seals;
    std::map<base::ReplicaId, std::uint64_t> first;
    for (const auto& bytes : changes) {
        const auto change = record::decode(bytes);
        if (!change) continue;
        const auto found = first.emplace(change->replica, change->sequence).first;
        found->second = std::min(found->second, change->sequence);
    }
    for (auto& frame : *kept) {
        const auto seal = read(frame);
        const auto found = seal ? first.find(seal->replica) : first.end();
        if (found != first.end() && seal->sequence >= found->second) seals.push_back(std::move(frame));
    }
    return seals;
}

base::Result<store::Store::Slice> whole_pieces_after(const replica::Replica& replica, store::Arrival after,
                                                     const std::vector<std::string>& areas, std::size_t max_bytes,
                                                     const std::string& not_from) {
    auto asked = replica.changes_after(after, areas, max_bytes, not_from);
    if (!asked || asked->changes.empty()) return asked;
    auto frames = replica.seals();
    if (!frames) return base::fail(std::move(frames.error()));
    std::vector<wire::Seal> seals;
    for (const auto& frame : *frames) {
        if (auto seal = read(frame)) seals.push_back(*seal);
    }
    if (seals.empty()) return asked;
    auto slice = *asked;
    for (std::size_t room = max_bytes;;) {
        const auto whole = Pieces(slice.changes, seals).whole();
        if (whole == slice.changes.size()) return slice;
        store::Arrival end = after;   // What a record had before it came goes along with it, and is older.
        for (std::size_t i = 0; i < whole; ++i) end = std::max(end, slice.changes[i].arrival);
        if (end > after) {
            slice.changes.resize(whole);
            slice.end = end;
            slice.complete = false;
            return slice;
        }
        if (room >= wire::kBatchBytes) return asked;
        room = std::min(room * 2, wire::kBatchBytes);
        auto more = replica.changes_after(after, areas, room, not_from);
        if (!more) return more;
        slice = std::move(*more);
    }
}

}  // namespace yuanquan::session
