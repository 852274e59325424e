#pragma once
// Masking of sensitive personal information on paper, in lists and exports: 620981********1234 for identity numbers,
// 138****1234 for phones, 6217****5678 for bank cards, the first character for anything else that a form marks as
// sensitive. A birth date would give a masked identity number back, so of it the year alone is shown.

#include <string>
#include <string_view>
#include <vector>

#include "model/record/record.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::survey {

std::string mask(std::string_view value);
// Masks every identity, disability, card and mobile number inside free text; with full-width figures, and grouped by blanks or
// hyphens as people write them, too.
std::string mask_within(std::string_view text);

// How the values of one record are shown.
class Masking {
  public:
    Masking() = default;                                // As they are.
    explicit Masking(const record::Record& record);     // Masked; the birth dates in its identity numbers, wherever they stand.
    bool on() const { return on_; }
    void learn(std::string_view value);                 // Birth dates in it are hidden too: an earlier answer's.
    std::string show(std::string_view value, MaskRule rule = MaskRule::none) const;

  private:
    bool on_ = false;
    std::vector<std::string> birth_dates_;              // "19680312"
};

}  // namespace yuanquan::survey
