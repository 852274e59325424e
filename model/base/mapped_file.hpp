#pragma once
// A file seen through memory: only the pages that are read are loaded, and the system may drop them again. For large files
// that somebody else keeps in order (fonts); a workspace's files are read whole by base/files.

#include <memory>
#include <string>
#include <string_view>

#include "model/base/error.hpp"

namespace yuanquan::base {

class MappedFile {
  public:
    static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    std::string_view bytes() const { return {static_cast<const char*>(address_), size_}; }

  private:
    MappedFile(void* address, std::size_t size) : address_(address), size_(size) {}
    void* address_;
    std::size_t size_;
};

}  // namespace yuanquan::base
