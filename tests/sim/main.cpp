// fleet_sim: plays seeds and says what it saw. See tests/README.md.

#include <unistd.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "model/base/digest.hpp"
#include "tests/sim/fleet.hpp"
#include "tests/sim/planted.hpp"

namespace {

using namespace yuanquan;

struct Options {
    std::uint64_t first = 1, last = 100;
    bool tells = false, goes_on = false;
    std::string planted;
};

std::uint64_t g_seed = 0;

// A CHECK of the program that failed is a violation as well, and so is a crash.
extern "C" void stopped(int signal) {
    static char text[] = "violation: the program stopped itself at seed 00000000000000000000\n";
    char* end = text + sizeof text - 2;
    for (auto seed = g_seed; seed > 0 && end[-1] == '0'; seed /= 10) *--end = static_cast<char>('0' + seed % 10);
    (void)!::write(STDOUT_FILENO, text, sizeof text - 1);
    ::_exit(signal == SIGABRT ? 1 : 3);
}

bool read_seeds(std::string_view text, Options& options) {
    const auto dots = text.find("..");
    const auto first = text.substr(0, dots), last = dots == std::string_view::npos ? first : text.substr(dots + 2);
    const auto whole = [](std::string_view digits, std::uint64_t& number) {
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    };
    return whole(first, options.first) && whole(last, options.last) && options.first <= options.last;
}

int usage() {
    std::cerr << "fleet_sim --seeds A..B [--planted NAME] [--trace] [--keep-going] | --list-planted\n";
    return 2;
}

struct Total {
    sim::Tally tally;
    std::uint64_t violations = 0;
};

void add(Total& total, const sim::Tally& tally) {
    total.tally.device_ms += tally.device_ms;
    total.tally.changes += tally.changes;
    total.tally.conflicts += tally.conflicts;
    total.tally.exchanges += tally.exchanges;
    total.tally.meetings += tally.meetings;
    for (const auto& [kind, count] : tally.faults) total.tally.faults[kind] += count;
    const auto digest = base::blake2b_256(total.tally.trace + tally.trace);
    total.tally.trace = base::to_hex(digest.data(), 16);
}

void play(std::uint64_t seed, const std::string& folder, const Options& options, Total& total) {
    g_seed = seed;
    try {
        sim::Fleet fleet(seed, folder, options.tells);
        fleet.run();
        add(total, fleet.tally());
    } catch (const sim::Violation& violation) {
        ++total.violations;
        std::cout << "violation: " << violation.invariant << " at seed " << seed << ": " << violation.what << std::endl;
    }
}

void report(const Total& total, const Options& options) {
    std::uint64_t faults = 0;
    for (const auto& [kind, count] : total.tally.faults) faults += count;
    std::cout << "seeds " << options.first << ".." << options.last << "\n"
              << total.tally.device_ms / 86'400'000 << " simulated device-days\n"
              << faults << " faults injected\n";
    for (const auto& [kind, count] : total.tally.faults) std::cout << "    " << count << ' ' << kind << "\n";
    std::cout << total.tally.changes << " changes\n"
              << total.tally.exchanges << " exchanges begun\n"
              << total.tally.meetings << " meetings begun\n"
              << total.tally.conflicts << " conflicts\n"
              << "trace " << total.tally.trace << "\n"
              << total.violations << " violations\n";
}

}  // namespace

int main(int count, char** words) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        if (word == "--seeds" && i + 1 < count) {
            if (!read_seeds(words[++i], options)) return usage();
        } else if (word == "--planted" && i + 1 < count) {
            options.planted = words[++i];
            if (!sim::plant(options.planted)) return std::cerr << "no planted bug of that name\n", 2;
        } else if (word == "--trace") {
            options.tells = true;
        } else if (word == "--keep-going") {
            options.goes_on = true;
        } else if (word == "--list-planted") {
            for (const auto& bug : sim::planted_bugs()) std::cout << bug.name << "  " << bug.what << "\n";
            return 0;
        } else {
            return usage();
        }
    }
    for (const int signal : {SIGABRT, SIGSEGV}) std::signal(signal, stopped);
    const auto folder = std::filesystem::temp_directory_path() / ("yuanquan-sim-" + std::to_string(::getpid()));
    Total total;
    for (auto seed = options.first; seed <= options.last; ++seed) {
        play(seed, folder.string(), options, total);
        if (total.violations > 0 && !options.goes_on) break;
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);  // Folders without files: the disks were in memory.
    report(total, options);
    return total.violations == 0 ? 0 : 1;
}
