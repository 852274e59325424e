#pragma once
// The time as a parameter. Wall time is evidence only: nothing may be refused or ordered by it.

#include <cstdint>
#include <string>

namespace yuanquan::base {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual std::int64_t now_ms() const = 0;             // Milliseconds since 1970-01-01T00:00Z; may jump.
    virtual int offset_minutes(std::int64_t at_ms) const = 0;  // Local time minus UTC at that moment.
};
Clock& system_clock();

class FixedClock final : public Clock {  // For tests and simulation.
  public:
    explicit FixedClock(std::int64_t now_ms, int offset_minutes = 480) : now_(now_ms), offset_(offset_minutes) {}
    std::int64_t now_ms() const override { return now_; }
    int offset_minutes(std::int64_t) const override { return offset_; }
    void set(std::int64_t now_ms) { now_ = now_ms; }
    void advance(std::int64_t ms) { now_ += ms; }

  private:
    std::int64_t now_;
    int offset_;
};

std::string iso_date(std::int64_t ms, int offset_minutes);       // 2026-11-23
std::string iso_date_time(std::int64_t ms, int offset_minutes);  // 2026-11-23T08:05:00.000+08:00

}  // namespace yuanquan::base
