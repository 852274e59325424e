#include "app/export/geojson_book.hpp"

#include <algorithm>
#include <optional>

#include "app/export/json_text.hpp"
#include "model/base/streamed_file.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

struct Position {
    double latitude = 0, longitude = 0;
    std::optional<double> altitude;
};

// "30.1 120.2 5.0 3.0; …": nothing where any of it is no place on Earth.
std::vector<Position> read_positions(const std::string& text) {
    std::vector<Position> positions;
    for (const auto part : base::split(text, ';')) {
        const auto words = base::split_space(part);
        if (words.empty()) continue;
        if (words.size() < 2) return {};
        const auto latitude = base::parse_decimal(words[0]), longitude = base::parse_decimal(words[1]);
        if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return {};
        positions.push_back({*latitude, *longitude, words.size() > 2 ? base::parse_decimal(words[2]) : std::nullopt});
    }
    return positions;
}

double turning(const std::vector<Position>& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        sum += ring[i].longitude * ring[i + 1].latitude - ring[i + 1].longitude * ring[i].latitude;
    }
    return sum;
}

std::string coordinates(const std::vector<Position>& positions) {
    std::string out;
    for (const auto& at : positions) {
        out += (out.empty() ? "[" : ",[") + base::format_number(at.longitude) + "," + base::format_number(at.latitude);
        if (at.altitude && *at.altitude != 0) out += "," + base::format_number(*at.altitude);
        out += "]";
    }
    return out;
}

std::string geometry(const std::string& text, DataKind kind) {
    auto positions = read_positions(text);
    if (kind == DataKind::point && positions.size() == 1) return R"({"type":"Point","coordinates":)" + coordinates(positions) + "}";
    if (kind == DataKind::line && positions.size() > 1) return R"({"type":"LineString","coordinates":[)" + coordinates(positions) + "]}";
    if (kind != DataKind::area || positions.size() < 3) return {};
    const auto &first = positions.front(), &last = positions.back();
    if (first.latitude != last.latitude || first.longitude != last.longitude) positions.push_back(first);
    if (positions.size() < 4) return {};
    if (turning(positions) < 0) std::reverse(positions.begin(), positions.end());
    return R"({"type":"Polygon","coordinates":[[)" + coordinates(positions) + "]]}";
}

bool is_place(const DataColumn& column) { return column.kind >= DataKind::point; }

class GeoJsonBook final : public DataBook {
  public:
    GeoJsonBook(std::string folder, std::string stem) : folder_(std::move(folder)), stem_(std::move(stem)) {}

    base::Result<std::size_t> add_sheet(const DataSheet& plan) override {
        sheets_.push_back({plan, std::nullopt, true});
        if (std::none_of(plan.columns.begin(), plan.columns.end(), is_place)) return sheets_.size() - 1;
        auto file = base::StreamedFile::create(sheet_path(folder_, stem_, plan.name, ".geojson"));
        if (!file) return base::fail(std::move(file.error()));
        sheets_.back().file.emplace(std::move(*file));
        if (auto begun = sheets_.back().file->append("{\"type\":\"FeatureCollection\",\"features\":["); !begun) {
            return base::fail(std::move(begun.error()));
        }
        return sheets_.size() - 1;
    }

    base::Status add_row(std::size_t number, const DataRow& row) override {
        auto& sheet = sheets_[number];
        if (!sheet.file) return {};
        std::string shape, properties;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto& column = sheet.plan.columns[i];
            if (shape.empty() && is_place(column) && !row[i].empty()) {
                shape = geometry(row[i], column.kind);
                if (!shape.empty()) continue;
            }
            properties += (properties.empty() ? "" : ",") + json_text(column.name) + ":" + json_value(row[i], column.kind == DataKind::number);
        }
        if (shape.empty()) return {};
        std::string feature = sheet.first ? "\n" : ",\n";
        sheet.first = false;
        feature += R"({"type":"Feature","geometry":)" + shape + R"(,"properties":{)" + properties + "}}";
        return sheet.file->append(feature);
    }

    base::Result<std::vector<std::string>> finish() override {
        std::vector<std::string> paths;
        for (auto& sheet : sheets_) {
            if (!sheet.file) continue;
            if (auto closed = sheet.file->append("\n]}\n"); !closed) return base::fail(std::move(closed.error()));
            if (auto done = sheet.file->finish(); !done) return base::fail(std::move(done.error()));
            paths.push_back(sheet.file->path());
        }
        if (paths.empty()) return base::fail(base::ErrorCode::not_found, "place", "the form asks for no place");
        return paths;
    }

  private:
    struct Sheet {
        DataSheet plan;
        std::optional<base::StreamedFile> file;
        bool first = true;
    };
    std::string folder_, stem_;
    std::vector<Sheet> sheets_;
};

}  // namespace

base::Result<std::unique_ptr<DataBook>> open_geojson(const std::string& folder, const std::string& stem) {
    return std::make_unique<GeoJsonBook>(folder, stem);
}

}  // namespace yuanquan::exports
