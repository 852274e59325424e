#include "app/cli/stop_signal.hpp"

#include <csignal>
#include <initializer_list>

namespace yuanquan::cli {

namespace {

volatile std::sig_atomic_t g_stopped = 0;   // A handler may touch nothing else.

}  // namespace

StopSignal::StopSignal() {
    g_stopped = 0;
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { g_stopped = 1; });
}

StopSignal::~StopSignal() {
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
}

bool StopSignal::given() const { return g_stopped != 0; }

}  // namespace yuanquan::cli
