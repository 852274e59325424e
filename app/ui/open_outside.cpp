#include "app/ui/open_outside.hpp"

#include <cstdlib>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "model/base/files.hpp"

extern char** environ;

namespace yuanquan::ui {

bool open_outside(const std::string& name, std::string_view bytes) {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const std::filesystem::path place = runtime != nullptr ? runtime : "/dev/shm";
    std::string folder = (place / "yuanquan-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return false;
    const auto file = base::join_path(folder, std::filesystem::path(name).filename().string());
    if (!base::write_file(file, bytes)) return false;
    const char* const arguments[] = {"xdg-open", file.c_str(), nullptr};
    pid_t child = 0;
    if (::posix_spawnp(&child, "xdg-open", nullptr, nullptr, const_cast<char* const*>(arguments), environ) != 0) return false;
    std::thread([child] { ::waitpid(child, nullptr, 0); }).detach();  // The window does not wait for it.
    return true;
}

}  // namespace yuanquan::ui
