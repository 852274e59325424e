#include "model/xpath/place.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/base/text.hpp"
#include "model/xpath/value.hpp"

namespace yuanquan::xpath {
namespace {

constexpr double kEarthRadius = 6378100;  // As JavaRosa and Web Forms have it.

double radians(double degrees) { return degrees * std::numbers::pi / 180; }
double haversine(double angle) { return std::sin(angle / 2) * std::sin(angle / 2); }

double metres(Point a, Point b) {
    double const arc = haversine(radians(a.latitude) - radians(b.latitude)) +
                       haversine(radians(a.longitude) - radians(b.longitude)) * std::cos(radians(a.latitude)) *
                           std::cos(radians(b.latitude));
    return 2 * std::asin(std::sqrt(std::min(1.0, arc))) * kEarthRadius;
}

}  // namespace

std::optional<Point> parse_point(std::string_view text) {
    auto const words = base::split_space(text);
    if (words.size() < 2 || words.size() > 4) return std::nullopt;
    Point const point{text_number(words[0]), text_number(words[1])};
    bool const valid = std::abs(point.latitude) <= 90 && std::abs(point.longitude) <= 180;
    return valid ? std::optional(point) : std::nullopt;
}

bool add_points(std::string_view text, std::vector<Point>& points) {
    for (std::string_view part : base::split(text, ';')) {
        if (base::trim(part).empty()) continue;
        auto const point = parse_point(part);
        if (!point) return false;
        points.push_back(*point);
    }
    return true;
}

double metres_along(std::span<const Point> points) {
    double total = 0;
    for (std::size_t i = 1; i < points.size(); ++i) total += metres(points[i - 1], points[i]);
    return std::round(total * 100) / 100;
}

double square_metres_within(std::span<const Point> points) {
    if (points.size() < 3) return 0;
    double total = 0;
    Point previous = points.back();
    for (Point const point : points) {
        total += radians(point.longitude - previous.longitude) *
                 (2 + std::sin(radians(point.latitude)) + std::sin(radians(previous.latitude)));
        previous = point;
    }
    return std::round(std::abs(total) * kEarthRadius * kEarthRadius / 2 * 100) / 100;
}

}  // namespace yuanquan::xpath
