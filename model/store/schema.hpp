#pragma once
// The tables of a workspace file and how an older file becomes the present one. Every version's SQL stays in
// schema.cpp for ever; a later program's file is refused untouched. Called when a store opens.

#include "model/base/error.hpp"

namespace yuanquan::store {

class Database;

inline constexpr int kSchemaVersion = 4;
inline constexpr int kApplicationId = 0x59755175;  // "YuQu" in the file's header: a workspace of this program.

// Creates or upgrades, in one transaction. too_new: a later program wrote it; bad_input: some other program's database.
base::Status prepare_schema(Database& database);
// Empties and makes anew the tables that are computed from the log.
void clear_derived(Database& database);

}  // namespace yuanquan::store
