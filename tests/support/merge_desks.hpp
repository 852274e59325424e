#pragma once
// Two workspaces brought to the same changes, as an exchange would.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::support {

inline void give(survey::Workspace& from, survey::Workspace& to) {
    auto slice = from.store().changes_after(0, {}, std::size_t{1} << 30);
    REQUIRE(slice.has_value());
    std::vector<std::string> bytes;
    for (auto& change : slice->changes) bytes.push_back(std::move(change.bytes));
    REQUIRE(to.store().apply(bytes, "peer").has_value());
}
inline void merge(survey::Workspace& a, survey::Workspace& b) {
    give(a, b);
    give(b, a);
}

}  // namespace yuanquan::support
