#pragma once
// A promise that did not hold: thrown by the simulation's own checks, caught where the seed is known.

#include <cstdint>
#include <random>
#include <string>

namespace yuanquan::sim {

struct Violation {
    std::string invariant;  // "O1" … "O10" of the torture list.
    std::string what;
};

inline void must(bool holds, const char* invariant, const char* what) {
    if (!holds) throw Violation{invariant, what};
}
inline void must(bool holds, const char* invariant, const std::string& what) {
    if (!holds) throw Violation{invariant, what};
}

// All that is left to chance in a run comes from here.
class Chance {
  public:
    explicit Chance(std::uint64_t seed) : bits_(seed) {}
    std::uint64_t pick(std::uint64_t below) { return bits_() % below; }
    bool one_in(std::uint64_t count) { return pick(count) == 0; }
    template <class Container>
    auto& of(Container& container) {
        return container[pick(container.size())];
    }
    std::mt19937_64& bits() { return bits_; }

  private:
    std::mt19937_64 bits_;
};

}  // namespace yuanquan::sim
