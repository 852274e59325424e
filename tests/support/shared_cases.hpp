#pragma once
// The conformance material beside the clone (YUANQUAN_SHARED, else ../shared), for tests that skip loudly without it.

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yuanquan::support {

// The folder, nullopt where it is missing.
std::optional<std::string> shared_folder();
// Of every line of a file of JSON lines, two string members: the id and, say, the form. Lines without either are left out.
std::vector<std::pair<std::string, std::string>> json_members(const std::string& file, const std::string& member);
std::string read_bytes(const std::string& path);

}  // namespace yuanquan::support
