#include "sync/session/epoch.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace yuanquan::session {

namespace {

constexpr std::size_t kLifeBytes = 12, kDigits = 3;

std::pair<std::string, std::uint32_t> parts(const std::string& epoch) {
    const auto dot = epoch.find('.');
    if (dot == std::string::npos) return {epoch.substr(0, kLifeBytes), 0};
    std::uint32_t moves = 0;
    std::from_chars(epoch.data() + dot + 1, epoch.data() + epoch.size(), moves);
    return {epoch.substr(0, dot), moves};
}

}  // namespace

std::string epoch_after_moves(const std::string& epoch, std::uint32_t moves) {
    if (moves == 0) return epoch;
    const auto number = std::to_string(std::min(moves, kMovesMax));
    return epoch.substr(0, kLifeBytes) + '.' + std::string(kDigits - number.size(), '0') + number;
}

bool is_after_more_moves(const std::string& told, const std::string& known) {
    const auto [life, moves] = parts(told);
    const auto [known_life, known_moves] = parts(known);
    return !known.empty() && life == known_life && moves > known_moves;
}

}  // namespace yuanquan::session
