#pragma once
// CONTRACT: what carries the bytes of an exchange. One call sends a request and gives its reply, or network_failed. Knows
// nothing of what it carries.

#include <atomic>
#include <string>
#include <string_view>

#include "model/base/error.hpp"

namespace yuanquan::link {

class Link {
  public:
    virtual ~Link() = default;
    // Blocks. cancelled: looked at while waiting; true ends with ErrorCode::cancelled.
    virtual base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>& cancelled) = 0;
};

}  // namespace yuanquan::link
