#pragma once
// A file as people give it where a text is asked for: typed, in quotes, from the home folder, or as the address that a file
// manager copies (file:///media/stick/a%20b.yqe). Used by Join, Exchange and the backup.

#include <string>
#include <string_view>

namespace yuanquan::screens {

std::string path_of(std::string_view given);   // As the system opens it.
// What stands in a name's place and is meant for a file: a whole path, the ending of an enrolment file or of a picture of
// its code. "马明/李娜" is none.
bool looks_like_path(std::string_view given);

}  // namespace yuanquan::screens
