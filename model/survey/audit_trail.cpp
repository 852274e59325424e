#include "model/survey/audit_trail.hpp"

#include <algorithm>

#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::string_view kCellPrefix = "@audit[";
constexpr char kField = '\x1f', kEvent = '\x1e';   // Separators that no answer may hold: XML has no such characters.

// "members[7f…]/name" → "/data/members[2]/name", as ODK's log names it.
std::string node_path(const form::LiveForm& form, const std::string& cell_path) {
    std::string out = "/" + form.form().nodes.front().name, at;
    for (const auto step : base::split(cell_path, '/')) {
        at += (at.empty() ? "" : "/") + std::string(step);
        const auto bracket = step.find('[');
        out += "/" + std::string(step.substr(0, bracket));
        if (bracket == std::string_view::npos) continue;
        const auto row = form.find(at);
        const auto repeat = row ? form.parent(*row) : std::nullopt;
        if (!repeat) continue;
        const auto rows = form.children(*repeat, false);
        out += "[" + std::to_string(std::find(rows.begin(), rows.end(), *row) - rows.begin() + 1) + "]";
    }
    return out;
}

bool is_true(const form::FormNode& node, const std::string& name) {
    const auto found = node.bind_attributes.find(name);
    return found != node.bind_attributes.end() && found->second == "true";
}

}  // namespace

AuditTrail::AuditTrail(const form::Form& form) {
    const auto node = form.find_node("meta/audit");
    if (node == form::kNone) return;
    kept_ = true;
    values_ = is_true(form.nodes[node], "odk:track-changes");
    person_ = is_true(form.nodes[node], "odk:identify-user");
}

void AuditTrail::note(std::string_view event, std::int64_t now_ms) {
    if (kept_) events_.push_back({std::string(event), {}, std::to_string(now_ms), {}, {}, {}});
}

void AuditTrail::note_row(std::string_view event, const form::LiveForm& form, const form::Element& row, std::int64_t now_ms) {
    if (!kept_) return;
    close_question(form, now_ms);
    events_.push_back({std::string(event), node_path(form, form.cell_path(row)), std::to_string(now_ms), {}, {}, {}});
}

void AuditTrail::open_question(const form::LiveForm& form, const std::string& cell_path, std::int64_t now_ms) {
    if (!kept_ || cell_path == open_path_) return;
    close_question(form, now_ms);
    const auto question = form.find(cell_path);
    if (!question || question->kind != form::ElementKind::question) return;
    open_path_ = cell_path;
    open_ = {"question", node_path(form, cell_path), std::to_string(now_ms), {}, form.value(*question), {}};
}

void AuditTrail::close_question(const form::LiveForm& form, std::int64_t now_ms) {
    if (open_path_.empty()) return;
    open_.end = std::to_string(now_ms);
    open_.new_value = form.value_at(open_path_);
    if (!values_ || open_.old_value == open_.new_value) open_.old_value = open_.new_value = {};
    events_.push_back(std::move(open_));
    open_path_.clear();
}

std::string AuditTrail::take_new() {
    std::string out;
    for (; taken_ < events_.size(); ++taken_) {
        const auto& event = events_[taken_];
        if (!out.empty()) out += kEvent;
        for (const auto* field : {&event.event, &event.node, &event.start, &event.end, &event.old_value, &event.new_value}) {
            out += *field + kField;
        }
    }
    return out;
}

void AuditTrail::restore(std::string_view events) {
    for (const auto line : base::split(events, kEvent)) {
        const auto fields = base::split(line, kField);
        if (fields.size() < 6) continue;
        const auto field = [&](std::size_t i) { return std::string(fields[i]); };
        events_.push_back({field(0), field(1), field(2), field(3), field(4), field(5)});
    }
    taken_ = events_.size();
}

std::string AuditTrail::csv(std::string_view person) const {
    base::Sheet sheet{"audit", {}};
    const auto add = [&](std::vector<std::string> cells) {
        sheet.rows.push_back({static_cast<int>(sheet.rows.size()) + 1, std::move(cells)});
    };
    std::vector<std::string> head{"event", "node", "start", "end"};
    if (values_) head.insert(head.end(), {"old-value", "new-value"});
    if (person_) head.emplace_back("user");
    add(std::move(head));
    for (const auto& event : events_) {
        std::vector<std::string> cells{event.event, event.node, event.start, event.end};
        if (values_) cells.insert(cells.end(), {event.old_value, event.new_value});
        if (person_) cells.emplace_back(person);
        add(std::move(cells));
    }
    return base::write_csv(sheet);
}

std::vector<std::string> audit_files(const record::Record& record) {
    std::vector<std::string> files;
    for (auto cell = record.cells.lower_bound(kCellPrefix); cell != record.cells.end() && cell->first.starts_with(kCellPrefix); ++cell) {
        files.emplace_back(cell->second.value());
    }
    return files;
}

}  // namespace yuanquan::survey
