#pragma once
// CHECK(condition): an invariant that stays on in release builds. A failing CHECK is a bug of ours: it prints the
// place and aborts, so that nothing wrong is written (what was saved stays saved). Never use it on input.

namespace yuanquan::base {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define YQ_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::yuanquan::base::check_failed(#condition, __FILE__, __LINE__))
