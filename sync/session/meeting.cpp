#include "sync/session/meeting.hpp"

#include <algorithm>

#include "model/base/planted.hpp"
#include "model/record/change_codec.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

namespace {

// The certificate is headquarters', is for the key that signed the message, and holds today.
base::Result<Laptop> whom(Self& self, const std::string& certificate, const base::KeyId& signer) {
    auto known = read_certificate(certificate, self.headquarters);
    if (!known) return base::fail(std::move(known.error()));
    if (known->key != signer) return base::fail(base::ErrorCode::bad_signature, known->laptop, "another laptop's certificate");
    if (known->key == self.key.public_key()) return base::fail(base::ErrorCode::wrong_use, known->laptop, "this laptop itself, or its copy");
    if (known->expires_ms < self.clock.now_ms()) return base::fail(base::ErrorCode::not_authorised, known->laptop, "certificate expired");
    self.fellows.add(certificate);
    return laptop_of(*known);
}

bool same_code(std::string_view a, std::string_view b) {
    unsigned char differs = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) differs |= static_cast<unsigned char>(a[i] ^ b[i]);
    return differs == 0;
}

std::string sealed(const wire::Turn& turn, const base::SigningKey& key) {
    return wire::seal(wire::FrameKind::turn, wire::encode(turn), key);
}

}  // namespace

class Side {
  public:
    Side(Self& self, Laptop other)
        : self_(self), other_(std::move(other)),
          answers_(self.replica, self.key, self.replica.id().text(),
                   [&self](const base::KeyId& key) { return self.fellows.find(key); }, self.clock),
          gives_(self.replica, self.key, Fellow{other_.name, other_.key, YQ_PLANTED("meeting_gives_of_all_areas") ? std::vector<std::string>() : other_.areas}, self.clock) {}

    const Laptop& other() const { return other_; }
    LaptopSession& gives() { return gives_; }

    // Their request: what it brings is counted, and the seals in it go along when we are at headquarters.
    base::Result<std::string> answer(const std::string& bytes) {
        std::vector<std::pair<base::ChangeId, base::RecordId>> fresh;
        const auto frame = wire::open_frame(bytes, wire::FrameKind::request);
        if (!frame) return base::fail(frame.error());
        if (frame->key != other_.key) return base::fail(base::ErrorCode::bad_signature, other_.name);
        const auto request = wire::decode_request(frame->body);
        if (!request) return base::fail(request.error());
        for (const auto& change : request->changes) {
            const auto id = record::change_id(change);
            const auto decoded = record::decode(change);
            if (decoded && !self_.replica.has_change(id)) fresh.emplace_back(id, decoded->record);
        }
        // Before what they vouch for: changes without their seals would be worth nothing to headquarters.
        std::vector<std::string> seals;
        for (const auto& seal : request->seals) {
            const auto opened = wire::open_frame(seal, wire::FrameKind::seal);
            if (opened && self_.fellows.find(opened->key)) seals.push_back(seal);
        }
        if (auto kept = self_.replica.keep_seals(seals); !kept) return base::fail(std::move(kept.error()));
        auto reply = answers_.answer(bytes, HeadquartersSession::Gives::receipts);
        for (const auto& [id, record] : fresh) {
            if (!self_.replica.has_change(id)) continue;
            ++came_.received;
            came_.records.insert(record);
        }
        came_.bytes_received += bytes.size();
        return reply;
    }

    Summary summary() const {
        Summary all = gives_.summary();
        all.received = came_.received;
        all.records = came_.records;
        all.bytes_received += came_.bytes_received;
        return all;
    }

  private:
    Self& self_;
    Laptop other_;
    HeadquartersSession answers_;
    LaptopSession gives_;
    Summary came_;
};

// --- Host ---

MeetingHost::MeetingHost(Self self, std::string code, std::string tls_pin)
    : self_(self), code_(std::move(code)), tls_pin_(std::move(tls_pin)) {}
MeetingHost::~MeetingHost() = default;

std::string MeetingHost::answer(std::string_view message) {
    if (wire::is_frame(message, wire::FrameKind::hello)) {
        return wire::seal(wire::FrameKind::hello, wire::encode(wire::Hello{self_.certificate, tls_pin_}), self_.key);
    }
    auto turn = answer_turn(message);
    if (turn) return std::move(*turn);
    wire::Turn refusal;
    refusal.error = std::string(base::name(turn.error().code));
    return sealed(refusal, self_.key);
}

base::Result<std::string> MeetingHost::answer_turn(std::string_view message) {
    auto frame = wire::open_frame(message, wire::FrameKind::turn);
    if (!frame) return base::fail(std::move(frame.error()));
    auto turn = wire::decode_turn(frame->body);
    if (!turn) return base::fail(std::move(turn.error()));
    if (!turn->certificate.empty()) {
        auto guest = whom(self_, turn->certificate, frame->key);
        if (!guest) return base::fail(std::move(guest.error()));
        if (is_locked() || !same_code(turn->code, code_)) {
            ++wrong_codes_;
            return base::fail(base::ErrorCode::not_authorised, guest->name, "code");
        }
        for (const auto& certificate : turn->certificates) self_.fellows.add(certificate);
        side_ = std::make_unique<Side>(self_, std::move(*guest));
    }
    if (!side_ || side_->other().key != frame->key) return base::fail(base::ErrorCode::not_authorised, frame->key.text());
    wire::Turn answer;
    if (!turn->certificate.empty()) answer.certificates = self_.fellows.frames();
    if (!turn->request.empty()) {
        auto reply = side_->answer(turn->request);
        if (!reply) return base::fail(std::move(reply.error()));
        answer.reply = std::move(*reply);
    }
    if (!turn->reply.empty()) {
        if (auto taken = side_->gives().receive(turn->reply); !taken) return base::fail(std::move(taken.error()));
    }
    auto next = side_->gives().next();
    if (!next) return base::fail(std::move(next.error()));
    answer.request = next->value_or(std::string());
    done_ = answer.request.empty() && answer.reply.empty();   // The guest's last turn is empty.
    return sealed(answer, self_.key);
}

std::optional<Laptop> MeetingHost::guest() const {
    if (!side_) return std::nullopt;
    return side_->other();
}
Summary MeetingHost::summary() const { return side_ ? side_->summary() : Summary(); }
bool MeetingHost::done() const { return done_; }

// --- Guest ---

MeetingGuest::MeetingGuest(Self self, std::string code) : self_(self), code_(std::move(code)) {}
MeetingGuest::~MeetingGuest() = default;

std::string MeetingGuest::hello() const {
    return wire::seal(wire::FrameKind::hello, wire::encode(wire::Hello{self_.certificate, {}}), self_.key);
}

base::Status MeetingGuest::take_hello(std::string_view answer) {
    auto frame = wire::open_frame(answer, wire::FrameKind::hello);
    if (!frame) return base::fail(std::move(frame.error()));
    auto hello = wire::decode_hello(frame->body);
    if (!hello) return base::fail(std::move(hello.error()));
    auto host = whom(self_, hello->certificate, frame->key);
    if (!host) return base::fail(std::move(host.error()));
    tls_pin_ = hello->tls_pin;
    side_ = std::make_unique<Side>(self_, std::move(*host));
    return {};
}

std::optional<Laptop> MeetingGuest::host() const {
    if (!side_) return std::nullopt;
    return side_->other();
}

base::Result<std::optional<std::string>> MeetingGuest::next() {
    if (!side_) return base::fail(base::ErrorCode::wrong_use, "meeting", "no hello yet");
    auto request = side_->gives().next();
    if (!request) return base::fail(std::move(request.error()));
    // An empty turn at the end tells the host that its last reply was taken.
    const bool is_last = started_ && !*request && reply_.empty() && !host_gives_;
    if (is_last && closed_) return std::nullopt;
    closed_ = is_last;
    wire::Turn turn;
    if (!started_) {
        turn.certificate = self_.certificate;
        turn.code = code_;
        turn.certificates = self_.fellows.frames();
    }
    started_ = true;
    turn.request = request->value_or(std::string());
    turn.reply = std::move(reply_);
    reply_.clear();
    return sealed(turn, self_.key);
}

base::Status MeetingGuest::receive(std::string_view answer) {
    auto frame = wire::open_frame(answer, wire::FrameKind::turn);
    if (!frame) return base::fail(std::move(frame.error()));
    if (frame->key != side_->other().key) return base::fail(base::ErrorCode::bad_signature, side_->other().name);
    auto turn = wire::decode_turn(frame->body);
    if (!turn) return base::fail(std::move(turn.error()));
    if (!turn->error.empty()) return base::fail(base::ErrorCode::refused, side_->other().name, turn->error);
    for (const auto& certificate : turn->certificates) self_.fellows.add(certificate);
    if (!turn->reply.empty()) {
        if (auto taken = side_->gives().receive(turn->reply); !taken) return taken;
    }
    host_gives_ = !turn->request.empty();
    if (host_gives_) {
        auto reply = side_->answer(turn->request);
        if (!reply) return base::fail(std::move(reply.error()));
        reply_ = std::move(*reply);
    }
    return {};
}

const Summary& MeetingGuest::summary() const {
    summary_ = side_ ? side_->summary() : Summary();
    return summary_;
}

}  // namespace yuanquan::session
