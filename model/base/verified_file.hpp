#pragma once
// Writing to a medium that may lie: a stick that is pulled, full, or smaller than it says.

#include <functional>
#include <string>
#include <string_view>

#include "model/base/error.hpp"

namespace yuanquan::base {

// A new file, synced, dropped from the system's memory, opened again, read and compared: only then a success, and only
// then "safe to unplug" may be said. already_exists: nothing is written over. damaged: what was read differs; the file is
// removed. Otherwise as write_file.
Status verified_write(const std::string& path, std::string_view bytes);
// The same, told how far it is; cancelled where it says false, and nothing is left.
using VerifyProgress = std::function<bool(bool comparing, std::size_t done)>;
Status verified_write(const std::string& path, std::string_view bytes, const VerifyProgress& go_on);

}  // namespace yuanquan::base
