#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

DataType data_type(std::string_view type_text) {
    static constexpr std::array<std::pair<std::string_view, DataType>, 23> kTypes{{
        {"string", DataType::string},     {"text", DataType::string},       {"int", DataType::integer},
        {"integer", DataType::integer},   {"long", DataType::integer},      {"decimal", DataType::decimal},
        {"double", DataType::decimal},    {"float", DataType::decimal},     {"boolean", DataType::boolean},
        {"date", DataType::date},         {"time", DataType::time},         {"dateTime", DataType::date_time},
        {"geopoint", DataType::geopoint}, {"geotrace", DataType::geotrace}, {"geoshape", DataType::geoshape},
        {"binary", DataType::binary},     {"base64Binary", DataType::binary}, {"barcode", DataType::barcode},
        {"intent", DataType::intent},     {"select", DataType::string},     {"select1", DataType::string},
        {"rank", DataType::string},       {"odk:rank", DataType::string},
    }};
    const auto colon = type_text.find(':');
    const std::string_view bare = colon == std::string_view::npos ? type_text : type_text.substr(colon + 1);
    for (const auto& [name, type] : kTypes) {
        if (bare == name) return type;
    }
    return DataType::string;
}

std::string shortened(std::string_view text) {
    constexpr std::size_t kShown = 300;
    if (text.size() <= kShown) return std::string(text);
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // Not inside a character.
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace yuanquan::form
