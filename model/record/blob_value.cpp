#include "model/record/blob_value.hpp"

namespace yuanquan::record {

namespace {

constexpr std::string_view kPrefix = "blob:";
constexpr std::size_t kHash = 64;   // Hexadecimal figures.

std::string_view name_in(std::string_view value) {
    const auto slash = value.find('/');
    return slash == value.npos ? std::string_view() : value.substr(slash + 1);
}

}  // namespace

bool is_blob_value(std::string_view value) { return value.starts_with(kPrefix); }

std::optional<BlobValue> read_blob_value(std::string_view value) {
    if (!is_blob_value(value)) return std::nullopt;
    const auto id = base::BlobId::parse(value.substr(kPrefix.size(), kHash));
    if (!id) return std::nullopt;
    return BlobValue{*id, name_in(value)};
}

std::string write_blob_value(const base::BlobId& id, std::string_view name) {
    return std::string(kPrefix) + id.text() + "/" + std::string(name);
}

std::string_view file_name_of(std::string_view value) { return is_blob_value(value) ? name_in(value) : value; }

}  // namespace yuanquan::record
