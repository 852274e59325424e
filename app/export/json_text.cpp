#include "app/export/json_text.hpp"

#include "app/export/data_book.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

std::string json_text(std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string valid;
    if (!base::is_valid_utf8(text)) {
        valid = base::to_utf8(base::to_utf32(text));
        text = valid;
    }
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || c == '<') {   // '<': nothing of it becomes markup where it is pasted into a page.
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    return out += '"';
}

std::string json_value(const std::string& text, bool number) {
    if (text.empty()) return "null";
    if (number && is_exact_number(text)) return base::format_number(*base::parse_decimal(text));
    return json_text(text);
}

}  // namespace yuanquan::exports
