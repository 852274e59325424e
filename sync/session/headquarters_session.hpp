#pragma once
// Headquarters' side: a request's bytes in, a reply's bytes out, without IO and without a session between requests. Each
// request is checked (signature, enrolment, the author's area), applied in one transaction and receipted; a request that
// comes twice changes nothing and gets its receipt again. Form-blind.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/digest.hpp"
#include "sync/replica/replica.hpp"

namespace yuanquan::session {

// An enrolled laptop, as headquarters knows it.
struct Laptop {
    std::string name;
    base::KeyId key;
    std::string person, role;
    std::vector<std::string> areas;  // Empty: all.
    bool revoked = false;
};
using FindLaptop = std::function<std::optional<Laptop>(const base::KeyId& key)>;

class HeadquartersSession {
  public:
    HeadquartersSession(replica::Replica& replica, const base::SigningKey& key, std::string epoch, FindLaptop find,
                        const base::Clock& clock)
        : replica_(replica), key_(key), epoch_(std::move(epoch)), find_(std::move(find)), clock_(clock) {}

    // Always a reply, signed: a refusal says why.
    std::string answer(std::string_view request);

  private:
    base::Result<wire::Reply> reply_to(std::string_view bytes);
    base::Result<bool> may_write(const Laptop& laptop, const record::Change& change) const;
    base::Status take_changes(const Laptop& laptop, const wire::Request& request, wire::Reply& reply);
    base::Status give_changes(const Laptop& laptop, const wire::Request& request, wire::Reply& reply);
    base::Status exchange_blobs(const wire::Request& request, wire::Reply& reply);
    base::Status give_forms(const wire::Request& request, wire::Reply& reply);

    replica::Replica& replica_;
    base::SigningKey key_;
    std::string epoch_;
    FindLaptop find_;
    const base::Clock& clock_;
};

}  // namespace yuanquan::session
