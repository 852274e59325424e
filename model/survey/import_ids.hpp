#pragma once
// The ids that imported records and rows get: always the same from the same words, so that what is read twice makes no doubles.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/ids.hpp"

namespace yuanquan::survey {

// The record of an id that another program gave: of a UUID its own figures, of anything else a hash.
// outside_record_id: of a UUID alone.
std::optional<base::RecordId> outside_record_id(std::string_view outside_id);
base::RecordId imported_record_id(const std::string& form_id, std::string_view outside_id);

// A row's id: its own where it is one, else made of what another program calls it.
base::RowId imported_row_id(std::string_view outside_id);
// Of a record or row that has no id there: made of all that tells it from others.
base::RecordId record_id_of(std::initializer_list<std::string_view> parts);
base::RowId row_id_of(std::initializer_list<std::string_view> parts);

}  // namespace yuanquan::survey
