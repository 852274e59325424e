#pragma once
// Two laptops that meet on a cable, a hotspot or the office's network: one opens a meeting and shows where it is and a
// code, the other joins with both. What is told and judged is sync/session/meeting.hpp; this is the line between them.

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "app/team/exchange.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::team {

inline constexpr std::uint16_t kMeetingPort = 8610;

class OpenMeeting {
  public:
    // Listens until destroyed, on every network that the laptop is in. with_store: where the store may be used, called
    // from the line's own thread. wrong_use: not enrolled, or without a certificate yet. port 0: any free one.
    static base::Result<std::unique_ptr<OpenMeeting>> open(survey::Workspace& workspace, link::WithStore with_store,
                                                           std::uint16_t port = kMeetingPort);
    ~OpenMeeting();
    const std::string& code() const;                     // Six figures.
    const std::vector<std::string>& places() const;      // "192.168.43.1" where it is known by; with ":PORT" when not the usual one.
    struct State {
        std::string guest;                               // Its laptop's name, '' as long as nobody came.
        session::Summary summary;
        bool done = false, locked = false;               // locked: too many wrong codes; open another meeting.
    };
    State state() const;                                 // Any thread.

  private:
    OpenMeeting();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct Met {
    session::Summary summary;
    base::Status status;
    std::string host;                                    // Its laptop's name, '' when it did not come so far.
};
bool is_wrong_code(const Met& met);
// place: "192.168.43.1", "192.168.43.1:8611". Blocks while the line does.
Met join_meeting(survey::Workspace& workspace, const std::string& place, const std::string& code, const link::WithStore& with_store,
                 const link::Progress& progress, const std::atomic<bool>& cancelled);

}  // namespace yuanquan::team
