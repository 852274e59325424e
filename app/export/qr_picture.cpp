#include "app/export/qr_picture.hpp"

#include <cairo.h>
#include <memory>
#include <qrencode.h>

namespace yuanquan::exports {

namespace {

constexpr int kQuiet = 4, kDot = 6;   // Modules of white around it, pixels a module.

cairo_status_t append(void* out, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

base::Result<std::string> write_qr_png(std::string_view text) {
    const std::string whole(text);
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(QRcode_encodeString8bit(whole.c_str(), 0, QR_ECLEVEL_L), QRcode_free);
    if (!code) return base::fail(base::ErrorCode::too_large, "QR code");
    const int side = (code->width + 2 * kQuiet) * kDot;
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side),
                                                                               cairo_surface_destroy);
    const std::unique_ptr<cairo_t, void (*)(cairo_t*)> pen(cairo_create(surface.get()), cairo_destroy);
    cairo_set_source_rgb(pen.get(), 1, 1, 1);
    cairo_paint(pen.get());
    cairo_set_source_rgb(pen.get(), 0, 0, 0);
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if ((code->data[y * code->width + x] & 1) != 0) cairo_rectangle(pen.get(), (x + kQuiet) * kDot, (y + kQuiet) * kDot, kDot, kDot);
        }
    }
    cairo_fill(pen.get());
    std::string png;
    if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS) {
        return base::fail(base::ErrorCode::io_failed, "QR code");
    }
    return png;
}

void add_record_code(Block& block, const base::RecordId& record, double side) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(QRcode_encodeString(("yuanquan:record:" + record.text()).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (!code) return;
    const double dot = side / code->width;
    for (int row = 0; row < code->width; ++row) {
        for (int column = 0, run = 0; column <= code->width; ++column) {
            if (column < code->width && (code->data[row * code->width + column] & 1) != 0) {
                ++run;
                continue;
            }
            if (run > 0) {
                Mark mark;
                mark.kind = Mark::Kind::black;
                mark.x = kTextWidth - side + (column - run) * dot;
                mark.y = row * dot;
                mark.width = run * dot;
                mark.height = dot;
                block.marks.push_back(mark);
            }
            run = 0;
        }
    }
}

}  // namespace yuanquan::exports
