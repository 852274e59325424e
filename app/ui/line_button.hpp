#pragma once
// A button without a frame, as high as a line of text: for the many that stand at the end of rows. Knows no surveys.

#include <string>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

bool line_button(const Ui& ui, const std::string& label);
float line_button_width(const std::string& label);

}  // namespace yuanquan::ui
