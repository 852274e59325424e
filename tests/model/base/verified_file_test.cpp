#include "model/base/verified_file.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include "model/base/files.hpp"

using namespace yuanquan::base;

namespace {

struct Folder {
    std::string path = std::filesystem::temp_directory_path() / ("yuanquan_verified_" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const char* name) const { return path + "/" + name; }
};

std::string some_bytes(std::size_t count) {
    std::string bytes(count, ' ');
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
    return bytes;
}

}  // namespace

TEST_CASE("a verified write tells each piece as it is taken and as it is compared, and the file is whole") {
    const Folder folder;
    const auto bytes = some_bytes(2 * kWritePiece + 17);
    std::vector<std::pair<bool, std::size_t>> told;
    REQUIRE(verified_write(folder.file("one.yqb"), bytes, [&](bool comparing, std::size_t done) {
        told.emplace_back(comparing, done);
        return true;
    }));
    CHECK(read_file(folder.file("one.yqb")).value() == bytes);
    const std::vector<std::pair<bool, std::size_t>> expected{{false, kWritePiece}, {false, 2 * kWritePiece}, {false, bytes.size()},
                                                             {true, kWritePiece},  {true, 2 * kWritePiece},  {true, bytes.size()}};
    CHECK(told == expected);
    CHECK(verified_write(folder.file("one.yqb"), "other").error().code == ErrorCode::already_exists);
}

TEST_CASE("a verified write that is stopped, wherever, leaves no file and no piece of one") {
    const Folder folder;
    const auto bytes = some_bytes(2 * kWritePiece + 17);
    for (int at = 1; at <= 6; ++at) {
        CAPTURE(at);
        int calls = 0;
        const auto stopped = verified_write(folder.file("one.yqb"), bytes, [&](bool, std::size_t) { return ++calls < at; });
        REQUIRE_FALSE(stopped);
        CHECK(stopped.error().code == ErrorCode::cancelled);
        CHECK(list_folder(folder.path).value().empty());
    }
}

TEST_CASE("a file that reads back otherwise than it was written is told of and removed") {
    const Folder folder;
    const auto bytes = some_bytes(kWritePiece + 5);
    const auto path = folder.file("one.yqb");
    for (const std::size_t size : {bytes.size() - 1, bytes.size() + 1, bytes.size()}) {
        CAPTURE(size);
        const auto spoilt = verified_write(path, bytes, [&](bool comparing, std::size_t done) {
            if (!comparing || done != kWritePiece) return true;
            // The stick makes of the rest what it likes.
            const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
            CHECK(::pwrite(file, size == bytes.size() ? "x" : bytes.data() + kWritePiece, 1, kWritePiece) == 1);
            CHECK(::ftruncate(file, static_cast<off_t>(size)) == 0);
            ::close(file);
            return true;
        });
        REQUIRE_FALSE(spoilt);
        CHECK(spoilt.error().code == ErrorCode::damaged);
        CHECK_FALSE(exists(path));
    }
}
