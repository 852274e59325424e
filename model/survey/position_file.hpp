#pragma once
// Positions out of files: where a photo was taken (its EXIF), the points of a GPX file, the fixes that a receiver wrote
// (NMEA 0183). Fills geopoints, traces and shapes on laptops that have no receiver of their own. Bytes in, no IO.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"

namespace yuanquan::survey {

struct Position {
    double latitude = 0, longitude = 0;      // Degrees, north and east positive (WGS 84).
    double altitude = 0, accuracy = 0;       // Metres; 0 where the file does not say.
    std::string text() const;                // "39.7 98.5 1500.0 0.0", as XForms writes a geopoint.
};
// In the order of the file; not_found when it holds none (or is none of these kinds).
base::Result<std::vector<Position>> read_positions(std::string_view bytes);

}  // namespace yuanquan::survey
