#include "sync/session/authority.hpp"

#include <algorithm>

#include "model/base/planted.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::session {

namespace {

bool is_for_leads(const record::Op& op) {
    if (op.path == record::kAssignedCell) return true;
    return op.path == record::kStateCell && (op.value == "approved" || op.value == "returned");
}

bool is_in_areas(const Laptop& laptop, const std::string& area, const AreaWithin& within) {
    if (laptop.areas.empty()) return true;
    return std::any_of(laptop.areas.begin(), laptop.areas.end(), [&](const std::string& own) { return within(area, own); });
}

}  // namespace

std::string objection(const Laptop& laptop, const record::Change& change, const std::vector<std::string>& record_areas,
                      const AreaWithin& within) {
    if (laptop.revoked) {
        const bool stands = laptop.cut_off && change.replica == laptop.cut_off->replica &&
                            change.sequence <= laptop.cut_off->sequence;
        if (!stands && !YQ_PLANTED("judge_lets_the_revoked_write")) return "revoked";
    }
    if (change.author != laptop.person && !YQ_PLANTED("judge_ignores_the_author")) return "not_author";
    // A laptop may move a household out of its village and finish what it began before someone else did, but not write
    // elsewhere by naming its own.
    const bool here = record_areas.empty()
                          ? is_in_areas(laptop, change.area, within)
                          : std::any_of(record_areas.begin(), record_areas.end(),
                                        [&](const std::string& area) { return is_in_areas(laptop, area, within); });
    if (!here && !(laptop.moves > 0 && YQ_PLANTED("judge_lets_the_moved_write_anywhere"))) return "not_authorised";
    const bool decides = laptop.role == kLead || laptop.role == kOffice;
    if (!decides && std::any_of(change.ops.begin(), change.ops.end(), is_for_leads)) return "not_role";
    return {};
}

}  // namespace yuanquan::session
