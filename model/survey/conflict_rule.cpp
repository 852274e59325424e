#include "model/survey/conflict_rule.hpp"

#include <algorithm>
#include <map>

#include "model/base/text.hpp"

namespace yuanquan::survey {

namespace {

using Kind = ConflictRule::Kind;

bool of_row(const ConflictView& conflict) { return conflict.path.ends_with(']'); }

// Numbers by value, days as text; nothing where one side is neither.
std::optional<std::size_t> extreme(const ConflictView& conflict, bool greatest) {
    const auto is_day = [](const std::string& text) { return text.size() == 10 && text[4] == '-' && text[7] == '-'; };
    const bool days = std::all_of(conflict.versions.begin(), conflict.versions.end(), [&](const auto& v) { return is_day(v.value); });
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < conflict.versions.size(); ++i) {
        const auto& value = conflict.versions[i].value;
        const auto number = base::parse_decimal(value);
        if (!days && !number) return std::nullopt;
        if (!best) {
            best = i;
            continue;
        }
        const auto& held = conflict.versions[*best].value;
        const bool more = days ? value > held : *number > *base::parse_decimal(held);
        const bool less = days ? value < held : *number < *base::parse_decimal(held);
        if (greatest ? more : less) best = i;
    }
    return best;
}

// The one version that fits; several that say the same are one.
template <class Fits>
std::optional<std::size_t> only(const ConflictView& conflict, Fits fits) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < conflict.versions.size(); ++i) {
        if (!fits(conflict.versions[i])) continue;
        if (found && (conflict.versions[*found].value != conflict.versions[i].value ||
                      conflict.versions[*found].mark != conflict.versions[i].mark ||
                      conflict.versions[*found].removed != conflict.versions[i].removed)) {
            return std::nullopt;
        }
        if (!found) found = i;
    }
    return found;
}

}  // namespace

std::optional<std::size_t> side_for(const ConflictView& conflict, const ConflictRule& rule) {
    if (conflict.versions.empty()) return std::nullopt;
    if (!rule.question.empty() && conflict.question_label != rule.question) return std::nullopt;
    switch (rule.kind) {
        case Kind::shown: return 0;
        case Kind::person: return only(conflict, [&](const Version& v) { return v.author == rule.person; });
        case Kind::filled:
            if (!of_row(conflict)) return only(conflict, [](const Version& v) { return !v.value.empty() && !v.removed; });
            for (std::size_t i = 0; i < conflict.versions.size(); ++i) {
                if (!conflict.versions[i].removed) return i;
            }
            return std::nullopt;
        case Kind::greater: return of_row(conflict) ? std::nullopt : extreme(conflict, true);
        case Kind::smaller: return of_row(conflict) ? std::nullopt : extreme(conflict, false);
    }
    return std::nullopt;
}

Result<Settled> settle_by_rule(Workspace& workspace, const std::vector<ConflictView>& conflicts, const ConflictRule& rule) {
    std::map<record::RecordId, std::vector<const ConflictView*>> by_record;
    for (const auto& conflict : conflicts) {
        if (side_for(conflict, rule)) by_record[conflict.record].push_back(&conflict);
    }
    Settled settled;
    for (const auto& [id, group] : by_record) {
        auto record = workspace.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        std::vector<record::Op> ops;
        for (const auto* conflict : group) {
            const auto& version = conflict->versions[*side_for(*conflict, rule)];
            if (of_row(*conflict)) {
                ops.push_back(record::settle_row_op(*record, conflict->path, !version.removed));
                continue;
            }
            for (auto& op : settle_ops(*record, conflict->path, version.value, version.mark)) ops.push_back(std::move(op));
        }
        auto change = workspace.store().save(id, workspace.identity().person, record->area, record->form_id, record->form_version,
                                             std::move(ops));
        if (!change) return base::fail(std::move(change.error()));
        settled.conflicts += group.size();
        settled.changes.emplace_back(id, *change);
    }
    return settled;
}

}  // namespace yuanquan::survey
