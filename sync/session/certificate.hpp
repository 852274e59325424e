#pragma once
// Whom headquarters vouches for, where headquarters is not: certificates, each a frame that it signed. No IO.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/session/authority.hpp"
#include "sync/wire/messages.hpp"

namespace yuanquan::session {

// More than a year: teams are out for a season, and a laptop renews it whenever headquarters is reached.
inline constexpr std::int64_t kCertificateDays = 400, kRenewDays = 340;

std::string write_certificate(const Laptop& laptop, const base::SigningKey& headquarters, std::int64_t now_ms);
// bad_signature: not from that headquarters; damaged.
base::Result<wire::Certificate> read_certificate(std::string_view frame, const base::KeyId& headquarters);

Laptop laptop_of(const wire::Certificate& certificate);

// The laptops that were met or heard of, each by the latest of its certificates. An expired one still tells who wrote
// what; whether its laptop is to be spoken with is for the meeting to decide.
class Fellows {
  public:
    explicit Fellows(const base::KeyId& headquarters) : headquarters_(headquarters) {}
    bool add(std::string_view frame);          // False: nothing new, or not from our headquarters.
    std::optional<Laptop> find(const base::KeyId& key) const;
    std::vector<std::string> frames() const;

  private:
    struct Known {
        std::string frame;
        wire::Certificate certificate;
    };
    base::KeyId headquarters_;
    std::map<std::string, Known> known_;       // By the key's text.
};

}  // namespace yuanquan::session
