#include "sync/session/certificate.hpp"

#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"

namespace yuanquan::session {

namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr std::size_t kFellowsMax = 1000;   // A county's teams; a stranger cannot add any.

}  // namespace

std::string write_certificate(const Laptop& laptop, const base::SigningKey& headquarters, std::int64_t now_ms) {
    wire::Certificate certificate{laptop.name, laptop.key, laptop.person, laptop.role, laptop.areas, now_ms,
                                  now_ms + kCertificateDays * kDayMs};
    return wire::seal(wire::FrameKind::certificate, wire::encode(certificate), headquarters);
}

base::Result<wire::Certificate> read_certificate(std::string_view bytes, const base::KeyId& headquarters) {
    auto frame = wire::open_frame(bytes, wire::FrameKind::certificate);
    if (!frame) return base::fail(std::move(frame.error()));
    if (frame->key != headquarters) return base::fail(base::ErrorCode::bad_signature, "certificate", "of another headquarters");
    return wire::decode_certificate(frame->body);
}

Laptop laptop_of(const wire::Certificate& certificate) {
    Laptop laptop;
    laptop.name = certificate.laptop, laptop.key = certificate.key, laptop.person = certificate.person;
    laptop.role = certificate.role, laptop.areas = certificate.areas;
    return laptop;
}

bool Fellows::add(std::string_view frame) {
    auto certificate = read_certificate(frame, headquarters_);
    if (!certificate || known_.size() >= kFellowsMax) return false;
    auto& known = known_[certificate->key.text()];
    if (!known.frame.empty() && known.certificate.issued_ms >= certificate->issued_ms) return false;
    known = {std::string(frame), std::move(*certificate)};
    return true;
}

std::optional<Laptop> Fellows::find(const base::KeyId& key) const {
    const auto found = known_.find(key.text());
    if (found == known_.end()) return std::nullopt;
    return laptop_of(found->second.certificate);
}

std::vector<std::string> Fellows::frames() const {
    std::vector<std::string> frames;
    for (const auto& [key, known] : known_) frames.push_back(known.frame);
    return frames;
}

}  // namespace yuanquan::session
