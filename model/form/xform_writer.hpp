#pragma once
// A Form as XForms XML, as pyxform would write it as far as meaning goes; read_xform of it gives an equal form.

#include <string>

#include "model/form/form.hpp"

namespace yuanquan::form {

std::string write_xform(const Form& form);

}  // namespace yuanquan::form
