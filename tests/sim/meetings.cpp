// Two laptops that meet: one shows a code, the other calls and types it, over the same bad network and with machines that
// stop between any two messages. What each was given it carries to headquarters later.

#include <algorithm>

#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

namespace {

constexpr char kCode[] = "482913", kWrongCode[] = "111111";

bool is_of_the_machine(std::string_view error) {
    static const std::set<std::string_view> kErrors{"io_failed", "disk_full", "store_failed", "unsafe_store"};
    return kErrors.contains(error);
}

std::string error_in(const std::string& answer) {
    const auto frame = wire::open_frame(answer, wire::FrameKind::turn);
    const auto turn = frame ? wire::decode_turn(frame->body) : base::Result<wire::Turn>(base::fail(frame.error()));
    return turn ? turn->error : "no turn";
}

}  // namespace

// One who shows a code waits for others, and at last goes away.
void Fleet::meet(Laptop& laptop) {
    if (laptop.party && laptop.party->host && chance_.one_in(3)) laptop.party.reset();
    if (!laptop.party) call(laptop);
    for (auto turns = 1 + chance_.pick(6); turns > 0 && laptop.party && laptop.party->guest; --turns) take_turn(laptop);
}

void Fleet::call(Laptop& guest) {
    Laptop& host = any_laptop();
    if (&host == &guest || (host.party && host.party->guest)) return;
    note("call " + host.name() + " by " + guest.name());
    if (!host.party || host.party->host->is_locked()) host.open_meeting(kCode);
    const bool is_wrong = chance_.one_in(12);
    guest.join_meeting(host, is_wrong ? kWrongCode : kCode);
    ++tally_.meetings;
    // Its own copy, or a certificate that is over by its clock.
    if (!guest.party->guest->take_hello(host.party->host->answer(guest.party->guest->hello()))) guest.party.reset();
    if (!is_wrong || !guest.party) return;
    fault("wrong code");
    const auto message = guest.party->guest->next();
    if (message && *message) must(!error_in(ask_host(host, **message)).empty(), "O8", "somebody without the code was answered");
    guest.party.reset();
}

void Fleet::take_turn(Laptop& guest) {
    Laptop& host = *guest.party->called;
    std::optional<std::string> message;
    const bool done = deed(guest, [&] {
        auto next = guest.party->guest->next();
        if (next) message = std::move(*next);
        return next.has_value();
    });
    if (!guest.party) return;
    if (!done || !message) {
        note("met " + host.name() + ' ' + guest.name() + (done ? " to the end" : ""));
        guest.party.reset();
        return;
    }
    must(++guest.party->turns <= kRequestsMax, "O10", "a meeting does not end");
    must(message->size() < kMessageMax, "O9", "a turn is too large");
    check_turn(guest, host, *message);
    hand_to_host(guest, host, *message);
}

// '' when nobody is there, or the host stopped before it could answer.
std::string Fleet::ask_host(Laptop& host, const std::string& message) {
    std::string answer;
    if (!host.party || !host.party->host) return answer;
    deed(host, [&] {
        answer = host.party->host->answer(message);
        host.party->keep_fellows();
        return !is_of_the_machine(error_in(answer));
    });
    check_held(host);
    return answer;
}

void Fleet::hand_to_host(Laptop& guest, Laptop& host, const std::string& message) {
    const auto what = chance_.pick(100);
    note("turn " + guest.name() + ' ' + host.name() + ' ' + std::to_string(message.size()) + ' ' + std::to_string(what));
    if (what < 3) {
        fault("turn lost");
        guest.party.reset();
    } else if (what < 6) {
        fault("turn comes late");
        meeting_mail_.emplace_back(&host, message);
        guest.party.reset();
    } else if (what < 9) {
        fault("turn cut or spoilt");
        const auto before = host.store().last_arrival();
        const auto answer = ask_host(host, damaged(message));
        must(answer.empty() || !error_in(answer).empty(), "O7", "a damaged turn was taken");
        must(host.store().last_arrival() == before, "O7", "a damaged turn changed something");
        guest.party.reset();
    } else {
        if (what < 12) fault("turn doubled"), (void)ask_host(host, message);
        const auto answer = ask_host(host, message);
        check_turn(host, guest, answer);
        if (what < 16) {
            fault("host stops after its answer");
            lose_machine(host);
        }
        take_answer(guest, answer, what);
    }
}

void Fleet::take_answer(Laptop& guest, std::string answer, std::uint64_t what) {
    if (answer.empty() || (what >= 16 && what < 20)) {
        fault("answer lost");
        guest.party.reset();
        return;
    }
    const bool is_damaged = what >= 20 && what < 23;
    if (is_damaged) fault("answer cut or spoilt"), answer = damaged(std::move(answer));
    if (old_answers_.size() < 50) old_answers_.push_back(answer);
    if (what == 23 || what == 24) fault("an old answer"), answer = chance_.of(old_answers_);
    bool taken = false;
    deed(guest, [&] {
        const auto received = guest.party->guest->receive(answer);
        taken = received.has_value();
        guest.party->keep_fellows();
        if (!taken) note("not taken: " + received.error().describe());
        return taken || !is_of_the_machine(base::name(received.error().code));
    });
    must(!taken || !is_damaged, "O6", "a damaged answer was taken");
    check_held(guest);
    if (!taken) guest.party.reset();
    if (what == 25 || what == 26) lose_machine(guest);
}

void Fleet::deliver_late_turn() {
    if (meeting_mail_.empty()) return;
    const auto at = chance_.pick(meeting_mail_.size());
    const auto [host, message] = meeting_mail_[at];
    note("late turn " + std::to_string(at));
    fault("old turn again");
    (void)ask_host(*host, message);
    if (chance_.one_in(2)) meeting_mail_.erase(meeting_mail_.begin() + static_cast<std::ptrdiff_t>(at));
}

// When the faults have stopped: it comes to an end, and then there is nothing left to say but what a third had given them.
void Fleet::meet_undisturbed(Laptop& host, Laptop& guest) {
    note("settle " + host.name() + " meets " + guest.name());
    // With authors lost, what one gives may bring the seals for what the other had put aside, which is then given on.
    const int most = has_moves_ ? 6 : 3;
    bool is_quiet = false;
    for (int meeting = 0; meeting < most && (meeting < 3 || !is_quiet); ++meeting) {
        host.open_meeting(kCode);
        guest.join_meeting(host, kCode);
        auto& call = *guest.party->guest;
        int turns = 0;
        for (bool is_met = call.take_hello(host.party->host->answer(call.hello())).has_value(); is_met; ++turns) {
            must(turns < kRequestsMax, "O10", "a meeting does not end");
            const auto message = call.next();
            must(message.has_value(), "O10", "cannot say anything at a meeting");
            if (!*message) break;
            const auto answer = host.party->host->answer(**message);
            check_turn(guest, host, **message), check_turn(host, guest, answer);
            const auto taken = call.receive(answer);
            const bool is_over = session::read_certificate(guest.party->certificate, guest.headquarters)->expires_ms < host.clock.now_ms();
            if (!taken && turns == 0 && is_over) break;   // By the host's clock, or because headquarters' was wrong.
            if (!taken) throw Violation{"O10", guest.name() + " cannot meet " + host.name() + ": " + taken.error().describe()};
        }
        const auto came = call.summary();
        note(std::to_string(came.sent) + ' ' + std::to_string(came.received));
        is_quiet = came.sent == 0 && came.received == 0;
        host.party.reset(), guest.party.reset();
    }
    must(is_quiet, "O10", "meetings do not come to rest");
    check_held(host), check_held(guest);
}

}  // namespace yuanquan::sim
