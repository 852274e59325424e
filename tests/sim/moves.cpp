// Headquarters gives laptops other areas, while they are away for weeks with work that nobody has yet; and laptops that are
// lost for good, of whose work only others have something.

#include <algorithm>

#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

Areas Fleet::some_areas() {
    static const std::vector<Areas> kAreas{{"v1"}, {"v2"}, {"v1"}, {"v2"}, {"v1", "v2"}, {}};
    return kAreas[moves_.pick(kAreas.size())];
}

// Some are given back what they had, before or after they came to hear of it.
void Fleet::move_somebody() {
    Laptop& laptop = *moves_.of(laptops_);
    Member& member = laptop.member;
    const auto before = member.areas;
    const auto weeks = [&] { let_pass(static_cast<std::int64_t>(1 + moves_.pick(8)) * 7 * 24 * 3600 * 1000); };
    if (moves_.one_in(2)) edit(laptop);
    if (moves_.one_in(3)) talk(laptop);
    give_areas(member, some_areas());
    if (moves_.one_in(3)) weeks(), edit(laptop);
    for (auto turns = moves_.pick(6); turns > 0; --turns) talk(laptop);
    if (moves_.one_in(3)) meet(laptop);
    if (!moves_.one_in(3)) return;
    if (moves_.one_in(2)) weeks(), edit(laptop);
    give_areas(member, before);
}

void Fleet::give_areas(Member& member, const Areas& areas) {
    note("move " + member.name + ' ' + std::to_string(areas.size()) + (areas.empty() ? "" : areas.front()));
    fault("laptop given other areas");
    // A disk that says no may have written it all the same: what counts is what headquarters knows afterwards.
    const bool is_done = deed(*office_, [&] { return office_->headquarters().move(member.name, areas).has_value(); });
    if (member.held.back() != areas) member.held.push_back(areas);
    read_areas(member);
    must(!is_done || member.areas == areas, "O6", "headquarters does not know of a move");
}

void Fleet::read_areas(Member& member) {
    const auto known = office_->headquarters().find(member.key.public_key());
    must(known.has_value(), "O6", "headquarters has forgotten a laptop");
    must(std::find(member.held.begin(), member.held.end(), known->areas) != member.held.end(), "O6", "areas that nobody gave");
    member.areas = known->areas;
}

// As the program does when an exchange has come to its end and its certificate is of another life (app/team).
void Fleet::renew_certificate(Laptop& laptop) {
    const auto peer = laptop.store().peer("hq");
    if (!peer || peer->epoch == laptop.told.certificate_epoch || moves_.one_in(4)) return;
    const auto given = office_->session().answer(wire::seal(wire::FrameKind::certificate_wanted, {}, laptop.member.key));
    const auto read = session::read_certificate(given, laptop.headquarters);
    if (!read) return;   // It was withdrawn.
    must(read->areas == laptop.member.areas, "O8", "a certificate for other areas");
    laptop.told.certificate = given;
    laptop.told.certificate_epoch = peer->epoch;
}

// Of what somebody writes one colleague has what is of its areas and another all; the first brings its part, and that author is
// never seen again. So what the second brings has known changes in the middle of what one seal vouches for.
void Fleet::lose_author() {
    Laptop& author = *moves_.of(laptops_);
    const auto colleague = [&](bool is_limited) {
        std::vector<Laptop*> fitting;
        for (const auto& laptop : laptops_) {
            if (&laptop->member != &author.member && laptop->member.areas.empty() != is_limited) fitting.push_back(laptop.get());
        }
        return fitting.empty() ? nullptr : moves_.of(fitting);
    };
    Laptop *first = colleague(true), *second = colleague(false);
    if (laptops_.size() < 4 || first == nullptr || second == nullptr) return;
    note("lose " + author.name());
    fault("laptop lost for good");
    for (auto rounds = 2 + moves_.pick(4); rounds > 0; --rounds) edit(author);
    for (auto* machine : {&author, first, second}) make_work(*machine);
    if (moves_.one_in(2)) meet_undisturbed(*first, author), edit(author), make_work(author);
    meet_undisturbed(*second, author);
    meet_undisturbed(*first, author);
    for (auto turns = moves_.pick(16); turns > 0; --turns) talk(*first);
    author.party.reset(), author.talk.reset();
    const auto at = std::find_if(laptops_.begin(), laptops_.end(), [&](const auto& one) { return one.get() == &author; });
    lost_.push_back(std::move(*at));
    laptops_.erase(at);
}

// In a colleague's name, sometimes under an id that headquarters does not know yet, and then the two meet; or the colleague's
// laptop has put it aside and has lost the seal.
void Fleet::forge_colleague() {
    Laptop &forger = *moves_.of(laptops_), &colleague = *moves_.of(laptops_);
    if (&forger.member == &colleague.member) return;
    note("forge " + forger.name() + " as " + colleague.member.person);
    fault("change in a colleague's name");
    make_work(forger), make_work(colleague);
    if (moves_.one_in(2)) must(forger.store().start_incarnation().has_value(), "O3", "no new incarnation");
    const auto before = forger.store().last_arrival();
    deed(forger, [&] { return save(forger, colleague.member.person, &forger); });
    const auto written = forger.store().changes_after(before, {}, std::size_t{1} << 30);
    must(written.has_value(), "O3", "the log cannot be read");
    wire::Request request;
    for (const auto& stored : written->changes) {
        forged_.emplace(stored.id, &forger.member);
        request.aside.push_back(stored.bytes);
    }
    request.replica = colleague.store().replica();
    if (moves_.one_in(2)) meet_undisturbed(colleague, forger);
    else (void)ask(wire::seal(wire::FrameKind::request, wire::encode(request), colleague.member.key));
    for (auto turns = moves_.pick(8); turns > 0; --turns) talk(colleague);
}

}  // namespace yuanquan::sim
