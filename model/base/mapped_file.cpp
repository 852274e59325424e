#include "model/base/mapped_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yuanquan::base {

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io_failed, path, std::strerror(errno));
    struct stat about {};
    void* address = MAP_FAILED;
    if (::fstat(file, &about) == 0 && about.st_size > 0) {
        address = ::mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE, file, 0);
        // Pages are wanted here and there: without this the system loads the neighbours of each.
        if (address != MAP_FAILED) ::madvise(address, static_cast<std::size_t>(about.st_size), MADV_RANDOM);
    }
    ::close(file);
    if (address == MAP_FAILED) return fail(ErrorCode::io_failed, path, "cannot be mapped");
    return std::shared_ptr<const MappedFile>(new MappedFile(address, static_cast<std::size_t>(about.st_size)));
}

MappedFile::~MappedFile() { ::munmap(address_, size_); }

}  // namespace yuanquan::base
