// Positions come out of the files that receivers and cameras write, and out of nothing else.
#include "model/survey/position_file.hpp"

#include <doctest/doctest.h>
#include <libexif/exif-data.h>

#include <cmath>

using namespace yuanquan;

namespace {

// A JPEG of nothing but its EXIF part: 39°44'24" north, 98°30'36" east or west.
std::string photo(char longitude_side) {
    ExifData* data = exif_data_new();
    exif_data_set_byte_order(data, EXIF_BYTE_ORDER_INTEL);
    const auto add = [&](int tag, ExifFormat format, const std::vector<ExifRational>& values, const char* text) {
        ExifEntry* entry = exif_entry_new();
        entry->tag = static_cast<ExifTag>(tag);
        entry->format = format;
        entry->components = values.empty() ? 2 : values.size();
        entry->size = static_cast<unsigned>(values.empty() ? 2 : 8 * values.size());
        entry->data = static_cast<unsigned char*>(std::calloc(entry->size, 1));
        if (values.empty()) entry->data[0] = static_cast<unsigned char>(text[0]);
        for (std::size_t i = 0; i < values.size(); ++i) exif_set_rational(entry->data + 8 * i, EXIF_BYTE_ORDER_INTEL, values[i]);
        exif_content_add_entry(data->ifd[EXIF_IFD_GPS], entry);
        exif_entry_unref(entry);
    };
    const char side[] = {longitude_side, 0};
    add(EXIF_TAG_GPS_LATITUDE_REF, EXIF_FORMAT_ASCII, {}, "N");
    add(EXIF_TAG_GPS_LATITUDE, EXIF_FORMAT_RATIONAL, {{39, 1}, {44, 1}, {24, 1}}, "");
    add(EXIF_TAG_GPS_LONGITUDE_REF, EXIF_FORMAT_ASCII, {}, side);
    add(EXIF_TAG_GPS_LONGITUDE, EXIF_FORMAT_RATIONAL, {{98, 1}, {30, 1}, {36, 1}}, "");
    add(EXIF_TAG_GPS_ALTITUDE, EXIF_FORMAT_RATIONAL, {{29450, 20}}, "");
    unsigned char* bytes = nullptr;
    unsigned size = 0;
    exif_data_save_data(data, &bytes, &size);
    exif_data_unref(data);
    std::string out = "\xff\xd8\xff\xe1";
    out += static_cast<char>((size + 2) >> 8);
    out += static_cast<char>((size + 2) & 0xff);
    out.append(reinterpret_cast<const char*>(bytes), size).append("\xff\xd9");
    std::free(bytes);
    return out;
}

}  // namespace

TEST_CASE("a photo tells where it was taken") {
    const auto east = survey::read_positions(photo('E')), west = survey::read_positions(photo('W'));
    REQUIRE(east.has_value());
    REQUIRE(west.has_value());
    CHECK(east->front().text() == "39.7400000 98.5100000 1472.5 0.0");
    CHECK(west->front().longitude == doctest::Approx(-98.51));
}

TEST_CASE("a receiver's fixes are read, those without a fix left out") {
    const auto points = survey::read_positions("$GPGSV,1,1,00\r\n$GPGGA,060000,,,,,0,00,,,M,,M,,\r\n"
                                               "$GNGGA,060001,3944.4000,N,09830.6000,E,1,08,0.9,1472.5,M,0,M,,*47\r\n");
    REQUIRE(points.has_value());
    REQUIRE(points->size() == 1);
    CHECK(points->front().text() == "39.7400000 98.5100000 1472.5 0.0");
}

TEST_CASE("waypoints, routes and tracks are read in their order") {
    const auto points = survey::read_positions("<gpx><wpt lat='1' lon='2'/><rte><rtept lat='3' lon='4'><ele>5</ele></rtept></rte></gpx>");
    REQUIRE(points.has_value());
    REQUIRE(points->size() == 2);
    CHECK(points->back().altitude == 5);
}

TEST_CASE("what holds no position on earth is told so") {
    for (const char* bytes : {"", "text", "<gpx/>", "<gpx><wpt lat='91' lon='0'/></gpx>", "<gpx><wpt lat='x' lon='0'/></gpx>", "\xff\xd8\xff",
                              "$GPGGA,1,9999.0,N,0,E,1,,,0,M", "<!DOCTYPE a><gpx/>"}) {
        CAPTURE(std::string(bytes));
        const auto points = survey::read_positions(bytes);
        CHECK(!points.has_value());
    }
}
