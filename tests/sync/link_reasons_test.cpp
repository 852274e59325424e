// Why there was no exchange is told as a reason that has words in each language, never in a library's own English.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/words/texts.hpp"
#include "sync/link/http_link.hpp"
#include "tests/support/fault_proxy.hpp"

using namespace yuanquan;

namespace {

base::Error failure(const std::string& address) {
    link::HttpLink link(address, address.starts_with("https") ? "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" : "");
    const std::atomic<bool> cancelled{false};
    auto reply = link.exchange("hello", cancelled);
    REQUIRE_FALSE(reply.has_value());
    return reply.error();
}

std::string here(std::uint16_t port, const char* scheme = "http") { return std::string(scheme) + "://127.0.0.1:" + std::to_string(port); }

}  // namespace

TEST_CASE("a link says why it failed") {
    std::uint16_t closed = 0;
    {
        support::FaultProxy nobody(1);
        closed = nobody.port();
    }
    CHECK(failure(here(closed)).detail == "refused");
    CHECK(failure("http://headquarters.invalid").detail == "name_not_found");
    support::FaultProxy proxy(1);
    proxy.portal = "";
    CHECK(failure(here(proxy.port())).detail == "cut");
    proxy.portal = "HTTP/1.1 200 OK\r\n\r\nPlease log in";
    CHECK(failure(here(proxy.port(), "https")).detail == "not_secured");
    proxy.portal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    CHECK(failure(here(proxy.port())).detail == "in_trouble");
}

TEST_CASE("every reason has its own words in both languages, and no English in the Chinese") {
    auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
    REQUIRE(texts.has_value());
    for (const std::string language : {"zh", "en"}) {
        texts->set_language(language);
        const auto plain = texts->error(base::make_error(base::ErrorCode::network_failed, "1.2.3.4", "some library's words"));
        CHECK(plain.find("library") == plain.npos);
        for (const char* reason : link::kReasons) {
            CAPTURE(reason);
            const auto words = texts->error(base::make_error(base::ErrorCode::network_failed, "1.2.3.4", reason));
            CHECK(words != plain);
            CHECK(words.find("1.2.3.4") != words.npos);
            const bool latin = std::any_of(words.begin(), words.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
            CHECK(latin == (language == "en"));
        }
    }
}

TEST_CASE("what the system says of a disk has words too") {
    auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
    REQUIRE(texts.has_value());
    texts->set_language("zh");
    for (const char* reason : {"Permission denied", "Read-only file system", "Input/output error", "Is a directory"}) {
        const auto words = texts->error(base::make_error(base::ErrorCode::io_failed, "/media/stick", reason));
        CHECK_MESSAGE(words.find(reason) == words.npos, words);
    }
}
