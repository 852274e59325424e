#pragma once
// Headquarters on the network: an HTTP server (with TLS, unless told otherwise) that hands each POST /v1/exchange to a HeadquartersSession. The only user of
// libmicrohttpd. Limits: body size, time per connection, number of connections. All requests are answered on one thread,
// the one that may use the store while the server runs.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "model/base/error.hpp"
#include "sync/hq/tls_identity.hpp"

namespace yuanquan::hq {

class Server {
  public:
    // '' where there is none just now: who asked comes again.
    using Answer = std::function<std::string(std::string_view request)>;
    // Listens on that address alone, with TLS when an identity is given. port 0: any free one. in_use when another
    // program has it.
    static base::Result<std::unique_ptr<Server>> start(const std::string& host, std::uint16_t port, Answer answer,
                                                       const TlsIdentity* tls = nullptr);
    ~Server();  // Answers what is under way, then stops.
    std::uint16_t port() const;

  private:
    Server();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yuanquan::hq
