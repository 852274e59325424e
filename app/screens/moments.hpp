#pragma once
// Days and times as screens show them: "2026-11-23", "2026-11-23 16:05", where it was written down or on this machine.

#include <cstdint>
#include <string>

#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

std::string day_and_time(std::int64_t at_ms, int offset_minutes);
std::string local_day(const survey::Workspace& workspace, std::int64_t at_ms);
std::string local_time(const survey::Workspace& workspace, std::int64_t at_ms);

}  // namespace yuanquan::screens
