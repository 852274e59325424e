#include "sync/session/poll.hpp"

#include <algorithm>
#include <cstring>

#include "sync/wire/frame.hpp"

namespace yuanquan::session {

namespace {

constexpr std::string_view kMagic = "YQM\x0a";
static_assert(kMagic.back() == static_cast<char>(wire::FrameKind::poll));
constexpr std::size_t kTagBytes = std::tuple_size_v<base::PairTag>, kFixedBytes = 4 + 32 + 8 + 4, kVarintBytesMax = 9;

void put(std::string& out, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i));
}

std::uint64_t get(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) number |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    return number;
}

void put(std::string& out, std::string_view text) {   // Length before contents: no two lists are the same bytes.
    put(out, text.size(), 4);
    out += text;
}

std::string body(const Poll& poll) {
    std::string bytes(kMagic);
    bytes.append(reinterpret_cast<const char*>(poll.laptop.bytes.data()), poll.laptop.bytes.size());
    put(bytes, poll.opening, 8);
    put(bytes, poll.nonce, 4);
    auto rest = poll.pull_after;
    for (; rest >= 0x80; rest >>= 7) bytes += static_cast<char>(rest | 0x80);
    bytes += static_cast<char>(rest);
    return bytes;
}

std::string with(std::string bytes, const Known& known) {
    put(bytes, known.epoch);
    put(bytes, known.backup);
    std::vector<std::string> forms;
    for (const auto& form : known.forms) {
        put(forms.emplace_back(), form.id);
        put(forms.back(), form.version);
    }
    std::sort(forms.begin(), forms.end());
    for (const auto& form : forms) bytes += form;
    return "yuanquan question " + bytes;
}

std::string answered(const Poll& poll) { return "yuanquan nothing new " + body(poll); }

}  // namespace

std::optional<std::string> ask(const Poll& poll, const Known& known, const base::SigningKey& laptop, const base::KeyId& headquarters) {
    auto bytes = body(poll);
    const auto tag = base::pair_tag(laptop, headquarters, with(bytes, known));
    if (!tag) return std::nullopt;
    bytes.append(tag->begin(), tag->end());
    return bytes;
}

bool is_poll(std::string_view bytes) { return bytes.starts_with(kMagic); }

std::optional<Poll> read_poll(std::string_view bytes) {
    if (!is_poll(bytes) || bytes.size() < kFixedBytes + 1 + kTagBytes || bytes.size() > kFixedBytes + kVarintBytesMax + kTagBytes) return std::nullopt;
    Poll poll;
    std::memcpy(poll.laptop.bytes.data(), bytes.data() + kMagic.size(), poll.laptop.bytes.size());
    poll.opening = get(bytes.substr(36, 8));
    poll.nonce = static_cast<std::uint32_t>(get(bytes.substr(44, 4)));
    const auto varint = bytes.substr(kFixedBytes, bytes.size() - kFixedBytes - kTagBytes);
    for (std::size_t i = 0; i < varint.size(); ++i) {
        poll.pull_after |= std::uint64_t{static_cast<std::uint8_t>(varint[i]) & 0x7fu} << (7 * i);
    }
    if (body(poll) != bytes.substr(0, bytes.size() - kTagBytes)) return std::nullopt;   // The cursor is not in its shortest form.
    return poll;
}

bool proves(std::string_view bytes, const Poll& poll, const Known& known, const base::SigningKey& headquarters) {
    const auto tag = base::pair_tag(headquarters, poll.laptop, with(body(poll), known));
    return tag && bytes.size() >= kTagBytes && base::equal_tags(*tag, bytes.substr(bytes.size() - kTagBytes));
}

std::string nothing_new(const Poll& poll, const base::SigningKey& headquarters) {
    const auto tag = base::pair_tag(headquarters, poll.laptop, answered(poll));
    return tag ? std::string(kMagic) + std::string(tag->begin(), tag->end()) : std::string();
}

bool says_nothing_new(std::string_view answer, const Poll& poll, const base::SigningKey& laptop, const base::KeyId& headquarters) {
    if (!is_poll(answer)) return false;
    const auto tag = base::pair_tag(laptop, headquarters, answered(poll));
    return tag && base::equal_tags(*tag, answer.substr(kMagic.size()));
}

}  // namespace yuanquan::session
