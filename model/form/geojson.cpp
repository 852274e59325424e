#include "model/form/geojson.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "model/base/text.hpp"
#include "model/form/choice_table.hpp"

namespace yuanquan::form {
namespace {

using Json = nlohmann::json;

// GeoJSON says longitude first, ODK latitude first.
std::string point(const Json& position) {
    if (!position.is_array() || position.size() < 2 || !position[0].is_number() || !position[1].is_number()) return {};
    return base::format_number(position[1].get<double>()) + " " + base::format_number(position[0].get<double>()) + " 0 0";
}

std::string line(const Json& positions) {
    std::string out;
    if (!positions.is_array()) return out;
    for (auto const& position : positions) out += (out.empty() ? "" : "; ") + point(position);
    return out;
}

std::string geometry(const Json& feature) {
    auto const found = feature.find("geometry");
    if (found == feature.end() || !found->is_object() || !found->contains("coordinates")) return {};
    auto const& coordinates = (*found)["coordinates"];
    std::string const type = found->value("type", "");
    if (type == "Point") return point(coordinates);
    if (type == "LineString") return line(coordinates);
    if (type == "Polygon" && coordinates.is_array() && !coordinates.empty()) return line(coordinates[0]);
    return {};
}

std::string text_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_null() ? std::string() : value.dump();
}

}  // namespace

base::Result<std::shared_ptr<const xpath::Tree>> geojson_table(std::string_view bytes) {
    Json const root = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (!root.is_object() || root.value("type", "") != "FeatureCollection" || !root.contains("features") ||
        !root["features"].is_array()) {
        return base::fail(base::ErrorCode::bad_input, "geojson", "not a FeatureCollection");
    }
    std::vector<std::string> columns{"geometry", "id"};
    auto column = [&](const std::string& name) {
        auto const found = std::find(columns.begin(), columns.end(), name);
        auto const at = static_cast<std::size_t>(found - columns.begin());
        if (at == columns.size()) columns.push_back(name);
        return at;
    };
    std::vector<std::vector<std::string>> rows;
    for (auto const& feature : root["features"]) {
        if (!feature.is_object()) continue;
        std::vector<std::string> row(columns.size());
        row[0] = geometry(feature);
        if (feature.contains("id")) row[1] = text_of(feature["id"]);
        if (auto const properties = feature.find("properties"); properties != feature.end() && properties->is_object()) {
            for (auto const& [name, value] : properties->items()) {
                std::size_t const at = column(name);
                if (row.size() <= at) row.resize(at + 1);
                row[at] = text_of(value);
            }
        }
        rows.push_back(std::move(row));
    }
    return std::shared_ptr<const xpath::Tree>(ChoiceTable::from_rows(columns, rows));
}

}  // namespace yuanquan::form
