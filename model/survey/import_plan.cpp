#include "model/survey/import_plan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/base/text.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kHeadingRows = 10;

// What offices call things that the register calls otherwise.
const std::map<std::string, std::string, std::less<>> kAlsoCalled = {
    {"身份证号", "证件号码"}, {"身份证号码", "证件号码"}, {"公民身份号码", "证件号码"}, {"户主姓名", "户主"}, {"电话", "联系电话"}, {"手机", "联系电话"},
    {"手机号", "联系电话"}, {"手机号码", "联系电话"}, {"家庭住址", "住址"}, {"地址", "住址"}, {"户号", "户编号"}, {"户编码", "户编号"},
    {"关系", "与户主关系"}, {"出生年月", "出生日期"}, {"idnumber", "documentnumber"}, {"identitynumber", "documentnumber"},
    {"mobile", "phone"}, {"telephone", "phone"}, {"householdid", "householdnumber"}, {"headname", "headofhousehold"}};

// Columns that programs put beside the answers. Of a sheet of rows, KEY is the row's and PARENT_KEY the record's or its row's.
std::string reserved_target(const std::string& heading, bool rows) {
    const auto plain = base::fold_case(base::trim(heading));
    if (plain == "record_id" || plain == "_uuid" || plain == "_submission__uuid" || plain == "instanceid" || plain == "meta-instanceid" ||
        plain == "meta/instanceid") {
        return kToRecord;
    }
    if (plain == "row_id") return kToRow;
    if (plain == "parent_row_id") return kToParentRow;
    if (plain == "area") return kToArea;
    if (plain == "parent_record_id") return kToParent;
    if (plain == "key") return rows ? kToRow : kToRecord;
    if (plain == "parent_key") return rows ? kToParentRow : "";
    return {};
}

bool is_reserved(const std::string& heading) {
    static const std::set<std::string> kProgram = {"form_version", "area_name", "title", "state", "author", "changed", "conflicts",
                                                   "submissiondate", "_id", "_index", "_parent_index", "_parent_table_name", "_status",
                                                   "_submission_time", "submitterid", "submittername", "reviewstate", "deviceid", "edits",
                                                   "formversion", "instancename", "_tags", "_notes", "__version__", "attachmentspresent"};
    return kProgram.contains(base::fold_case(base::trim(heading)));
}

bool is_asked(const form::Form& form, form::NodeIndex index) {
    const auto& node = form.nodes[index];
    return node.children.empty() && !node.attribute && !node.repeat && node.type != form::DataType::none && node.calculate.empty() &&
           form.control_of(index) != form::kNone;
}

std::vector<std::string> labels_of(const form::Form& form, form::NodeIndex node) {
    std::vector<std::string> labels;
    const auto control = form.control_of(node);
    if (control == form::kNone) return labels;
    for (const auto& phrase : form.controls[control].label.by_language) {
        if (!phrase) continue;
        std::string words;
        for (const auto& part : phrase->parts) words += part.literal;
        labels.push_back(std::move(words));
    }
    return labels;
}

class Proposer {
  public:
    explicit Proposer(const form::Form& form) : form_(form) {
        for (form::NodeIndex i = 1; i < form.nodes.size(); ++i) {
            if (is_asked(form, i)) questions_.push_back(i);
            if (form.nodes[i].repeat) repeats_.push_back(i);
        }
    }

    void add(const base::Sheet& sheet, const std::vector<std::string>& known, ImportPlan& plan) const {
        if (sheet.rows.empty()) return;
        const auto& headings = sheet.rows[heading_row(sheet, known)].cells;
        const auto repeat = repeat_of(sheet.name, headings);
        std::set<std::string> taken;
        const auto first = plan.columns.size();
        for (const auto& heading : headings) {
            if (base::trim(heading).empty()) continue;
            auto to = reserved_target(heading, repeat != form::kNone);
            if (to.empty() && !is_reserved(heading)) to = best(heading, repeat);
            if (!to.empty() && !taken.insert(to).second) to.clear();   // The first of two columns of one heading.
            plan.columns.push_back({sheet.name, heading, std::move(to), false});
        }
        choose_keys(plan, first);
    }

  private:
    // A sheet that is named for a repeat, or has a column that only a sheet of rows has.
    form::NodeIndex repeat_of(const std::string& sheet, const std::vector<std::string>& headings) const {
        const auto name = base::replace_all(base::fold_case(sheet), "/", ".");
        const bool keyed = std::any_of(headings.begin(), headings.end(), [](const auto& heading) {
            const auto plain = base::fold_case(base::trim(heading));
            return plain == "row_id" || plain == "parent_key" || plain == "_submission__uuid";
        });
        for (const auto repeat : repeats_) {
            const auto path = base::replace_all(form_.path(repeat), "/", ".");
            if (name == path || name.ends_with("-" + path) || name.ends_with("." + path)) return repeat;
            if (keyed && (name == form_.nodes[repeat].name || name.ends_with("-" + form_.nodes[repeat].name))) return repeat;
        }
        return form::kNone;
    }

    std::string best(const std::string& heading, form::NodeIndex repeat) const {
        const auto lower = base::fold_case(base::trim(heading));
        for (const auto& [ending, part] : {std::pair{"latitude", ":latitude"}, {"longitude", ":longitude"}, {"altitude", ":altitude"}, {"accuracy", ":accuracy"}}) {
            if (!lower.ends_with(ending) || lower.size() < std::string_view(ending).size() + 2) continue;
            const auto to = best(heading.substr(0, heading.size() - std::string_view(ending).size() - 1), repeat);
            if (!to.empty()) return to + part;
        }
        std::string found;
        int most = 0;
        for (const auto question : questions_) {
            const int score = score_of(heading, question, repeat);
            if (score > most) {
                most = score;
                found = form_.path(question);
            }
        }
        if (!found.empty() && heading.find('[') != std::string::npos && path_of(heading) == found) return heading;   // members[2]/name
        return found;
    }

    int score_of(const std::string& heading, form::NodeIndex question, form::NodeIndex repeat) const {
        const auto path = form_.path(question);
        if (heading == path || (heading.find(':') == std::string::npos && path_of(heading) == path)) return 100;   // ":label" is words.
        const bool inside = repeat != form::kNone && form_.innermost_repeat(question) == repeat;
        if (repeat != form::kNone && !inside) return 0;   // A sheet of rows asks nothing of the record.
        const auto relative = inside ? path.substr(form_.path(repeat).size() + 1) : path;
        const auto plain = plain_heading(heading);
        if (plain.empty()) return 0;
        if (plain == plain_heading(relative) || plain == plain_heading(path)) return 95;
        const auto also = kAlsoCalled.find(plain);
        int score = 0;
        for (const auto& label : labels_of(form_, question)) {
            const auto said = plain_heading(label);
            if (said == plain) score = std::max(score, 90);
            if (also != kAlsoCalled.end() && said == also->second) score = std::max(score, 80);
        }
        if (plain == plain_heading(form_.nodes[question].name)) score = std::max(score, 85);
        return score;
    }

    void choose_keys(ImportPlan& plan, std::size_t first) const {
        const auto begin = plan.columns.begin() + static_cast<std::ptrdiff_t>(first);
        if (std::any_of(begin, plan.columns.end(), [](const auto& column) { return column.to == kToRecord; })) return;
        const auto outside = [&](const ImportColumn& column) {
            if (column.to.empty() || column.to[0] == '@' || column.to.find('[') != std::string::npos) return form::kNone;
            const auto node = form_.find_node(path_of(column.to));
            return node != form::kNone && form_.innermost_repeat(node) == form::kNone ? node : form::kNone;
        };
        const auto numbered = std::find_if(begin, plan.columns.end(), [&](const auto& column) {
            const auto node = outside(column);
            if (node == form::kNone || mask_rule(form_.nodes[node]) != MaskRule::none) return false;
            const auto& name = form_.nodes[node].name;
            return name == "id" || name == "code" || name.ends_with("_number") || name.ends_with("_id") || name.ends_with("_code") || name.ends_with("_no");
        });
        if (numbered != plan.columns.end()) {
            numbered->key = true;
            return;
        }
        for (auto column = begin; column != plan.columns.end(); ++column) column->key = outside(*column) != form::kNone;
    }

    const form::Form& form_;
    std::vector<form::NodeIndex> questions_, repeats_;
};

}  // namespace

std::string path_of(std::string_view to) {
    std::string path;
    bool inside = false;
    for (const char c : to.substr(0, to.find(':'))) {
        if (c == '[') inside = true;
        if (!inside) path += c;
        if (c == ']') inside = false;
    }
    return path;
}

std::string plain_heading(std::string_view text) {
    std::u32string out;
    for (const char32_t c : base::to_utf32(base::fold_case(text))) {
        if (c == U'(' || c == U'（') break;   // Units and remarks.
        if (std::u32string_view(U" \t\r\n\u3000_-/.:：*＊?？、，,").find(c) == std::u32string_view::npos) out += c;
    }
    return base::to_utf8(out);
}

std::vector<std::string> heading_texts(const form::Form& form) {
    std::vector<std::string> texts;
    for (form::NodeIndex i = 1; i < form.nodes.size(); ++i) {
        if (!is_asked(form, i)) continue;
        texts.push_back(plain_heading(form.path(i)));
        texts.push_back(plain_heading(form.nodes[i].name));
        for (const auto& label : labels_of(form, i)) texts.push_back(plain_heading(label));
    }
    for (const auto& [also, said] : kAlsoCalled) texts.push_back(also);
    for (const char* name : {"record_id", "row_id", "KEY", "PARENT_KEY"}) texts.push_back(plain_heading(name));
    return texts;
}

std::size_t heading_row(const base::Sheet& sheet, const std::vector<std::string>& known) {
    const std::set<std::string> texts(known.begin(), known.end());
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0; i < std::min(sheet.rows.size(), kHeadingRows); ++i) {
        const auto& cells = sheet.rows[i].cells;
        // Names that programs give: below them our exports have the labels, which would match as well.
        const bool named = std::any_of(cells.begin(), cells.end(), [](const auto& cell) {
            const auto to = reserved_target(cell, true);
            return to == kToRecord || to == kToRow;
        });
        if (named) return i;
        const auto count = static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [&](const auto& cell) {
            return texts.contains(plain_heading(cell)) || (cell.find('[') != std::string::npos && texts.contains(plain_heading(path_of(cell))));
        }));
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return best;
}

ImportPlan propose_plan(const form::Form& form, const base::Workbook& workbook) {
    ImportPlan plan;
    const Proposer proposer(form);
    const auto known = heading_texts(form);
    for (const auto& sheet : workbook.sheets) proposer.add(sheet, known, plan);
    return plan;
}

std::string write_plan(const ImportPlan& plan, const form::Form& form) {
    base::Sheet sheet{"plan", {{1, {"sheet", "heading", "to", "key", "question"}}}};
    for (const auto& column : plan.columns) {
        const auto node = column.to.empty() || column.to[0] == '@' ? form::kNone : form.find_node(path_of(column.to));
        const auto labels = node == form::kNone ? std::vector<std::string>() : labels_of(form, node);
        sheet.rows.push_back({static_cast<int>(sheet.rows.size()) + 1,
                              {column.sheet, column.heading, column.to, column.key ? "yes" : "", labels.empty() ? "" : labels.front()}});
    }
    return base::write_csv(sheet);
}

base::Result<ImportPlan> read_plan(std::string_view csv) {
    auto book = base::read_csv(csv, "plan");
    if (!book) return base::fail(std::move(book.error()));
    const auto& rows = book->sheets.front().rows;
    if (rows.empty() || rows[0].cells.size() < 4 || rows[0].cells[0] != "sheet" || rows[0].cells[2] != "to") {
        return base::fail(base::ErrorCode::bad_input, "plan", "its columns are sheet, heading, to, key, question");
    }
    ImportPlan plan;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        auto cells = rows[i].cells;
        cells.resize(4);
        plan.columns.push_back({cells[0], cells[1], std::string(base::trim(cells[2])), base::trim(cells[3]) == "yes"});
    }
    return plan;
}

}  // namespace yuanquan::survey
