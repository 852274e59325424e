#include "app/export/statistics_book.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <readstat.h>
#include <set>

#include "model/base/streamed_file.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

constexpr std::size_t kNameMax = 32;
constexpr std::size_t kStataTextMax = 2045, kSpssTextMax = 32'767;   // Bytes; a longer text ends in … there.
constexpr std::size_t kStataLabelMax = 80, kSpssLabelMax = 80, kChoiceLabelMax = 120;
constexpr int kStataVersion = 118, kSpssVersion = 2;   // 118: Unicode, from Stata 14.
constexpr std::size_t kStataColumnsMax = 32'767;

std::optional<double> days_since_1960(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = base::parse_integer(text.substr(0, 4)), month = base::parse_integer(text.substr(5, 2));
    const auto day = base::parse_integer(text.substr(8, 2));
    if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
    namespace chrono = std::chrono;
    const chrono::year_month_day date{chrono::year(static_cast<int>(*year)), chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return static_cast<double>((chrono::sys_days(date) - chrono::sys_days(chrono::year(1960) / 1 / 1)).count());
}
constexpr double kSpssDayOf1960 = 137'775, kSecondsOfDay = 86'400;   // SPSS counts seconds from the midnight that begins 1582-10-14.

// At most so many bytes, cut between characters.
std::string shortened(const std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    constexpr std::string_view kMore = "…";
    std::size_t end = bytes - kMore.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + std::string(kMore);
}

struct Variable {
    DataColumn column;
    std::string name;
    std::size_t width = 1;           // Bytes of the longest text.
    bool numbers = true;             // So far every value can be one.
    bool left_out = false;           // Its words are value labels.
    readstat_variable_t* handle = nullptr;

    bool may_be_number() const { return column.kind == DataKind::number || column.kind == DataKind::date || !column.choices.empty(); }
    bool is_number() const { return may_be_number() && numbers; }
    std::optional<double> number(const std::string& text) const {
        if (column.kind == DataKind::date) return days_since_1960(text);
        return is_exact_number(text) ? base::parse_decimal(text) : std::nullopt;
    }
};

bool has_number_codes(const DataColumn& column) {
    return !column.choices.empty() && std::all_of(column.choices.begin(), column.choices.end(), [](const auto& choice) {
        // 01 and 1 would be one number.
        return base::parse_integer(choice.first) && std::to_string(*base::parse_integer(choice.first)) == choice.first && choice.first.size() < 9;
    });
}

ssize_t append_bytes(const void* data, std::size_t length, void* to) {
    auto& file = *static_cast<base::StreamedFile*>(to);
    return file.append({static_cast<const char*>(data), length}) ? static_cast<ssize_t>(length) : -1;
}

class Sheet {
  public:
    Sheet(DataFormat format, const DataSheet& plan, base::StreamedFile file, base::StreamedFile waiting)
        : stata_(format == DataFormat::stata), file_(std::move(file)), waiting_(std::move(waiting)) {
        const auto names = variable_names(plan);
        for (std::size_t i = 0; i < plan.columns.size(); ++i) {
            variables_.push_back({plan.columns[i], names[i]});
            auto& column = variables_.back().column;
            if (!column.choices.empty() && !has_number_codes(column)) column.choices.clear();
            variables_.back().left_out = column.in_words && i > 0 && !variables_[i - 1].column.choices.empty();
        }
    }

    base::Status add_row(const DataRow& row) {
        bytes_.clear();
        for (std::size_t i = 0; i < row.size(); ++i) {
            auto& variable = variables_[i];
            const auto text = variable.left_out ? std::string() : shortened(clean_text(row[i]), stata_ ? kStataTextMax : kSpssTextMax);
            variable.width = std::max(variable.width, text.size());
            if (variable.numbers && variable.may_be_number() && !text.empty() && !variable.number(text)) variable.numbers = false;
            const auto size = static_cast<std::uint32_t>(text.size());
            bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
            bytes_ += text;
        }
        ++rows_;
        return waiting_.append(bytes_);
    }

    base::Result<std::string> finish() {
        auto* const writer = readstat_writer_init();
        readstat_set_data_writer(writer, append_bytes);
        auto written = write(writer);
        readstat_writer_free(writer);
        if (!written) return base::fail(std::move(written.error()));
        if (auto done = file_.finish(); !done) return base::fail(std::move(done.error()));
        return file_.path();
    }

  private:
    base::Status failed(readstat_error_t error) const {
        return base::fail(error == READSTAT_ERROR_WRITE ? base::ErrorCode::io_failed : base::ErrorCode::too_large, file_.path(),
                          readstat_error_message(error));
    }

    void declare(readstat_writer_t* writer, Variable& variable) const {
        const auto label = shortened(clean_text(variable.column.label), stata_ ? kStataLabelMax : kSpssLabelMax);
        if (!variable.is_number()) {
            variable.handle = readstat_add_variable(writer, variable.name.c_str(), READSTAT_TYPE_STRING, variable.width);
        } else {
            variable.handle = readstat_add_variable(writer, variable.name.c_str(), READSTAT_TYPE_DOUBLE, 0);
            if (variable.column.kind == DataKind::date) readstat_variable_set_format(variable.handle, stata_ ? "%td" : "DATE11");
            if (!variable.column.choices.empty()) {
                auto* const set = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, variable.name.c_str());
                for (const auto& [code, words] : variable.column.choices) {
                    readstat_label_double_value(set, *base::parse_decimal(code), shortened(clean_text(words), kChoiceLabelMax).c_str());
                }
                readstat_variable_set_label_set(variable.handle, set);
                readstat_variable_set_measure(variable.handle, READSTAT_MEASURE_NOMINAL);
            }
        }
        readstat_variable_set_label(variable.handle, label.c_str());
    }

    base::Status write(readstat_writer_t* writer) {
        readstat_writer_set_file_format_version(writer, stata_ ? kStataVersion : kSpssVersion);
        readstat_writer_set_file_timestamp(writer, 946'684'800);   // 2000-01-01: the same data gives the same bytes.
        for (auto& variable : variables_) {
            if (!variable.left_out) declare(writer, variable);
        }
        const auto begun = stata_ ? readstat_begin_writing_dta(writer, &file_, rows_) : readstat_begin_writing_sav(writer, &file_, rows_);
        if (begun != READSTAT_OK) return failed(begun);
        std::uint64_t at = 0;
        std::string size_bytes, text;
        for (long row = 0; row < rows_; ++row) {
            if (const auto error = readstat_begin_row(writer); error != READSTAT_OK) return failed(error);
            for (const auto& variable : variables_) {
                std::uint32_t size = 0;
                if (auto read = next(at, sizeof size, size_bytes); !read) return read;
                std::memcpy(&size, size_bytes.data(), sizeof size);
                if (auto read = next(at, size, text); !read) return read;
                if (variable.left_out) continue;
                if (const auto error = insert(writer, variable, text); error != READSTAT_OK) return failed(error);
            }
            if (const auto error = readstat_end_row(writer); error != READSTAT_OK) return failed(error);
        }
        const auto ended = readstat_end_writing(writer);
        return ended == READSTAT_OK ? base::Status() : failed(ended);
    }

    readstat_error_t insert(readstat_writer_t* writer, const Variable& variable, const std::string& text) const {
        if (!variable.is_number()) return readstat_insert_string_value(writer, variable.handle, text.c_str());
        const auto number = variable.number(text);
        if (!number) return readstat_insert_missing_value(writer, variable.handle);
        const bool seconds = variable.column.kind == DataKind::date && !stata_;
        return readstat_insert_double_value(writer, variable.handle, seconds ? (*number + kSpssDayOf1960) * kSecondsOfDay : *number);
    }

    // Reads what waits in large pieces.
    base::Status next(std::uint64_t& at, std::size_t count, std::string& into) {
        constexpr std::size_t kPiece = std::size_t{1} << 20;
        if (at < piece_at_ || at + count > piece_at_ + piece_.size()) {
            const auto left = waiting_.size() - at;
            if (auto read = waiting_.read_back(at, static_cast<std::size_t>(std::min<std::uint64_t>(left, std::max(kPiece, count))), piece_); !read) return read;
            piece_at_ = at;
        }
        into.assign(piece_, static_cast<std::size_t>(at - piece_at_), count);
        at += count;
        return {};
    }

    bool stata_;
    base::StreamedFile file_, waiting_;
    std::vector<Variable> variables_;
    long rows_ = 0;
    std::string bytes_, piece_;
    std::uint64_t piece_at_ = 0;
};

class StatisticsBook final : public DataBook {
  public:
    StatisticsBook(DataFormat format, std::string folder, std::string stem)
        : format_(format), folder_(std::move(folder)), stem_(std::move(stem)) {}

    base::Result<std::size_t> add_sheet(const DataSheet& plan) override {
        if (plan.columns.size() > kStataColumnsMax) return base::fail(base::ErrorCode::too_large, plan.name, "variables of a file");
        const auto path = sheet_path(folder_, stem_, plan.name, format_ == DataFormat::stata ? ".dta" : ".sav");
        auto file = base::StreamedFile::create(path), waiting = base::StreamedFile::create(path + ".rows");
        for (auto* made : {&file, &waiting}) {
            if (!*made) return base::fail(std::move(made->error()));
        }
        sheets_.emplace_back(format_, plan, std::move(*file), std::move(*waiting));
        return sheets_.size() - 1;
    }
    base::Status add_row(std::size_t sheet, const DataRow& row) override { return sheets_[sheet].add_row(row); }
    base::Result<std::vector<std::string>> finish() override {
        std::vector<std::string> paths;
        for (auto& sheet : sheets_) {
            auto path = sheet.finish();
            if (!path) return base::fail(std::move(path.error()));
            paths.push_back(std::move(*path));
        }
        return paths;
    }

  private:
    DataFormat format_;
    std::string folder_, stem_;
    std::vector<Sheet> sheets_;
};

// What both programs take for a name; '' where nothing is left of it.
std::string name_of(std::string_view text) {
    std::string name;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), figure = c >= '0' && c <= '9';
        if (letter || figure) name += c;
        else if (!name.empty() && name.back() != '_') name += '_';
    }
    while (name.ends_with('_')) name.pop_back();
    if (!name.empty() && name[0] >= '0' && name[0] <= '9') name.insert(0, "v");
    return name;
}

// Words that the languages of the two programs keep for themselves.
bool is_reserved(const std::string& name) {
    static const std::set<std::string> kWords = {
        "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with", "byte", "double", "float", "if", "in", "int",
        "long", "str", "strl", "using", "aggregate", "array", "boolean", "break", "case", "class", "complex", "const", "continue",
        "default", "delegate", "delete", "do", "else", "end", "enum", "explicit", "export", "external", "for", "friend", "function",
        "global", "goto", "inline", "local", "mata", "matrix", "namespace", "new", "null", "numeric", "operator", "orgtypedef", "pointer",
        "polymorphic", "pragma", "private", "protected", "public", "quad", "real", "return", "rowvector", "scalar", "short", "signed",
        "static", "strucname", "string", "struct", "super", "switch", "template", "this", "throw", "transmorphic", "try", "typedef",
        "typename", "union", "unsigned", "vector", "version", "virtual", "void", "volatile", "while", "colvector", "eltypedef"};
    return kWords.contains(base::fold_case(name));
}

}  // namespace

std::vector<std::string> variable_names(const DataSheet& sheet) {
    std::set<std::string> taken;
    std::vector<std::string> names;
    for (const auto& column : sheet.columns) {
        const auto slash = column.name.rfind('/');
        auto wanted = name_of(slash == std::string::npos ? column.name : column.name.substr(slash + 1));
        // Row numbers of a wide table are part of what tells columns apart.
        if (column.name.find('[') != std::string::npos || taken.contains(base::fold_case(wanted))) wanted = name_of(column.name);
        if (wanted.empty()) wanted = "v";
        if (is_reserved(wanted)) wanted += "_";
        std::string name = wanted.substr(0, kNameMax);
        for (int number = 2; !taken.insert(base::fold_case(name)).second; ++number) {
            const auto ending = "_" + std::to_string(number);
            name = wanted.substr(0, kNameMax - ending.size()) + ending;
        }
        names.push_back(std::move(name));
    }
    return names;
}

base::Result<std::unique_ptr<DataBook>> open_statistics(DataFormat format, const std::string& folder, const std::string& stem) {
    return std::make_unique<StatisticsBook>(format, folder, stem);
}

}  // namespace yuanquan::exports
