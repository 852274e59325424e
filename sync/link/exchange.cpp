#include "sync/link/exchange.hpp"

namespace yuanquan::link {

base::Status run_exchange(session::Conversation& session, Link& link, const WithStore& with_store, const Progress& progress,
                          const std::atomic<bool>& cancelled) {
    for (;;) {
        // Where with_store cannot run its step any more (the program closes), the exchange ends as if cancelled.
        base::Result<std::optional<std::string>> request = base::fail(base::ErrorCode::cancelled);
        with_store([&] { request = session.next(); });
        if (!request) return base::fail(std::move(request.error()));
        if (!*request) return {};
        auto reply = link.exchange(**request, cancelled);
        if (!reply) return base::fail(std::move(reply.error()));
        base::Status received = base::fail(base::ErrorCode::cancelled);
        session::Summary so_far;
        with_store([&] {
            received = session.receive(*reply);
            so_far = session.summary();
        });
        if (!received) return received;
        if (progress) progress(so_far);
    }
}

}  // namespace yuanquan::link
