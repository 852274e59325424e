#pragma once
// Headquarters as a workspace: made, given questionnaires, served. Commands and tests use it; the pieces are sync/hq.

#include <memory>
#include <string>

#include "model/survey/workspace.hpp"
#include "sync/hq/headquarters.hpp"
#include "sync/hq/server.hpp"
#include "sync/link/exchange.hpp"

namespace yuanquan::team {

// A new headquarters in that folder: key, epoch, and the person who works there.
base::Status found_office(survey::Workspace& workspace, const std::string& person, const std::string& address);

// Where an address is served: its port, and the loopback alone where it names that, else all networks.
struct ServingPlace {
    std::string host;
    std::uint16_t port = 0;
};
base::Result<ServingPlace> serving_place(const std::string& address);   // wrong_use for what is no http(s)://HOST:PORT.

// Serves until destroyed. with_store: where the store may be used, called from the server's thread; without it that thread
// uses it, and nobody else may while the office serves. Where with_store does not run a step, laptops hear that
// headquarters is in trouble and come again.
class Office {
  public:
    static base::Result<std::unique_ptr<Office>> serve(survey::Workspace& workspace, const std::string& host,
                                                       std::uint16_t port, link::WithStore with_store = {});
    ~Office();
    hq::Headquarters& headquarters();   // Where the store may be used: laptops are enrolled and withdrawn while it serves.
    std::uint64_t answered() const;     // Requests so far; any thread.
    std::uint16_t port() const;
    bool recovering() const;     // It was set back: laptops give back what it lost.
    std::string scheme() const;  // "https", or "http" where the address says so.

  private:
    Office();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yuanquan::team
