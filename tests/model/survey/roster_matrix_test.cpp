// S8: what two or three people do to one member of a household at the same time, each of seven deeds with each other, in
// every order of arrival: one state, every op accounted for, and nobody between two households.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "model/record/change_codec.hpp"
#include "model/record/fold.hpp"
#include "model/survey/life_event.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"

namespace yuanquan::survey {

namespace {

using Changes = std::vector<record::IdentifiedChange>;
using Records = std::map<record::RecordId, record::Record>;

enum Deed : std::size_t { kAdd, kEdit, kRemove, kBring_back, kMove, kSplit, kMerge, kDeeds };
constexpr std::array<const char*, kDeeds> kNames{"add", "edit", "remove", "bring back", "move", "split", "merge"};
constexpr std::size_t kPeople = 3;
const Happening kToday{"2016-12-01", "note"};

Changes changes_after(Workspace& workspace, store::Arrival after) {
    Changes changes;
    const auto slice = workspace.store().changes_after(after, {}, std::size_t{1} << 30);
    REQUIRE(slice.has_value());
    for (const auto& stored : slice->changes) {
        auto decoded = record::decode(stored.bytes);
        REQUIRE(decoded.has_value());
        changes.push_back({stored.id, std::move(*decoded)});
    }
    return changes;
}

Records fold_of(const std::vector<const Changes*>& parts) {
    std::map<record::RecordId, record::Fold> folds;
    for (const auto* part : parts) {
        for (const auto& [id, change] : *part) folds.try_emplace(change.record, change.record).first->second.add(id, change);
    }
    Records records;
    for (const auto& [id, fold] : folds) records.emplace(id, fold.record());
    return records;
}

std::string state_of(const Records& records) {
    std::string state;
    for (const auto& entry : records) state += record::state_bytes(entry.second);
    return state;
}

// A household with a member in question and one who died wrongly, and each deed done by each person on a machine of theirs.
struct Matrix {
    Matrix() {
        auto workspace = team.open("laptop-1");
        const auto listed = workspace->store().list();
        for (const auto& row : *listed) {
            const auto members = members_of(*workspace, *workspace->store().record(row.id), "en");
            if (members->size() >= 4) home = row.id;
        }
        for (const auto& row : *listed) {
            if (row.id != home && row.form_id == "household") other = row.id;
        }
        std::vector<std::string> rows;
        const auto members = members_of(*workspace, *workspace->store().record(home), "en");
        for (const auto& one : *members) {
            if (!one.head) rows.push_back(one.row);
        }
        REQUIRE(rows.size() >= 3);
        member = rows[0], gone = rows[1], companion = rows[2];
        REQUIRE(remove_member(*workspace, home, LifeEventKind::death, gone, kToday).has_value());
        const auto now = workspace->store().record(home);
        const auto event = life_events_of(*now).front();
        base = changes_after(*workspace, 0);
        const auto seen = workspace->store().last_arrival();
        workspace.reset();
        for (std::size_t person = 0; person < kPeople; ++person) {
            for (std::size_t deed = 0; deed < kDeeds; ++deed) {
                const auto folder = "p" + std::to_string(person) + "-" + std::to_string(deed);
                std::filesystem::copy(team.path("laptop-1"), team.path(folder), std::filesystem::copy_options::recursive);
                auto own = team.open(folder);
                REQUIRE(own->store().start_incarnation().has_value());
                act(static_cast<Deed>(deed), *own, event);
                done[person][deed] = changes_after(*own, seen);
                REQUIRE(!done[person][deed].empty());
            }
        }
    }
    void act(Deed deed, Workspace& workspace, const LifeEvent& death) const {
        switch (deed) {
            case kAdd:
                REQUIRE(add_member(workspace, home, LifeEventKind::birth, {{"name", "马小龙"}, {"sex", "1"}}, kToday).has_value());
                break;
            case kEdit: {
                auto visit = Visit::open(workspace, home);
                REQUIRE(visit.has_value());
                const auto name = "马" + workspace.store().replica().text().substr(0, 4);
                REQUIRE((*visit)->answer(*(*visit)->form().find(member + "/name"), name).has_value());
                REQUIRE((*visit)->save().has_value());
                break;
            }
            case kRemove: REQUIRE(remove_member(workspace, home, LifeEventKind::moved_out, member, kToday).has_value()); break;
            case kBring_back: REQUIRE(take_back(workspace, home, death).has_value()); break;
            case kMove: REQUIRE(move_member(workspace, home, member, other, kToday).has_value()); break;
            case kSplit: REQUIRE(split_household(workspace, home, {member, companion}, "6209812080200299", kToday).has_value()); break;
            default: REQUIRE(merge_households(workspace, home, other, kToday).has_value());
        }
    }

    support::DemoTeam team;
    record::RecordId home, other;
    std::string member, gone, companion;
    Changes base;
    std::array<std::array<Changes, kDeeds>, kPeople> done;
};

// Every op is a head, or another op of the same cell was made in sight of it.
void check_accounted(const Changes& changes, const Records& records, const std::set<record::OpId>& superseded) {
    for (const auto& [id, change] : changes) {
        const auto& record = records.at(change.record);
        for (std::uint32_t i = 0; i < change.ops.size(); ++i) {
            const record::OpId op{id, i};
            if (superseded.contains(op)) continue;
            const auto cell = record.cells.find(change.ops[i].path);
            REQUIRE_MESSAGE(cell != record.cells.end(), change.ops[i].path);
            const auto& heads = cell->second.heads;
            const bool is_head = std::any_of(heads.begin(), heads.end(), [&](const auto& head) { return head.op == op; });
            REQUIRE_MESSAGE(is_head, change.ops[i].path);
        }
    }
}

bool lives_somewhere(const Records& records, const std::string& row) {
    return std::any_of(records.begin(), records.end(), [&](const auto& entry) { return entry.second.row_present(row); });
}

void check_together(const Matrix& matrix, const std::vector<std::size_t>& deeds) {
    std::string what;
    std::vector<const Changes*> parts;
    for (std::size_t person = 0; person < deeds.size(); ++person) {
        what += std::string(person == 0 ? "" : " + ") + kNames[deeds[person]];
        parts.push_back(&matrix.done[person][deeds[person]]);
    }
    CAPTURE(what);
    std::sort(parts.begin(), parts.end());
    std::string first;
    Records records;
    do {
        auto in_order = parts;
        in_order.insert(in_order.begin(), &matrix.base);
        records = fold_of(in_order);
        const auto state = state_of(records);
        if (first.empty()) first = state;
        REQUIRE((state == first));
    } while (std::next_permutation(parts.begin(), parts.end()));
    // The base last: what was done arrives before what it was done to.
    parts.push_back(&matrix.base);
    REQUIRE((state_of(fold_of(parts)) == first));

    std::set<record::OpId> superseded;
    for (const auto* part : parts) {
        for (const auto& entry : *part) {
            for (const auto& op : entry.change.ops) superseded.insert(op.supersedes.begin(), op.supersedes.end());
        }
    }
    for (const auto* part : parts) check_accounted(*part, records, superseded);

    const bool was_removed = std::count(deeds.begin(), deeds.end(), kRemove) > 0;
    const auto& home = records.at(matrix.home);
    const auto disputed = record::conflicts(home);
    const bool is_disputed = std::any_of(disputed.begin(), disputed.end(), [&](const auto& one) { return one.path.starts_with(matrix.member); });
    // Whoever was not sent away by somebody lives in a household; where people disagree, it is listed.
    REQUIRE((was_removed || is_disputed || lives_somewhere(records, matrix.member)));
    REQUIRE(lives_somewhere(records, matrix.companion));
    if (std::count(deeds.begin(), deeds.end(), kBring_back) > 0) REQUIRE(lives_somewhere(records, matrix.gone));
    const std::size_t ways_out = std::set<std::size_t>(deeds.begin(), deeds.end()).size();
    const bool left_twice = std::count_if(deeds.begin(), deeds.end(), [](auto deed) { return deed == kMove || deed == kSplit || deed == kMerge; }) > 1;
    if (left_twice && ways_out > 1 && !was_removed) {
        const bool goes_two_ways = home.cells.at(matrix.member).heads.size() > 1;
        REQUIRE((is_disputed || !goes_two_ways || home.cells.at(matrix.member).heads[0].value == home.cells.at(matrix.member).heads[1].value));
    }
}

}  // namespace

TEST_CASE("S8: seven deeds to one member by two and by three people at once, in every order: one state, nobody lost") {
    const Matrix matrix;
    std::size_t cases = 0;
    for (std::size_t a = 0; a < kDeeds; ++a) {
        for (std::size_t b = 0; b < kDeeds; ++b) {
            check_together(matrix, {a, b});
            for (std::size_t c = 0; c < kDeeds; ++c) check_together(matrix, {a, b, c});
            cases += 2 + 6 * kDeeds;
        }
    }
    MESSAGE(cases << " orders of arrival");
}

}  // namespace yuanquan::survey
