#pragma once
// Reads ZIP containers that may be hostile: entries, unpacked bytes and ratio are limited by what really comes out,
// whatever the directory claims; checksums are verified. Never writes and never touches the disk. The only user of
// libzip; called by the workbook reader.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "model/base/error.hpp"

namespace yuanquan::base {

struct ZipLimits {
    std::size_t entries = 10'000;
    std::size_t unpacked_bytes = std::size_t{1} << 30;  // Of all reads together.
    std::size_t ratio = 200;                            // Unpacked to packed, past the first MiB of an entry.
};

class ZipReader {
  public:
    // `bytes` must outlive the reader.
    static Result<ZipReader> open(std::string_view bytes, const ZipLimits& limits);
    ZipReader(ZipReader&&) noexcept;
    ZipReader& operator=(ZipReader&&) noexcept;
    ~ZipReader();

    bool has(const std::string& name) const;  // As written, else without regard to case.
    // Hands the entry on in pieces; a failure of `sink` ends it and is returned. not_found, damaged, too_large
    // otherwise; the subject is the entry's name.
    using Sink = std::function<Status(std::string_view piece)>;
    Status read(const std::string& name, const Sink& sink);
    Result<std::string> read(const std::string& name);

  private:
    struct Archive;
    explicit ZipReader(std::unique_ptr<Archive> archive);
    std::unique_ptr<Archive> archive_;
};

}  // namespace yuanquan::base
