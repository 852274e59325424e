#include "model/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace yuanquan::base {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "yuanquan: %s:%d: check failed: %s\n", file, line, condition);
    std::fflush(stderr);
    std::abort();
}

}  // namespace yuanquan::base
