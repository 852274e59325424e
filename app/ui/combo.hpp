#pragma once
// A drop-down list of `width`, found by its id in tests. When true: draw the choices, then end_combo(). Knows no surveys.

#include <string>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

bool begin_combo(const std::string& id, const std::string& shown, float width);   // "##relation"
void end_combo();

}  // namespace yuanquan::ui
