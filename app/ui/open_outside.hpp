#pragma once
// Opens a file in the program that the computer has for it (xdg-open): sounds, films, documents. The bytes go into a file of
// their own in the user's runtime folder, which is memory: nothing of a household is left on the disk.

#include <string>
#include <string_view>

namespace yuanquan::ui {

// False where the file could not be made or no program answers.
bool open_outside(const std::string& name, std::string_view bytes);

}  // namespace yuanquan::ui
