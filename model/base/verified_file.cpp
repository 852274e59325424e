#include "model/base/verified_file.hpp"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

#include "model/base/files.hpp"

namespace yuanquan::base {

namespace {

// Advice only: where the system keeps its copy all the same, the comparison still finds what it itself got wrong.
void drop_from_memory(int file) { ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED); }

bool reads_as(int file, std::string_view piece) {
    std::string back(piece.size(), '\0');
    for (std::size_t read = 0; read < back.size();) {
        const auto count = ::read(file, back.data() + read, back.size() - read);
        if (count <= 0) return false;
        read += static_cast<std::size_t>(count);
    }
    return back == piece;
}

Status compare(const std::string& path, std::string_view bytes, const VerifyProgress& go_on) {
    const Status other = fail(ErrorCode::damaged, path, "reads back otherwise than written");
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return other;
    drop_from_memory(file);
    Status status;
    for (std::size_t done = 0; status && done < bytes.size();) {
        const auto piece = bytes.substr(done, kWritePiece);
        done += piece.size();
        if (!reads_as(file, piece)) status = other;
        else if (go_on && !go_on(true, done)) status = fail(ErrorCode::cancelled, path);
    }
    char more = 0;
    if (status && ::read(file, &more, 1) != 0) status = other;
    ::close(file);
    return status;
}

}  // namespace

Status verified_write(const std::string& path, std::string_view bytes) { return verified_write(path, bytes, {}); }

Status verified_write(const std::string& path, std::string_view bytes, const VerifyProgress& go_on) {
    if (exists(path)) return fail(ErrorCode::already_exists, path);
    if (auto there = see_folder(folder_of(path)); !there) return there;   // A stick that is not plugged in.
    const auto written = go_on ? write_file(path, bytes, [&](std::size_t done) { return go_on(false, done); }) : write_file(path, bytes);
    if (!written) return written;
    auto same = compare(path, bytes, go_on);
    if (!same) static_cast<void>(remove_file(path));
    return same;
}

}  // namespace yuanquan::base
