#include "model/survey/position_file.hpp"

#include <cmath>
#include <cstdio>
#include <libexif/exif-data.h>

#include "model/base/text.hpp"
#include "model/base/xml.hpp"

namespace yuanquan::survey {

namespace {

bool is_on_earth(const Position& position) {
    return std::abs(position.latitude) <= 90 && std::abs(position.longitude) <= 180;
}

// --- EXIF: degrees, minutes and seconds as three fractions, and a letter ---

std::optional<double> fraction(const ExifData* data, const ExifEntry* entry, std::size_t index) {
    if (entry == nullptr || entry->format != EXIF_FORMAT_RATIONAL || entry->components <= index) return std::nullopt;
    const auto value = exif_get_rational(entry->data + 8 * index, exif_data_get_byte_order(const_cast<ExifData*>(data)));
    if (value.denominator == 0) return std::nullopt;
    return static_cast<double>(value.numerator) / value.denominator;
}

std::optional<double> angle(const ExifData* data, int tag, int reference_tag, char negative) {
    const ExifContent* gps = data->ifd[EXIF_IFD_GPS];
    const ExifEntry* entry = exif_content_get_entry(const_cast<ExifContent*>(gps), static_cast<ExifTag>(tag));
    const ExifEntry* reference = exif_content_get_entry(const_cast<ExifContent*>(gps), static_cast<ExifTag>(reference_tag));
    const auto degrees = fraction(data, entry, 0), minutes = fraction(data, entry, 1), seconds = fraction(data, entry, 2);
    if (!degrees || !minutes || !seconds || reference == nullptr || reference->size == 0) return std::nullopt;
    const double value = *degrees + *minutes / 60 + *seconds / 3600;
    return reference->data[0] == negative ? -value : value;
}

std::vector<Position> from_photo(std::string_view bytes) {
    ExifData* data = exif_data_new_from_data(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size()));
    if (data == nullptr) return {};
    const auto latitude = angle(data, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, 'S');
    const auto longitude = angle(data, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, 'W');
    const auto altitude = fraction(data, exif_content_get_entry(data->ifd[EXIF_IFD_GPS], static_cast<ExifTag>(EXIF_TAG_GPS_ALTITUDE)), 0);
    exif_data_unref(data);
    if (!latitude || !longitude) return {};
    return {{*latitude, *longitude, altitude.value_or(0), 0}};
}

// --- GPX 1.1: wpt, rtept and trkpt, wherever they stand ---

void collect_points(const base::XmlNode& node, std::vector<Position>& points) {
    if (node.local_name() == "wpt" || node.local_name() == "rtept" || node.local_name() == "trkpt") {
        const auto* latitude = node.attribute("lat");
        const auto* longitude = node.attribute("lon");
        const auto lat = latitude ? base::parse_decimal(*latitude) : std::nullopt;
        const auto lon = longitude ? base::parse_decimal(*longitude) : std::nullopt;
        const auto* height = node.child("ele");
        if (lat && lon) points.push_back({*lat, *lon, height ? base::parse_decimal(base::trim(height->text_content())).value_or(0) : 0, 0});
    }
    for (const auto& child : node.children) collect_points(child, points);
}

// --- NMEA 0183: $--GGA,time,lat,N,lon,E,quality,satellites,hdop,altitude,M,… ---

std::optional<double> nmea_angle(std::string_view text, std::string_view side) {
    const auto number = base::parse_decimal(text);
    if (!number || side.size() != 1) return std::nullopt;
    const double degrees = std::floor(*number / 100), value = degrees + (*number - 100 * degrees) / 60;
    return side == "S" || side == "W" ? -value : value;
}

std::vector<Position> from_nmea(std::string_view bytes) {
    std::vector<Position> points;
    for (const auto line : base::split(bytes, '\n')) {
        const auto fields = base::split(base::trim(line), ',');
        if (fields.size() < 10 || fields[0].size() != 6 || fields[0].front() != '$' || fields[0].substr(3) != "GGA") continue;
        if (fields[6] == "0" || fields[6].empty()) continue;  // No fix.
        const auto latitude = nmea_angle(fields[2], fields[3]), longitude = nmea_angle(fields[4], fields[5]);
        if (latitude && longitude) points.push_back({*latitude, *longitude, base::parse_decimal(fields[9]).value_or(0), 0});
    }
    return points;
}

}  // namespace

std::string Position::text() const {
    char out[128];
    std::snprintf(out, sizeof out, "%.7f %.7f %.1f %.1f", latitude, longitude, altitude, accuracy);
    return out;
}

base::Result<std::vector<Position>> read_positions(std::string_view bytes) {
    std::vector<Position> points;
    if (bytes.starts_with("\xff\xd8")) {
        points = from_photo(bytes);
    } else if (const auto start = bytes.find_first_not_of(" \r\n\t\xef\xbb\xbf"); start != bytes.npos && bytes[start] == '<') {
        if (const auto root = base::read_xml(bytes)) collect_points(*root, points);
    } else {
        points = from_nmea(bytes);
    }
    std::erase_if(points, [](const Position& point) { return !is_on_earth(point); });
    if (points.empty()) return base::fail(base::ErrorCode::not_found, "positions");
    return points;
}

}  // namespace yuanquan::survey
