#pragma once
// The word for a life of headquarters, as one laptop has it. It changes when headquarters is set back, for all, and when the
// areas of the laptop are changed, for that one: in both cases cursors and receipts mean nothing any more. 16 characters at
// most, as file headers have room for.

#include <cstdint>
#include <string>

namespace yuanquan::session {

inline constexpr std::uint32_t kMovesMax = 999;   // Of one laptop.

std::string epoch_after_moves(const std::string& epoch, std::uint32_t moves);
// The same life of headquarters, after more moves of the laptop: of two files this is the later one.
bool is_after_more_moves(const std::string& told, const std::string& known);

}  // namespace yuanquan::session
