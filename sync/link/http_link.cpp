#include "sync/link/http_link.hpp"

#include <curl/curl.h>

#include <cerrno>

#include "sync/wire/frame.hpp"

namespace yuanquan::link {

namespace {

constexpr long kConnectSeconds = 15;
// A line that moves less than this for a minute is dead; a slow one is let be.
constexpr long kSlowBytesPerSecond = 16, kSlowSeconds = 60;
constexpr long kOk = 200;

struct Transfer {
    std::string body;
    const std::atomic<bool>* cancelled = nullptr;
    bool too_large = false;
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (transfer.body.size() + size * count > wire::kFrameBytesMax) {
        transfer.too_large = true;
        return 0;
    }
    transfer.body.append(bytes, size * count);
    return size * count;
}

int look(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(user)->cancelled->load() ? 1 : 0;
}

// One of kReasons; '' where none fits.
std::string_view reason_of(CURLcode code, long system_error) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY: return "name_not_found";
        case CURLE_COULDNT_CONNECT:
            return system_error == ECONNREFUSED ? "refused" : system_error == ETIMEDOUT ? "timed_out" : "no_route";
        case CURLE_OPERATION_TIMEDOUT: return "timed_out";
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE: return "cut";
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_PEER_FAILED_VERIFICATION: return "not_secured";
        default: return "";
    }
}

}  // namespace

struct HttpLink::Impl {
    std::string address, tls_pin;
    CURL* curl = nullptr;
    curl_slist* headers = nullptr;
};

HttpLink::HttpLink(std::string address, std::string tls_pin) : impl_(std::make_unique<Impl>()) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    impl_->address = std::move(address);
    impl_->tls_pin = std::move(tls_pin);
    if (ready == CURLE_OK) impl_->curl = curl_easy_init();
    // No "Expect: 100-continue": it costs a round trip on a slow line. What a message is, its first bytes say: the other
    // headers would be half of a short one.
    for (const char* left_out : {"Expect:", "Accept:", "Content-Type:"}) impl_->headers = curl_slist_append(impl_->headers, left_out);
}

HttpLink::~HttpLink() {
    curl_slist_free_all(impl_->headers);
    if (impl_->curl != nullptr) curl_easy_cleanup(impl_->curl);
}

base::Result<std::string> HttpLink::exchange(std::string_view request, const std::atomic<bool>& cancelled) {
    if (impl_->curl == nullptr) return base::fail(base::ErrorCode::network_failed, impl_->address, "libcurl");
    const bool is_tls = impl_->address.starts_with("https://");
    if (is_tls && impl_->tls_pin.empty()) {
        return base::fail(base::ErrorCode::wrong_use, impl_->address, "no pinned TLS key");
    }
    Transfer transfer;
    transfer.cancelled = &cancelled;
    CURL* curl = impl_->curl;
    curl_easy_reset(curl);
    const std::string url = impl_->address + kExchangePath;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, is_tls ? "https" : "http");
    if (is_tls) {
        // The pin takes the place of the chain, the name and the dates, and is checked though these are not.
        if (impl_->tls_pin != kAnyKey) curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, impl_->tls_pin.c_str());
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    }
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.size()));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, impl_->headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    const CURLcode code = curl_easy_perform(curl);
    if (cancelled) return base::fail(base::ErrorCode::cancelled, impl_->address);
    if (transfer.too_large) return base::fail(base::ErrorCode::too_large, impl_->address);
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH) {
        return base::fail(base::ErrorCode::bad_signature, impl_->address, "another TLS key");
    }
    if (code != CURLE_OK) {
        long system_error = 0;
        curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &system_error);
        return base::fail(base::ErrorCode::network_failed, impl_->address, std::string(reason_of(code, system_error)));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    // 5xx is headquarters in trouble, or a gateway before it; all else that is not a message of ours comes from something
    // that headquarters is not: a page to log in, a redirect, a cache.
    constexpr long kServerErrors = 500, kLoginWanted = 511;
    if (status >= kServerErrors && status != kLoginWanted) {
        return base::fail(base::ErrorCode::network_failed, impl_->address, "in_trouble");
    }
    if (status != kOk || !wire::is_frame(transfer.body)) {
        return base::fail(base::ErrorCode::bad_signature, impl_->address, "HTTP " + std::to_string(status));
    }
    return std::move(transfer.body);
}

}  // namespace yuanquan::link
