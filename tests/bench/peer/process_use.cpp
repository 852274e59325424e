#include "tests/bench/peer/process_use.hpp"

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

namespace {
std::atomic<std::uint64_t> received{0}, sent{0}, accepted{0};

ssize_t counted(long result, std::atomic<std::uint64_t>& total) {
    if (result > 0) total += static_cast<std::uint64_t>(result);
    return result;
}
}  // namespace

// These stand before the C library's, for the libraries too: so every byte is counted, at no cost, with the program's
// server left as it is. syscall() sets errno as they do.
extern "C" {
ssize_t recv(int socket, void* bytes, std::size_t size, int flags) {
    return counted(::syscall(SYS_recvfrom, socket, bytes, size, flags, nullptr, nullptr), received);
}
ssize_t send(int socket, const void* bytes, std::size_t size, int flags) {
    return counted(::syscall(SYS_sendto, socket, bytes, size, flags, nullptr, 0), sent);
}
ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    return counted(::syscall(SYS_sendmsg, socket, message, flags), sent);
}
int accept4(int socket, sockaddr* address, socklen_t* size, int flags) {
    const long result = ::syscall(SYS_accept4, socket, address, size, flags);
    if (result >= 0) ++accepted;
    return static_cast<int>(result);
}
}

namespace yuanquan::bench {

double wall_ms() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double processor_ms() {
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    const auto ms = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return ms(use.ru_utime) + ms(use.ru_stime);
}

long peak_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    }
    return 0;
}

void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

Traffic traffic() { return {received, sent, accepted}; }

}  // namespace yuanquan::bench
