#include "model/survey/report.hpp"

#include <algorithm>
#include <optional>

#include "model/base/sheet.hpp"
#include "model/base/text.hpp"

namespace yuanquan::survey {

namespace {

using base::Finding;
using Kind = ReportBlock::Kind;

const std::pair<std::string_view, ReportFormat> kFormats[] = {
    {"integer", ReportFormat::integer}, {"decimal", ReportFormat::decimal}, {"yuan", ReportFormat::yuan},
    {"percent", ReportFormat::percent}, {"text", ReportFormat::text},       {"date", ReportFormat::date},
    {"choice", ReportFormat::choice},   {"area", ReportFormat::area}};
const std::pair<std::string_view, Kind> kKinds[] = {{"heading", Kind::heading}, {"text", Kind::text},   {"figures", Kind::figures},
                                                    {"chart", Kind::chart},     {"table", Kind::table}};

template <class T, std::size_t n>
std::optional<T> parse(const std::pair<std::string_view, T> (&names)[n], std::string_view name) {
    for (const auto& [known, value] : names) {
        if (known == name) return value;
    }
    return std::nullopt;
}

// One sheet with a heading row: cells by heading, wordings by the language in the heading's parentheses.
class Table {
  public:
    Table(const base::Workbook& workbook, std::string name, const std::string& file) : name_(std::move(name)), file_(file) {
        sheet_ = workbook.sheet(name_);
        if (sheet_ != nullptr && !sheet_->rows.empty()) headings_ = &sheet_->rows.front().cells;
    }
    bool present() const { return headings_ != nullptr; }
    std::size_t rows() const { return present() ? sheet_->rows.size() - 1 : 0; }
    std::string cell(std::size_t row, std::string_view heading) const {
        const auto& cells = sheet_->rows[row + 1].cells;
        for (std::size_t i = 0; i < headings_->size() && i < cells.size(); ++i) {
            if (base::trim((*headings_)[i]) == heading) return std::string(base::trim(cells[i]));
        }
        return {};
    }
    // "label::中文 (zh)" -> zh.
    Wording wording(std::size_t row, std::string_view heading) const {
        Wording wording;
        const auto& cells = sheet_->rows[row + 1].cells;
        const auto prefix = std::string(heading) + "::";
        for (std::size_t i = 0; i < headings_->size() && i < cells.size(); ++i) {
            const auto title = base::trim((*headings_)[i]);
            const auto open = title.rfind('('), close = title.rfind(')');
            if (!title.starts_with(prefix) || open == std::string_view::npos || close < open || cells[i].empty()) continue;
            wording[std::string(title.substr(open + 1, close - open - 1))] = cells[i];
        }
        return wording;
    }
    base::Place place(std::size_t row, std::string column) const {
        return {file_, name_, present() ? sheet_->rows[row + 1].number : 0, std::move(column), -1};
    }

  private:
    std::string name_;
    const std::string& file_;
    const base::Sheet* sheet_ = nullptr;
    const std::vector<std::string>* headings_ = nullptr;
};

class Reader {
  public:
    Reader(const std::string& file, const base::Workbook& workbook) : file_(file), workbook_(workbook) {}

    ReadReport run() {
        const Table head(workbook_, "report", file_);
        if (head.rows() == 0) {
            fault("report.no_report", {file_, "report", 0, {}, -1});
            return std::move(out_);
        }
        out_.report.name = head.cell(0, "name");
        out_.report.title = head.wording(0, "title");
        read_figures();
        read_body();
        read_columns();
        return std::move(out_);
    }

  private:
    void fault(const char* code, base::Place place, std::map<std::string, std::string> parameters = {}) {
        out_.findings.push_back({base::Severity::error, code, std::move(parameters), std::move(place)});
    }

    ReportExpression expression(const Table& table, std::size_t row, const char* column) {
        ReportExpression out;
        out.place = table.place(row, column);
        const auto text = table.cell(row, column);
        if (text.empty()) {
            fault("report.no_expression", out.place);
            return out;
        }
        auto compiled = xpath::Expression::compile(text);
        const base::Error* wrong = !compiled ? &compiled.error() : compiled->problems().empty() ? nullptr : &compiled->problems().front();
        if (wrong != nullptr) {
            auto place = out.place;
            place.position = wrong->position;
            fault("report.bad_expression", place,
                  {{"expression", text}, {"detail", wrong->detail.empty() ? wrong->subject : wrong->detail}, {"at", std::to_string(wrong->position + 1)}});
        } else {
            out.expression = std::move(*compiled);
        }
        return out;
    }

    ReportFormat format(const Table& table, std::size_t row, ReportFormat usual) {
        const auto text = table.cell(row, "format");
        if (text.empty()) return usual;
        const auto format = parse(kFormats, text);
        if (!format) fault("report.unknown_word", table.place(row, "format"), {{"word", text}});
        return format.value_or(usual);
    }

    void read_figures() {
        const Table table(workbook_, "figures", file_);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            ReportFigure figure;
            figure.name = table.cell(row, "name");
            if (figure.name.empty() || out_.report.figure(figure.name) != nullptr) {
                fault("report.name_twice", table.place(row, "name"), {{"name", figure.name}});
                continue;
            }
            figure.value = expression(table, row, "expression");
            figure.format = format(table, row, ReportFormat::integer);
            figure.label = table.wording(row, "label");
            out_.report.figures.push_back(std::move(figure));
        }
    }

    void read_body() {
        const Table table(workbook_, "body", file_);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            ReportBlock block;
            block.place = table.place(row, "type");
            const auto kind = parse(kKinds, table.cell(row, "type"));
            if (!kind) {
                fault("report.unknown_word", block.place, {{"word", table.cell(row, "type")}});
                continue;
            }
            block.kind = *kind;
            block.name = table.cell(row, "name");
            block.words = table.wording(row, "text");
            if (block.kind == Kind::table) block.rows = expression(table, row, "rows");
            const auto figures = table.cell(row, "figures");
            for (const auto name : base::split_space(figures)) named(name, table.place(row, "figures"), block.figures);
            for (const auto& [language, words] : block.words) check_words(words, table.place(row, "text"));
            out_.report.blocks.push_back(std::move(block));
        }
    }

    void named(std::string_view name, const base::Place& place, std::vector<std::size_t>& out) {
        const auto* figure = out_.report.figure(name);
        if (figure == nullptr) return fault("report.unknown_figure", place, {{"name", std::string(name)}});
        out.push_back(static_cast<std::size_t>(figure - out_.report.figures.data()));
    }

    void check_words(const std::string& words, const base::Place& place) {
        std::vector<std::size_t> ignored;
        for (auto at = words.find("${"); at != std::string::npos; at = words.find("${", at + 2)) {
            const auto end = words.find('}', at);
            if (end != std::string::npos) named(std::string_view(words).substr(at + 2, end - at - 2), place, ignored);
        }
    }

    void read_columns() {
        const Table table(workbook_, "columns", file_);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto name = table.cell(row, "table");
            ReportColumn column;
            column.value = expression(table, row, "expression");
            column.format = format(table, row, ReportFormat::text);
            column.label = table.wording(row, "label");
            bool found = false;
            for (auto& block : out_.report.blocks) {
                if (block.kind != Kind::table || block.name != name) continue;
                block.columns.push_back(column);
                found = true;
            }
            if (!found) fault("report.unknown_table", table.place(row, "table"), {{"name", name}});
        }
        for (const auto& block : out_.report.blocks) {
            if (block.kind == Kind::table && block.columns.empty()) fault("report.no_columns", block.place, {{"name", block.name}});
        }
    }

    const std::string& file_;
    const base::Workbook& workbook_;
    ReadReport out_;
};

}  // namespace

const std::string& in_language(const Wording& wording, std::string_view language) {
    static const std::string kNothing;
    const auto it = wording.find(language);
    if (it != wording.end()) return it->second;
    return wording.empty() ? kNothing : wording.begin()->second;
}

const ReportFigure* Report::figure(std::string_view wanted) const {
    const auto it = std::find_if(figures.begin(), figures.end(), [&](const auto& figure) { return figure.name == wanted; });
    return it == figures.end() ? nullptr : &*it;
}

base::Result<ReadReport> read_report(const std::string& file_name, std::string_view bytes) {
    auto workbook = base::read_workbook(file_name, bytes);
    if (!workbook) return base::fail(std::move(workbook.error()).with_context("reading the report " + file_name));
    return Reader(file_name, *workbook).run();
}

}  // namespace yuanquan::survey
