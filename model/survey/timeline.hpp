#pragma once
// A household's story in order: visits and other saves, decisions, comments, what happened to the family, and what its
// ledger and supervision tell with dates of their own. And its years beside each other: income, members, main cause, exit,
// each as it stood when that year was last worked on. Computed from the changes; for the Household screen.

#include <string>
#include <vector>

#include "model/survey/life_event.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::survey {

struct Moment {
    enum class Kind : std::uint8_t { created, saved, settled, approved, returned, assigned, commented, life_event, ledger, supervision };
    Kind kind = Kind::saved;
    std::string day;                 // "2016-05-01"
    std::int64_t wall_ms = 0;        // Of a change; 0 for the ledger's own dates.
    std::int32_t offset_minutes = 0;
    std::string who;
    std::size_t answers = 0;         // That a save touched.
    std::string text;                // The comment, the work done, the person assigned.
    std::optional<LifeEvent> event;
};
// Latest first. view: the record in words, for the ledger.
Result<std::vector<Moment>> timeline_of(Workspace& workspace, const RecordView& view);

struct YearOfHousehold {
    std::string year, members, cause, exit;   // In words.
    std::vector<double> parts;                // As IncomeYears::parts; production without its cost.
    double total = 0;
    std::optional<double> per_person;
};
struct IncomeYears {
    std::vector<std::string> parts;           // Labels: wages, production, property, transfers.
    std::string total, per_person, members, cause, exit;   // Labels.
    std::vector<YearOfHousehold> years;       // Earliest first.
};
Result<IncomeYears> income_by_year(Workspace& workspace, const record::RecordId& id, std::string_view language);

}  // namespace yuanquan::survey
