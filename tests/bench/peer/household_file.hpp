#pragma once
// The households and edits that the peers' generator wrote: households.bin, edits-*.bin. For benchmarks only, so a file
// that is cut off ends the program.

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "model/base/ids.hpp"

namespace yuanquan::bench {

inline constexpr std::size_t kFields = 60, kMembers = 4, kMemberFields = 12;
inline constexpr std::size_t kCells = kFields + kMembers * kMemberFields;

// A household's own id as ours: 26 characters of Crockford's base 32 are 128 bits and two that are 0.
base::RecordId record_id(const std::string& id);
std::string number_text(double number);

class HouseholdFile {
  public:
    explicit HouseholdFile(const std::string& path);  // Its .ndjson name does too.
    std::uint32_t count();
    std::string id();
    std::uint8_t byte();
    std::string value();   // As text.

  private:
    void read(void* bytes, std::size_t size);
    std::string path_;
    std::ifstream file_;
};

}  // namespace yuanquan::bench
