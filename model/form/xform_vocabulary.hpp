#pragma once
// Words that the reader and the writer of XForms share: namespaces, names of controls and types. No behaviour beyond
// looking them up; used by xform_reader*.cpp, xform_writer*.cpp and check_form*.cpp only.

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "model/form/form.hpp"

namespace yuanquan::form {

using Word = std::pair<std::string_view, std::string_view>;

inline constexpr std::string_view kXformsNamespace = "http://www.w3.org/2002/xforms";
inline constexpr std::string_view kEntitiesNamespace = "http://www.opendatakit.org/xforms/entities";
// In the order in which pyxform declares them.
inline constexpr std::array<Word, 6> kStandardNamespaces{{
    {"h", "http://www.w3.org/1999/xhtml"},
    {"ev", "http://www.w3.org/2001/xml-events"},
    {"xsd", "http://www.w3.org/2001/XMLSchema"},
    {"jr", "http://openrosa.org/javarosa"},
    {"orx", "http://openrosa.org/xforms"},
    {"odk", "http://www.opendatakit.org/xforms"},
}};

// Phrase::media key → where forms keep such files.
inline constexpr std::array<Word, 4> kMediaFolders{{
    {"image", "jr://images/"},
    {"big-image", "jr://images/"},
    {"audio", "jr://audio/"},
    {"video", "jr://video/"},
}};

inline constexpr std::array<std::pair<std::string_view, ControlKind>, 10> kControlNames{{
    {"group", ControlKind::group},
    {"repeat", ControlKind::repeat},
    {"input", ControlKind::input},
    {"select1", ControlKind::select_one},
    {"select", ControlKind::select_multiple},
    {"rank", ControlKind::rank},
    {"range", ControlKind::range},
    {"trigger", ControlKind::trigger},
    {"upload", ControlKind::upload},
    {"secret", ControlKind::secret},
}};

// Of a bind's type, "xsd:" or not; unknown ones are strings, as in Collect.
DataType data_type(std::string_view type_text);
// For parameters of findings: hostile files hold expressions of megabytes.
std::string shortened(std::string_view text);

}  // namespace yuanquan::form
