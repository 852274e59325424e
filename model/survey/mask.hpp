#pragma once
// Masking of sensitive personal information on paper, in lists and exports: 620981********1234 for identity numbers,
// 138****1234 for phones, the first character for anything else that a form marks as sensitive.

#include <string>
#include <string_view>

namespace yuanquan::survey {

std::string mask(std::string_view value);
// Masks every identity number, disability number and mobile number found inside free text.
std::string mask_within(std::string_view text);

}  // namespace yuanquan::survey
