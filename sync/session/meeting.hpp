#pragma once
// Two laptops that meet without headquarters: the host shows a code, the guest calls and types it. Both give and both
// answer, with the same requests and replies as between a laptop and headquarters, so all is judged, put aside and
// receipted as there; what is carried on bears its author's seal. A receipt of a fellow is not one of headquarters. No IO.
//
//   hello   each shows its certificate; the host also names its TLS key, signed, so that the line is pinned from there on
//   turn    the guest's request, and its reply to the host's; the host's likewise; until neither has anything to give
//
// Downside: the code is six figures, so a host that was called with ten wrong ones answers nobody any more.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/session/certificate.hpp"
#include "sync/session/headquarters_session.hpp"
#include "sync/session/laptop_session.hpp"

namespace yuanquan::session {

inline constexpr int kWrongCodesMax = 10;

// This laptop, for a meeting. All must outlive it.
struct Self {
    replica::Replica& replica;
    const base::SigningKey& key;
    const std::string& certificate;
    const base::KeyId& headquarters;
    const base::Clock& clock;
    Fellows& fellows;
};

// Giving to and answering one other laptop.
class Side;

class MeetingHost {
  public:
    MeetingHost(Self self, std::string code, std::string tls_pin);
    ~MeetingHost();
    std::string answer(std::string_view message);     // Always a frame: a refusal says why.
    std::optional<Laptop> guest() const;
    Summary summary() const;                          // With the guest that is here or was here last.
    bool done() const;                                // It has all that we have to give, and the other way round.
    bool is_locked() const { return wrong_codes_ >= kWrongCodesMax; }

  private:
    base::Result<std::string> answer_turn(std::string_view message);

    Self self_;
    std::string code_, tls_pin_;
    std::unique_ptr<Side> side_;
    int wrong_codes_ = 0;
    bool done_ = false;
};

class MeetingGuest final : public Conversation {
  public:
    MeetingGuest(Self self, std::string code);
    ~MeetingGuest() override;
    std::string hello() const;
    // What answered is a laptop of our headquarters. not_authorised: its certificate is not valid (any more).
    base::Status take_hello(std::string_view answer);
    const std::string& tls_pin() const { return tls_pin_; }
    std::optional<Laptop> host() const;

    base::Result<std::optional<std::string>> next() override;
    base::Status receive(std::string_view answer) override;
    const Summary& summary() const override;

  private:
    Self self_;
    std::string code_, tls_pin_, reply_;
    std::unique_ptr<Side> side_;
    bool started_ = false, host_gives_ = true, closed_ = false;
    mutable Summary summary_;
};

}  // namespace yuanquan::session
