// read_picture() of paper.hpp: photos and signatures. The bytes come from other people's laptops: sizes are read and
// limited before any pixel is.

#include <algorithm>
#include <cairo.h>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <jpeglib.h>

#include "app/export/paper.hpp"

namespace yuanquan::exports {

namespace {

constexpr unsigned kSideMax = 16'000;
constexpr std::uint64_t kPixelsMax = 64'000'000;

bool is_reasonable(std::uint64_t width, std::uint64_t height) {
    return width > 0 && height > 0 && width <= kSideMax && height <= kSideMax && width * height <= kPixelsMax;
}

struct JpegErrors {
    jpeg_error_mgr manager;  // First: libjpeg gives it back.
    std::jmp_buf jump;
};
void leave(j_common_ptr info) {
    std::longjmp(reinterpret_cast<JpegErrors*>(info->err)->jump, 1);
}
void stay_silent(j_common_ptr) {}

// Width and height; false when it is no JPEG that a PDF reader can show.
bool read_jpeg_size(const std::string& bytes, unsigned& width, unsigned& height) {
    jpeg_decompress_struct info;
    JpegErrors errors;
    info.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    errors.manager.output_message = stay_silent;
    if (setjmp(errors.jump) != 0) {
        jpeg_destroy_decompress(&info);
        return false;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned long>(bytes.size()));
    const bool read = jpeg_read_header(&info, TRUE) == JPEG_HEADER_OK;
    width = info.image_width;
    height = info.image_height;
    jpeg_destroy_decompress(&info);
    return read;
}

std::shared_ptr<cairo_surface_t> owned(cairo_surface_t* surface) { return {surface, cairo_surface_destroy}; }

Picture from_jpeg(const std::string& bytes) {
    unsigned width = 0, height = 0;
    if (!read_jpeg_size(bytes, width, height) || !is_reasonable(width, height)) return {};
    // The pixels are never touched: Cairo writes the JPEG as it came.
    auto surface = owned(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height)));
    auto* const copy = new unsigned char[bytes.size()];
    std::memcpy(copy, bytes.data(), bytes.size());
    const auto destroy = [](void* data) { delete[] static_cast<unsigned char*>(data); };
    if (cairo_surface_set_mime_data(surface.get(), CAIRO_MIME_TYPE_JPEG, copy, bytes.size(), destroy, copy) !=
        CAIRO_STATUS_SUCCESS) {
        delete[] copy;
        return {};
    }
    return {std::move(surface), static_cast<double>(width), static_cast<double>(height)};
}

std::uint64_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

struct Source {
    const std::string& bytes;
    std::size_t at = 0;
};
cairo_status_t give(void* from, unsigned char* to, unsigned length) {
    auto& source = *static_cast<Source*>(from);
    if (source.bytes.size() - source.at < length) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(to, source.bytes.data() + source.at, length);
    source.at += length;
    return CAIRO_STATUS_SUCCESS;
}

Picture from_png(const std::string& bytes) {
    constexpr std::size_t kWidthAt = 16, kHeightAt = 20, kHeaderEnd = 24;  // Of the IHDR chunk, always the first.
    if (bytes.size() < kHeaderEnd) return {};
    const auto width = big_endian(bytes, kWidthAt), height = big_endian(bytes, kHeightAt);
    if (!is_reasonable(width, height)) return {};
    Source source{bytes};
    auto surface = owned(cairo_image_surface_create_from_png_stream(give, &source));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return {};
    return {std::move(surface), static_cast<double>(width), static_cast<double>(height)};
}

}  // namespace

Picture read_picture(const std::string& bytes) {
    if (bytes.starts_with("\xff\xd8")) return from_jpeg(bytes);
    if (bytes.starts_with("\x89PNG\r\n")) return from_png(bytes);
    return {};
}

}  // namespace yuanquan::exports
