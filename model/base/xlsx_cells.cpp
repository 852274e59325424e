#include "model/base/xlsx_cells.hpp"

#include <algorithm>
#include <charconv>
#include <expat.h>
#include <memory>
#include <optional>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace yuanquan::base {
namespace {

constexpr std::size_t kColumnsMax = 16'384;
constexpr std::size_t kTextBytesMax = std::size_t{1} << 20;  // Excel allows 32,767 characters in a cell.
constexpr std::size_t kElementsDeepMax = 64;

std::string_view local(std::string_view name) { return name.substr(name.find(':') + 1); }

using Attributes = const XML_Char**;
std::string_view attribute(Attributes pairs, std::string_view wanted) {
    for (; *pairs != nullptr; pairs += 2) {
        if (wanted == pairs[0]) return pairs[1];
    }
    return {};
}

// expat over one part. What it finds goes to a subclass; a fault stops the parser, nothing is thrown across C.
class PartReader {
  public:
    PartReader() : parser_(XML_ParserCreate(nullptr), XML_ParserFree) {
        YQ_CHECK(parser_ != nullptr);
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(), [](void* self, const XML_Char* name, Attributes pairs) { of(self).on_start(local(name), pairs); },
            [](void* self, const XML_Char* name) { of(self).on_end(local(name)); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int length) {
            PartReader& reader = of(self);
            if (!reader.wants_text_) return;
            reader.text_.append(text, static_cast<std::size_t>(length));
            if (reader.text_.size() > kTextBytesMax) reader.stop(ErrorCode::too_large, "the text of a cell");
        });
        XML_SetStartDoctypeDeclHandler(
            parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                of(self).stop(ErrorCode::bad_input, "DOCTYPE is refused");
            });
    }
    virtual ~PartReader() = default;
    PartReader(const PartReader&) = delete;
    PartReader& operator=(const PartReader&) = delete;

    Status read(ZipReader& zip, const std::string& part) {
        Status status = zip.read(part, [this](std::string_view piece) { return parse(piece, false); });
        if (status) status = parse({}, true);
        if (!status && status.error().subject.empty()) status.error().subject = part;
        return status;
    }

  protected:
    virtual void start(std::string_view name, Attributes pairs) = 0;
    virtual void end(std::string_view name) = 0;

    void stop(ErrorCode code, std::string detail) {
        if (!fault_) fault_ = make_error(code, {}, std::move(detail), place());
        XML_StopParser(parser_.get(), XML_FALSE);
    }
    void collect_text(bool wanted) { wants_text_ = wanted; }
    std::string& text() { return text_; }

  private:
    static PartReader& of(void* self) { return *static_cast<PartReader*>(self); }

    void on_start(std::string_view name, Attributes pairs) {
        if (fault_) return;
        if (++depth_ > kElementsDeepMax) return stop(ErrorCode::too_large, "nested too deeply");
        start(name, pairs);
    }
    void on_end(std::string_view name) {
        if (fault_) return;
        --depth_;
        end(name);
    }

    Status parse(std::string_view piece, bool last) {
        const XML_Status status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last);
        if (fault_) return fail(std::move(*fault_));
        if (status == XML_STATUS_OK) return {};
        return fail(ErrorCode::bad_input, {}, XML_ErrorString(XML_GetErrorCode(parser_.get())),
                    place());
    }
    int place() const { return static_cast<int>(XML_GetCurrentByteIndex(parser_.get())); }

    std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
    std::size_t depth_ = 0;
    bool wants_text_ = false;
    std::string text_;
    std::optional<Error> fault_;
};

// "_x000D_" is a character that XML cannot hold or would change (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
void unescape(std::string& text) {
    for (std::size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
        if (at + 7 > text.size() || text[at + 6] != '_') continue;
        unsigned code = 0;
        const char* const first = text.data() + at + 2;
        const auto [stop, status] = std::from_chars(first, first + 4, code, 16);
        if (status != std::errc{} || stop != first + 4 || (code >= 0xd800 && code <= 0xdfff)) continue;
        const char32_t c = code;
        const std::string character = to_utf8(std::u32string_view(&c, 1));
        text.replace(at, 7, character);
        at += character.size() - 1;
    }
}

class SharedStringsReader final : public PartReader {
  public:
    explicit SharedStringsReader(const SheetLimits& limits) : limits_(limits) {}
    std::vector<std::string> strings;

  private:
    void start(std::string_view name, Attributes) override {
        if (name == "rPh") ++phonetic_;
        collect_text(name == "t" && phonetic_ == 0);
    }
    void end(std::string_view name) override {
        collect_text(false);
        if (name == "rPh") --phonetic_;
        if (name != "si") return;
        if (strings.size() >= limits_.cells) return stop(ErrorCode::too_large, "strings");
        unescape(text());
        strings.push_back(std::exchange(text(), {}));
    }

    const SheetLimits& limits_;
    int phonetic_ = 0;  // Readings above the characters are not the text.
};

class WorksheetReader final : public PartReader {
  public:
    explicit WorksheetReader(XlsxCellContext& context) : context_(context) {}
    std::vector<Row> take_rows() {
        const auto before = [](const Row& a, const Row& b) { return a.number < b.number; };
        if (!std::is_sorted(rows_.begin(), rows_.end(), before)) std::stable_sort(rows_.begin(), rows_.end(), before);
        return std::move(rows_);
    }

  private:
    void start(std::string_view name, Attributes pairs) override {
        if (name == "c") {
            start_cell(pairs);
        } else if (name == "v" || name == "t") {
            collect_text(in_cell_ && phonetic_ == 0);
        } else if (name == "row") {
            start_row(pairs);
        } else if (name == "rPh") {
            ++phonetic_;
        }
    }

    void end(std::string_view name) override {
        if (name == "v" || name == "t") {
            collect_text(false);
        } else if (name == "c") {
            in_cell_ = false;
            if (!text().empty()) end_cell();
        } else if (name == "row") {
            while (!row_.cells.empty() && row_.cells.back().empty()) row_.cells.pop_back();
            if (!row_.cells.empty()) rows_.push_back(std::exchange(row_, {}));
            row_.cells.clear();
        } else if (name == "rPh") {
            --phonetic_;
        }
    }

    void start_row(Attributes pairs) {
        number_ += 1;
        const std::string_view given = attribute(pairs, "r");
        if (!given.empty()) {
            const std::optional<std::int64_t> number = parse_integer(given);
            if (!number || *number < 1) return stop(ErrorCode::bad_input, "row number " + std::string(given));
            number_ = *number;
        }
        if (static_cast<std::size_t>(number_) > context_.limits->rows) return stop(ErrorCode::too_large, "rows");
        row_ = {static_cast<int>(number_), {}};
        column_ = 0;
    }

    void start_cell(Attributes pairs) {
        std::size_t column = column_;
        const std::string_view reference = attribute(pairs, "r");
        if (!reference.empty()) {  // "AB12" is column 27, counted from 0.
            std::size_t letters = 0;
            for (const char c : reference) {
                if (c < 'A' || c > 'Z' || letters > kColumnsMax) break;
                letters = letters * 26 + static_cast<std::size_t>(c - 'A' + 1);
            }
            if (letters == 0) return stop(ErrorCode::bad_input, "cell reference " + std::string(reference));
            column = letters - 1;
        }
        if (column >= kColumnsMax) return stop(ErrorCode::too_large, "columns");
        column_ = column + 1;
        type_ = attribute(pairs, "t");
        style_ = 0;
        const std::string_view style = attribute(pairs, "s");
        std::from_chars(style.data(), style.data() + style.size(), style_);
        in_cell_ = true;
        text().clear();
    }

    void end_cell() {
        std::string value = std::exchange(text(), {});
        if (type_ == "s") {
            const std::optional<std::int64_t> index = parse_integer(value);
            if (!index || *index < 0 || static_cast<std::size_t>(*index) >= context_.shared_strings.size()) {
                return stop(ErrorCode::bad_input, "no shared string " + value);
            }
            value = context_.shared_strings[static_cast<std::size_t>(*index)];
        } else if (type_ == "b") {
            value = value == "1" || value == "true" ? "TRUE" : "FALSE";
        } else if (type_.empty() || type_ == "n") {
            value = number_text(std::move(value));
        } else if (type_ == "str" || type_ == "inlineStr") {
            unescape(value);
        }  // Else "e", #N/A and the like, and "d", ISO 8601 already.
        if (value.empty()) return;
        const std::size_t size = std::max(row_.cells.size(), column_);
        context_.cells += size - row_.cells.size();
        context_.text_bytes += value.size();
        if (context_.cells > context_.limits->cells) return stop(ErrorCode::too_large, "too many cells, at row " + std::to_string(number_));
        if (context_.text_bytes > context_.limits->unpacked_bytes) return stop(ErrorCode::too_large, "too much text, at row " + std::to_string(number_));
        row_.cells.resize(size);
        row_.cells[column_ - 1] = std::move(value);
    }

    std::string number_text(std::string value) const {
        const DateKind kind = style_ < context_.styles.size() ? context_.styles[style_] : DateKind::none;
        const bool plain = value.size() <= 15 && value.find_first_not_of("0123456789") == std::string::npos;
        if (plain && kind == DateKind::none && (value[0] != '0' || value.size() == 1)) return value;  // Most of them.
        const std::string_view trimmed = trim(value);
        double number = 0;
        const auto [stop, status] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
        if (status != std::errc{} || stop != trimmed.data() + trimmed.size()) return value;
        std::string date = date_text(number, kind, context_.from_1904);
        return date.empty() ? format_number(number) : date;
    }

    XlsxCellContext& context_;
    std::vector<Row> rows_;
    Row row_;
    std::int64_t number_ = 0;
    std::size_t column_ = 0;  // Behind the present cell.
    std::string type_;
    std::size_t style_ = 0;
    bool in_cell_ = false;
    int phonetic_ = 0;
};

}  // namespace

Result<std::vector<std::string>> read_shared_strings(ZipReader& zip, const std::string& part, const SheetLimits& limits) {
    SharedStringsReader reader(limits);
    if (Status status = reader.read(zip, part); !status) return fail(std::move(status.error()));
    return std::move(reader.strings);
}

Result<std::vector<Row>> read_worksheet(ZipReader& zip, const std::string& part, XlsxCellContext& context) {
    WorksheetReader reader(context);
    if (Status status = reader.read(zip, part); !status) return fail(std::move(status.error()));
    return reader.take_rows();
}

}  // namespace yuanquan::base
