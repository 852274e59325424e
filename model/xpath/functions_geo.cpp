// Places (place.hpp): area, distance, geofence, intersects. Arguments are nodes of geopoints, or texts
// of points joined by ';'. Nothing answered yet is 0 (false). What is no place has no area and no distance (an error).

#include <algorithm>

#include "model/xpath/evaluate.hpp"
#include "model/xpath/place.hpp"

namespace yuanquan::xpath {
namespace {

bool points_of(Call& call, std::size_t index, std::vector<Point>& points) {
    for (auto const& text : call.strings(index)) {
        if (!add_points(text, points)) return false;
    }
    call.evaluator.spend(points.size(), call.expr);
    return true;
}

Value area(Call& call) {
    std::vector<Point> points;
    if (!points_of(call, 0, points)) return 0.0;
    return square_metres_within(points);
}

Value distance(Call& call) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < call.size(); ++i) {
        if (!points_of(call, i, points)) call.fail("this is no place");
    }
    return metres_along(points);
}

// Whether a point lies in a closed shape: how often a line from it crosses the edges.
Value geofence(Call& call) {
    std::vector<Point> place, shape;
    if (!points_of(call, 0, place) || !points_of(call, 1, shape)) return false;
    if (place.size() != 1 || shape.size() < 4 || shape.front() != shape.back()) return false;
    auto const [y, x] = place.front();
    bool inside = false;
    for (std::size_t i = 1; i < shape.size(); ++i) {
        Point const a = shape[i - 1], b = shape[i];
        if ((a.latitude > y) == (b.latitude > y)) continue;
        double const crossing = a.longitude + (y - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude);
        if (x < crossing) inside = !inside;
    }
    return inside;
}

double side(Point a, Point b, Point c) {
    return (b.longitude - a.longitude) * (c.latitude - a.latitude) - (b.latitude - a.latitude) * (c.longitude - a.longitude);
}
bool between(Point a, Point b, Point c) {  // c, known to be in line with a and b.
    return std::min(a.longitude, b.longitude) <= c.longitude && c.longitude <= std::max(a.longitude, b.longitude) &&
           std::min(a.latitude, b.latitude) <= c.latitude && c.latitude <= std::max(a.latitude, b.latitude);
}
bool cross(Point a, Point b, Point c, Point d) {
    double const c1 = side(a, b, c), d1 = side(a, b, d), a1 = side(c, d, a), b1 = side(c, d, b);
    if (((c1 > 0) != (d1 > 0)) && ((a1 > 0) != (b1 > 0)) && c1 != 0 && d1 != 0 && a1 != 0 && b1 != 0) return true;
    return (c1 == 0 && between(a, b, c)) || (d1 == 0 && between(a, b, d)) || (a1 == 0 && between(c, d, a)) ||
           (b1 == 0 && between(c, d, b));
}

// Whether a trace or shape crosses itself; neighbours share an end, as do the first and last edge of a shape.
Value intersects(Call& call) {
    std::vector<Point> points;
    if (!points_of(call, 0, points)) return false;
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() < 4) return false;
    bool const closed = points.front() == points.back();
    std::size_t const edges = points.size() - 1;
    call.evaluator.spend(edges * edges / 2, call.expr);
    for (std::size_t i = 0; i < edges; ++i) {
        for (std::size_t k = i + 2; k < edges; ++k) {
            if (closed && i == 0 && k + 1 == edges) continue;
            if (cross(points[i], points[i + 1], points[k], points[k + 1])) return true;
        }
    }
    return false;
}

constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"area", 1, 1, Type::number, kPlain, area},
    {"enclosed-area", 1, 1, Type::number, kPlain, area},
    {"distance", 1, Function::kAny, Type::number, kPlain, distance},
    {"geofence", 2, 2, Type::boolean, kPlain, geofence},
    {"intersects", 1, 1, Type::boolean, kPlain, intersects},
};

}  // namespace

std::span<const Function> geo_functions() { return kFunctions; }

}  // namespace yuanquan::xpath
