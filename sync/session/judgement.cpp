#include "sync/session/judgement.hpp"

#include <algorithm>
#include <limits>

#include "model/base/planted.hpp"
#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

base::Result<std::vector<record::EncodedChange>> Judgement::take_seals(const std::vector<record::EncodedChange>& changes) {
    if (!request_.seals.empty()) {
        for (const auto& encoded : changes) {
            batch_.emplace(encoded.id(), &encoded);
            const auto& change = encoded.change();
            if (!change) continue;
            const auto first = first_.emplace(change->replica, change->sequence).first;
            first->second = std::min(first->second, change->sequence);
        }
    }
    for (const auto& frame : request_.seals) {
        // A seal that fails vouches for nothing; the changes that it was for are put aside as unsealed.
        const auto opened = wire::open_frame(frame, wire::FrameKind::seal);
        if (!opened) continue;
        const auto author = find_(opened->key);
        const auto seal = wire::decode_seal(opened->body);
        if (!author || !seal) continue;
        if (auto done = follow(*author, *seal); !done) return base::fail(std::move(done.error()));
    }
    std::vector<record::EncodedChange> standing;
    for (auto& aside : from_aside_) {
        auto why = objection_to(aside);
        if (!why) return base::fail(std::move(why.error()));
        if (why->empty()) {
            standing.push_back(std::move(aside));
        } else if (auto kept = replica_.keep_aside(aside.bytes(), *why, carrier_.name); !kept) {
            return base::fail(std::move(kept.error()));   // For another reason than that nobody vouched for it.
        }
    }
    return standing;
}

std::uint64_t Judgement::first_of(const base::ReplicaId& replica) const {
    const auto found = first_.find(replica);
    return found == first_.end() ? std::numeric_limits<std::uint64_t>::max() : found->second;
}

// Goes back from the sealed change, each naming the one before by hash: in this batch, among those put aside, or in the
// log, where carriers leave holes. Ends where a change is missing, and at what the log has from before this batch.
base::Status Judgement::follow(const Laptop& author, const wire::Seal& seal) {
    auto owner = owner_of(seal.replica);
    if (!owner) return base::fail(std::move(owner.error()));
    if (!owner->empty() && *owner != author.name) return {};
    auto sequence = seal.sequence;
    for (auto id = seal.change; sequence > 0; --sequence) {
        const bool is_known = replica_.has_change(id);
        if (is_known && (sequence <= first_of(seal.replica) || YQ_PLANTED("judge_follows_no_seal_through_the_log"))) return {};
        std::optional<record::EncodedChange> elsewhere;   // Than in the batch.
        bool is_aside = false;
        if (is_known) {
            auto in_log = replica_.change(id);
            if (!in_log) return base::fail(std::move(in_log.error()));
            elsewhere.emplace(std::move(*in_log));
        } else if (!batch_.contains(id)) {
            auto kept = replica_.kept_aside(id);
            if (!kept) return {};
            elsewhere.emplace(std::move(*kept));
            is_aside = true;
        }
        const auto& change = elsewhere ? elsewhere->change() : batch_.at(id)->change();
        if (!change || change->replica != seal.replica || change->sequence != sequence) return {};
        if (!is_known && !sealed_.emplace(id, author).second) return {};
        id = change->previous;
        if (is_aside) from_aside_.push_front(std::move(*elsewhere));
    }
    return {};
}

base::Result<std::optional<Judgement::Author>> Judgement::author_of(const record::Change& change, const base::ChangeId& id, bool is_aside) {
    if (const auto found = sealed_.find(id); found != sealed_.end()) return Author{found->second, true};
    if (is_aside && !YQ_PLANTED("judge_believes_who_keeps_it_aside")) return std::nullopt;
    auto owner = owner_of(change.replica);
    if (!owner) return base::fail(std::move(owner.error()));
    if (*owner == carrier_.name) return Author{carrier_, true};
    // The signature under the request vouches for the laptop's own replica, and for earlier ones (of a clone, an old
    // backup) when their person is the author; those stay open for the laptop that comes under that id itself.
    if (owner->empty() && change.replica == request_.replica) return Author{carrier_, true};
    if (owner->empty() && change.author == carrier_.person) return Author{carrier_, false};
    if (!recovering_ || YQ_PLANTED("judge_gives_no_credit_after_a_restore")) return std::nullopt;
    Author trusted{carrier_, false};
    trusted.laptop.person = change.author;
    trusted.laptop.role = kOffice;
    return trusted;
}

base::Result<std::string> Judgement::objection_to(const record::EncodedChange& encoded, bool is_aside) {
    const auto& change = encoded.change();
    if (!change) return std::string();
    const auto& id = encoded.id();
    auto author = author_of(*change, id, is_aside);
    if (!author) return base::fail(std::move(author.error()));
    auto areas = replica_.areas_of(change->record);
    if (!areas) return base::fail(std::move(areas.error()));
    const bool is_new = areas->empty();
    if (is_new) *areas = brought_[change->record];
    if (YQ_PLANTED("judge_believes_the_claimed_area")) *areas = {change->area};
    std::string why = "unsealed";
    if (*author) {
        why = objection((*author)->laptop, *change, *areas, [this](const auto& area, const auto& ancestor) {
            return replica_.area_within(area, ancestor);
        });
    }
    if (!why.empty()) return replica_.has_change(id) ? std::string() : why;  // Known: comes again, changes nothing.
    if (is_new) {
        auto& brought = brought_[change->record];
        if (brought.empty()) brought.push_back(change->area);
        for (const auto& op : change->ops) {
            if (op.path == record::kAreaCell) brought.push_back(op.value);
        }
    }
    if ((*author)->is_certain) {
        if (auto bound = bind(change->replica, (*author)->laptop.name); !bound) return base::fail(std::move(bound.error()));
    }
    return why;
}

base::Result<std::string> Judgement::owner_of(const base::ReplicaId& replica) {
    if (const auto known = owners_.find(replica); known != owners_.end()) return known->second;
    auto owner = replica_.owner_of(replica);
    if (owner) owners_[replica] = *owner;
    return owner;
}

base::Status Judgement::bind(const base::ReplicaId& replica, const std::string& laptop) {
    auto& owner = owners_[replica];
    if (!owner.empty()) return {};
    owner = laptop;
    return replica_.bind(replica, laptop);
}

}  // namespace yuanquan::session
