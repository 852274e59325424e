#include "model/survey/mask.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kIdentityLength = 18, kDisabilityLength = 20, kMobileLength = 11;
constexpr std::size_t kCardShortest = 16, kCardLongest = 19, kBirthAt = 6, kBirthLength = 8;

bool is_figure(char32_t c) { return c >= U'0' && c <= U'9'; }
// X stands for 10 as the check character of an identity number.
bool is_number_part(char32_t c) { return is_figure(c) || c == U'X' || c == U'x'; }
char32_t half_width(char32_t c) { return (c >= U'０' && c <= U'９') || c == U'Ｘ' || c == U'ｘ' ? c - U'０' + U'0' : c; }

bool passes_luhn(std::u32string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int digit = static_cast<int>(digits[digits.size() - 1 - i] - U'0');
        if (i % 2 == 1 && (digit *= 2) > 9) digit -= 9;
        sum += digit;
    }
    return sum % 10 == 0;
}

int two(std::u32string_view digits, std::size_t at) { return static_cast<int>((digits[at] - U'0') * 10 + (digits[at + 1] - U'0')); }
bool is_day_of_year(std::u32string_view digits, std::size_t at) {
    return two(digits, at) >= 1 && two(digits, at) <= 12 && two(digits, at + 2) >= 1 && two(digits, at + 2) <= 31;
}

bool has_x(std::u32string_view run) { return std::any_of(run.begin(), run.end(), [](char32_t c) { return !is_figure(c); }); }

// How many characters of a run of figures stay at its beginning; 0: it is no number of a person.
std::size_t kept_at_front(std::u32string_view run) {
    if (run.size() == kMobileLength) return run[0] == U'1' && !has_x(run) ? 3 : 0;
    if (run.size() == kIdentityLength || run.size() == kDisabilityLength) {
        // The 18 of an identity number or of a card: nothing else is so long.
        return has_x(run.substr(0, kIdentityLength - 1)) ? 0 : 6;
    }
    if (has_x(run)) return 0;
    // A household's number often begins with its county's code: one in ten of Gansu's (6201 to 6209) would pass for a card.
    if (run.starts_with(U"620") && run.size() > 3 && run[3] != U'0') return 0;
    return run.size() >= kCardShortest && run.size() <= kCardLongest && run[0] >= U'3' && run[0] <= U'6' && passes_luhn(run) ? 4 : 0;
}

// Groups as people write them: 138 1234 5678, 620981 19680312 9618, 6217 0042 …; not any row of figures.
bool is_grouped_number(const std::vector<std::size_t>& groups, std::u32string_view run) {
    if (run.size() == kMobileLength) return groups == std::vector<std::size_t>{3, 4, 4};
    if (!std::all_of(groups.begin(), groups.end(), [](std::size_t size) { return size >= 3; })) return false;
    if (run.size() == kIdentityLength) return is_day_of_year(run, kBirthAt + 4);
    return run.size() >= kCardShortest && groups.front() == 4;
}

struct Run {
    std::u32string figures;
    std::vector<std::size_t> at, groups;   // Of each figure its place in the text.
    std::size_t end = 0;
};

// Figures from `begin` on; grouped: single blanks or hyphens between them do not end it.
Run read_run(std::u32string_view text, std::size_t begin, bool grouped) {
    Run run;
    run.groups.push_back(0);
    for (run.end = begin; run.end < text.size(); ++run.end) {
        const auto c = half_width(text[run.end]);
        if (is_number_part(c)) {
            run.figures += c;
            run.at.push_back(run.end);
            ++run.groups.back();
        } else if (grouped && (c == U' ' || c == U'-' || c == U'\u00a0') && run.end + 1 < text.size() && is_number_part(half_width(text[run.end + 1]))) {
            run.groups.push_back(0);
        } else {
            break;
        }
    }
    return run;
}

void hide(std::u32string& text, const Run& run, std::size_t front) {
    constexpr std::size_t kBack = 4;
    for (std::size_t i = front; i + kBack < run.at.size(); ++i) text[run.at[i]] = U'*';
}

std::u32string masked_within(std::u32string text) {
    for (std::size_t i = 0; i < text.size();) {
        if (!is_figure(half_width(text[i]))) {
            ++i;
            continue;
        }
        const auto plain = read_run(text, i, false), grouped = read_run(text, i, true);
        if (grouped.groups.size() > 1 && is_grouped_number(grouped.groups, grouped.figures) && kept_at_front(grouped.figures) > 0) {
            hide(text, grouped, kept_at_front(grouped.figures));
            i = grouped.end;
            continue;
        }
        if (const auto front = kept_at_front(plain.figures); front > 0) hide(text, plain, front);
        i = plain.end;
    }
    return text;
}

// Where a date of eight figures ends that begins at `at`: 19680312, 1968-03-12, 1968/3/12, 1968年3月12日; 0: none there.
std::size_t date_end(std::u32string_view text, std::size_t at, std::u32string_view date) {
    if (text.substr(at, 4) != date.substr(0, 4)) return 0;
    std::size_t i = at + 4;
    for (const std::size_t part : {4, 6}) {
        const bool apart = i < text.size() && std::u32string_view(U"-/.年月 ").find(text[i]) != std::u32string_view::npos;
        if (apart) ++i;
        const auto figures = date.substr(part, 2);
        if (text.substr(i, 2) == figures) {
            i += 2;
        } else if (apart && figures[0] == U'0' && i < text.size() && text[i] == figures[1]) {
            ++i;
        } else {
            return 0;
        }
    }
    return i < text.size() && is_figure(text[i]) ? 0 : i;
}

std::string year_alone(std::string_view value) {
    const bool dated = value.size() >= 5 && base::parse_integer(value.substr(0, 4)) && value[4] == '-';
    return dated ? std::string(value.substr(0, 4)) + "-**-**" : mask(value);
}

}  // namespace

std::string mask(std::string_view value) {
    if (value.empty()) return {};
    const auto characters = base::to_utf32(value);
    const auto run = read_run(characters, 0, false);
    if (run.end == characters.size() && kept_at_front(run.figures) > 0) return mask_within(value);
    return base::to_utf8(characters.substr(0, 1)) + std::string(characters.size() > 1 ? characters.size() - 1 : 1, '*');
}

std::string mask_within(std::string_view text) {
    std::size_t figures = 0;   // Of fewer than a phone's no number is made: most answers end here. Full-width ones are bytes from 0x80 on.
    for (const char c : text) figures += (c >= '0' && c <= '9') || static_cast<unsigned char>(c) == 0xef ? 1 : 0;
    if (figures < kMobileLength) return std::string(text);
    return base::to_utf8(masked_within(base::to_utf32(text)));
}

Masking::Masking(const record::Record& record) : on_(true) {
    for (const auto& [path, cell] : record.cells) {
        for (const auto& head : cell.heads) learn(head.value);
    }
}

void Masking::learn(std::string_view value) {
    if (!on_ || value.size() < kIdentityLength || record::is_blob_value(value)) return;
    const auto text = base::to_utf32(value);
    for (std::size_t i = 0; i < text.size();) {
        const auto run = read_run(text, i, true);
        i = std::max(run.end, i + 1);
        if (run.figures.size() != kIdentityLength && run.figures.size() != kDisabilityLength) continue;
        if (has_x(run.figures.substr(0, kIdentityLength - 1)) || !is_day_of_year(run.figures, kBirthAt + 4)) continue;
        auto date = base::to_utf8(run.figures.substr(kBirthAt, kBirthLength));
        if (std::find(birth_dates_.begin(), birth_dates_.end(), date) == birth_dates_.end()) birth_dates_.push_back(std::move(date));
    }
}

std::string Masking::show(std::string_view value, MaskRule rule) const {
    if (!on_ || value.empty()) return std::string(value);
    if (rule == MaskRule::whole) return mask(value);
    if (rule == MaskRule::year) return year_alone(value);
    auto shown = mask_within(value);
    const bool may_hold = std::any_of(birth_dates_.begin(), birth_dates_.end(),
                                      [&](const auto& date) { return shown.find(date.substr(0, 4)) != std::string::npos; });
    if (!may_hold) return shown;
    auto text = base::to_utf32(shown);
    for (const auto& birth : birth_dates_) {
        const auto date = base::to_utf32(birth);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto end = date_end(text, i, date);
            for (std::size_t at = i + 4; at < end; ++at) {
                if (is_figure(text[at])) text[at] = U'*';
            }
        }
    }
    return base::to_utf8(text);
}

}  // namespace yuanquan::survey
