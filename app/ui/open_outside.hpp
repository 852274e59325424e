#pragma once
// Opens a file in the program that the computer has for it (xdg-open): sounds, films, documents. The bytes go into a file of
// their own in the user's runtime folder, else in /dev/shm. Both are memory: it is gone with the computer's next start.

#include <string>
#include <string_view>

namespace yuanquan::ui {

// False where the file could not be made or there is no xdg-open. Returns at once.
bool open_outside(const std::string& name, std::string_view bytes);

}  // namespace yuanquan::ui
