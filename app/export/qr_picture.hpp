#pragma once
// A text as a QR code in a PNG picture, large enough to be photographed from a screen or printed.

#include <string>
#include <string_view>

#include "model/base/error.hpp"

namespace yuanquan::exports {

// too_large past the 2,900 characters that a code holds.
base::Result<std::string> write_qr_png(std::string_view text);

}  // namespace yuanquan::exports
