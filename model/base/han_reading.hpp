#pragma once
// How Chinese characters are read, by ICU's transliterators; internal to text_icu.cpp. reading_in_table() answers for single
// characters out of a table that cmake/make_han_table.cpp prints when the program is built, so that hardly anybody waits for
// ICU to make its rules ready.

#include <string>
#include <string_view>

namespace yuanquan::base {

enum class Reading { han, name, other };   // name: as a surname. other: any script into plain Latin.

inline constexpr char32_t kTableFirst = 0x3400, kTableLast = 0x9fff;   // The block of the common characters and extension A.

// Without tones, words parted by blanks. Not for several threads.
std::string read_with_icu(Reading kind, std::u32string_view text);
// '' outside the table.
std::string_view reading_in_table(Reading kind, char32_t character);

}  // namespace yuanquan::base
