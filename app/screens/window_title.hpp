#pragma once
// Whose workspace a window shows, for its title: "zhang.wei · laptop-1 · Xinghua – Yuanquan".

#include <string>

#include "app/words/texts.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

std::string window_title(const survey::Workspace& workspace, const words::Texts& texts);

}  // namespace yuanquan::screens
