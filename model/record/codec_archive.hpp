#pragma once
// cereal's portable binary form with its lengths kept honest: cereal trusts a length field, so that nine bytes make it
// allocate gigabytes; here every length is held against the bytes that remain. For codecs alone (change_codec.cpp, those
// of sync/wire): no other header may include this, since it brings cereal with it.

#include <cereal/archives/portable_binary.hpp>
#include <cstdint>
#include <istream>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

#include "model/record/malformed.hpp"

namespace yuanquan::record {

using ArchiveWriter = cereal::PortableBinaryOutputArchive;
using ArchiveReader = cereal::PortableBinaryInputArchive;

class StringSink final : public std::streambuf {
  public:
    explicit StringSink(std::string& out) : out_(out) {}

  private:
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        out_.append(bytes, static_cast<std::size_t>(count));
        return count;
    }
    int_type overflow(int_type byte) override {
        out_ += static_cast<char>(byte);
        return byte;
    }
    std::string& out_;
};

class ViewSource final : public std::streambuf {
  public:
    explicit ViewSource(std::string_view bytes) {
        char* begin = const_cast<char*>(bytes.data());  // Only ever read: there is no overflow or pbackfail here.
        setg(begin, begin, begin + bytes.size());
    }
    std::size_t remaining() const { return static_cast<std::size_t>(egptr() - gptr()); }
    // The next bytes, of those that remain, where they lie.
    std::string_view take(std::size_t count) {
        const std::string_view bytes(gptr(), count);
        setg(eback(), gptr() + count, egptr());
        return bytes;
    }
};

template <class Archive, class Bytes>
void fixed(Archive& archive, Bytes& bytes) {
    archive(cereal::binary_data(bytes.data(), bytes.size()));
}

inline void write_text(ArchiveWriter& archive, std::string_view text) {
    archive(static_cast<std::uint32_t>(text.size()));
    archive(cereal::binary_data(text.data(), text.size()));
}

// A length, or a count of things of at least `each` bytes, that the bytes left can hold.
inline std::uint32_t read_size(ArchiveReader& archive, const ViewSource& source, std::size_t each = 1) {
    std::uint32_t size = 0;
    archive(size);
    if (size > source.remaining() / each) throw Malformed{"a length runs past the end"};
    return size;
}

// As long as the bytes are there.
inline std::string_view view_text(ArchiveReader& archive, ViewSource& source) { return source.take(read_size(archive, source)); }
inline std::string read_text(ArchiveReader& archive, ViewSource& source) { return std::string(view_text(archive, source)); }

}  // namespace yuanquan::record
