// Any bytes as a frame of each kind: opened with its signature checked, or an error.
#include "sync/wire/frame.hpp"
#include "tests/fuzz/target.hpp"

using namespace yuanquan;

void fuzz(std::string_view bytes) {
    for (const auto kind : {wire::FrameKind::request, wire::FrameKind::reply, wire::FrameKind::receipt, wire::FrameKind::enrolment,
                            wire::FrameKind::seal, wire::FrameKind::certificate, wire::FrameKind::hello, wire::FrameKind::turn}) {
        static_cast<void>(wire::open_frame(bytes, kind));
    }
}
