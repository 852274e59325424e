#include "model/survey/timeline.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/answer_words.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

using Kind = Moment::Kind;

constexpr char kYear[] = "identity/survey_year";

// The question that an op is about, its answer or why there is none; '' for what is no answer.
std::string_view question_of(const record::Op& op) {
    if (const auto question = record::unanswered_question(op.path); !question.empty()) return question;
    const bool answer = !op.path.starts_with('@') && op.path.find("/@") == std::string::npos;
    return answer ? std::string_view(op.path) : std::string_view();
}

Moment moment_of(const record::IdentifiedChange& identified, const std::vector<LifeEvent>& events) {
    const auto& change = identified.change;
    Moment moment;
    moment.wall_ms = change.wall_ms;
    moment.offset_minutes = change.offset_minutes;
    moment.day = base::iso_date(change.wall_ms, change.offset_minutes);
    moment.who = change.author;
    bool many_seen = false, nothing_else = true;
    std::set<std::string_view> questions;
    for (const auto& op : change.ops) {
        const auto question = question_of(op);
        nothing_else = nothing_else && !question.empty();
        if (!question.empty()) questions.insert(question);
        if (!question.empty() && op.supersedes.size() > 1) many_seen = true;
        if (op.path == record::kStateCell && op.value == "approved") moment.kind = Kind::approved;
        if (op.path == record::kStateCell && op.value == "returned") moment.kind = Kind::returned;
        if (op.path == record::kAssignedCell && change.ops.size() == 1) {
            moment.kind = Kind::assigned;
            moment.text = op.value;
        }
        if (op.path.starts_with("@comment[") && op.path.ends_with("]/text") && !op.value.empty()) {
            if (moment.kind == Kind::saved) moment.kind = Kind::commented;
            moment.text += (moment.text.empty() ? "" : " / ") + op.value;
        }
    }
    moment.answers = questions.size();
    if (many_seen && moment.answers == 1 && nothing_else) moment.kind = Kind::settled;
    for (const auto& event : events) {
        if (event.change != identified.id) continue;
        moment.kind = Kind::life_event;
        moment.event = event;
    }
    return moment;
}

// A roster of the form with a date of its own: the ledger, the checks from above.
void add_rows(std::vector<Moment>& moments, const RecordView& view, std::string_view roster, std::string_view date,
              std::string_view who, std::string_view text, Kind kind) {
    for (const auto& section : view.sections) {
        for (const auto& table : section.tables) {
            if (table.path != roster) continue;
            for (const auto& row : table.rows) {
                Moment moment;
                moment.kind = kind;
                for (const auto& fact : row.facts) {
                    const auto name = fact.path.substr(fact.path.rfind('/') + 1);
                    if (name == date) moment.day = fact.text;
                    if (name == who) moment.who = fact.text;
                    if (name == text) moment.text = fact.text;
                }
                if (!moment.day.empty()) moments.push_back(std::move(moment));
            }
        }
    }
}

std::vector<record::IdentifiedChange> in_order(std::vector<record::IdentifiedChange> changes) {
    std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
        return a.change.counter != b.change.counter ? a.change.counter < b.change.counter : a.id < b.id;
    });
    return changes;
}

class Year {
  public:
    Year(const form::LiveForm& live, IncomeYears& labels) : live_(live), labels_(labels) {}
    YearOfHousehold read(const std::string& year) {
        YearOfHousehold out;
        out.year = year;
        out.parts = {number("income/wages"), number("income/production_income") - number("income/production_cost"),
                     number("income/property"), number("income/transfer_total")};
        out.total = number("income/net_total");
        out.per_person = base::parse_decimal(live_.value_at("income/net_per_person"));
        out.members = live_.value_at("income/member_count");
        out.cause = words("causes/main_cause");
        out.exit = words("guarantees/exit_test");
        labels_.parts = {label("income/wages"), label("income/production_income"), label("income/property"), label("income/transfer_total")};
        labels_.total = label("income/net_total");
        labels_.per_person = label("income/net_per_person");
        labels_.members = label("income/member_count");
        labels_.cause = label("causes/main_cause");
        labels_.exit = label("guarantees/exit_test");
        return out;
    }

  private:
    double number(std::string_view path) const { return base::parse_decimal(live_.value_at(path)).value_or(0); }
    std::string label(std::string_view path) const {
        const auto question = live_.find(path);
        return question ? live_.label(*question) : std::string(path.substr(path.rfind('/') + 1));
    }
    std::string words(std::string_view path) const {
        const auto question = live_.find(path);
        const auto value = live_.value_at(path);
        return question ? answer_words(live_, *question, value) : value;
    }
    const form::LiveForm& live_;
    IncomeYears& labels_;
};

}  // namespace

Result<std::vector<Moment>> timeline_of(Workspace& workspace, const RecordView& view) {
    auto changes = workspace.store().changes_of(view.id);
    if (!changes) return base::fail(std::move(changes.error()));
    auto record = workspace.store().record(view.id);
    if (!record) return base::fail(std::move(record.error()));
    const auto events = life_events_of(*record);
    std::vector<Moment> moments;
    for (const auto& change : in_order(std::move(*changes))) moments.push_back(moment_of(change, events));
    if (!moments.empty() && moments.front().kind == Kind::saved) moments.front().kind = Kind::created;
    std::reverse(moments.begin(), moments.end());
    add_rows(moments, view, "ledger", "date", "who", "done", Kind::ledger);
    add_rows(moments, view, "supervision", "date", "by_whom", "found", Kind::supervision);
    // By day; within a day changes stay in the order of cause and effect, which no clock decides.
    std::stable_sort(moments.begin(), moments.end(), [](const auto& a, const auto& b) { return a.day > b.day; });
    return moments;
}

Result<IncomeYears> income_by_year(Workspace& workspace, const record::RecordId& id, std::string_view language) {
    auto changes = workspace.store().changes_of(id);
    if (!changes) return base::fail(std::move(changes.error()));
    const auto ordered = in_order(std::move(*changes));
    IncomeYears income;
    if (ordered.empty()) return income;
    auto open = workspace.form(ordered.back().change.form_id);
    if (!open) return base::fail(std::move(open.error()));
    if (open->form->find_node("income/net_total") == form::kNone) return income;   // No household file.
    std::map<std::string, std::size_t, std::less<>> last;   // The change after which a year was left for another.
    record::Fold walk(id);
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        walk.add(ordered[i].id, ordered[i].change);
        if (const auto year = walk.record().value(kYear); !year.empty()) last[std::string(year)] = i;
    }
    for (const auto& [year, end] : last) {
        record::Fold then(id);
        for (std::size_t i = 0; i <= end; ++i) then.add(ordered[i].id, ordered[i].change);
        const auto answers = answers_of(then.record());
        auto live = form::LiveForm::open(open->form, workspace.environment(*open), &answers);
        if (!live) return base::fail(std::move(live.error()));
        (*live)->set_language(language_index(*open->form, language));
        income.years.push_back(Year(**live, income).read(year));
    }
    return income;
}

}  // namespace yuanquan::survey
