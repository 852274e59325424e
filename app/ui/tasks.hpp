#pragma once
// Work that must not block the window: runs in threads, tells its progress, can be cancelled, and hands results and
// questions back to the window's thread. The store belongs to that thread, so a task that needs it asks by on_ui().

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace yuanquan::ui {

class Tasks;

// What a running task sees of itself. Thread-safe.
class Task {
  public:
    void progress(double fraction, std::string words);  // fraction < 0: unknown length.
    bool cancelled() const { return cancelled_; }
    void cancel() { cancelled_ = true; }
    bool finished() const { return finished_; }
    double fraction() const;
    std::string words() const;
    // Runs the function on the window's thread and waits for it. Returns at once, without running it, when the program
    // is closing.
    void on_ui(const std::function<void()>& function);

  private:
    friend class Tasks;
    Tasks* tasks_ = nullptr;
    std::atomic<bool> cancelled_{false}, finished_{false};
    mutable std::mutex mutex_;
    double fraction_ = -1;
    std::string words_;
};

class Tasks {
  public:
    // wake: makes the sleeping window draw a frame (glfwPostEmptyEvent).
    explicit Tasks(std::function<void()> wake) : wake_(std::move(wake)) {}
    ~Tasks();  // Cancels and waits for all.
    std::shared_ptr<Task> start(std::function<void(Task&)> work);
    // Runs what tasks posted. The window calls it once a frame.
    void run_posted();
    void post(std::function<void()> function);
    bool busy() const;

  private:
    friend class Task;
    struct Running {
        std::shared_ptr<Task> task;
        std::thread thread;
    };
    std::function<void()> wake_;
    mutable std::mutex mutex_;
    std::condition_variable ran_;
    std::deque<std::function<void()>> posted_;
    std::vector<Running> running_;
    bool closing_ = false;
};

}  // namespace yuanquan::ui
