#pragma once
// A link over HTTPS with headquarters: POST <address>/v1/exchange. The only user of libcurl. Whoever answers must hold the
// pinned TLS key; names, dates and the authorities of the network do not count, so a wrong clock does not lock a laptop
// out and nobody can click a warning away. What answers in headquarters' place (a portal, a proxy, another key) is
// bad_signature, and nothing counts as sent. Plain http is for addresses that say so; there the signatures of the session are the only guard.

#include <array>
#include <memory>

#include "sync/link/link.hpp"

namespace yuanquan::link {

// As a pin: whoever answers. For a hello alone, whose answer names the TLS key under a signature.
inline constexpr char kAnyKey[] = "any";
// Why a network_failed, in its detail: words for each are in assets/lang.
inline constexpr std::array kReasons{"no_route", "name_not_found", "refused", "timed_out", "cut", "not_secured", "in_trouble"};
inline constexpr char kExchangePath[] = "/v1/exchange";

class HttpLink final : public Link {
  public:
    // tls_pin: "sha256//…", of the server's public key; required for https.
    explicit HttpLink(std::string address, std::string tls_pin = {});
    ~HttpLink() override;
    base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>& cancelled) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yuanquan::link
