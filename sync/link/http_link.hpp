#pragma once
// A link over HTTP with headquarters: POST <address>/v1/exchange. The only user of libcurl. What answers in headquarters'
// place (a portal, a proxy) is found out by the session, since its reply bears no signature.

#include <memory>

#include "sync/link/link.hpp"

namespace yuanquan::link {

inline constexpr char kExchangePath[] = "/v1/exchange";
inline constexpr char kContentType[] = "application/x-yuanquan";

class HttpLink final : public Link {
  public:
    explicit HttpLink(std::string address);
    ~HttpLink() override;
    base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>& cancelled) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yuanquan::link
