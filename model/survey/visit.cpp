#include "model/survey/visit.hpp"

#include <algorithm>
#include <set>

#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::string_view kSaved = "saved", kComplete = "complete";

// What follows from other answers is computed by whoever reads the record: a kept sum would be wrong as soon as two laptops
// had each changed one of its parts, and would look like a conflict. What depends on clock or chance, and metadata of the
// form (start, end, deviceid), is kept as it was when first saved; later changes carry who and when themselves.
bool is_kept(const form::FormNode& node, std::string_view seen) {
    if (!node.preload.empty()) return seen.empty();
    if (node.calculate.empty()) return true;
    return node.calculate.is_volatile() && seen.empty();
}

// The group that a row belongs to: "plots[…]/crops[…]" -> "plots[…]/crops".
std::string_view repeat_of(std::string_view row) { return row.substr(0, row.rfind('[')); }

}  // namespace

form::Answers answers_of(const record::Record& record) {
    form::Answers answers;
    std::set<std::string, std::less<>> gone;
    const auto in_gone_row = [&](std::string_view path) {
        for (auto row = record::innermost_row(path); !row.empty();) {
            if (gone.contains(row)) return true;
            const auto slash = row.rfind('/');
            row = slash == std::string_view::npos ? std::string_view{} : record::innermost_row(row.substr(0, slash));
        }
        return false;
    };
    // Paths sort a row before what is in it, so a removed row is known before its cells come.
    for (const auto& [path, cell] : record.cells) {
        if (path.starts_with('@')) continue;
        if (path.ends_with(']')) {
            if (!record.row_present(path) || in_gone_row(path)) {
                gone.insert(path);
            } else {
                answers.rows.push_back({path, std::string(record.value(path + "/@position"))});
            }
        } else if (path.find("/@") == std::string::npos && !in_gone_row(path)) {
            answers.cells.push_back({path, cell.value(), true});
        }
    }
    // In their order within each repeat; outer rows stay before inner ones, since a path is longer than its parent's.
    std::map<std::string, std::size_t> order;
    for (const auto& row : answers.rows) {
        const auto siblings = record.rows(repeat_of(row.path));
        order[row.path] = static_cast<std::size_t>(std::find(siblings.begin(), siblings.end(), row.path) - siblings.begin());
    }
    std::stable_sort(answers.rows.begin(), answers.rows.end(), [&](const auto& a, const auto& b) {
        const auto depth_a = std::count(a.path.begin(), a.path.end(), '['), depth_b = std::count(b.path.begin(), b.path.end(), '[');
        if (depth_a != depth_b) return depth_a < depth_b;
        if (repeat_of(a.path) != repeat_of(b.path)) return repeat_of(a.path) < repeat_of(b.path);
        return order[a.path] < order[b.path];
    });
    return answers;
}

Visit::Visit(Workspace& workspace, const base::DraftId& draft)
    : workspace_(workspace), random_(std::hash<base::DraftId>{}(draft)) {
    head_.id = draft;
    head_.started_ms = head_.touched_ms = workspace.clock().now_ms();
}

Status Visit::begin(const std::string& form_id, const std::optional<std::string>& version) {
    auto open = workspace_.form(form_id, version);
    if (!open) return base::fail(std::move(open.error()));
    head_.form_id = open->form->id;
    head_.form_version = open->form->version;
    const auto existing = answers_of(seen_);
    auto environment = workspace_.environment(*open);
    environment.random = &random_;
    auto live = form::LiveForm::open(open->form, std::move(environment), head_.is_new ? nullptr : &existing);
    if (!live) return base::fail(std::move(live.error()));
    form_ = std::move(*live);
    audit_ = AuditTrail(form_->form());
    return {};
}

Result<std::unique_ptr<Visit>> Visit::start(Workspace& workspace, const std::string& form_id, const std::string& area,
                                            const std::optional<record::RecordId>& parent) {
    std::unique_ptr<Visit> visit(new Visit(workspace, base::DraftId::random(workspace.random())));
    visit->head_.record = record::RecordId::random(workspace.random());
    visit->head_.area = area;
    visit->head_.parent = parent;
    visit->seen_.id = visit->head_.record;
    if (auto begun = visit->begin(form_id, std::nullopt); !begun) return base::fail(std::move(begun.error()));
    if (auto filled = visit->fill_area(); !filled) return base::fail(std::move(filled.error()));
    if (auto filled = visit->fill_known(); !filled) return base::fail(std::move(filled.error()));
    visit->audit_.note("form start", workspace.clock().now_ms());
    return visit;
}

Result<std::unique_ptr<Visit>> Visit::open(Workspace& workspace, const record::RecordId& id) {
    // One draft a record: a visit left half way is taken up again.
    auto drafts = workspace.store().drafts();
    if (!drafts) return base::fail(std::move(drafts.error()));
    for (const auto& draft : *drafts) {
        if (draft.record == id) return resume(workspace, draft.id);
    }
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    std::unique_ptr<Visit> visit(new Visit(workspace, base::DraftId::random(workspace.random())));
    visit->seen_ = std::move(*record);
    visit->head_.record = id;
    visit->head_.is_new = false;
    visit->head_.area = visit->seen_.area;
    visit->head_.title = std::string(visit->seen_.value(record::kTitleCell));
    visit->head_.seen = workspace.store().last_arrival();
    if (auto begun = visit->begin(visit->seen_.form_id, std::nullopt); !begun) return base::fail(std::move(begun.error()));
    visit->take_marks();
    visit->audit_.note("form start", workspace.clock().now_ms());
    return visit;
}

Result<std::unique_ptr<Visit>> Visit::resume(Workspace& workspace, const base::DraftId& draft) {
    auto drafts = workspace.store().drafts();
    if (!drafts) return base::fail(std::move(drafts.error()));
    const auto head = std::find_if(drafts->begin(), drafts->end(), [&](const auto& d) { return d.id == draft; });
    if (head == drafts->end()) return base::fail(base::ErrorCode::not_found, "draft " + draft.text());
    auto entries = workspace.store().draft_entries(draft);
    if (!entries) return base::fail(std::move(entries.error()));
    std::unique_ptr<Visit> visit(new Visit(workspace, draft));
    visit->head_ = *head;
    visit->head_stored_ = true;
    visit->place_ = head->place;
    visit->seen_.id = head->record;
    if (!head->is_new) {
        auto seen = workspace.store().record_as_of(head->record, head->seen);
        if (!seen) return base::fail(std::move(seen.error()));
        visit->seen_ = std::move(*seen);
    }
    if (auto begun = visit->begin(head->form_id, head->form_version); !begun) return base::fail(std::move(begun.error()));
    if (head->is_new) {
        if (auto filled = visit->fill_area(); !filled) return base::fail(std::move(filled.error()));
        if (auto filled = visit->fill_known(); !filled) return base::fail(std::move(filled.error()));
    }
    visit->take_marks();
    if (auto replayed = visit->replay(*entries); !replayed) return base::fail(std::move(replayed.error()));
    visit->audit_.note("form resume", workspace.clock().now_ms());
    return visit;
}

Status Visit::replay(const std::vector<store::DraftEntry>& entries) {
    for (const auto& entry : entries) {
        if (entry.kind == store::DraftEntry::Kind::audit) {
            audit_.restore(entry.value);
            continue;
        }
        if (entry.kind == store::DraftEntry::Kind::add_row) {
            const auto steps = record::parse_cell(entry.path);
            const auto repeat = form_->find(repeat_of(entry.path));
            if (!steps || !repeat || !steps->back().row) continue;
            const auto before = entry.value.empty() ? std::nullopt : form_->find(entry.value);
            if (auto added = form_->add_row(*repeat, before ? &*before : nullptr, steps->back().row); !added) {
                return base::fail(std::move(added.error()));
            }
            added_.insert(entry.path);
            continue;
        }
        // A mark is an answer at its own cell: programs that do not know it find no question there and pass it over.
        const auto marked = record::unanswered_question(entry.path);
        const auto path = marked.empty() ? entry.path : std::string(marked);
        const auto element = form_->find(path);
        if (!element) continue;  // In a row that is gone again, or not in this version.
        if (entry.kind == store::DraftEntry::Kind::remove_row) {
            if (auto done = form_->remove_row(*element); !done) return done;
            forget_row(path);
            continue;
        }
        if (auto done = form_->answer(*element, marked.empty() ? entry.value : std::string()); !done) return done;
        if (!marked.empty()) put_mark(*element, path, entry.value);
        if (marked.empty() && !form_->is_blank(*element)) put_mark(*element, path, {});
        answered_.insert(path);
    }
    return {};
}

void Visit::take_marks() {
    for (const auto& [path, text] : marks_of(seen_)) {
        if (const auto question = form_->find(path)) put_mark(*question, path, text);
    }
}

void Visit::put_mark(const form::Element& question, const std::string& path, std::string text) {
    if (text.empty()) {
        marks_.erase(path);
        marked_.erase(question.node);
    } else {
        marks_[path] = std::move(text);
        marked_.insert(question.node);
    }
}

void Visit::forget_row(const std::string& row) {
    std::erase_if(marks_, [&](const auto& mark) { return record::is_below(mark.first, row); });   // Nodes are never used again.
}

bool Visit::is_unanswered(const form::Element& question) const { return marked_.contains(question.node) && form_->is_blank(question); }

std::optional<Unanswered> Visit::unanswered(const form::Element& question) const {
    if (!is_unanswered(question)) return std::nullopt;
    const auto mark = marks_.find(form_->cell_path(question));
    return mark == marks_.end() ? std::nullopt : read_unanswered(mark->second);
}

bool Visit::answered_below(const std::string& row) const {
    const auto first = answered_.lower_bound(row + "/");
    return first != answered_.end() && first->starts_with(row + "/");
}

bool Visit::is_unused(const form::Element& row) const {
    const auto repeat = form_->parent(row);
    const auto* node = repeat ? form_->node(*repeat) : nullptr;
    if (node == nullptr || !is_optional(*node)) return false;   // Asked of each row of a page, and most are not.
    const auto path = form_->cell_path(row);
    const auto first = added_.lower_bound(path);   // The row itself, or one inside it.
    const bool added = first != added_.end() && (*first == path || first->starts_with(path + "/"));
    return form_->can_add_row(*repeat) && !added && !seen_.row_present(path) && !answered_below(path);
}

Status Visit::append(store::DraftEntry::Kind kind, const std::string& path, std::string_view value) {
    head_.touched_ms = workspace_.clock().now_ms();
    unkept_.push_back({kind, path, std::string(value)});
    if (auto kept = keep(); !kept) return kept;
    return keep_audit();
}

Status Visit::keep() {
    auto& store = workspace_.store();
    if (unkept_.empty()) return {};
    const auto name = form_->title();
    const std::string title(base::trim(name));   // People know a draft by it, so it follows the answers.
    if (!head_stored_ || head_.title != title) {
        head_.title = title;
        head_.place = place_;
        if (auto put = store.put_draft(head_); !put) return put;
        head_stored_ = true;
    }
    while (!unkept_.empty()) {
        const auto& first = unkept_.front();
        if (auto kept = store.append_draft(head_.id, first, place_.empty() ? first.path : place_); !kept) return kept;
        unkept_.erase(unkept_.begin());
    }
    return {};
}

Status Visit::keep_audit() {
    if (!audit_.kept() || !head_stored_) return {};
    const auto events = audit_.take_new();
    if (!events.empty()) unkept_.push_back({store::DraftEntry::Kind::audit, {}, events});
    return keep();
}

Status Visit::went_away() {
    const auto now = workspace_.clock().now_ms();
    audit_.close_question(*form_, now);
    audit_.note("form exit", now);
    // Where one was, even where nothing was answered there.
    if (head_stored_ && !place_.empty() && head_.place != place_) {
        head_.place = place_;
        if (auto kept = workspace_.store().put_draft(head_); !kept) return kept;
    }
    return keep_audit();
}

Result<record::Op> Visit::audit_op() {
    const auto now = workspace_.clock().now_ms();
    audit_.close_question(*form_, now);
    audit_.note("form save", now);
    auto blob = workspace_.store().put_blob(audit_.csv(workspace_.identity().person));
    if (!blob) return base::fail(std::move(blob.error()));
    return record::Op{record::OpKind::set, "@audit[" + base::RowId::random(random_).text() + "]/file",
                      record::write_blob_value(*blob, "audit.csv"), {}};
}

Status Visit::answer(const form::Element& question, std::string_view value) {
    if (form_->value(question) == value) return keep();
    if (auto done = form_->answer(question, value); !done) return done;
    const auto path = form_->cell_path(question);
    answered_.insert(path);
    if (!form_->is_blank(question)) put_mark(question, path, {});
    return append(store::DraftEntry::Kind::answer, path, form_->value(question));
}

Status Visit::mark(const form::Element& question, const Unanswered& why) {
    const auto path = form_->cell_path(question);
    if (!may_be_unanswered(*form_, question)) return base::fail(base::ErrorCode::wrong_use, path);
    const auto text = write_unanswered(why);
    const auto known = marks_.find(path);
    if (known != marks_.end() && known->second == text && form_->is_blank(question)) return keep();
    if (auto done = form_->answer(question, {}); !done) return done;
    put_mark(question, path, text);
    answered_.insert(path);
    return append(store::DraftEntry::Kind::answer, record::unanswered_cell(path), text);
}

Status Visit::unmark(const form::Element& question) {
    const auto path = form_->cell_path(question);
    if (!marks_.contains(path)) return keep();
    put_mark(question, path, {});
    return append(store::DraftEntry::Kind::answer, record::unanswered_cell(path), {});
}

Status Visit::attach(const form::Element& question, const std::string& file_name, std::string_view bytes) {
    auto blob = workspace_.store().put_blob(bytes);
    if (!blob) return base::fail(std::move(blob.error()));
    return answer(question, record::write_blob_value(*blob, base::safe_file_name(file_name)));
}

Result<form::Element> Visit::add_row(const form::Element& repeat, std::optional<base::RowId> id, const form::Element* before) {
    const auto behind = before != nullptr ? form_->cell_path(*before) : std::string();
    auto row = form_->add_row(repeat, before, id);
    if (!row) return row;
    audit_.note_row("add repeat", *form_, *row, workspace_.clock().now_ms());
    added_.insert(form_->cell_path(*row));
    if (auto kept = append(store::DraftEntry::Kind::add_row, form_->cell_path(*row), behind); !kept) {
        return base::fail(std::move(kept.error()));
    }
    return row;
}

Status Visit::remove_row(const form::Element& row) {
    const auto path = form_->cell_path(row);
    audit_.note_row("delete repeat", *form_, row, workspace_.clock().now_ms());
    if (auto removed = form_->remove_row(row); !removed) return removed;
    forget_row(path);
    return append(store::DraftEntry::Kind::remove_row, path, {});
}

Status Visit::fill_area() {
    const auto path = workspace_.areas().path(head_.area);
    if (path.empty()) return {};
    std::size_t next = 0;  // Levels of the path that are still to be placed: each question takes one further in.
    for (const auto node : area_questions(form_->form())) {
        const auto question = form_->find(form_->form().path(node));
        if (!question) continue;
        const auto& choices = form_->choices(*question);
        const auto offered = [&](const Area* area) {
            return std::any_of(choices.begin(), choices.end(), [&](const auto& choice) { return choice.value == area->code; });
        };
        const auto area = std::find_if(path.begin() + static_cast<std::ptrdiff_t>(next), path.end(), offered);
        if (area == path.end()) break;  // The person stands no further in; the rest is asked.
        next = static_cast<std::size_t>(area - path.begin()) + 1;
        // Filled in, not answered: a form that is only looked at leaves no draft.
        if (auto done = form_->answer(*question, (*area)->code); !done) return done;
    }
    return {};
}

Status Visit::fill_known() {
    if (!head_.parent) return {};
    auto household = workspace_.store().record(*head_.parent);
    if (!household) return {};   // Not on this laptop: the person fills it in.
    std::map<std::string, std::string, std::less<>> known;
    for (const auto& [path, cell] : household->cells) {
        if (path.starts_with('@') || path.find('[') != std::string::npos || record::is_blob_value(cell.value())) continue;
        const auto [it, is_new] = known.try_emplace(path.substr(path.rfind('/') + 1), cell.value());
        if (!is_new) it->second.clear();   // Two questions of one name: neither is meant.
    }
    const auto& form = form_->form();
    for (form::NodeIndex node = 0; node < form.nodes.size(); ++node) {
        const auto value = known.find(form.nodes[node].name);
        if (value == known.end() || value->second.empty() || form.innermost_repeat(node) != form::kNone) continue;
        if (form.control_of(node) == form::kNone) continue;
        const auto question = form_->find(form.path(node));
        if (!question || question->kind != form::ElementKind::question || form_->readonly(*question)) continue;
        if (!form_->value(*question).empty() || !form_->relevant(*question)) continue;
        const auto kind = form_->control(*question).kind;
        if (kind == form::ControlKind::select_one) {
            const auto& choices = form_->choices(*question);
            if (std::none_of(choices.begin(), choices.end(), [&](const auto& c) { return c.value == value->second; })) continue;
        } else if (kind != form::ControlKind::input) {
            continue;
        }
        static_cast<void>(form_->answer(*question, value->second));   // Of another type there: left blank.
    }
    return {};
}

Status drop_unused_rows(form::LiveForm& form, const std::function<bool(const form::Element& row)>& is_unused) {
    std::vector<form::Element> unused;
    const auto look = [&](const auto& self, const form::Element& parent) -> void {
        for (const auto& child : form.children(parent, false)) {
            if (child.kind == form::ElementKind::row && is_unused(child)) unused.push_back(child);
            else if (child.kind != form::ElementKind::question) self(self, child);
        }
    };
    look(look, form.root());
    for (const auto& row : unused) {
        if (auto removed = form.remove_row(row); !removed) return removed;
    }
    return {};
}

record::Edit edit_of(const form::LiveForm& form, const record::Record& seen, const std::string& own_area,
                     const std::optional<record::RecordId>& parent, const Marks& marks) {
    record::Edit edit;
    const auto answers = form.answers(true);
    std::set<std::string, std::less<>> present;
    for (const auto& row : answers.rows) {
        edit.rows.push_back({row.path, true});
        edit.cells.push_back({row.path + "/@position", row.position});
        present.insert(row.path);
    }
    for (const auto& row : answers_of(seen).rows) {
        if (!present.contains(row.path)) edit.rows.push_back({row.path, false});
    }
    for (const auto& cell : answers.cells) {
        const auto node = form.form().find_node(record::question_path(cell.path));
        if (node != form::kNone && !is_kept(form.form().nodes[node], seen.value(cell.path))) continue;
        // What is not relevant is left out of what is saved; the value asked for earlier goes blank.
        edit.cells.push_back({cell.path, cell.relevant ? cell.value : std::string()});
    }
    add_marks(edit, form, seen, marks);
    std::string area = own_area;
    for (const auto node : area_questions(form.form())) {
        if (const auto value = form.value_at(form.form().path(node)); !value.empty()) area = value;
    }
    edit.cells.push_back({std::string(record::kAreaCell), area});
    edit.cells.push_back({std::string(record::kTitleCell), std::string(base::trim(form.title()))});
    if (parent) edit.cells.push_back({std::string(record::kParentCell), parent->text()});
    edit.cells.push_back({std::string(record::kStateCell), std::string(problems_left(form, marks).empty() ? kComplete : kSaved)});
    return edit;
}

record::Edit Visit::wanted() const {
    auto edit = edit_of(*form_, seen_, head_.area, head_.parent, marks_);
    for (const auto& told : also_.rows) {
        for (auto& row : edit.rows) {
            if (row.path == told.path) row.value = told.value;
        }
    }
    edit.cells.insert(edit.cells.end(), also_.cells.begin(), also_.cells.end());
    return edit;
}

Result<Visit::Saved> Visit::save() {
    if (auto dropped = drop_unused_rows(*form_, [this](const auto& row) { return is_unused(row); }); !dropped) {
        return base::fail(std::move(dropped.error()));
    }
    if (head_.is_new) form_->finish();  // The form's own times of its first filling.
    const auto edit = wanted();
    auto ops = record::edit_ops(seen_, edit);
    if (ops.empty() && !head_.is_new) {
        if (head_stored_) {
            if (auto done = workspace_.store().discard_draft(head_.id); !done) return base::fail(std::move(done.error()));
        }
        return Saved{{}, true};
    }
    if (audit_.kept()) {
        auto op = audit_op();
        if (!op) return base::fail(std::move(op.error()));
        ops.push_back(std::move(*op));
    }
    std::string area = head_.area;
    for (const auto& cell : edit.cells) {
        if (cell.path == record::kAreaCell) area = cell.value;
    }
    auto change = workspace_.store().save(head_.record, workspace_.identity().person, area, head_.form_id,
                                          head_.form_version, std::move(ops), head_stored_ ? &head_.id : nullptr);
    if (!change) return base::fail(std::move(change.error()));
    unkept_.clear();   // In the change.
    return Saved{*change, false};
}

Status Visit::discard() {
    unkept_.clear();
    if (!head_stored_) return {};
    return workspace_.store().discard_draft(head_.id);
}

}  // namespace yuanquan::survey
