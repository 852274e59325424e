#pragma once
// The acceptance set: headquarters and laptops in folders, enrolled and exchanging through the layers' own classes, whose
// merged records add up to the chronicle. Records are filled in through the same live form as in the window; on the way
// there are wrong figures corrected later, edits of two people, exchanges that break off, and laptops that come late.

#include <memory>
#include <string>

#include "model/survey/workspace.hpp"

namespace yuanquan::acceptance {

struct MadeSet {
    std::size_t laptops = 0, records = 0, corrections = 0, conflicts = 0, cut_exchanges = 0, late = 0;
};
// Makes folder/hq and folder/laptop-NN.
base::Result<MadeSet> make_chronicle(const std::string& folder);

}  // namespace yuanquan::acceptance
