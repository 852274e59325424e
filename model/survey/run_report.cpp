#include "model/survey/run_report.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/text.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kStepsMax = 500'000'000;   // Of one expression.
constexpr double kWan = 10'000;

// Labels of choices, asked of a blank filling of each form.
class ChoiceWords {
  public:
    ChoiceWords(Workspace& workspace, std::string language, const ReportSteps& steps)
        : workspace_(workspace), language_(std::move(language)), steps_(steps) {}

    // levels: root, report, form, rosters …, the question.
    std::string label(const std::vector<const ReportField*>& levels, const std::string& value) {
        const auto key = levels[2]->name + '/' + levels.back()->path + '=' + value;
        if (const auto it = known_.find(key); it != known_.end()) return it->second;
        std::string words;
        for (const auto part : base::split_space(value)) words += (words.empty() ? "" : language_ == "zh" ? "、" : ", ") + one(levels, part);
        return known_[key] = words;
    }

  private:
    std::string one(const std::vector<const ReportField*>& levels, std::string_view value) {
        auto* form = open(levels[2]->name);
        if (form == nullptr) return std::string(value);
        std::string row;
        for (std::size_t i = 3; i + 1 < levels.size(); ++i) {
            const auto repeat = form->find(row.empty() ? levels[i]->path : row + levels[i]->path.substr(levels[i - 1]->path.size()));
            if (!repeat) return std::string(value);
            auto rows = form->children(*repeat, false);
            if (rows.empty()) {
                if (auto added = form->add_row(*repeat)) rows.push_back(*added);
            }
            if (rows.empty()) return std::string(value);
            row = form->cell_path(rows.front());
        }
        const auto& path = levels.back()->path;
        const auto question = form->find(row.empty() ? path : row + path.substr(levels[levels.size() - 2]->path.size()));
        return question ? form->choice_label(*question, value) : std::string(value);
    }
    form::LiveForm* open(const std::string& id) {
        if (const auto it = forms_.find(id); it != forms_.end()) return it->second.get();
        std::unique_ptr<form::LiveForm> opened;
        const auto step = [&] {
            auto form = workspace_.form(id);
            if (!form) return;
            auto live = form::LiveForm::open(form->form, workspace_.environment(*form));
            if (!live) return;
            (*live)->set_language(language_index(*form->form, language_));
            opened = std::move(*live);
        };
        steps_.with_store ? steps_.with_store(step) : step();
        return (forms_[id] = std::move(opened)).get();
    }

    Workspace& workspace_;
    std::string language_;
    const ReportSteps& steps_;
    std::map<std::string, std::unique_ptr<form::LiveForm>> forms_;
    std::map<std::string, std::string> known_;
};

class Runner {
  public:
    Runner(Workspace& workspace, const Report& report, const ReportOptions& options)
        : workspace_(workspace), report_(report), options_(options), choices_(workspace, options.language, options.steps) {}

    Result<ComputedReport> run() {
        out_.name = report_.name;
        Result<std::vector<std::shared_ptr<const form::Form>>> forms;
        const auto open = [&] { forms = open_forms(); };
        options_.steps.with_store ? options_.steps.with_store(open) : open();
        if (!forms) return base::fail(std::move(forms.error()));
        root_ = report_fields(*forms);
        out_.findings = check_names(report_, root_);
        if (!out_.findings.empty()) return std::move(out_);
        auto loaded = load_report(workspace_, root_, names_of(report_), options_.scope, options_.steps);
        if (!loaded) return base::fail(std::move(loaded.error()));
        tree_ = std::move(loaded->tree);
        out_.year = loaded->year;
        out_.records = loaded->records;
        out_.area = options_.scope.area;
        if (!out_.area.empty()) out_.area_name = workspace_.areas().name(out_.area, options_.language == "zh", 3);
        compute_figures();
        out_.title = filled(in_language(report_.title, options_.language));
        for (const auto& block : report_.blocks) out_.parts.push_back(part(block));
        if (base::has_errors(out_.findings)) {
            out_.figures.clear();
            out_.parts.clear();
        }
        return std::move(out_);
    }

  private:
    Result<std::vector<std::shared_ptr<const form::Form>>> open_forms() {
        auto installed = workspace_.store().forms();
        if (!installed) return base::fail(std::move(installed.error()));
        std::set<std::string> ids;
        for (const auto& form : *installed) ids.insert(form.id);
        std::vector<std::shared_ptr<const form::Form>> forms;
        for (const auto& id : ids) {
            auto form = workspace_.form(id);
            if (!form) return base::fail(std::move(form.error()));
            forms.push_back(form->form);
        }
        return forms;
    }

    xpath::Context context(xpath::Node node) const {
        xpath::Context context;
        context.node = node;
        context.root = tree_->document_node();
        context.clock = &workspace_.clock();
        context.limits.steps = kStepsMax;
        return context;
    }

    // One finding a place, however many rows it fails for.
    void fault(const ReportExpression& at, const base::Error& error) {
        for (const auto& known : out_.findings) {
            if (known.place.sheet == at.place.sheet && known.place.row == at.place.row && known.place.column == at.place.column) return;
        }
        auto place = at.place;
        place.position = error.position;
        out_.findings.push_back({base::Severity::error, "report.bad_expression",
                                 {{"expression", at.expression.text()}, {"detail", error.detail.empty() ? error.subject : error.detail},
                                  {"at", std::to_string(error.position + 1)}}, place});
    }

    void compute_figures() {
        for (const auto& figure : report_.figures) {
            auto value = figure.value.expression.evaluate_number(context(tree_->report()));
            if (!value) fault(figure.value, value.error());
            const double number = value.value_or(0);
            out_.figures.push_back({figure.name, in_language(figure.label, options_.language),
                                    figure_text(number, figure.format, options_.language), number});
        }
    }

    std::string filled(const std::string& words) const {
        std::string out;
        std::size_t from = 0;
        for (auto at = words.find("${"); at != std::string::npos; at = words.find("${", from)) {
            const auto end = words.find('}', at);
            if (end == std::string::npos) break;
            const auto* figure = report_.figure(words.substr(at + 2, end - at - 2));
            out += words.substr(from, at - from);
            if (figure != nullptr) out += out_.figures[static_cast<std::size_t>(figure - report_.figures.data())].text;
            from = end + 1;
        }
        out += words.substr(from);
        const auto now = workspace_.clock().now_ms();
        return base::fill(out, {{"year", out_.year}, {"today", base::iso_date(now, workspace_.clock().offset_minutes(now))}});
    }

    ReportPart part(const ReportBlock& block) {
        ReportPart out;
        out.kind = block.kind;
        out.name = block.name;
        out.words = filled(in_language(block.words, options_.language));
        for (const auto index : block.figures) {
            const auto& figure = out_.figures[index];
            ReportCell label, value;
            label.text = figure.label;
            value.text = figure.text;
            value.number = figure.value;
            value.format = report_.figures[index].format;
            if (std::isfinite(figure.value)) value.kind = ReportCell::Kind::number;
            out.rows.push_back({label, value});
        }
        if (block.kind == ReportBlock::Kind::table) fill_table(block, out);
        return out;
    }

    void fill_table(const ReportBlock& block, ReportPart& out) {
        for (const auto& column : block.columns) out.heads.push_back({in_language(column.label, options_.language), column.format});
        auto rows = block.rows.expression.evaluate_nodes(context(tree_->report()));
        if (!rows) return fault(block.rows, rows.error());
        std::vector<const ReportField*> levels{&root_, &root_.fields.front()};
        if (!block.rows.expression.reads().empty()) levels = resolve(block.rows.expression.reads().back(), levels).levels;
        std::vector<std::vector<const ReportField*>> targets;
        std::vector<bool> births;
        for (const auto& column : block.columns) {
            targets.push_back(choice_target(column, levels));
            births.push_back(options_.scope.masked && tells_birth(column, levels));
        }
        for (const auto& row : *rows) {
            std::vector<ReportCell> cells;
            for (std::size_t i = 0; i < block.columns.size(); ++i) cells.push_back(births[i] ? year_alone(block.columns[i], row) : cell(block.columns[i], row, targets[i]));
            out.rows.push_back(std::move(cells));
        }
    }

    // Of a column whose values are choices: the question that its expression reads.
    static std::vector<const ReportField*> choice_target(const ReportColumn& column, const std::vector<const ReportField*>& levels) {
        if (column.format != ReportFormat::choice || levels.empty()) return {};
        for (const auto& read : column.value.expression.reads()) {
            auto target = resolve(read, levels);
            if (target.field != nullptr && target.field->choices) return target.levels;
        }
        return {};
    }

    // A birth date beside a masked identity number would give it back.
    static bool tells_birth(const ReportColumn& column, const std::vector<const ReportField*>& levels) {
        if ((column.format != ReportFormat::date && column.format != ReportFormat::text) || levels.empty()) return false;
        const auto& reads = column.value.expression.reads();
        return std::any_of(reads.begin(), reads.end(), [&](const auto& read) {
            const auto target = resolve(read, levels);
            return target.field != nullptr && target.field->birth;
        });
    }
    ReportCell year_alone(const ReportColumn& column, xpath::Node row) {
        auto as_text = column;
        as_text.format = ReportFormat::text;
        auto out = cell(as_text, row, {});
        for (std::size_t dash = out.text.find('-'); dash != std::string::npos; dash = out.text.find('-', dash + 1)) {
            for (const std::size_t at : {dash + 1, dash + 2}) {   // Month and day of 1968-03-12.
                if (at < out.text.size() && out.text[at] >= '0' && out.text[at] <= '9') out.text[at] = '*';
            }
        }
        return out;
    }

    ReportCell cell(const ReportColumn& column, xpath::Node row, const std::vector<const ReportField*>& target) {
        ReportCell out;
        auto value = column.value.expression.evaluate_string(context(row));
        if (!value) {
            fault(column.value, value.error());
            return out;
        }
        out.text = std::move(*value);
        switch (column.format) {
            case ReportFormat::choice:
                if (!target.empty()) out.text = choices_.label(target, out.text);
                break;
            case ReportFormat::area: out.text = out.text.empty() ? "" : workspace_.areas().name(out.text, options_.language == "zh", 1); break;
            case ReportFormat::date:
                out.number = xpath::text_number(out.text);
                if (const auto days = column.value.expression.evaluate_number(context(row)); days && !out.text.empty()) {
                    out.number = *days;
                    if (!std::isnan(out.number)) out.kind = ReportCell::Kind::date;
                }
                break;
            case ReportFormat::text: break;
            default: {
                const double number = xpath::text_number(out.text);
                if (std::isnan(number)) {
                    if (out.text == "NaN") out.text.clear();
                    break;
                }
                out.kind = ReportCell::Kind::number;
                out.number = number;
                // In a table every figure of a column has one unit.
                out.text = figure_text(number, column.format == ReportFormat::yuan ? ReportFormat::decimal : column.format, options_.language);
            }
        }
        return out;
    }

    Workspace& workspace_;
    const Report& report_;
    const ReportOptions& options_;
    ChoiceWords choices_;
    ReportField root_;
    std::unique_ptr<ReportTree> tree_;
    ComputedReport out_;
};

// At most two decimals, none that are nought.
std::string plain(double value) {
    auto text = base::format_fixed(value, 2);
    while (text.ends_with('0') && text.find('.') != std::string::npos) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string grouped(std::string text) {  // 46200 -> 46,200
    const auto point = std::min(text.find('.'), text.size());
    for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > (text.starts_with('-') ? 1 : 0); at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

}  // namespace

std::string figure_text(double value, ReportFormat format, std::string_view language) {
    if (!std::isfinite(value)) return "—";
    const bool chinese = language == "zh";
    switch (format) {
        case ReportFormat::yuan:
            if (!chinese) return grouped(plain(value)) + " yuan";
            return std::abs(value) >= kWan ? plain(value / kWan) + "万元" : plain(value) + "元";
        case ReportFormat::percent: return plain(value * 100) + "%";
        default: return chinese ? plain(value) : grouped(plain(value));
    }
}

Result<ComputedReport> run_report(Workspace& workspace, const Report& report, const ReportOptions& options) {
    return Runner(workspace, report, options).run();
}

}  // namespace yuanquan::survey
