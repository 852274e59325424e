#pragma once
// Who takes part: laptops and headquarters, each the program's own code over a simulated machine, and what each disk has
// been told is safe.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sync/hq/headquarters.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"
#include "sync/session/laptop_session.hpp"
#include "sync/session/meeting.hpp"
#include "tests/sim/machine.hpp"

namespace yuanquan::sim {

using record::ChangeId;
using record::RecordId;
using Ids = std::set<ChangeId>;

struct Draft {
    base::DraftId id;
    RecordId record;
    std::size_t answers = 0;
};

// What people were told is saved on this disk; a copy of the disk takes it along.
struct Told {
    Ids saved;
    std::set<base::BlobId> photos;
    std::optional<Draft> draft;
    std::optional<std::pair<Draft, store::Arrival>> closing;  // By a save that has not been answered yet; the log before.
    std::size_t receipts = 0;
    std::string certificate;           // A later one than that of the enrolment, and in which life of headquarters it was given.
    std::string certificate_epoch;
};

using Areas = std::vector<std::string>;            // Empty: all.
bool is_within(const std::string& area, const Areas& areas);
bool touches(const std::vector<std::string>& of_record, const Areas& areas);   // Any of the record's areas.

// An enrolled laptop; its clones share it.
struct Member {
    std::string name, person, role;
    Areas areas;                       // As headquarters has them just now.
    std::vector<Areas> held;           // That it ever had, the present ones among them.
    base::SigningKey key;
    std::string certificate;
    bool revoked = false;
    bool was_ever_of(const std::vector<std::string>& of_record) const;
    bool was_ever_limited() const;
};

class Laptop final : public Machine {
  public:
    Laptop(const std::string& folder, std::string name, std::uint64_t seed, Member& of, base::KeyId office)
        : Machine(folder, std::move(name), seed), member(of), headquarters(office) {}

    struct Talk {  // An exchange under way.
        Talk(Laptop& laptop)
            : replica(laptop.store()), session(replica, laptop.member.key, laptop.headquarters, laptop.clock) {}
        replica::StoreReplica replica;
        session::LaptopSession session;
        int requests = 0;
    };
    // At a meeting: it shows a code, or has called one that does. Whom it knows is kept in its store, as the program does.
    struct Party {
        explicit Party(Laptop& laptop);
        session::Self self() { return {replica, laptop.member.key, certificate, laptop.headquarters, laptop.clock, fellows}; }
        void keep_fellows();
        Laptop& laptop;
        std::string certificate;       // That it shows.
        Areas areas;                   // In that certificate.
        replica::StoreReplica replica;
        session::Fellows fellows;
        std::optional<session::MeetingHost> host;
        std::optional<session::MeetingGuest> guest;
        Laptop* called = nullptr;      // By the guest.
        int turns = 0;
    };
    void open_meeting(const std::string& code);
    void join_meeting(Laptop& host, const std::string& code);

    Member& member;
    base::KeyId headquarters;
    std::unique_ptr<Talk> talk;
    std::unique_ptr<Party> party;
    Told told;
    std::optional<std::pair<support::DiskImage, Told>> backup;

  protected:
    void closing() override { talk.reset(), party.reset(); }
};

class Office final : public Machine {
  public:
    Office(const std::string& folder, std::uint64_t seed) : Machine(folder, "office", seed) {}
    void found();                                     // Once, on the open store.
    Member enrol(const std::string& name, const std::string& person, const std::string& role,
                 const std::vector<std::string>& areas);
    // A request in, a reply out, by the program's session; notes what the reply says is held.
    std::string answer(std::string_view request);
    void note_receipts(std::string_view request, std::string_view reply);
    bool has(const ChangeId& id) const;               // In the log or put aside.
    session::HeadquartersSession& session() { return *session_; }
    hq::Headquarters& headquarters() { return *headquarters_; }
    const std::string& epoch() const { return epoch_; }
    std::string epoch_for(const Member& member) const;   // As that laptop has it: areas that change are another life.

    Ids held;                                         // What receipts were given for, since the last restore.
    bool was_restored = false;
    std::optional<std::pair<support::DiskImage, Ids>> backup;

  protected:
    bool opened() override;
    void closing() override { session_.reset(), replica_.reset(), headquarters_.reset(); }

  private:
    bool is_founded_ = false;
    std::string epoch_;
    std::optional<hq::Headquarters> headquarters_;
    std::optional<replica::StoreReplica> replica_;
    std::optional<session::HeadquartersSession> session_;
};

std::vector<store::StoredChange> log_of(const store::Store& store);
std::vector<std::string> bytes_of(std::vector<store::StoredChange> changes);

}  // namespace yuanquan::sim
