#pragma once
// What shows that someone changed or deleted a row behind the program's back. Each change's row carries a digest of
// itself and the row before, and the last of these is kept outside the table; each row of the other kept tables has a
// digest of all its columns in row_seals, kept by triggers of this connection: nobody who writes with another program
// keeps them. `areas` has none: it is loaded anew from the settings whenever a workspace is opened.

#include <string>
#include <string_view>
#include <vector>

#include "model/store/database.hpp"

namespace yuanquan::store {

struct ChangeSeal {  // The columns of a change's row that its digest covers; the bytes are covered by the id.
    std::string_view id, record, source;
    std::int64_t replica = 0;
    std::uint64_t sequence = 0, counter = 0;
};
std::string next_digest(std::string_view before, const ChangeSeal& row);

void keep_seals(Database& database);  // From now on, on this connection.
void seal_all(Database& database);    // All rows as they are: when a file of version 1 becomes one of version 2.
void seal_anew(Database& database, const std::string& table);  // Whose key became another.
void put_head(Database& database, std::uint64_t arrival, std::string_view digest);

struct Head {
    std::uint64_t arrival = 0;
    std::string digest;
};
Head head_of_log(Database& database);

struct BrokenSeal {
    std::string code;        // "row_altered", "row_deleted", "row_added".
    std::string table, key;  // The key's columns as SQL writes them.
};
std::vector<BrokenSeal> broken_seals(Database& database);

}  // namespace yuanquan::store
