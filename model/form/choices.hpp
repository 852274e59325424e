#pragma once
// Lists behind instance('…') and the choices of a select. A ChoiceTable is a table seen as root/item/column, indexed by
// column on first use, so that filtering 700,000 villages by their parent costs what it returns. Immutable; shared by
// every live form. No IO: CSV, GeoJSON and XML come as bytes.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"
#include "model/form/form.hpp"
#include "model/form/form_reader.hpp"
#include "model/xpath/tree.hpp"

namespace yuanquan::form {

// The tree of a secondary instance, its root element reachable as document()'s first child.
base::Result<std::shared_ptr<const xpath::Tree>> make_instance_tree(const SecondaryInstance& instance, const Media& media);

}  // namespace yuanquan::form
