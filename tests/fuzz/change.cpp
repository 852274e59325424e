// A change that is read encodes to the very bytes that were read: one change, one encoding, one id. The input is the bytes
// themselves, or, since few bytes are nearly a change, cuts and overwrites (four bytes each) in those of a change.
#include "model/record/change_codec.hpp"
#include "tests/fuzz/target.hpp"

using namespace yuanquan;

namespace {

const std::string& sample() {
    static const std::string bytes = [] {
        record::Change change;
        change.replica.bytes.fill(1);
        change.sequence = 7;
        change.previous.bytes.fill(2);
        change.counter = 9;
        change.record.bytes.fill(3);
        change.author = "zhang", change.area = "620981208", change.form_id = "household", change.form_version = "1";
        record::ChangeId low, high;
        low.bytes.fill(4), high.bytes.fill(5);
        const std::string one = "members[0000000000000001]", two = "members[0000000000000002]";
        change.ops = {{record::OpKind::add, one, "", {}},
                      {record::OpKind::set, one + "/name", "a", {{low, 0}, {high, 1}}},
                      {record::OpKind::set, two + "/name", "b", {{low, 300}}},
                      {record::OpKind::remove, two, "", {{low, 2}, {low, 3}, {high, 0}}},
                      {record::OpKind::set, "like[000000000000000g]", "c", {}}};
        return record::encode(change);
    }();
    return bytes;
}

std::string altered(std::string_view how) {
    auto bytes = sample();
    for (; how.size() >= 4 && !bytes.empty(); how.remove_prefix(4)) {
        const auto at = (static_cast<std::size_t>(static_cast<std::uint8_t>(how[1])) << 8 | static_cast<std::uint8_t>(how[2])) % bytes.size();
        switch (static_cast<std::uint8_t>(how[0]) % 4) {
            case 0: bytes.erase(at, 1); break;
            case 1: bytes.insert(at, 1, how[3]); break;
            case 2: bytes[at] = static_cast<char>(bytes[at] + 1); break;
            default: bytes[at] = how[3];
        }
    }
    // The length in the frame is the body's, else nothing gets further.
    for (std::size_t i = 0; i < 4 && bytes.size() >= 9; ++i) bytes[5 + i] = static_cast<char>((bytes.size() - 9) >> 8 * i & 0xff);
    return bytes;
}

}  // namespace

void fuzz(std::string_view bytes) {
    for (const auto& tried : {std::string(bytes), altered(bytes)}) {
        const auto change = record::decode(tried);
        if (change) require(record::encode(*change) == tried);
    }
}
