#pragma once
// Opens the window on a workspace and runs it until the person closes it. no_display where there is none. Where the
// workspace does not open (in_use: another program has it), the window says so and offers to try again.

#include <string>

#include "app/words/texts.hpp"
#include "model/base/error.hpp"

namespace yuanquan::screens {

base::Status run_app(const std::string& workspace_folder, words::Texts& texts);

}  // namespace yuanquan::screens
