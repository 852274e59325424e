#pragma once
// A text as a QR code: in a PNG picture, large enough to be photographed from a screen or printed, and on paper.

#include <string>
#include <string_view>

#include "app/export/paper.hpp"
#include "model/base/error.hpp"
#include "model/base/ids.hpp"

namespace yuanquan::exports {

// too_large past the 2,900 characters that a code holds.
base::Result<std::string> write_qr_png(std::string_view text);
// Of a record, as a square at the upper right edge of a block. It names the record and nothing of its people.
void add_record_code(Block& block, const base::RecordId& record, double side);

}  // namespace yuanquan::exports
