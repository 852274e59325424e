#pragma once
// The system's word to end (a shutdown, a closed terminal, Ctrl+C in it), so that the program can end as when its window is
// closed: what is being typed is kept and the store closed in order.

#include <functional>
#include <thread>

namespace yuanquan::ui {

class EndSignal {
  public:
    explicit EndSignal(std::function<void()> wake);   // Called once, on another thread, when the word comes.
    ~EndSignal();
    EndSignal(const EndSignal&) = delete;
    EndSignal& operator=(const EndSignal&) = delete;
    bool given() const;

  private:
    std::thread waiting_;
};

}  // namespace yuanquan::ui
