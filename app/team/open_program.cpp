#include "app/team/open_program.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <thread>

extern char** environ;

namespace yuanquan::team {

bool open_program(const std::vector<std::string>& arguments) {
    constexpr char kSelf[] = "/proc/self/exe";
    std::vector<char*> words{const_cast<char*>(kSelf)};
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    pid_t child = 0;
    if (::posix_spawn(&child, kSelf, nullptr, nullptr, words.data(), environ) != 0) return false;
    std::thread([child] { ::waitpid(child, nullptr, 0); }).detach();  // The window does not wait for it.
    return true;
}

}  // namespace yuanquan::team
