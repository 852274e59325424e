#pragma once
// What a stored point, line or area says in figures. The words for them are the user's language's: app/export/place_words.

#include <cstddef>
#include <optional>
#include <string_view>

#include "model/form/form.hpp"

namespace yuanquan::survey {

struct Place {
    enum class Kind : std::uint8_t { point, line, area } kind = Kind::point;
    double latitude = 0, longitude = 0;     // Of a point, degrees.
    std::optional<double> accuracy;         // Of a point, metres, where the receiver told it.
    std::size_t points = 0;                 // Of an area each once: its last is its first again.
    double metres = 0;                      // Along the line.
    double square_metres = 0;
};
bool is_place(form::DataType type);
// nullopt where the type has no places, and where the text is none (it may be masked).
std::optional<Place> read_place(form::DataType type, std::string_view stored);

}  // namespace yuanquan::survey
