#pragma once
// A file that is written piece by piece and may be larger than memory: beside its place until finish() syncs and renames
// it, so that nobody ever sees half of it. What was appended can be read back, for what must be gone over twice.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/error.hpp"

namespace yuanquan::base {

class StreamedFile {
  public:
    static Result<StreamedFile> create(const std::string& path);   // Its folder is made.
    ~StreamedFile();                                               // Not finished: as if it had never been.
    StreamedFile(StreamedFile&& other) noexcept;
    StreamedFile& operator=(StreamedFile&&) = delete;

    const std::string& path() const { return path_; }
    Status append(std::string_view bytes);
    // Exactly `count` bytes from `offset` on, of what was appended; damaged when there are not so many.
    Status read_back(std::uint64_t offset, std::size_t count, std::string& into);
    std::uint64_t size() const { return written_ + buffer_.size(); }
    Status finish();

  private:
    StreamedFile(std::string path, std::string temporary, int descriptor);
    Status flush();
    std::string path_, temporary_, buffer_;
    int descriptor_ = -1;
    std::uint64_t written_ = 0;
};

}  // namespace yuanquan::base
