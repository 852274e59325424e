#include "model/survey/life_event.hpp"

#include <algorithm>

#include "model/record/cell.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/undo.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::string_view kRoster = "members", kHeadName = "identity/head_name", kNumber = "identity/household_number";
constexpr std::string_view kName = "name", kRelation = "relation", kDocument = "document_type", kEventRows = "@event[";
constexpr std::string_view kHeadCode = "02";     // GB/T 4761: the head of the household.
constexpr std::string_view kNoDocument = "0";
constexpr const char* kAsked[] = {"name", "sex", "birth_date", "relation", "document_type", "document_number"};
constexpr std::pair<LifeEventKind, std::string_view> kWords[] = {
    {LifeEventKind::birth, "birth"}, {LifeEventKind::death, "death"}, {LifeEventKind::moved_in, "moved_in"},
    {LifeEventKind::moved_out, "moved_out"}, {LifeEventKind::split, "split"}, {LifeEventKind::merged, "merged"},
    {LifeEventKind::new_head, "new_head"}};

std::string in_row(std::string_view row, std::string_view name) { return std::string(row) + "/" + std::string(name); }

// One visit that is opened, acted on and saved as one change; nothing of it stays behind when a step fails.
class Act {
  public:
    static Result<Act> on(Workspace& workspace, const record::RecordId& id) {
        auto drafts = workspace.store().drafts();
        if (!drafts) return base::fail(std::move(drafts.error()));
        for (const auto& draft : *drafts) {
            if (draft.record == id) return base::fail(base::ErrorCode::in_use, draft.title);
        }
        auto visit = Visit::open(workspace, id);
        if (!visit) return base::fail(std::move(visit.error()));
        return Act(workspace, std::move(*visit));
    }
    static Result<Act> on_new(Workspace& workspace, const std::string& form_id, const std::string& area) {
        auto visit = Visit::start(workspace, form_id, area);
        if (!visit) return base::fail(std::move(visit.error()));
        return Act(workspace, std::move(*visit));
    }
    Act(Act&&) = default;
    ~Act() {
        if (visit_ && !saved_) static_cast<void>(visit_->discard());
    }

    const form::LiveForm& form() const { return visit_->form(); }
    const record::RecordId& record() const { return visit_->record(); }
    const record::Record& seen() const { return visit_->seen(); }
    std::string name_of(std::string_view row) const { return form().value_at(in_row(row, kName)); }

    Status answer(const std::string& path, std::string_view value) {
        const auto question = form().find(path);
        if (!question || question->kind != form::ElementKind::question) return {};   // Not asked by this version.
        return visit_->answer(*question, value);
    }
    Result<std::string> add_row(std::optional<base::RowId> id = {}) {
        const auto roster = form().find(kRoster);
        if (!roster) return base::fail(base::ErrorCode::not_found, std::string(kRoster));
        auto row = visit_->add_row(*roster, id);
        if (!row) return base::fail(std::move(row.error()));
        return form().cell_path(*row);
    }
    Status remove_row(const std::string& path) {
        const auto row = form().find(path);
        if (!row) return base::fail(base::ErrorCode::not_found, path);
        return visit_->remove_row(*row);
    }
    // A person's row as it stands in another household, under the same id.
    Status take_over(const Act& other, const std::string& path) {
        const auto& from = other.form();
        const auto steps = record::parse_cell(path);
        if (!steps || !steps->back().row) return base::fail(base::ErrorCode::not_found, path);
        if (form().find(path)) return {};   // Here already: a move that was cut short.
        if (auto added = add_row(steps->back().row); !added) return base::fail(std::move(added.error()));
        for (const auto& cell : from.answers().cells) {
            if (!record::is_below(cell.path, path) || !cell.relevant) continue;
            const auto question = form().find(cell.path);
            if (!question || question->kind != form::ElementKind::question) continue;
            if (form().control(*question).kind != form::ControlKind::group && !form().readonly(*question)) {
                static_cast<void>(visit_->answer(*question, cell.value));   // What this version does not take is left blank.
            }
        }
        for (const auto& [question, mark] : other.visit_->marks()) {
            const auto why = read_unanswered(mark);
            const auto here = record::is_below(question, path) && why ? form().find(question) : std::nullopt;
            if (here && may_be_unanswered(form(), *here) && form().is_blank(*here)) static_cast<void>(visit_->mark(*here, *why));
        }
        return {};
    }
    Status make_head(const std::string& row) {
        for (const auto& other : rows()) {
            if (other != row && form().value_at(in_row(other, kRelation)) == kHeadCode) {
                if (auto done = answer(in_row(other, kRelation), ""); !done) return done;   // To whom, is asked again.
            }
        }
        if (auto done = answer(in_row(row, kRelation), kHeadCode); !done) return done;
        return answer(std::string(kHeadName), name_of(row));
    }
    std::vector<std::string> rows() const {
        std::vector<std::string> paths;
        const auto roster = form().find(kRoster);
        if (!roster) return paths;
        for (const auto& row : form().children(*roster, false)) paths.push_back(form().cell_path(row));
        return paths;
    }

    // Where a row went to or came from.
    void says_of(const std::string& row, const record::RecordId& household) { told_.rows.push_back({row, true, household.text()}); }
    Result<record::ChangeId> save(const base::RowId& event, LifeEventKind kind, const std::string& name, const Happening& what,
                                  const std::optional<record::RecordId>& household = {}) {
        const auto cell = [&](std::string_view part) { return std::string(kEventRows) + event.text() + "]/" + std::string(part); };
        told_.cells.push_back({cell("kind"), std::string(life_event_word(kind))});
        told_.cells.push_back({cell("date"), what.date});
        told_.cells.push_back({cell("name"), name});
        told_.cells.push_back({cell("note"), what.note});
        if (household) told_.cells.push_back({cell("household"), household->text()});
        visit_->also(told_);
        auto saved = visit_->save();
        if (!saved) return base::fail(std::move(saved.error()));
        saved_ = true;
        return saved->change;
    }
    base::RowId new_event() { return base::RowId::random(workspace_->random()); }

  private:
    Act(Workspace& workspace, std::unique_ptr<Visit> visit) : workspace_(&workspace), visit_(std::move(visit)) {}

    Workspace* workspace_;
    std::unique_ptr<Visit> visit_;
    record::Edit told_;
    bool saved_ = false;
};

// Rows leave `from`, which names where to.
Result<record::ChangeId> leave(Act& act, const std::vector<std::string>& rows, const record::RecordId& to, const base::RowId& event,
                               LifeEventKind kind, const std::string& name, const Happening& what, const std::string& new_head) {
    if (!new_head.empty()) {
        if (auto done = act.make_head(new_head); !done) return base::fail(std::move(done.error()));
    }
    for (const auto& row : rows) {
        if (auto done = act.remove_row(row); !done) return base::fail(std::move(done.error()));
        act.says_of(row, to);
    }
    return act.save(event, kind, name, what, to);
}

std::string names(const Act& act, const std::vector<std::string>& rows) {
    std::string text;
    for (const auto& row : rows) text += (text.empty() ? "" : "、") + act.name_of(row);
    return text;
}

}  // namespace

std::string_view life_event_word(LifeEventKind kind) {
    for (const auto& [value, word] : kWords) {
        if (value == kind) return word;
    }
    return {};
}

std::vector<LifeEvent> life_events_of(const record::Record& record) {
    std::vector<LifeEvent> events;
    for (auto cell = record.cells.lower_bound(kEventRows); cell != record.cells.end() && cell->first.starts_with(kEventRows); ++cell) {
        if (!cell->first.ends_with("]/kind")) continue;
        const auto id = base::RowId::parse(std::string_view(cell->first).substr(kEventRows.size(), 16));
        const auto word = std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& w) { return w.second == cell->second.value(); });
        if (!id || word == std::end(kWords)) continue;
        const auto part = [&](std::string_view name) {
            return std::string(record.value(std::string(kEventRows) + id->text() + "]/" + std::string(name)));
        };
        const auto& head = cell->second.heads.front();
        LifeEvent event{*id, word->first, part("date"), part("name"), part("note"), {}, head.author, head.op.change, head.wall_ms};
        event.household = record::RecordId::parse(part("household"));
        events.push_back(std::move(event));
    }
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.wall_ms > b.wall_ms; });
    return events;
}

bool has_members(Workspace& workspace, const record::Record& record) {
    const auto open = workspace.form(record.form_id);
    return open && open->form->find_node(in_row(kRoster, kName)) != form::kNone && open->form->find_node(kHeadName) != form::kNone;
}

Result<std::vector<Member>> members_of(Workspace& workspace, const record::Record& record, std::string_view language) {
    auto live = open_to_read(workspace, record, language);
    if (!live) return base::fail(std::move(live.error()));
    std::vector<Member> members;
    const auto roster = (*live)->find(kRoster);
    if (!roster) return members;
    for (const auto& row : (*live)->children(*roster, false)) {
        Member member;
        member.row = (*live)->cell_path(row);
        member.name = (*live)->value_at(in_row(member.row, kName));
        const auto code = (*live)->value_at(in_row(member.row, kRelation));
        member.head = code == kHeadCode;
        if (const auto relation = (*live)->find(in_row(member.row, kRelation))) member.relation = (*live)->choice_label(*relation, code);
        members.push_back(std::move(member));
    }
    return members;
}

Result<std::vector<MemberQuestion>> member_questions(Workspace& workspace, const record::RecordId& id, std::string_view language) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    auto live = open_to_read(workspace, *record, language);
    if (!live) return base::fail(std::move(live.error()));
    const auto roster = (*live)->find(kRoster);
    if (!roster) return base::fail(base::ErrorCode::not_found, std::string(kRoster));
    auto row = (*live)->add_row(*roster);   // Thrown away with the filling: only what it would ask is read.
    if (!row) return base::fail(std::move(row.error()));
    std::vector<MemberQuestion> questions;
    for (const auto* name : kAsked) {
        const auto question = (*live)->find(in_row((*live)->cell_path(*row), name));
        if (!question || question->kind != form::ElementKind::question) continue;
        MemberQuestion asked{name, (*live)->label(*question), {}, false};
        asked.date = (*live)->node(*question)->type == form::DataType::date;
        for (const auto& choice : (*live)->choices(*question)) {
            if (name == kRelation && choice.value == kHeadCode) continue;   // A head comes by "new head" alone.
            asked.choices.emplace_back(choice.value, choice.label);
        }
        questions.push_back(std::move(asked));
    }
    return questions;
}

Result<record::ChangeId> add_member(Workspace& workspace, const record::RecordId& id, LifeEventKind kind,
                                    const MemberAnswers& member, const Happening& what) {
    auto act = Act::on(workspace, id);
    if (!act) return base::fail(std::move(act.error()));
    auto row = act->add_row();
    if (!row) return base::fail(std::move(row.error()));
    if (kind == LifeEventKind::birth) {
        if (auto done = act->answer(in_row(*row, kDocument), kNoDocument); !done) return base::fail(std::move(done.error()));
    }
    for (const auto& [name, value] : member) {
        if (value.empty()) continue;
        if (auto done = act->answer(in_row(*row, name), value); !done) return base::fail(std::move(done.error()).with_context(name));
    }
    return act->save(act->new_event(), kind, act->name_of(*row), what);
}

Result<record::ChangeId> remove_member(Workspace& workspace, const record::RecordId& id, LifeEventKind kind,
                                       const std::string& row, const Happening& what, const std::string& new_head) {
    auto act = Act::on(workspace, id);
    if (!act) return base::fail(std::move(act.error()));
    const auto name = act->name_of(row);
    if (!new_head.empty()) {
        if (auto done = act->make_head(new_head); !done) return base::fail(std::move(done.error()));
    }
    if (auto done = act->remove_row(row); !done) return base::fail(std::move(done.error()));
    return act->save(act->new_event(), kind, name, what);
}

Result<record::ChangeId> new_head(Workspace& workspace, const record::RecordId& id, const std::string& row, const Happening& what) {
    auto act = Act::on(workspace, id);
    if (!act) return base::fail(std::move(act.error()));
    if (auto done = act->make_head(row); !done) return base::fail(std::move(done.error()));
    return act->save(act->new_event(), LifeEventKind::new_head, act->name_of(row), what);
}

Result<record::ChangeId> move_member(Workspace& workspace, const record::RecordId& from, const std::string& row,
                                     const record::RecordId& to, const Happening& what, const std::string& head_left) {
    if (from == to) return base::fail(base::ErrorCode::wrong_use, to.text());
    auto source = Act::on(workspace, from);
    if (!source) return base::fail(std::move(source.error()));
    auto target = Act::on(workspace, to);
    if (!target) return base::fail(std::move(target.error()));
    const auto name = source->name_of(row);
    const auto event = source->new_event();
    if (auto done = target->take_over(*source, row); !done) return base::fail(std::move(done.error()));
    if (auto done = target->answer(in_row(row, kRelation), ""); !done) return base::fail(std::move(done.error()));
    target->says_of(row, from);
    auto arrived = target->save(event, LifeEventKind::moved_in, name, what, from);
    if (!arrived) return arrived;
    auto left = leave(*source, {row}, to, event, LifeEventKind::moved_out, name, what, head_left);
    return left ? arrived : left;
}

Result<record::RecordId> split_household(Workspace& workspace, const record::RecordId& id, const std::vector<std::string>& rows,
                                         const std::string& household_number, const Happening& what) {
    if (rows.empty()) return base::fail(base::ErrorCode::wrong_use, "rows");
    auto source = Act::on(workspace, id);
    if (!source) return base::fail(std::move(source.error()));
    if (rows.size() >= source->rows().size()) return base::fail(base::ErrorCode::wrong_use, "all rows");
    auto created = Act::on_new(workspace, source->seen().form_id, source->seen().area);
    if (!created) return base::fail(std::move(created.error()));
    const auto who = names(*source, rows);
    const auto event = source->new_event();
    for (const auto& first : created->rows()) {   // A form may start with one row.
        if (auto done = created->remove_row(first); !done) return base::fail(std::move(done.error()));
    }
    for (const auto* same : {"survey_year", "address", "household_type", "year_registered"}) {
        const auto path = "identity/" + std::string(same);
        static_cast<void>(created->answer(path, source->form().value_at(path)));
    }
    if (auto done = created->answer(std::string(kNumber), household_number); !done) return base::fail(std::move(done.error()));
    for (const auto& row : rows) {
        if (auto done = created->take_over(*source, row); !done) return base::fail(std::move(done.error()));
        if (auto done = created->answer(in_row(row, kRelation), ""); !done) return base::fail(std::move(done.error()));
        created->says_of(row, id);
    }
    if (auto done = created->make_head(rows.front()); !done) return base::fail(std::move(done.error()));
    const auto household = created->record();
    auto saved = created->save(event, LifeEventKind::split, who, what, id);
    if (!saved) return base::fail(std::move(saved.error()));
    auto left = leave(*source, rows, household, event, LifeEventKind::split, who, what, {});
    if (!left) return base::fail(std::move(left.error()));
    return household;
}

Result<record::ChangeId> merge_households(Workspace& workspace, const record::RecordId& from, const record::RecordId& into,
                                          const Happening& what) {
    if (from == into) return base::fail(base::ErrorCode::wrong_use, into.text());
    auto source = Act::on(workspace, from);
    if (!source) return base::fail(std::move(source.error()));
    auto target = Act::on(workspace, into);
    if (!target) return base::fail(std::move(target.error()));
    const auto rows = source->rows();
    const auto who = names(*source, rows);
    const auto event = source->new_event();
    for (const auto& row : rows) {
        if (auto done = target->take_over(*source, row); !done) return base::fail(std::move(done.error()));
        if (auto done = target->answer(in_row(row, kRelation), ""); !done) return base::fail(std::move(done.error()));
        target->says_of(row, from);
    }
    auto arrived = target->save(event, LifeEventKind::merged, who, what, from);
    if (!arrived) return arrived;
    auto left = leave(*source, rows, into, event, LifeEventKind::merged, who, what, {});
    return left ? arrived : left;
}

std::vector<Unfinished> unfinished_moves(Workspace& workspace, const record::Record& record) {
    std::vector<Unfinished> unfinished;
    for (const auto& row : record.rows(kRoster)) {
        const auto from = record::RecordId::parse(record.value(row));
        if (!from) continue;
        const auto household = workspace.store().record(*from);
        if (household && household->row_present(row)) unfinished.push_back({row, std::string(record.value(in_row(row, kName))), *from});
    }
    return unfinished;
}

Result<record::ChangeId> finish_move(Workspace& workspace, const record::RecordId& to, const Unfinished& move) {
    auto source = Act::on(workspace, move.from);
    if (!source) return base::fail(std::move(source.error()));
    return leave(*source, {move.row}, to, source->new_event(), LifeEventKind::moved_out, move.name, {}, {});
}

Status take_back(Workspace& workspace, const record::RecordId& id, const LifeEvent& event) {
    auto undone = undo_change(workspace, id, event.change);
    if (!undone) return base::fail(std::move(undone.error()));
    if (!event.household) return {};
    auto other = workspace.store().record(*event.household);
    if (!other) return base::fail(std::move(other.error()));
    for (const auto& mirrored : life_events_of(*other)) {
        if (mirrored.id != event.id) continue;
        auto there = undo_change(workspace, *event.household, mirrored.change);
        if (!there) return base::fail(std::move(there.error()));
    }
    return {};
}

}  // namespace yuanquan::survey
