#include "app/export/dossier_story.hpp"

#include <algorithm>

#include "app/export/dossier_table.hpp"
#include "model/base/text.hpp"
#include "model/survey/mask.hpp"

namespace yuanquan::exports {

namespace {

using Kind = survey::Moment::Kind;

const char* words_for(Kind kind) {
    switch (kind) {
        case Kind::settled: return "household.moment.settled";
        case Kind::approved: return "household.moment.approved";
        case Kind::returned: return "household.moment.returned";
        case Kind::assigned: return "household.moment.assigned";
        case Kind::commented: return "household.moment.commented";
        case Kind::life_event: return "household.moment.life_event";
        case Kind::created:
        case Kind::saved:
        case Kind::ledger:
        case Kind::supervision: break;   // In the file itself.
    }
    return nullptr;
}

std::string figure(double value) { return base::format_number(value); }

}  // namespace

base::Result<DossierStory> read_story(survey::Workspace& workspace, const survey::RecordView& view, std::string_view language, bool masked) {
    DossierStory story;
    auto income = survey::income_by_year(workspace, view.id, language);
    if (!income) return base::fail(std::move(income.error()));
    story.income = std::move(*income);
    auto moments = survey::timeline_of(workspace, view);
    if (!moments) return base::fail(std::move(moments.error()));
    auto record = workspace.store().record(view.id);
    if (!record) return base::fail(std::move(record.error()));
    const auto masking = masked ? survey::Masking(*record) : survey::Masking();
    for (auto& moment : *moments) {
        if (words_for(moment.kind) == nullptr) continue;
        moment.text = masking.show(moment.text);
        if (moment.event) moment.event->note = masking.show(moment.event->note);
        story.decisions.push_back(std::move(moment));
    }
    return story;
}

bool has_years(const DossierStory& story) { return story.income.years.size() > 1; }

StoryRows year_rows(const survey::IncomeYears& income) {
    StoryRows table{{""}, {}};
    for (const auto& part : income.parts) table.heads.push_back(plain_label(part));
    for (const auto* head : {&income.total, &income.members, &income.per_person, &income.cause, &income.exit}) table.heads.push_back(plain_label(*head));
    for (const auto& year : income.years) {
        PaperRow row{{year.year}};
        for (const double part : year.parts) row.push_back({figure(part), true});
        row.push_back({figure(year.total), true});
        row.push_back({year.members, true});
        row.push_back({year.per_person ? figure(*year.per_person) : std::string(), true});
        row.push_back({year.cause});
        row.push_back({year.exit});
        table.rows.push_back(std::move(row));
    }
    return table;
}

StoryRows decision_rows(const words::Texts& texts, const std::vector<survey::Moment>& decisions) {
    StoryRows table;
    for (const auto& moment : decisions) {
        auto words = texts.tr(words_for(moment.kind), {{"text", moment.text}});
        if (moment.event) {
            words = texts.tr("household.happened." + std::string(survey::life_event_word(moment.event->kind)), {});
            for (const auto& part : {moment.event->name, moment.event->date, moment.event->note}) words += part.empty() ? "" : " · " + part;
        }
        table.rows.push_back({{date_time(moment.wall_ms, moment.offset_minutes)}, {moment.who}, {words}});
    }
    return table;
}

void add_years(Paper& paper, const survey::IncomeYears& income) {
    const auto table = year_rows(income);
    add_rows(paper, table.heads, table.rows);
    Block caption;
    Text words = paper.text(plain_label(income.per_person), Style::label);
    caption.gap = 6;
    caption.keep_next = true;
    caption.height = words.height() + 2;
    caption.add(std::move(words), 0, 0);
    paper.add(std::move(caption));
    std::vector<PaperBar> bars;
    for (const auto& year : income.years) bars.push_back({year.year, year.per_person ? figure(*year.per_person) : "—", year.per_person.value_or(0)});
    add_bars(paper, bars);
}

void add_decisions(Paper& paper, const words::Texts& texts, const std::vector<survey::Moment>& decisions) {
    constexpr double kWhen = 84, kWho = 96;
    add_rows(paper, {}, decision_rows(texts, decisions).rows, {kWhen, kWho, kTextWidth - kWhen - kWho});
}

std::string change_words(const words::Texts& texts, const survey::HistoryLine& change) {
    using Kind = survey::HistoryLine::Kind;
    const auto after = change.after.empty() ? std::string(texts.tr("paper.blank")) : change.after;
    return change.kind == Kind::row_added     ? std::string(texts.tr("paper.since.added"))
           : change.kind == Kind::row_removed ? std::string(texts.tr("paper.since.removed"))
           : change.kind == Kind::unmasked    ? texts.tr("paper.since.unmasked", {{"reason", change.after}})
           : change.before.empty()            ? after
                                              : change.before + " → " + after;
}

}  // namespace yuanquan::exports
