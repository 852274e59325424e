#pragma once
// The files that a questionnaire may name (areas.csv, lists in XML), read from beside it, and from the program's own assets
// where they are not beside it. Used by whoever installs or checks a questionnaire file.

#include <string>

#include "model/form/form_reader.hpp"

namespace yuanquan::survey {

form::Media media_beside(const std::string& form_path);

}  // namespace yuanquan::survey
