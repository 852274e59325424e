// Exchanges, one answer at a time, over a network that cuts, loses, doubles, delays and swaps.

#include <array>
#include <optional>

#include "model/record/change_codec.hpp"
#include "sync/session/poll.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

namespace {

// The digest of the request that it answers.
std::optional<std::array<std::uint8_t, 32>> request_of(const std::string& reply) {
    const auto frame = wire::open_frame(reply, wire::FrameKind::reply);
    const auto decoded = frame ? wire::decode_reply(frame->body) : base::Result<wire::Reply>(base::fail(base::ErrorCode::damaged));
    if (!decoded) return std::nullopt;
    return decoded->request;
}

// Somebody else's word that all was given.
std::string by_stranger(const std::string& reply) {
    base::SeededRandom random(1);
    const auto stranger = base::SigningKey::generate(random);
    if (session::is_poll(reply)) return session::nothing_new({}, stranger);
    auto decoded = *wire::decode_reply(wire::open_frame(reply, wire::FrameKind::reply)->body);
    decoded.changes.clear();
    decoded.pull_end += 5;
    decoded.pull_complete = true;
    return wire::seal(wire::FrameKind::reply, wire::encode(decoded), stranger);
}

}  // namespace

void Fleet::talk(Laptop& laptop) {
    std::optional<std::string> request;
    bool is_made = false;
    const bool done = deed(laptop, [&] {
        if (!laptop.talk) laptop.talk = std::make_unique<Laptop::Talk>(laptop), ++tally_.exchanges;
        auto next = laptop.talk->session.next();
        is_made = next.has_value();
        if (next) request = std::move(*next);
        return is_made;
    });
    if (laptop.talk) must(++laptop.talk->requests <= kRequestsMax, "O10", "an exchange does not end");
    if (!done || !laptop.talk) {
        laptop.talk.reset();
        note("talk " + laptop.name() + " cannot ask");
    } else if (!request) {
        note("talk " + laptop.name() + " done");
        laptop.talk.reset();
        if (has_moves_) renew_certificate(laptop);
    } else {
        must(request->size() < kMessageMax, "O9", "a request is too large");
        last_request_ = request->size();
        hand_over(laptop, *request);
    }
}

// Flipped, or cut at any byte.
std::string Fleet::damaged(std::string bytes) {
    if (bytes.empty()) return "x";
    const auto at = chance_.pick(bytes.size());
    if (chance_.one_in(3)) bytes[at] = static_cast<char>(bytes[at] ^ (1 << chance_.pick(8)));
    else bytes.resize(at);
    return bytes;
}

// Asks headquarters; '' when it stopped before it could answer.
std::string Fleet::ask(const std::string& request) {
    std::string reply;
    const auto before = asked(request);
    deed(*office_, [&] {
        reply = office_->answer(request);
        if (session::is_poll(reply)) return true;
        const auto said = wire::decode_reply(wire::open_frame(reply, wire::FrameKind::reply)->body);
        must(reply.size() < 4 * kMessageMax, "O9", "a reply is too large");
        static const std::set<std::string> kOfTheRequest{"damaged", "bad_signature", "not_authorised", "too_new", "too_large",
                                                         "bad_input"};
        return said->error.empty() || kOfTheRequest.contains(said->error);
    });
    check_answer(before, reply);
    return reply;
}

void Fleet::hand_over(Laptop& laptop, const std::string& request) {
    const auto what = chance_.pick(100);
    note("talk " + laptop.name() + ' ' + std::to_string(request.size()) + ' ' + std::to_string(what));
    if (what < 3) {
        fault("request lost");
        laptop.talk.reset();
        return;
    }
    if (what < 6) {
        fault("request comes late");
        mail_.push_back(request);
        laptop.talk.reset();
        return;
    }
    if (what < 10) {
        fault("request cut or spoilt");
        const auto before = office_->store().last_arrival();
        take_reply(laptop, ask(damaged(request)), true);
        must(office_->store().last_arrival() == before, "O7", "a damaged request changed something");
        laptop.talk.reset();
        return;
    }
    if (what < 13) {
        fault("request doubled");
        mail_.push_back(request);
        (void)ask(request);
    }
    auto reply = ask(request);
    if (old_replies_.size() < 100) old_replies_.push_back(reply);
    if (what >= 13 && what < 17) {
        fault(reply.empty() ? "reply lost" : "headquarters stops after its answer");
        office_->kill();
        bring_up(*office_);
    }
    if (what < 30) return spoil_reply(laptop, std::move(reply));
    if (!take_reply(laptop, reply, false)) laptop.talk.reset();
}

void Fleet::spoil_reply(Laptop& laptop, std::string reply) {
    const auto what = chance_.pick(7);
    if (what == 6) {
        fault("a stranger's reply");
        must(reply.empty() || !take_reply(laptop, by_stranger(reply), true), "O6", "a stranger's reply was taken");
    } else if (what == 0) {
        fault("reply lost");
    } else if (what <= 2) {
        fault("reply cut or spoilt");
        must(!take_reply(laptop, damaged(std::move(reply)), true), "O6", "a damaged reply was taken");
    } else if (what == 3) {
        fault("captive portal");
        must(!take_reply(laptop, "<html>Please log in</html>", true), "O6", "a portal's page was taken");
    } else if (what == 4 && !old_replies_.empty()) {
        fault("another's reply");
        const auto& old = chance_.of(old_replies_);
        // A request that was sent again byte for byte has two replies, and either is to it.
        const bool is_to_it = old == reply || (request_of(old) && request_of(old) == request_of(reply));
        must(is_to_it || !take_reply(laptop, old, true), "O6", "the reply to another request was taken");
    } else {
        (void)take_reply(laptop, reply, false);
        return;
    }
    laptop.talk.reset();
}

bool Fleet::take_reply(Laptop& laptop, const std::string& reply, bool may_be_wrong) {
    if (reply.empty() || !laptop.talk) return false;
    bool taken = false;
    const auto before = laptop.store().peer("hq");
    deed(laptop, [&] {
        const auto received = laptop.talk->session.receive(reply);
        taken = received.has_value();
        if (taken) {
            if (const auto receipts = laptop.store().receipts("hq")) laptop.told.receipts = receipts->size();
            return true;
        }
        const auto code = received.error().code;
        note("not taken: " + received.error().describe());
        // What the disk did not do is an error of this machine; a refusal is none.
        return code != base::ErrorCode::io_failed && code != base::ErrorCode::disk_full &&
               code != base::ErrorCode::store_failed && code != base::ErrorCode::unsafe_store;
    });
    if (may_be_wrong && !taken) {
        const auto after = laptop.store().peer("hq");
        must(after->sent == before->sent && after->received == before->received, "O6", "what was refused moved a cursor");
    }
    check_held(laptop);
    return taken;
}

// O6, at every moment: what a laptop shows as held is held, unless headquarters was set back since they last met.
void Fleet::check_held(const Laptop& laptop) {
    if (!laptop.is_open()) return;
    const auto peer = laptop.store().peer("hq");
    if (!peer || peer->epoch != office_->epoch_for(laptop.member)) return;
    for (const auto& change : log_of(laptop.store())) {
        if (change.arrival > peer->sent) break;
        must(office_->has(change.id), "O6", laptop.name() + " shows as at headquarters: " + change.id.text());
    }
}

void Fleet::deliver_late() {
    if (mail_.empty()) return;
    const auto at = chance_.pick(mail_.size());
    note("late " + std::to_string(at));
    fault("old request again");
    const auto reply = ask(mail_[at]);
    if (old_replies_.size() < 100) old_replies_.push_back(reply);
    if (mail_.size() > 20 || chance_.one_in(2)) mail_.erase(mail_.begin() + static_cast<std::ptrdiff_t>(at));
}

// Bytes that nobody can read among good ones, signed by an enrolled laptop: they are put aside, the others applied.
void Fleet::poison(Laptop& laptop) {
    note("poison " + laptop.name());
    wire::Request request;
    request.replica = laptop.store().replica();
    auto log = bytes_of(log_of(laptop.store()));
    if (log.size() > 4) log.resize(4);
    request.changes = log;
    std::string bad = "poison " + std::to_string(chance_.pick(5));
    if (!log.empty() && chance_.one_in(2)) bad = damaged(chance_.of(log));
    forged_.emplace(record::change_id(bad), &laptop.member);
    request.changes.insert(request.changes.begin() + static_cast<std::ptrdiff_t>(chance_.pick(log.size() + 1)), bad);
    fault("poisonous change");
    const auto bytes = wire::seal(wire::FrameKind::request, wire::encode(request), laptop.member.key);
    const auto answer = ask(bytes);
    const auto reply = wire::decode_reply(wire::open_frame(answer, wire::FrameKind::reply)->body);
    if (!reply->error.empty()) return;  // Its disk failed just then.
    for (const auto& change : request.changes) {
        must(office_->has(record::change_id(change)), "O5", "neither applied nor put aside");
    }
}

}  // namespace yuanquan::sim
