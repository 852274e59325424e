#pragma once
// What makes a workspace headquarters: its signing key, its epoch (new after a restore) and the laptops it enrolled. Kept
// in the store's settings; the secret key never leaves it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/digest.hpp"
#include "model/store/store.hpp"
#include "sync/hq/tls_identity.hpp"
#include "sync/session/headquarters_session.hpp"

namespace yuanquan::hq {

inline constexpr char kDefaultAddress[] = "https://127.0.0.1:8600";

class Headquarters {
  public:
    // Makes the key and the epoch; already_exists when the store is headquarters already.
    static base::Status init(store::Store& store, base::Random& random, const std::string& address);
    static bool is_headquarters(const store::Store& store);
    static base::Result<Headquarters> open(store::Store& store);   // wrong_use when it is not headquarters.

    const base::SigningKey& key() const { return key_; }
    const std::string& epoch() const { return epoch_; }
    const std::string& address() const { return address_; }
    // For an address that is https; null for one that is plain http.
    const TlsIdentity* tls() const { return address_.starts_with("https://") ? &tls_ : nullptr; }
    base::Status set_address(const std::string& address);
    const std::vector<session::Laptop>& laptops() const { return laptops_; }

    // A new laptop with a key of its own; already_exists when the name is taken. The bytes are its enrolment file. Without
    // the questionnaires it is short enough for a code; they come with the first exchange.
    base::Result<std::string> enrol(const std::string& name, const std::string& person, const std::string& role,
                                    const std::vector<std::string>& areas, base::Random& random,
                                    const base::Clock& clock = base::system_clock(), bool with_forms = true);
    // Withdraws a laptop: what it made up to the cut-off stands, all later is kept aside. not_found.
    base::Status revoke(const std::string& name, const std::optional<session::CutOff>& cut_off = {});
    // Gives a laptop other areas. It gets their past with its next exchange and keeps what it has; what it has written
    // elsewhere and not brought yet is put aside when it comes. not_found; too_large after kMovesMax moves.
    base::Status move(const std::string& name, const std::vector<std::string>& areas);
    // After an old backup was put back: from here on in another epoch, so that laptops offer again what was lost.
    base::Status start_epoch(base::Random& random);
    // After a restore laptops give back what headquarters lost, on their word. Once all have: no longer.
    bool recovering() const { return epoch_ != settled_epoch_; }
    base::Status settle();
    std::optional<session::Laptop> find(const base::KeyId& key) const;

  private:
    explicit Headquarters(store::Store& store) : store_(&store) {}
    base::Status keep(std::vector<session::Laptop> laptops);   // Known here once it is committed.
    base::Status read_again();

    store::Store* store_;
    base::SigningKey key_;
    std::string epoch_, settled_epoch_, address_;
    TlsIdentity tls_;
    std::vector<session::Laptop> laptops_;
};

}  // namespace yuanquan::hq
