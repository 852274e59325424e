#include "app/ui/end_signal.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

namespace yuanquan::ui {

namespace {

constexpr std::array kSignals{SIGTERM, SIGHUP, SIGINT};
constexpr char kWord = 'e', kOver = 'o';

// A handler may do little more than write: a thread at the other end of the pipe does the rest.
std::array<int, 2> g_pipe{-1, -1};
std::atomic<bool> g_given{false};

void tell(int signal) {
    std::signal(signal, SIG_DFL);   // Said twice, it ends a program that does not answer.
    static_cast<void>(!write(g_pipe[1], &kWord, 1));
}

}  // namespace

EndSignal::EndSignal(std::function<void()> wake) {
    g_given = false;
    if (pipe(g_pipe.data()) != 0) return;   // The signals end the program at once, as they did: drafts outlive that too.
    waiting_ = std::thread([wake = std::move(wake)] {
        char word = 0;
        while (read(g_pipe[0], &word, 1) < 0) {
        }
        if (word != kWord) return;
        g_given = true;
        wake();
    });
    for (const int signal : kSignals) std::signal(signal, tell);
}

EndSignal::~EndSignal() {
    for (const int signal : kSignals) std::signal(signal, SIG_DFL);
    if (!waiting_.joinable()) return;
    static_cast<void>(!write(g_pipe[1], &kOver, 1));
    waiting_.join();
    for (int& end : g_pipe) {
        close(end);
        end = -1;
    }
}

bool EndSignal::given() const { return g_given; }

}  // namespace yuanquan::ui
