#pragma once
// The filters and the order of the Work screen, kept in the store's settings so that one comes back to what one looked at.

#include "app/screens/record_list.hpp"

namespace yuanquan::screens {

struct WorkView {
    RecordQuery query;
    RecordSort sort;
    bool operator==(const WorkView&) const = default;
};
WorkView load_work_view(const survey::Workspace& workspace);   // As it was left; what was typed to search is not kept.
base::Status store_work_view(survey::Workspace& workspace, const WorkView& view);

}  // namespace yuanquan::screens
