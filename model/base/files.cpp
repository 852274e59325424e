#include "model/base/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "model/base/ids.hpp"
#include "model/base/text.hpp"

namespace yuanquan::base {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    bool is_open() const { return fd_ >= 0; }
    int get() const { return fd_; }
    int close() { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

  private:
    int fd_;
};

tl::unexpected<Error> system_error(const std::string& path, int number) {
    ErrorCode code = ErrorCode::io_failed;
    if (number == ENOENT) code = ErrorCode::not_found;
    if (number == ENOSPC || number == EDQUOT) code = ErrorCode::disk_full;
    return fail(code, path, std::strerror(number));
}

// A name in a folder is durable only once the folder is synced.
Status sync_folder(const std::string& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open()) return system_error(path, errno);
    // Some file systems (FAT through FUSE) cannot sync a folder and say EINVAL: there is nothing more to do there.
    if (::fsync(folder.get()) != 0 && errno != EINVAL && errno != ENOTSUP) return system_error(path, errno);
    return {};
}

Status write_all(int fd, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), std::min(bytes.size(), std::size_t{1} << 30));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error(path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

// Without a progress all at once.
Status write_pieces(int fd, std::string_view bytes, const std::string& path, const WriteProgress& go_on) {
    if (!go_on) return write_all(fd, bytes, path);
    for (std::size_t done = 0; done < bytes.size();) {
        const auto piece = bytes.substr(done, kWritePiece);
        if (Status written = write_all(fd, piece, path); !written) return written;
        if (::fdatasync(fd) != 0) return system_error(path, errno);
        done += piece.size();
        if (!go_on(done)) return fail(ErrorCode::cancelled, path);
    }
    return {};
}

constexpr mode_t kForAll = 0666, kForOwner = 0600;

Status write_synced(const std::string& temporary, const std::string& path, std::string_view bytes, const WriteProgress& go_on, mode_t mode) {
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file.is_open()) return system_error(path, errno);
    struct stat old{};
    if (::stat(path.c_str(), &old) == 0 && S_ISREG(old.st_mode)) {
        // A private file stays private. Where the file system has no modes there is nothing to keep.
        const mode_t kept = mode == kForOwner ? kForOwner : old.st_mode & 07777;
        if (::fchmod(file.get(), kept) != 0) errno = 0;
    }
    if (Status written = write_pieces(file.get(), bytes, path, go_on); !written) return written;
    if (::fsync(file.get()) != 0) return system_error(path, errno);
    if (file.close() != 0) return system_error(path, errno);
    return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit_bytes) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return system_error(path, errno);
    struct stat info{};
    if (::fstat(file.get(), &info) != 0) return system_error(path, errno);
    const auto expected = static_cast<std::size_t>(std::max<off_t>(info.st_size, 0));
    if (expected > limit_bytes) return fail(ErrorCode::too_large, path);
    std::string bytes;
    std::size_t used = 0;
    for (;;) {  // The size is a hint: pipes have none, and a file may grow while it is read.
        if (used == bytes.size()) bytes.resize(std::max(expected + 1, used + used / 2 + 4096));
        const ssize_t count = ::read(file.get(), bytes.data() + used, bytes.size() - used);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error(path, errno);
        if (count == 0) break;
        used += static_cast<std::size_t>(count);
        if (used > limit_bytes) return fail(ErrorCode::too_large, path);
    }
    bytes.resize(used);
    return bytes;
}

namespace {

Status replace_file(const std::string& path, std::string_view bytes, const WriteProgress& go_on, mode_t mode) {
    const std::string folder = folder_of(path);
    if (Status made = make_folder(folder); !made) return made;
    const std::string temporary = join_path(folder, ".yuanquan-" + Id<struct TemporaryTag, 8>::random(system_random()).text());
    Status status = write_synced(temporary, path, bytes, go_on, mode);
    if (status && ::rename(temporary.c_str(), path.c_str()) != 0) status = system_error(path, errno);
    if (!status) {
        ::unlink(temporary.c_str());
        return status;
    }
    return sync_folder(folder);
}

}  // namespace

Status write_file(const std::string& path, std::string_view bytes) { return replace_file(path, bytes, {}, kForAll); }
Status write_file(const std::string& path, std::string_view bytes, const WriteProgress& go_on) {
    return replace_file(path, bytes, go_on, kForAll);
}
Status write_private_file(const std::string& path, std::string_view bytes) { return replace_file(path, bytes, {}, kForOwner); }

Status make_folder(const std::string& path) {
    if (is_folder(path)) return {};
    const std::string parent = folder_of(path);
    if (parent != path) {
        if (Status made = make_folder(parent); !made) return made;
    }
    if (::mkdir(path.c_str(), 0777) != 0) {
        const int number = errno;
        if (is_folder(path)) return {};  // Another program was faster.
        if (number == EEXIST) return fail(ErrorCode::already_exists, path, "not a folder");
        return system_error(path, number);
    }
    return sync_folder(parent);
}

std::string folder_of(const std::string& path) {
    std::size_t end = path.find_last_not_of('/');
    if (end == std::string::npos) return "/";
    const std::size_t slash = path.rfind('/', end);
    if (slash == std::string::npos) return ".";
    end = path.find_last_not_of('/', slash);
    return end == std::string::npos ? "/" : path.substr(0, end + 1);
}

bool is_folder(const std::string& path) {
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Status see_folder(const std::string& path) {
    if (!exists(path)) return system_error(path, errno);
    return is_folder(path) ? Status() : fail(ErrorCode::already_exists, path, "not a folder");
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

Result<std::vector<std::string>> list_folder(const std::string& path) {
    DIR* folder = ::opendir(path.c_str());
    if (folder == nullptr) return system_error(path, errno);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(folder)) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    const int number = errno;
    ::closedir(folder);
    if (number != 0) return system_error(path, number);
    std::sort(names.begin(), names.end());
    return names;
}

Status remove_file(const std::string& path) {
    if (::unlink(path.c_str()) != 0) {
        if (errno == ENOENT) return {};
        return system_error(path, errno);
    }
    return sync_folder(folder_of(path));
}

std::string join_path(std::string_view folder, std::string_view name) {
    if (folder.empty() || starts_with(name, "/")) return std::string(name);
    std::string path(folder);
    if (path.back() != '/') path += '/';
    return path += name;
}

std::string safe_file_name(std::string_view text) {
    constexpr std::size_t kBytesMax = 180;  // FAT and ext4 stop at 255; the rest is for endings and counters.
    std::string name;
    for (const char32_t c : to_utf32(text)) {
        const bool refused = c < 0x20 || c == 0x7f || (c < 0x7f && std::strchr("<>:\"/\\|?*", int(c)) != nullptr);
        const std::string piece = refused ? "_" : to_utf8(std::u32string_view(&c, 1));
        if (name.size() + piece.size() > kBytesMax) break;
        name += piece;
    }
    const std::size_t first = name.find_first_not_of(" .");  // A leading dot hides the file.
    name.erase(0, std::min(first, name.size()));
    name.erase(name.find_last_not_of(" .") + 1);             // Windows drops trailing ones.
    // Windows keeps these names for devices, with any ending.
    const std::string stem = fold_case(name.substr(0, name.find('.')));
    const bool numbered = stem.size() == 4 && (starts_with(stem, "com") || starts_with(stem, "lpt")) &&
                          stem[3] >= '0' && stem[3] <= '9';
    if (name.empty() || numbered || stem == "con" || stem == "prn" || stem == "aux" || stem == "nul") name = "_" + name;
    return name;
}

Result<std::string> assets_folder() {
    if (const char* chosen = std::getenv("YUANQUAN_ASSETS"); chosen != nullptr && *chosen != '\0') {
        if (is_folder(chosen)) return std::string(chosen);
        return fail(ErrorCode::missing_resource, chosen, "YUANQUAN_ASSETS names no folder");
    }
    std::string program(4096, '\0');
    const ssize_t length = ::readlink("/proc/self/exe", program.data(), program.size());
    if (length <= 0) return fail(ErrorCode::missing_resource, "assets", "the program does not know its own place");
    program.resize(static_cast<std::size_t>(length));
    const std::string folder = folder_of(program);
    for (const char* place : {"assets", "../assets", "../../assets", "../share/yuanquan/assets"}) {
        std::string candidate = join_path(folder, place);
        if (is_folder(candidate)) return candidate;
    }
    return fail(ErrorCode::missing_resource, "assets", "not beside " + program);
}

}  // namespace yuanquan::base
