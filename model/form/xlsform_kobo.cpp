#include "model/form/xlsform_kobo.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

constexpr std::string_view kScoreList = "kobo--score-choices", kRankList = "kobo--rank-items",
                           kRankMessage = "kobo--rank-constraint-message", kMatrixList = "kobo--matrix_list";
constexpr int kFirstColumn = 1, kColumn = 2;   // Widths in the grid theme.

std::string word_of(std::string_view type) {   // "begin score", "begin_score"
    return base::replace_all(base::trim(type), " ", "_");
}

Record made(int row, std::string type, std::string name, std::string_view appearance) {
    Record record;
    record.row = row;
    record.plain["type"] = std::move(type);
    if (!name.empty()) record.plain["name"] = std::move(name);
    if (!appearance.empty()) record.groups["control"].set("appearance", std::string(appearance));
    return record;
}

std::string appearance_of(const Record& record) { return record.group("control").text("appearance"); }

void wrap(Localized& text, std::string_view before, std::string_view after) {
    for (auto& [language, words] : text.entries) words = std::string(before) + words + std::string(after);
}

int width_of(const Record& column) {
    const std::string appearance = appearance_of(column);
    const auto width = appearance.starts_with('w') ? base::parse_integer(appearance.substr(1)) : std::nullopt;
    return width && *width > 0 && *width <= 10 ? static_cast<int>(*width) : kColumn;
}

std::string width(int columns) { return "w" + std::to_string(columns); }

}  // namespace

void KoboRows::take(Record& record) {
    const std::string type = word_of(record.text("type"));
    if (kind_ == Kind::none) {
        if (type == "begin_score") return begin(record, Kind::score);
        if (type == "begin_rank") return begin(record, Kind::rank);
        if (type == "begin_kobomatrix") return begin(record, Kind::matrix);
        return emit_(record);
    }
    if (record.empty() || type.empty()) return emit_(record);
    const bool ends = (kind_ == Kind::score && type == "end_score") || (kind_ == Kind::rank && type == "end_rank") ||
                      (kind_ == Kind::matrix && type == "end_kobomatrix");
    if (ends) return end(record);
    if (kind_ == Kind::score && type == "score__row") return take_score_row(record);
    if (kind_ == Kind::rank && type == "rank__level") return take_rank_level(record);
    if (kind_ == Kind::matrix && !type.starts_with("begin_") && !type.starts_with("end_")) return take_column(record);
    reading_.error("form.kobo_row", reading_.place(SheetKind::survey, record.row, "type"),
                   {{"type", record.text("type")}, {"section", head_.text("type")}});
}

void KoboRows::begin(Record& record, Kind kind) {
    kind_ = kind;
    head_ = record;
    levels_.clear(), columns_.clear();
    const std::string_view column = kind == Kind::score ? kScoreList : kind == Kind::rank ? kRankList : kMatrixList;
    list_ = record.text(column);
    const auto at = reading_.place(SheetKind::survey, record.row, column);
    if (list_.empty()) {
        reading_.error("form.kobo_list", at, {{"column", std::string(column)}, {"type", record.text("type")}});
    } else if (reading_.choices.find(list_) == nullptr) {
        reading_.error("form.missing_list", at, {{"list", list_}});
    }
    if (kind == Kind::matrix) return;
    const std::string name = record.text("name");
    Record group = made(record.row, "begin group", name, "field-list");
    if (const auto* relevant = record.group("bind").find("relevant")) group.groups["bind"].at("relevant") = *relevant;
    emit(std::move(group));
    Record heading = made(record.row, kind == Kind::score ? "select_one " + list_ : "note",
                          name + (kind == Kind::score ? "_header" : "_label"), kind == Kind::score ? "label" : "");
    heading.texts = record.texts;
    emit(std::move(heading));
}

void KoboRows::take_score_row(Record& record) {
    record.plain["type"] = "select_one " + list_;
    if (appearance_of(record).empty()) record.groups["control"].set("appearance", "list-nolabel");
    const std::string required = head_.group("bind").text("required");
    if (yes_no(required).value_or(!required.empty())) record.groups["bind"].set("required", required);
    emit_(record);
}

// Every level is asked for, and is another than those above it.
void KoboRows::take_rank_level(Record& record) {
    record.plain["type"] = "select_one " + list_;
    if (appearance_of(record).empty()) record.groups["control"].set("appearance", "minimal");
    Dict& bind = record.groups["bind"];
    bind.set("required", "yes");
    if (const std::string message = head_.text(kRankMessage); !message.empty()) bind.set("jr:constraintMsg", message);
    std::string constraint;
    for (const auto& above : levels_) {
        constraint += (constraint.empty() ? "" : " and ") + ("${" + record.text("name") + "} != ${" + above + "}");
    }
    if (!constraint.empty()) bind.set("constraint", constraint);
    levels_.push_back(record.text("name"));
    emit_(record);
}

void KoboRows::take_column(Record& record) {
    const int columns = width_of(record);
    reading_.matrix_columns.insert(record.text("name"));
    columns_.emplace_back(std::move(record), columns);
}

void KoboRows::end(const Record& record) {
    if (kind_ == Kind::matrix) {
        end_matrix(record.row);
    } else {
        emit(made(record.row, "end group", {}, {}));
    }
    kind_ = Kind::none;
}

// A group for the heading, then one for each thing in the list, each with every column.
void KoboRows::end_matrix(int row) {
    const std::string name = head_.text("name");
    int total = kFirstColumn;
    for (const auto& [column, columns] : columns_) total += columns;
    const auto note = [&](const std::string& called, Localized label, std::string_view before, std::string_view after, int columns) {
        Record record = made(head_.row, "note", called, width(columns));
        wrap(label, before, after);
        if (!label.empty()) record.texts["label"] = std::move(label);
        emit(std::move(record));
    };
    const auto label_of = [](const Record& record) {
        const auto found = record.texts.find("label");
        return found == record.texts.end() ? Localized() : found->second;
    };
    const auto open = [&](const std::string& called) {
        Record group = made(head_.row, "begin group", called, width(total));
        if (const auto* relevant = head_.group("bind").find("relevant")) group.groups["bind"].at("relevant") = *relevant;
        emit(std::move(group));
    };
    const std::string heading = name + "_header";
    open(heading);
    note(heading + "_note", label_of(head_), "**", "**", kFirstColumn);
    for (const auto& [column, columns] : columns_) note(heading + "_" + column.text("name"), label_of(column), "**", "**", columns);
    emit(made(row, "end group", {}, {}));
    const ChoiceList* list = reading_.choices.find(list_);
    if (list == nullptr) return;
    for (const auto& thing : list->choices) {
        const std::string base = name + "_" + thing.name;
        open(base);
        note(base + "_note", thing.label, "##### ", "", kFirstColumn);
        for (const auto& [column, columns] : columns_) {
            Record cell = column;
            cell.plain["name"] = base + "_" + column.text("name");
            const bool select = word_of(column.text("type")).starts_with("select_");
            cell.groups["control"].set("appearance", width(columns) + (select ? " horizontal-compact" : " no-label"));
            // A rule that names another column means the one beside it.
            for (auto& [key, rule] : cell.groups["bind"].entries) {
                for (const auto& [other, unused] : columns_) {
                    for (auto& [language, text] : rule.entries) {
                        text = base::replace_all(text, "${" + other.text("name") + "}", "${" + base + "_" + other.text("name") + "}");
                    }
                }
            }
            emit_(cell);
        }
        emit(made(row, "end group", {}, {}));
    }
}

void KoboRows::finish() {
    if (kind_ == Kind::none) return;
    reading_.error("form.unmatched_begin", reading_.place(SheetKind::survey, head_.row, "type"),
                   {{"section", word_of(head_.text("type")).substr(6)}, {"name", head_.text("name")}});
}

}  // namespace yuanquan::form
