#pragma once
// Ctrl+C, or the system's request to end, while a command is at work that has something to put away first. One at a time.

namespace yuanquan::cli {

class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;
    bool given() const;
};

}  // namespace yuanquan::cli
