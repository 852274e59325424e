#pragma once
// A team's bad year from one seed. Laptops and a headquarters, the program's own session, store and record code, in one
// thread with a virtual clock, network and disk. Steps are as small as one answer of one exchange, so people save, machines
// stop and disks fail in the middle of anything. When the faults stop, O1 to O10 of the torture list must hold.

#include <deque>
#include <functional>

#include "sync/wire/bundle.hpp"
#include "tests/sim/team.hpp"

namespace yuanquan::sim {

// What a run was, for the report.
struct Tally {
    std::int64_t device_ms = 0;
    std::uint64_t changes = 0, conflicts = 0, exchanges = 0, meetings = 0;
    std::map<std::string, std::uint64_t> faults;   // By kind.
    std::string trace;                             // A hash over all that happened.
};

// A laptop that was withdrawn: what of it may stand at headquarters.
struct Withdrawal {
    Ids stood;
    std::optional<session::CutOff> cut_off;
};

inline constexpr int kRequestsMax = 400;             // Of one exchange, or turns of one meeting.
inline constexpr std::size_t kMessageMax = std::size_t{1} << 20;  // With the small batches of the simulation.
inline constexpr char kNobody[] = "somebody else";   // In whose name nobody may write.

class Fleet {
  public:
    Fleet(std::uint64_t seed, const std::string& folder, bool tells);
    // Throws Violation.
    void run();
    const Tally& tally() const { return tally_; }

  private:
    struct Stick {
        std::string bytes;
        const Member* for_member = nullptr;        // Null: for headquarters.
    };

    // fleet.cpp
    void step();
    void pass_time();
    void let_pass(std::int64_t ms);
    void note(const std::string& what);
    void fault(const std::string& kind) { ++tally_.faults[kind]; }
    bool deed(Machine& machine, const std::function<bool()>& what);
    void recover(Machine& machine);
    void bring_up(Machine& machine);
    void check_told(Machine& machine);
    void check_draft(Laptop& laptop);
    Laptop& any_laptop() { return *laptops_[chance_.pick(laptops_.size())]; }

    // people.cpp
    void edit(Laptop& laptop);
    void write_draft(Laptop& laptop);
    void office_edit();
    // laptop: null at headquarters.
    bool save(Machine& machine, const std::string& author, Laptop* laptop);
    bool change_record(Machine& machine, record::Record seen, const std::string& author, Laptop* laptop);
    bool attach_photo(Laptop& laptop, const record::Record& seen, std::vector<record::Op>& ops);
    std::vector<record::Op> some_ops(const record::Record& seen, const std::string& area);
    void check_saved(const Machine& machine, const ChangeId& id, bool is_latest);
    void forge(Laptop& laptop);
    void trespass(Laptop& laptop);

    // network.cpp
    void talk(Laptop& laptop);
    void hand_over(Laptop& laptop, const std::string& request);
    bool take_reply(Laptop& laptop, const std::string& reply, bool may_be_wrong);
    void spoil_reply(Laptop& laptop, std::string reply);
    std::string ask(const std::string& request);
    std::string damaged(std::string bytes);
    void deliver_late();
    void poison(Laptop& laptop);
    void check_held(const Laptop& laptop);

    // sticks.cpp
    void write_stick(Laptop& laptop);
    void read_stick();
    void read_stick_at_office(const std::string& bytes, bool is_damaged);
    void read_answer(const Stick& stick, bool is_damaged);
    void take_answers(Laptop& laptop, const wire::Bundle& bundle);
    void send_courier(Laptop& laptop);
    void meanwhile(Laptop& laptop);

    // meetings.cpp
    void meet(Laptop& laptop);
    void call(Laptop& guest);
    void take_turn(Laptop& guest);
    std::string ask_host(Laptop& host, const std::string& message);
    void hand_to_host(Laptop& guest, Laptop& host, const std::string& message);
    void take_answer(Laptop& guest, std::string answer, std::uint64_t what);
    void deliver_late_turn();
    void meet_undisturbed(Laptop& host, Laptop& guest);

    // mishaps.cpp
    void set_clock(Machine& machine);
    void lose_machine(Machine& machine);
    void back_up(Laptop& laptop);
    void restore(Laptop& laptop);
    void clone(Laptop& laptop);
    void back_up_office();
    void restore_office();
    void revoke();

    // moves.cpp
    Areas some_areas();
    void move_somebody();
    void give_areas(Member& member, const Areas& areas);
    void read_areas(Member& member);
    void renew_certificate(Laptop& laptop);
    void lose_author();
    void forge_colleague();

    // scope.cpp
    struct Asked {                     // Headquarters when a request came, to hold its answer against.
        const Member* carrier = nullptr;
        store::Arrival last = 0;
        std::vector<record::IdentifiedChange> changes;
        std::map<RecordId, std::vector<std::string>> areas;
    };
    Asked asked(std::string_view request);
    void check_answer(const Asked& asked, std::string_view reply) const;
    void check_judged(const Asked& asked, const wire::Problem& problem) const;
    void check_turn(const Laptop& giver, const Laptop& taker, std::string_view turn) const;

    // oracle.cpp
    void settle();
    void bring_up_all();
    bool make_work(Machine& machine);
    session::Summary exchange(Laptop& laptop);
    void note_areas(const std::string& bytes);
    void check_all();
    void check_everything_arrived();
    void check_laptop(const Laptop& laptop, const Ids& at_office, const std::string& hash);
    void check_village(const Laptop& laptop);
    void check_scope(const Laptop& laptop);
    void check_judgement();
    void check_put_aside(const store::Quarantined& one);
    bool is_of_withdrawn(const std::string& laptop) const;
    const Member* member_called(const std::string& person) const;
    void check_idempotent(const std::string& hash);

    std::uint64_t seed_;
    std::string folder_;
    bool tells_;
    Chance chance_;
    // Some seeds only: laptops are given other areas, and are lost for good. Drawn by itself, so that the others stay what they were.
    bool has_moves_;
    Chance moves_;
    std::deque<Member> members_;
    std::unique_ptr<Office> office_;
    std::vector<std::unique_ptr<Laptop>> laptops_;
    std::vector<std::unique_ptr<Laptop>> lost_;         // For good: they stand somewhere, and nobody hears of them.
    std::map<const Member*, Withdrawal> withdrawn_;
    std::map<RecordId, std::set<std::string>> areas_;   // That any change speaks of; known at the end.
    std::vector<std::string> mail_;                     // Requests that come once more, later.
    std::vector<std::string> old_replies_;
    std::vector<std::pair<Laptop*, std::string>> meeting_mail_;
    std::vector<std::string> old_answers_;
    std::vector<Stick> sticks_;
    Ids trespasses_;
    Ids brought_, brought_aside_;                       // To headquarters: as standing, and as put aside by who brought it.
    std::map<ChangeId, const Member*> forged_;          // By flipping bits of honest changes; by whom.
    Ids alive_;                                         // On any living disk when the faults stop.
    std::set<base::BlobId> living_photos_;
    std::int64_t world_ms_ = 1'800'000'000'000;
    std::size_t last_request_ = 0;
    std::string settled_;                               // The cell whose conflict the last ops settle.
    Tally tally_;
};

// What the fold must come to, in the plainest words: of each cell, the ops that no other op of that cell supersedes; and
// everything that disagrees is listed.
void check_folds(const store::Store& store);
void check_store(const store::Store& store, const std::string& whose);  // Doctor finds nothing.

}  // namespace yuanquan::sim
