#include "model/base/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

using namespace yuanquan;

TEST_CASE("ranges are the whole, each thing once, whatever their number") {
    for (const std::size_t count : {0u, 1u, 7u, 8u, 63u, 1000u}) {
        for (const std::size_t each : {0u, 1u, 8u, 5000u}) {
            std::vector<int> done(count, 0);
            base::in_ranges(count, each, [&](std::size_t first, std::size_t last) {
                for (std::size_t i = first; i < last; ++i) ++done[i];
            });
            CHECK(std::accumulate(done.begin(), done.end(), std::size_t{0}) == count);
            CHECK(std::find(done.begin(), done.end(), 2) == done.end());
        }
    }
}

TEST_CASE("what one range throws is thrown, once all have ended") {
    std::atomic<int> ended{0};
    const auto work = [&](std::size_t first, std::size_t) {
        ++ended;
        if (first > 0) throw std::runtime_error("a range");
    };
    if (std::thread::hardware_concurrency() < 2) return;
    CHECK_THROWS_AS(base::in_ranges(1000, 1, work), std::runtime_error);
    CHECK(ended > 1);
}
