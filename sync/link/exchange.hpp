#pragma once
// Runs a session over a link until all is exchanged, with progress and cancel. The link blocks; the session touches the
// store: `with_store` runs a step where the store may be used (the window's thread; here and now for a command).

#include <atomic>
#include <functional>

#include "sync/link/link.hpp"
#include "sync/session/conversation.hpp"

namespace yuanquan::link {

using WithStore = std::function<void(const std::function<void()>& step)>;
using Progress = std::function<void(const session::Summary& so_far)>;

// What was exchanged before an error stays exchanged: the session's summary tells.
base::Status run_exchange(session::Conversation& session, Link& link, const WithStore& with_store, const Progress& progress,
                          const std::atomic<bool>& cancelled);

}  // namespace yuanquan::link
