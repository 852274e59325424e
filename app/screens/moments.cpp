#include "app/screens/moments.hpp"

namespace yuanquan::screens {

std::string day_and_time(std::int64_t at_ms, int offset_minutes) {
    auto text = base::iso_date_time(at_ms, offset_minutes).substr(0, 16);  // To the minute.
    text[10] = ' ';
    return text;
}

std::string local_day(const survey::Workspace& workspace, std::int64_t at_ms) {
    return base::iso_date(at_ms, workspace.clock().offset_minutes(at_ms));
}

std::string local_time(const survey::Workspace& workspace, std::int64_t at_ms) {
    return day_and_time(at_ms, workspace.clock().offset_minutes(at_ms));
}

}  // namespace yuanquan::screens
