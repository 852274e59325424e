#pragma once
// Pure computing over many things that do not know of each other, on more than one core. The result is that of one core: in
// the order of the things, whatever thread did which. For what reads or writes nothing shared; a store is for one thread.

#include <algorithm>
#include <future>
#include <system_error>
#include <thread>
#include <vector>

namespace yuanquan::base {

inline constexpr std::size_t kThreadsMax = 4;

// Calls work(first, last) for ranges that together are [0, count), at least `each` in a range; throws what they throw.
template <class Work>
void in_ranges(std::size_t count, std::size_t each, const Work& work) {
    const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
    const std::size_t ranges = std::clamp<std::size_t>(count / std::max<std::size_t>(each, 1), 1, cores);
    const auto start_of = [&](std::size_t range) { return count * range / ranges; };
    std::vector<std::future<void>> others;
    std::size_t mine = ranges;   // From there on, where the system has no thread to give.
    for (std::size_t range = 1; range < ranges && mine == ranges; ++range) {
        try {
            others.push_back(std::async(std::launch::async, [&work, first = start_of(range), last = start_of(range + 1)] { work(first, last); }));
        } catch (const std::system_error&) {
            mine = range;
        }
    }
    work(std::size_t{0}, start_of(1));
    if (mine < ranges) work(start_of(mine), count);
    for (auto& other : others) other.get();   // Those that one leaves behind by throwing are waited for all the same.
}

}  // namespace yuanquan::base
