#include "model/survey/place.hpp"

#include "model/base/text.hpp"
#include "model/xpath/place.hpp"

namespace yuanquan::survey {

namespace {

// A receiver that tells none leaves 0.
std::optional<double> accuracy_of(std::string_view point) {
    const auto words = base::split_space(point);
    const auto metres = words.size() < 4 ? std::nullopt : base::parse_decimal(words[3]);
    return metres && *metres > 0 ? metres : std::nullopt;
}

}  // namespace

bool is_place(form::DataType type) {
    return type == form::DataType::geopoint || type == form::DataType::geotrace || type == form::DataType::geoshape;
}

std::optional<Place> read_place(form::DataType type, std::string_view stored) {
    if (!is_place(type)) return std::nullopt;
    std::vector<xpath::Point> points;
    if (!xpath::add_points(stored, points) || points.empty()) return std::nullopt;
    Place place;
    place.points = points.size();
    if (type == form::DataType::geopoint) {
        if (points.size() > 1) return std::nullopt;
        place.latitude = points.front().latitude, place.longitude = points.front().longitude;
        place.accuracy = accuracy_of(stored);
    } else if (type == form::DataType::geotrace) {
        place.kind = Place::Kind::line;
        place.metres = xpath::metres_along(points);
    } else {
        place.kind = Place::Kind::area;
        if (points.size() > 1 && points.front() == points.back()) --place.points;
        place.square_metres = xpath::square_metres_within(points);
    }
    return place;
}

}  // namespace yuanquan::survey
