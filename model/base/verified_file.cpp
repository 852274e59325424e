#include "model/base/verified_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "model/base/files.hpp"

namespace yuanquan::base {

Status verified_write(const std::string& path, std::string_view bytes) {
    if (exists(path)) return fail(ErrorCode::already_exists, path);
    if (auto written = write_file(path, bytes); !written) return written;
    // Advice only: where the system keeps its copy all the same, the comparison still finds what it itself got wrong.
    if (const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); file >= 0) {
        ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        ::close(file);
    }
    const auto back = read_file(path, bytes.size() + 1);
    if (back && *back == bytes) return {};
    static_cast<void>(remove_file(path));
    return fail(ErrorCode::damaged, path, "reads back otherwise than written");
}

}  // namespace yuanquan::base
