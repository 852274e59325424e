#pragma once
// A fuzz target: defines fuzz(), which must return whatever the bytes are. Built by clang with -DYUANQUAN_FUZZ=ON only;
// tests/fuzz/run runs all of them. require() stops the program, which libFuzzer reports with the input.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

inline void require(bool holds) {
    if (!holds) std::abort();
}

void fuzz(std::string_view bytes);

extern "C" inline int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) __attribute__((used));
extern "C" inline int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz({reinterpret_cast<const char*>(data), size});
    return 0;
}
