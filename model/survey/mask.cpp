#include "model/survey/mask.hpp"

#include <string>

#include "model/base/text.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kIdentityLength = 18, kDisabilityLength = 20, kMobileLength = 11;

bool is_figure(char c) { return c >= '0' && c <= '9'; }
// X stands for 10 as the check character of an identity number.
bool is_number_part(char c) { return is_figure(c) || c == 'X' || c == 'x'; }

std::string keep_ends(std::string_view text, std::size_t first, std::size_t last) {
    return std::string(text.substr(0, first)) + std::string(text.size() - first - last, '*') +
           std::string(text.substr(text.size() - last));
}

bool looks_like_number(std::string_view run) {
    if (run.size() == kMobileLength) return run[0] == '1' && run.find_first_of("Xx") == std::string_view::npos;
    if (run.size() != kIdentityLength && run.size() != kDisabilityLength) return false;
    return run.substr(0, kIdentityLength - 1).find_first_of("Xx") == std::string_view::npos;
}

std::string mask_run(std::string_view run) {
    if (run.size() == kMobileLength) return keep_ends(run, 3, 4);
    // The check character and what follows would give a masked birth date away only together with it; four stay.
    return keep_ends(run, 6, 4);
}

}  // namespace

std::string mask(std::string_view value) {
    if (value.empty()) return {};
    if (looks_like_number(value)) return mask_run(value);
    const auto characters = base::to_utf32(value);
    return base::to_utf8(characters.substr(0, 1)) + std::string(characters.size() > 1 ? characters.size() - 1 : 1, '*');
}

std::string mask_within(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_figure(text[i])) {
            out += text[i++];
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && is_number_part(text[end])) ++end;
        const auto run = text.substr(i, end - i);
        out += looks_like_number(run) ? mask_run(run) : std::string(run);
        i = end;
    }
    return out;
}

}  // namespace yuanquan::survey
