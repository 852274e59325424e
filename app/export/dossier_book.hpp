#pragma once
// Many dossiers in one file: a table of contents whose lines lead to them, an outline, and pages numbered through. Each is
// laid out twice, once to know its pages and once to be drawn, so that a village takes no more memory than a household.

#include "app/export/dossier.hpp"

namespace yuanquan::exports {

struct DossierBook {
    std::string title;                                                  // "源泉村"
    std::size_t count = 0;
    bool cards = false;                                                 // One page each (household_card.hpp).
    std::function<base::Result<survey::RecordView>(std::size_t)> view;  // Asked twice for each.
};
// Its pages.
base::Result<std::size_t> write_dossier_book(const DossierBook& book, const DossierOptions& options, const std::string& path);

}  // namespace yuanquan::exports
