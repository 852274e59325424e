#pragma once
// Headquarters as a workspace: made, given questionnaires, served. Commands and tests use it; the pieces are sync/hq.

#include <memory>
#include <string>

#include "model/survey/workspace.hpp"
#include "sync/hq/headquarters.hpp"
#include "sync/hq/server.hpp"

namespace yuanquan::team {

// A new headquarters in that folder: key, epoch, and the person who works there.
base::Status found_office(survey::Workspace& workspace, const std::string& person, const std::string& address);

// Serves until destroyed. While it runs, only its thread may use the workspace.
class Office {
  public:
    static base::Result<std::unique_ptr<Office>> serve(survey::Workspace& workspace, const std::string& host,
                                                       std::uint16_t port);
    ~Office();
    std::uint16_t port() const;
    bool recovering() const;     // It was set back: laptops give back what it lost.
    std::string scheme() const;  // "https", or "http" where the address says so.

  private:
    Office();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yuanquan::team
