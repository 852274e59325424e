#pragma once
// The only door to the disk besides SQLite. Writes are whole and durable: a new file beside the old one, synced,
// renamed, the folder synced; a reader never sees half. Paths are UTF-8.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"

namespace yuanquan::base {

// Whole file. Fails with too_large past limit_bytes, before reading it.
Result<std::string> read_file(const std::string& path, std::size_t limit_bytes = std::size_t{1} << 30);
// Atomic and durable replacement. Parent folders are made.
Status write_file(const std::string& path, std::string_view bytes);
// The same for a slow medium: told after each piece that the medium has taken how many bytes those are. False: cancelled, and
// nothing is left.
using WriteProgress = std::function<bool(std::size_t done)>;
inline constexpr std::size_t kWritePiece = std::size_t{1} << 20;
Status write_file(const std::string& path, std::string_view bytes, const WriteProgress& go_on);
// The same for what nobody else on this machine may read: a key.
Status write_private_file(const std::string& path, std::string_view bytes);
Status make_folder(const std::string& path);  // With parents; fine if there.
bool exists(const std::string& path);
bool is_folder(const std::string& path);
std::string folder_of(const std::string& path);  // "." for a bare name.
// Not found unless it is a folder. Where a stick is meant, making it would write onto the disk below its place.
Status see_folder(const std::string& path);
Result<std::vector<std::string>> list_folder(const std::string& path);  // Names, sorted by bytes.
Status remove_file(const std::string& path);                            // Fine if absent.
std::string join_path(std::string_view folder, std::string_view name);
// A file name that any file system takes (FAT included), made from any text; never empty, never "..".
std::string safe_file_name(std::string_view text);
// The folder that holds assets/: $YUANQUAN_ASSETS, else beside the executable or its source tree.
Result<std::string> assets_folder();

}  // namespace yuanquan::base
