#include "model/base/files.hpp"

#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/base/text.hpp"

using namespace yuanquan::base;

namespace {
struct Folder {
    std::string path = std::filesystem::temp_directory_path() / ("yuanquan_files_" + std::to_string(::getpid()));
    Folder() { std::filesystem::remove_all(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};
}  // namespace

TEST_CASE("what is written is read back, folders included, and nothing else is left") {
    const Folder folder;
    const std::string path = folder.path + "/村/深/户.bin", bytes("a\0b", 3);
    REQUIRE(write_file(path, bytes));
    CHECK(read_file(path).value() == bytes);
    REQUIRE(write_file(path, "new"));
    CHECK(read_file(path).value() == "new");
    CHECK(list_folder(folder.path + "/村/深").value() == std::vector<std::string>{"户.bin"});
    CHECK(exists(path));
    CHECK(remove_file(path));
    CHECK(remove_file(path));
    CHECK_FALSE(exists(path));
}

TEST_CASE("failures are told apart") {
    const Folder folder;
    CHECK(read_file(folder.path + "/none").error().code == ErrorCode::not_found);
    CHECK(list_folder(folder.path).error().code == ErrorCode::not_found);
    REQUIRE(write_file(folder.path + "/f", "12345"));
    CHECK(read_file(folder.path + "/f", 4).error().code == ErrorCode::too_large);
    CHECK(read_file(folder.path + "/f", 5).value() == "12345");
    CHECK(read_file("/dev/zero", 100'000).error().code == ErrorCode::too_large);
    CHECK(read_file(folder.path).error().code == ErrorCode::io_failed);
    CHECK(make_folder(folder.path + "/f").error().code == ErrorCode::already_exists);
    CHECK_FALSE(write_file(folder.path + "/f/g", "x"));
    REQUIRE(make_folder(folder.path + "/d"));
    CHECK_FALSE(write_file(folder.path + "/d", "x"));  // rename() onto a folder.
    CHECK(list_folder(folder.path).value() == std::vector<std::string>{"d", "f"});
}

TEST_CASE("a failed write leaves the old file and no other") {
    const Folder folder;
    const std::string path = folder.path + "/f";
    REQUIRE(write_file(path, "old"));
    const pid_t child = ::fork();
    if (child == 0) {  // A file size limit stands for a full disk.
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100, 100};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::_exit(write_file(path, std::string(1000, 'n')) ? 1 : 0);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(read_file(path).value() == "old");
    CHECK(list_folder(folder.path).value().size() == 1);
}

TEST_CASE("a private file stays private") {
    const Folder folder;
    const std::string path = folder.path + "/key";
    REQUIRE(write_file(path, "1"));
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    REQUIRE(write_file(path, "2"));
    CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0600));

    const std::string born_private = folder.path + "/key2", was_open = folder.path + "/key3";
    REQUIRE(write_file(was_open, "1"));
    for (const auto& file : {born_private, was_open}) {
        REQUIRE(write_private_file(file, "2"));
        CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms(0600));
    }
}

TEST_CASE("paths are joined with one slash") {
    CHECK(join_path("a", "b") == "a/b");
    CHECK(join_path("a/", "b") == "a/b");
    CHECK(join_path("", "b") == "b");
    CHECK(join_path("a", "/b") == "/b");
}

TEST_CASE("any text becomes a file name that any system takes") {
    CHECK(safe_file_name("张三 2026.pdf") == "张三 2026.pdf");
    CHECK(safe_file_name("a/b\\c:d*e?\"<>|\n") == "a_b_c_d_e______");
    for (const char* text : {"", ".", "..", "...", " ", ". ."}) CHECK(safe_file_name(text) == "_");
    CHECK(safe_file_name(".hidden. ") == "hidden");
    CHECK(safe_file_name("CON") == "_CON");
    CHECK(safe_file_name("lpt1.txt") == "_lpt1.txt");
    CHECK(safe_file_name("console") == "console");
    CHECK(safe_file_name("../../etc/passwd") == "_.._etc_passwd");
    std::string name;
    for (int i = 0; i < 300; ++i) name += "户";
    CHECK(safe_file_name(name).size() == 180);
    CHECK(is_valid_utf8(safe_file_name("a\xff" + name)));
}

TEST_CASE("the assets are where the environment says") {
    const Folder folder;
    REQUIRE(make_folder(folder.path));
    ::setenv("YUANQUAN_ASSETS", folder.path.c_str(), 1);
    CHECK(assets_folder().value() == folder.path);
    ::setenv("YUANQUAN_ASSETS", (folder.path + "/none").c_str(), 1);
    CHECK(assets_folder().error().code == ErrorCode::missing_resource);
    ::unsetenv("YUANQUAN_ASSETS");
}
