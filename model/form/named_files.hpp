#pragma once
// The files that a form names: lists of choices (CSV, XML, GeoJSON), pictures, sounds and films of its texts. Whoever
// installs a form reads just these from beside it. Plain file names only, so that none leads out of a folder.

#include <set>
#include <string>

#include "model/form/form.hpp"

namespace yuanquan::form {

std::set<std::string> named_files(const Form& form);

}  // namespace yuanquan::form
