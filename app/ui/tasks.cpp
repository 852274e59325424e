#include "app/ui/tasks.hpp"

namespace yuanquan::ui {

void Task::progress(double fraction, std::string words) {
    {
        const std::lock_guard lock(mutex_);
        fraction_ = fraction;
        words_ = std::move(words);
    }
    tasks_->wake_();
}

double Task::fraction() const {
    const std::lock_guard lock(mutex_);
    return fraction_;
}

std::string Task::words() const {
    const std::lock_guard lock(mutex_);
    return words_;
}

void Task::on_ui(const std::function<void()>& function) {
    bool done = false;
    std::unique_lock lock(tasks_->mutex_);
    if (tasks_->closing_) return;
    tasks_->posted_.emplace_back([&] {
        function();
        const std::lock_guard inner(tasks_->mutex_);
        done = true;
        tasks_->ran_.notify_all();
    });
    tasks_->wake_();
    tasks_->ran_.wait(lock, [&] { return done || tasks_->closing_; });
}

Tasks::~Tasks() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        posted_.clear();
        for (auto& running : running_) running.task->cancel();
    }
    ran_.notify_all();
    for (auto& running : running_) running.thread.join();
}

std::shared_ptr<Task> Tasks::start(std::function<void(Task&)> work) {
    auto task = std::make_shared<Task>();
    task->tasks_ = this;
    std::thread thread([this, task, work = std::move(work)] {
        work(*task);
        task->finished_ = true;
        wake_();
    });
    const std::lock_guard lock(mutex_);
    running_.push_back({task, std::move(thread)});
    return task;
}

void Tasks::post(std::function<void()> function) {
    {
        const std::lock_guard lock(mutex_);
        posted_.push_back(std::move(function));
    }
    wake_();
}

void Tasks::run_posted() {
    std::deque<std::function<void()>> ready;
    std::vector<std::thread> over;
    {
        const std::lock_guard lock(mutex_);
        ready.swap(posted_);
        std::erase_if(running_, [&](Running& running) {
            if (!running.task->finished()) return false;
            over.push_back(std::move(running.thread));
            return true;
        });
    }
    for (auto& thread : over) thread.join();
    for (auto& function : ready) function();
}

bool Tasks::busy() const {
    const std::lock_guard lock(mutex_);
    for (const auto& running : running_) {
        if (!running.task->finished()) return true;
    }
    return false;
}

}  // namespace yuanquan::ui
