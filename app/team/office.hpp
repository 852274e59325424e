#pragma once
// Headquarters as a workspace: made, given questionnaires, served. Commands and tests use it; the pieces are sync/hq.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/survey/workspace.hpp"
#include "sync/hq/headquarters.hpp"
#include "sync/hq/server.hpp"
#include "sync/link/exchange.hpp"

namespace yuanquan::team {

// A new headquarters in that folder: key, epoch, and the person who works there.
base::Status found_office(survey::Workspace& workspace, const std::string& person, const std::string& address);

struct NewLaptop {
    std::string name, person, role;      // person '': the laptop's name.
    std::vector<std::string> areas;      // Empty: all.
};
// What the enrolment becomes in its file, where that is not the enrolment itself.
using Wrapping = std::function<base::Result<std::string>(const std::string& enrolment)>;
// Enrols the laptop and writes its file, which is made first: one that is enrolled and has no file could never come. The
// enrolment, for whoever shows it as a code. file '': none. already_exists: a file is never written over, it may be another
// laptop's only key; nor is a laptop enrolled twice. with_forms: see Headquarters::enrol.
base::Result<std::string> enrol_laptop(survey::Workspace& workspace, hq::Headquarters& headquarters, const NewLaptop& laptop,
                                       const std::string& file, bool with_forms, const Wrapping& wrap = {});

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
