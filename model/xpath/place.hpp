#pragma once
// Points on a sphere of ODK's radius, and how long or large what they draw is. Pure; used by the functions of expressions
// and by whoever tells people of a place.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace yuanquan::xpath {

struct Point {
    double latitude = 0, longitude = 0;  // Degrees.
    bool operator==(const Point&) const = default;
};

std::optional<Point> parse_point(std::string_view text);               // "lat lon [altitude [accuracy]]"
// Joined by ';'. False where a part is no point; those before it are there.
bool add_points(std::string_view text, std::vector<Point>& points);
double metres_along(std::span<const Point> points);                    // From the first to the last.
// The band between each edge and the pole, with the mean of the edge's latitudes: what JavaRosa computes.
double square_metres_within(std::span<const Point> points);

}  // namespace yuanquan::xpath
