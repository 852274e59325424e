#include "model/survey/history_view.hpp"

#include <algorithm>
#include <map>

#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"
#include "model/record/cell.hpp"
#include "model/record/fold.hpp"
#include "model/survey/answer_words.hpp"
#include "model/survey/markup.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/unmask.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

class Historian {
  public:
    Historian(const form::LiveForm& live, Masking masking, const ReasonWords& reasons)
        : live_(live), masking_(std::move(masking)), reasons_(reasons) {}

    std::string label(const std::string& path) const {
        const auto element = live_.find(path);
        auto label = element ? live_.label(*element) : std::string();
        if (label.empty()) {  // A row that is gone: its question in general.
            const auto node = live_.form().find_node(record::question_path(path));
            if (node != form::kNone) label = live_.form().nodes[node].name;
        }
        return label.empty() ? record::question_path(path) : label;
    }
    form::DataType type(const std::string& path) const {
        const auto node = live_.form().find_node(record::question_path(path));
        return node == form::kNone ? form::DataType::string : live_.form().nodes[node].type;
    }
    std::string roster(const std::string& row) const {
        const auto repeat = live_.find(row.substr(0, row.rfind('[')));
        return repeat ? live_.label(*repeat) : record::question_path(row);
    }
    // What one calls the row now.
    std::string row_label(std::string_view row) const {
        const auto element = live_.find(row);
        return element ? masking_.show(survey::row_label(live_, *element)) : std::string();
    }
    std::string in_words(const std::string& path, const std::string& value) const {
        if (value.empty()) return {};
        if (record::is_blob_value(value)) return masking_.show(std::string(record::file_name_of(value)));
        const auto element = live_.find(path);
        const bool is_question = element && element->kind == form::ElementKind::question;
        const auto text = is_question ? answer_words(live_, *element, value) : value;
        return masking_.show(text, rule_of(path));
    }
    std::string why_in_words(std::string_view question, std::string_view mark) const {
        return mark_in_words(masked_mark(mark, masking_, rule_of(question)), reasons_);
    }
    // The program's own cells and what is computed from other answers tell people nothing.
    bool tells(const std::string& path) const {
        if (path.starts_with('@') || path.find("/@") != std::string::npos) return false;
        const auto node = live_.form().find_node(record::question_path(path));
        return node == form::kNone || live_.form().control_of(node) != form::kNone;
    }

  private:
    MaskRule rule_of(std::string_view path) const {
        const auto node = live_.form().find_node(record::question_path(path));
        return node == form::kNone ? MaskRule::none : mask_rule(live_.form().nodes[node]);
    }

    const form::LiveForm& live_;
    Masking masking_;
    const ReasonWords& reasons_;
};

// A question's cell and the one beside it that says why there is no answer are one thing to people: what they said so far.
struct Said {
    std::string value, mark;
};

Result<std::vector<HistoryLine>> read_history(Workspace& workspace, const record::RecordId& id, std::string_view language,
                                              bool masked, const ReasonWords& reasons, bool with_decisions) {
    auto changes = workspace.store().changes_of(id);
    if (!changes) return base::fail(std::move(changes.error()));
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    auto live = open_to_read(workspace, *record, language);
    if (!live) return base::fail(std::move(live.error()));
    const auto history = record::history(*changes);
    auto masking = masked ? Masking(*record) : Masking();
    for (const auto& entry : history) masking.learn(entry.head.value);   // An identity number that was corrected since.
    const Historian historian(**live, std::move(masking), reasons);
    std::vector<HistoryLine> lines;
    std::map<std::string, Said, std::less<>> before;
    for (const auto& entry : history) {
        const auto& head = entry.head;
        HistoryLine line;
        line.author = head.author;
        line.wall_ms = head.wall_ms;
        line.offset_minutes = head.offset_minutes;
        line.change = head.op.change;
        line.path = entry.path;
        const auto row = std::string(record::innermost_row(entry.path));
        if (!row.empty()) line.row_label = historian.row_label(row);
        if (head.kind == record::OpKind::set) {
            const auto marked = std::string(record::unanswered_question(entry.path));
            const auto& question = marked.empty() ? entry.path : marked;
            auto& said = before[question];
            const auto words = [&] { return said.value.empty() ? historian.why_in_words(question, said.mark) : historian.in_words(question, said.value); };
            line.before = words();
            (marked.empty() ? said.value : said.mark) = head.value;
            line.after = words();
            const bool unmasked = entry.path.starts_with(kUnmaskedCells);
            const bool decided = with_decisions && (entry.path == record::kStateCell || entry.path == record::kAssignedCell);
            if (!unmasked && !decided && !historian.tells(question)) continue;
            if (unmasked) line.kind = HistoryLine::Kind::unmasked;
            line.label = historian.label(question);
            line.type = historian.type(question);
            const auto same = std::find_if(lines.rbegin(), lines.rend(), [&](const auto& earlier) {
                return earlier.change != line.change || earlier.path == question;
            });
            if (!marked.empty() && same != lines.rend() && same->change == line.change) {   // The other half of one deed.
                same->after = line.after;
                continue;
            }
        } else {
            line.kind = head.kind == record::OpKind::add ? HistoryLine::Kind::row_added : HistoryLine::Kind::row_removed;
            line.label = historian.roster(row);
        }
        lines.push_back(std::move(line));
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

}  // namespace

Result<std::vector<HistoryLine>> view_history(Workspace& workspace, const record::RecordId& id, std::string_view language,
                                              bool masked, const ReasonWords& reasons) {
    return read_history(workspace, id, language, masked, reasons, false);
}

Result<std::vector<HistoryLine>> view_history_with_decisions(Workspace& workspace, const record::RecordId& id, std::string_view language,
                                                             bool masked, const ReasonWords& reasons) {
    return read_history(workspace, id, language, masked, reasons, true);
}

}  // namespace yuanquan::survey
