#include "model/base/streamed_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "model/base/files.hpp"
#include "model/base/ids.hpp"

namespace yuanquan::base {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18;

tl::unexpected<Error> system_error(const std::string& path) {
    const int number = errno;
    return fail(number == ENOSPC || number == EDQUOT ? ErrorCode::disk_full : ErrorCode::io_failed, path, std::strerror(number));
}

}  // namespace

StreamedFile::StreamedFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {
    buffer_.reserve(kBuffer);
}

StreamedFile::StreamedFile(StreamedFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})), buffer_(std::move(other.buffer_)),
      descriptor_(std::exchange(other.descriptor_, -1)), written_(other.written_) {}

StreamedFile::~StreamedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<StreamedFile> StreamedFile::create(const std::string& path) {
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash == 0 ? 1 : slash);
    if (auto made = make_folder(folder); !made) return fail(std::move(made.error()));
    auto temporary = join_path(folder, ".yuanquan-" + Id<struct TemporaryTag, 8>::random(system_random()).text());
    const int descriptor = ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0) return system_error(path);
    return StreamedFile(path, std::move(temporary), descriptor);
}

Status StreamedFile::append(std::string_view bytes) {
    buffer_ += bytes;
    return buffer_.size() < kBuffer ? Status() : flush();
}

Status StreamedFile::flush() {
    for (std::string_view left = buffer_; !left.empty();) {
        const ssize_t count = ::write(descriptor_, left.data(), left.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error(path_);
        left.remove_prefix(static_cast<std::size_t>(count));
    }
    written_ += buffer_.size();
    buffer_.clear();
    return {};
}

Status StreamedFile::read_back(std::uint64_t offset, std::size_t count, std::string& into) {
    if (auto flushed = flush(); !flushed) return flushed;
    into.resize(count);
    for (std::size_t done = 0; done < count;) {
        const ssize_t got = ::pread(descriptor_, into.data() + done, count - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_error(path_);
        if (got == 0) return fail(ErrorCode::damaged, path_, "shorter than what was written");
        done += static_cast<std::size_t>(got);
    }
    return {};
}

Status StreamedFile::finish() {
    if (auto flushed = flush(); !flushed) return flushed;
    if (::fsync(descriptor_) != 0) return system_error(path_);
    if (::close(std::exchange(descriptor_, -1)) != 0) return system_error(path_);
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return system_error(path_);
    temporary_.clear();
    return {};
}

}  // namespace yuanquan::base
