// O8 at every moment: what headquarters gives a laptop, what of a laptop's work it lets stand or puts aside, and what laptops
// give each other, held against the areas that they have just then.

#include <algorithm>

#include "model/record/change_codec.hpp"
#include "sync/session/poll.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

Fleet::Asked Fleet::asked(std::string_view request) {
    Asked asked;
    asked.last = office_->store().last_arrival();
    const auto frame = wire::open_frame(request, wire::FrameKind::request);
    if (!frame) return asked;
    for (const auto& member : members_) {
        if (member.key.public_key() == frame->key) asked.carrier = &member;
    }
    const auto decoded = wire::decode_request(frame->body);
    if (!decoded) return asked;
    for (const auto& bytes : decoded->changes) brought_.insert(record::change_id(bytes));
    for (const auto& bytes : decoded->aside) brought_aside_.insert(record::change_id(bytes));
    if (asked.carrier == nullptr || asked.carrier->areas.empty()) return asked;
    for (const auto& bytes : decoded->changes) {
        auto change = record::decode(bytes);
        if (!change) continue;
        if (const auto areas = office_->store().areas_of(change->record)) asked.areas[change->record] = *areas;
        asked.changes.push_back({record::change_id(bytes), std::move(*change)});
    }
    return asked;
}

void Fleet::check_answer(const Asked& asked, std::string_view reply) const {
    auto& office = office_->store();
    const auto areas_of = [&](const RecordId& record) {
        const auto areas = office.areas_of(record);
        return areas ? *areas : std::vector<std::string>();
    };
    const auto came = office.changes_after(asked.last, {}, std::size_t{1} << 30);
    if (!came) return;
    for (const auto& stored : came->changes) {
        const auto change = record::decode(stored.bytes);
        const auto* author = member_called(change->author);
        if (author == nullptr || author->areas.empty()) continue;
        // Headquarters that was set back takes laptops at their word, within their areas.
        const bool is_on_word = office_->was_restored && asked.carrier != nullptr && touches(areas_of(change->record), asked.carrier->areas);
        must(is_on_word || touches(areas_of(change->record), author->areas), "O8", "of other areas than " + author->name + "'s, and it stands: " + stored.id.text());
    }
    if (asked.carrier == nullptr || reply.empty() || session::is_poll(reply)) return;
    const auto said = wire::decode_reply(wire::open_frame(reply, wire::FrameKind::reply)->body);
    for (const auto& bytes : said->changes) {
        const auto change = record::decode(bytes);
        must(touches(areas_of(change->record), asked.carrier->areas), "O8", "given to " + asked.carrier->name + ", whose areas are others: " + record::change_id(bytes).text());
    }
    for (const auto& problem : said->problems) check_judged(asked, problem);
}

// Its own work in its own areas is not put aside as somebody else's.
void Fleet::check_judged(const Asked& asked, const wire::Problem& problem) const {
    if (problem.reason != "not_authorised") return;
    const auto it = std::find_if(asked.changes.begin(), asked.changes.end(), [&](const auto& one) { return one.id == problem.change; });
    if (it == asked.changes.end() || it->change.author != asked.carrier->person) return;
    const auto before = asked.areas.find(it->change.record);
    const auto known = before == asked.areas.end() ? std::vector<std::string>() : before->second;
    const bool is_first = std::none_of(asked.changes.begin(), it, [&](const auto& one) { return one.change.record == it->change.record; });
    const bool is_of_its_areas = known.empty() ? is_first && is_within(it->change.area, asked.carrier->areas) : touches(known, asked.carrier->areas);
    must(!is_of_its_areas, "O5", "put aside, though it is of " + asked.carrier->name + "'s areas: " + problem.change.text());
}

// By the certificate that the one who takes has shown.
void Fleet::check_turn(const Laptop& giver, const Laptop& taker, std::string_view turn) const {
    const auto frame = wire::open_frame(turn, wire::FrameKind::turn);
    if (!frame || !taker.party) return;
    const auto decoded = wire::decode_turn(frame->body);
    if (!decoded || decoded->request.empty()) return;
    const auto request = wire::decode_request(wire::open_frame(decoded->request, wire::FrameKind::request)->body);
    for (const auto& bytes : request->changes) {
        const auto change = record::decode(bytes);
        const auto areas = giver.store().areas_of(change->record);
        must(!areas || touches(*areas, taker.party->areas), "O8", giver.name() + " gives " + taker.name() + " what is not of its certificate's areas");
    }
}

}  // namespace yuanquan::sim
