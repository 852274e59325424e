#pragma once
// A proxy between a client and a server on this machine, over real sockets, that cuts a connection after so many bytes of
// the request or of the reply, or answers in its place. One connection at a time.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <thread>

namespace yuanquan::support {

class FaultProxy {
  public:
    static constexpr std::size_t kNever = ~std::size_t{0};

    explicit FaultProxy(std::uint16_t to) : to_(to), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        auto address = local(0);
        socklen_t size = sizeof address;
        (void)::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
        (void)::listen(listener_, 16);
        (void)::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~FaultProxy() {
        stops_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::uint16_t port() const { return port_; }
    std::atomic<std::size_t> request_bytes{kNever}, reply_bytes{kNever};  // Then it is cut.
    std::atomic<const char*> portal{nullptr};                             // Says this to whoever calls, and hangs up.
    std::atomic<std::size_t> replied{0};                                  // By the server, in the last connection.

  private:
    static sockaddr_in local(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    void serve() {
        while (!stops_) {
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) continue;
            if (const char* words = portal) {
                (void)::send(client, words, std::strlen(words), MSG_NOSIGNAL);
                ::close(client);
                continue;
            }
            const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            const auto address = local(to_);
            if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) relay(client, server);
            ::close(server);
            ::close(client);
        }
    }
    // False when the connection is over.
    static bool pass(int from, int to, std::size_t& passed, std::size_t limit) {
        char bytes[4096];
        const auto count = ::recv(from, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        const auto room = limit - passed;
        const auto sent = std::min(static_cast<std::size_t>(count), room);
        passed += static_cast<std::size_t>(count);
        if (sent > 0 && ::send(to, bytes, sent, MSG_NOSIGNAL) < 0) return false;
        return static_cast<std::size_t>(count) <= room && passed < limit;
    }
    void relay(int client, int server) {
        std::size_t asked = 0, answered = 0;
        pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        while (!stops_ && ::poll(ends, 2, 200) >= 0) {
            if (ends[0].revents != 0 && !pass(client, server, asked, request_bytes)) break;
            if (ends[1].revents != 0 && !pass(server, client, answered, reply_bytes)) break;
        }
        replied = answered;
    }

    std::uint16_t to_, port_ = 0;
    int listener_;
    std::atomic<bool> stops_{false};
    std::thread thread_;
};

}  // namespace yuanquan::support
