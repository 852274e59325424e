#include "sync/hq/server.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <microhttpd.h>
#include <netinet/in.h>
#include <vector>

#include "sync/link/http_link.hpp"
#include "sync/wire/frame.hpp"

namespace yuanquan::hq {

namespace {

constexpr unsigned kSecondsPerConnection = 60, kConnectionsMax = 512;

struct Upload {
    std::string body;
    bool too_large = false;
};

MHD_Result respond(MHD_Connection* connection, unsigned status, const std::string& body) {
    auto* response = MHD_create_response_from_buffer(body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) return MHD_NO;
    const auto queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

MHD_Result handle(void* user, MHD_Connection* connection, const char* url, const char* method, const char*, const char* data,
                  std::size_t* size, void** state) {
    if (*state == nullptr) {
        *state = new Upload;
        return MHD_YES;
    }
    auto& upload = *static_cast<Upload*>(*state);
    if (*size > 0) {
        if (upload.body.size() + *size > wire::kFrameBytesMax) {
            upload.too_large = true;
            upload.body.clear();
        } else if (!upload.too_large) {
            upload.body.append(data, *size);
        }
        *size = 0;
        return MHD_YES;
    }
    if (std::strcmp(url, link::kExchangePath) != 0) return respond(connection, MHD_HTTP_NOT_FOUND, {});
    if (std::strcmp(method, MHD_HTTP_METHOD_POST) != 0) return respond(connection, MHD_HTTP_METHOD_NOT_ALLOWED, {});
    if (upload.too_large) return respond(connection, MHD_HTTP_CONTENT_TOO_LARGE, {});
    const auto answer = (*static_cast<Server::Answer*>(user))(upload.body);
    return respond(connection, answer.empty() ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_OK, answer);
}

void forget(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
    delete static_cast<Upload*>(*state);
    *state = nullptr;
}

}  // namespace

struct Server::Impl {
    Answer answer;
    TlsIdentity tls;
    MHD_Daemon* daemon = nullptr;
    std::uint16_t port = 0;
};

Server::Server() : impl_(std::make_unique<Impl>()) {}

Server::~Server() {
    if (impl_->daemon != nullptr) MHD_stop_daemon(impl_->daemon);
}

base::Result<std::unique_ptr<Server>> Server::start(const std::string& host, std::uint16_t port, Answer answer,
                                                      const TlsIdentity* tls) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
        return base::fail(base::ErrorCode::wrong_use, host, "not an IPv4 address");
    }
    std::unique_ptr<Server> server(new Server);
    server->impl_->answer = std::move(answer);
    std::vector<MHD_OptionItem> options;
    if (tls != nullptr) {
        server->impl_->tls = *tls;
        options.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, server->impl_->tls.key.data()});
        options.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, server->impl_->tls.certificate.data()});
    }
    options.push_back({MHD_OPTION_END, 0, nullptr});
    const unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_SUPPRESS_DATE_NO_CLOCK | (tls != nullptr ? unsigned{MHD_USE_TLS} : 0U);
    errno = 0;
    server->impl_->daemon = MHD_start_daemon(
        flags, port, nullptr, nullptr, &handle, &server->impl_->answer,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_TIMEOUT, kSecondsPerConnection, MHD_OPTION_CONNECTION_LIMIT,
        kConnectionsMax, MHD_OPTION_NOTIFY_COMPLETED, &forget, nullptr, MHD_OPTION_ARRAY, options.data(), MHD_OPTION_END);
    if (server->impl_->daemon == nullptr) {
        const auto place = host + ":" + std::to_string(port);
        return base::fail(errno == EADDRINUSE ? base::ErrorCode::in_use : base::ErrorCode::network_failed, place,
                          std::strerror(errno));
    }
    const auto* info = MHD_get_daemon_info(server->impl_->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->impl_->port = info != nullptr ? info->port : port;
    return server;
}

std::uint16_t Server::port() const { return impl_->port; }

}  // namespace yuanquan::hq
