#pragma once
// The text of the first bar code or QR code in a picture, read by ZBar.

#include <optional>
#include <string>

#include "app/ui/picture.hpp"

namespace yuanquan::ui {

std::optional<std::string> read_barcode(const Pixels& pixels);

}  // namespace yuanquan::ui
