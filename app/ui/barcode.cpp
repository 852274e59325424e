#include "app/ui/barcode.hpp"

#include <zbar.h>

namespace yuanquan::ui {

std::optional<std::string> read_barcode(const Pixels& pixels) {
    std::vector<std::uint8_t> gray(pixels.rgba.size() / 4);
    for (std::size_t i = 0; i < gray.size(); ++i) {
        const auto* rgba = &pixels.rgba[4 * i];
        gray[i] = static_cast<std::uint8_t>((rgba[0] * 299 + rgba[1] * 587 + rgba[2] * 114) / 1000);
    }
    zbar::ImageScanner scanner;
    // As bytes: otherwise ZBar guesses, and takes short Chinese texts for Japanese ones.
    scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 1);
    zbar::Image image(static_cast<unsigned>(pixels.width), static_cast<unsigned>(pixels.height), "Y800", gray.data(), gray.size());
    if (scanner.scan(image) <= 0) return std::nullopt;
    const auto symbol = image.symbol_begin();
    return symbol == image.symbol_end() ? std::nullopt : std::optional(symbol->get_data());
}

}  // namespace yuanquan::ui
