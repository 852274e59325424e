#include "app/ui/open_outside.hpp"

#include <cstdlib>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/base/files.hpp"

extern char** environ;

namespace yuanquan::ui {

bool open_outside(const std::string& name, std::string_view bytes) {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const auto place = runtime != nullptr ? std::filesystem::path(runtime) : std::filesystem::temp_directory_path();
    std::string folder = (place / "yuanquan-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return false;
    const auto file = base::join_path(folder, std::filesystem::path(name).filename().string());
    if (!base::write_file(file, bytes)) return false;
    const char* const arguments[] = {"xdg-open", file.c_str(), nullptr};
    pid_t child = 0;
    if (::posix_spawnp(&child, "xdg-open", nullptr, nullptr, const_cast<char* const*>(arguments), environ) != 0) return false;
    int status = 0;
    // xdg-open hands over and ends; where it does not, the window goes on.
    ::usleep(300'000);
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    return ended == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace yuanquan::ui
