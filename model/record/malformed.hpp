#pragma once
// Thrown inside a codec where bytes are not what they should be, and caught at its edge: it never leaves the codec. why:
// for developers; nullptr where the bytes are good and too many.

namespace yuanquan::record {

struct Malformed {
    const char* why;
};

}  // namespace yuanquan::record
