#include "model/base/passphrase.hpp"

#include <doctest/doctest.h>

using namespace yuanquan;

TEST_CASE("a passphrase fits its own hash alone, and two hashes of it differ") {
    const auto hash = base::hash_passphrase("源泉");
    CHECK(base::passphrase_fits(hash, "源泉"));
    CHECK(!base::passphrase_fits(hash, "源"));
    CHECK(!base::passphrase_fits("", ""));
    CHECK(!base::passphrase_fits("not a hash", "源泉"));
    CHECK(hash != base::hash_passphrase("源泉"));
}
