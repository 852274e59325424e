#pragma once
// What this process has used: time, processor, peak memory, and bytes through its server's connections. For benchmarks.

#include <cstdint>

namespace yuanquan::bench {

double wall_ms();
double processor_ms();
long peak_kb();
void reset_peak();

// Bytes through TCP sockets of this process, headers of HTTP included; connections accepted.
struct Traffic {
    std::uint64_t received = 0, sent = 0, accepted = 0;
};
Traffic traffic();

}  // namespace yuanquan::bench
