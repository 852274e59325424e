#pragma once
// The benchmarks of build/tests/bench, one a file: `bench NAME [ARGUMENTS]`. Each does real work, compares it with a
// named yardstick in the same run and prints the ratio last; none asserts a time.

#include <chrono>
#include <string>
#include <vector>

namespace yuanquan::bench {

using Arguments = std::vector<std::string>;

int household(const Arguments& arguments);
int forms(const Arguments& arguments);
int store(const Arguments& arguments);
int dossier(const Arguments& arguments);
int window(const Arguments& arguments);
int typing(const Arguments& arguments);
int data(const Arguments& arguments);
int report(const Arguments& arguments);

class Stopwatch {
  public:
    double ms() const { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count(); }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace yuanquan::bench
