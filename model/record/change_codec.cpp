#include "model/record/change_codec.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>

#include "model/base/check.hpp"
#include "model/base/digest.hpp"
#include "model/base/parallel.hpp"
#include "model/record/cell.hpp"
#include "model/record/codec_archive.hpp"

// The bytes of a change. Version 1, 2026-11-23. Numbers are little-endian; text(x) is a u32 length and x.
//
//   frame   "YQC" | u8 version = 1 | u8 hash algorithm of the change ids (base::kHashBlake2b256) | u32 body length
//   body    a cereal portable binary archive (its first byte, 1, says little-endian):
//     replica 16 | u64 sequence | previous 32 | u64 counter | i64 wall_ms | i32 offset_minutes | record 16
//     text(author) text(area) text(form_id) text(form_version)
//     text(rows)        row ids, 8 bytes each, in order of their first mention in the paths
//     text(changes)     ids of the changes that ops supersede, 32 bytes each, ascending, none unused
//     text(kinds)       one byte per op
//     text(paths)       each path with a NUL after it; a row "[7f3a…]" stands as "[]"
//     text(row_numbers) for each "[]" in turn its place in rows, as a varint
//     text(values)      each value with a NUL after it
//     text(seen)        for each op a varint count, then per superseded op its place in changes and its index
//   varint  LEB128: seven bits a byte, low first, the high bit says that more follow; shortest form only
//
// Why columns: rows, ids and clocks do not compress, so they stand once and together; the paths of two saves of one form
// are then the same bytes. Downsides: no op can be read without reading all; text may not hold NUL; a path may not hold
// "[]". The frame has no checksum of its own: the change id is the hash of all of it, and stands beside it wherever
// it is kept, while carriers hash and sign what they carry.

namespace yuanquan::record {
namespace {

constexpr std::string_view kMagic = "YQC";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kFrameBytes = 9;
constexpr char kLittleEndian = 1;  // The first byte of the body: cereal's word for the order of bytes.
constexpr std::uint64_t kNumberMax = std::uint64_t{1} << 62;  // Of sequences and counters: SQLite keeps 63 bits.

template <class Text>
struct Columns {
    Text rows, changes, kinds, paths, row_numbers, values, seen;
};

using Writer = ArchiveWriter;
using Reader = ArchiveReader;

void put_varint(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

class ColumnReader {
  public:
    explicit ColumnReader(std::string_view column) : rest_(column) {}
    bool at_end() const { return rest_.empty(); }
    std::uint32_t varint() {
        std::uint64_t number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (rest_.empty()) throw Malformed{"a column ends early"};
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            number |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte & 0x80) continue;
            if (number > 0xffffffff || (byte == 0 && shift != 0)) break;
            return static_cast<std::uint32_t>(number);
        }
        throw Malformed{"a number is not in its shortest form"};
    }
    std::string_view text() {
        const std::size_t end = rest_.find('\0');
        if (end == std::string_view::npos) throw Malformed{"a column ends early"};
        const std::string_view text = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return text;
    }

  private:
    std::string_view rest_;
};

// Finds "[" 16 hexadecimal digits "]" from `start` on; npos where there is none.
std::size_t find_row(std::string_view path, std::size_t start, RowId& row) {
    for (std::size_t at = path.find('[', start); at != std::string_view::npos; at = path.find('[', at + 1)) {
        if (at + 18 > path.size() || path[at + 17] != ']') continue;
        if (base::from_hex(path.substr(at + 1, 16), row.bytes.data(), row.bytes.size())) return at;
    }
    return std::string_view::npos;
}

class ColumnWriter {
  public:
    explicit ColumnWriter(const Change& change) {
        for (const Op& op : change.ops) {
            for (const OpId& id : op.supersedes) changes_.push_back(id.change);
        }
        std::sort(changes_.begin(), changes_.end());
        changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
        for (const ChangeId& id : changes_) columns_.changes.append(id.bytes.begin(), id.bytes.end());
        for (const Op& op : change.ops) add(op);
    }
    const Columns<std::string>& columns() const { return columns_; }

  private:
    void add(const Op& op) {
        columns_.kinds += static_cast<char>(op.kind);
        add_path(op.path);
        YQ_CHECK(op.value.find('\0') == std::string::npos);
        columns_.values += op.value;
        columns_.values += '\0';
        put_varint(columns_.seen, op.supersedes.size());
        for (const OpId& id : op.supersedes) {
            const auto place = std::lower_bound(changes_.begin(), changes_.end(), id.change);
            put_varint(columns_.seen, static_cast<std::uint64_t>(place - changes_.begin()));
            put_varint(columns_.seen, id.index);
        }
    }
    void add_path(std::string_view path) {
        YQ_CHECK(path.find('\0') == std::string_view::npos && path.find("[]") == std::string_view::npos);
        RowId row;
        std::size_t from = 0;
        for (std::size_t at; (at = find_row(path, from, row)) != std::string_view::npos; from = at + 18) {
            columns_.paths += path.substr(from, at - from);
            columns_.paths += "[]";
            const auto [place, is_new] = rows_.emplace(row, rows_.size());
            if (is_new) columns_.rows.append(row.bytes.begin(), row.bytes.end());
            put_varint(columns_.row_numbers, place->second);
        }
        columns_.paths += path.substr(from);
        columns_.paths += '\0';
    }

    Columns<std::string> columns_;
    std::vector<ChangeId> changes_;
    std::unordered_map<RowId, std::size_t> rows_;
};

constexpr const char* kNotCanonical = "not in canonical form";

// The parts of a table of ids that stand one behind the other.
std::vector<std::string_view> split_table(std::string_view table, std::size_t each) {
    if (table.size() % each != 0) throw Malformed{"a table is cut off"};
    std::vector<std::string_view> ids;
    ids.reserve(table.size() / each);
    for (; !table.empty(); table.remove_prefix(each)) ids.push_back(table.substr(0, each));
    return ids;
}

// Strict: accepts only what ColumnWriter makes of the same ops, so that one change has one encoding. That is held against
// each thing as it is read; encoding anew and comparing would cost as much again.
class OpReader {
  public:
    explicit OpReader(const Columns<std::string_view>& columns)
        : columns_(columns), rows_(split_table(columns.rows, 8)), changes_(split_table(columns.changes, 32)),
          is_change_used_(changes_.size()), paths_(columns.paths), row_numbers_(columns.row_numbers), values_(columns.values),
          seen_(columns.seen) {
        auto rows = rows_;
        std::sort(rows.begin(), rows.end());
        const bool are_rows_distinct = std::adjacent_find(rows.begin(), rows.end()) == rows.end();
        const bool do_changes_ascend = std::adjacent_find(changes_.begin(), changes_.end(), std::greater_equal<>()) == changes_.end();
        if (!are_rows_distinct || !do_changes_ascend) throw Malformed{kNotCanonical};
        const std::size_t count = columns.kinds.size();  // Each op takes a byte of each of these, or more.
        if (count > columns.paths.size() || count > columns.values.size() || count > columns.seen.size()) {
            throw Malformed{"a column ends early"};
        }
    }
    std::vector<Op> read(const ChangeLimits& limits) {
        std::vector<Op> ops(columns_.kinds.size());
        for (std::size_t i = 0; i < ops.size(); ++i) {
            ops[i].kind = static_cast<OpKind>(columns_.kinds[i]);
            ops[i].path = path();
            ops[i].value = values_.text();
            if (ops[i].value.size() > limits.value_bytes) throw Malformed{nullptr};
            read_seen(ops[i].supersedes);
        }
        if (!paths_.at_end() || !row_numbers_.at_end() || !values_.at_end() || !seen_.at_end()) {
            throw Malformed{"a column is too long"};
        }
        const bool are_changes_used = std::find(is_change_used_.begin(), is_change_used_.end(), false) == is_change_used_.end();
        if (rows_used_ != rows_.size() || !are_changes_used) throw Malformed{kNotCanonical};
        return ops;
    }

  private:
    std::string path() {
        const std::string_view text = paths_.text();
        std::string path;
        std::size_t from = 0;
        for (std::size_t at; (at = text.find("[]", from)) != std::string_view::npos; from = at + 2) {
            path.reserve(text.size() + 16);
            add_plain(path, text.substr(from, at - from));
            const std::string_view row = rows_[row_number()];
            path += '[';
            for (const char byte : row) {
                constexpr std::string_view kDigits = "0123456789abcdef";
                path += kDigits[static_cast<std::uint8_t>(byte) >> 4];
                path += kDigits[static_cast<std::uint8_t>(byte) & 15];
            }
            path += ']';
        }
        add_plain(path, text.substr(from));
        return path;
    }
    // Between rows; one that is written out belongs into the table.
    static void add_plain(std::string& path, std::string_view text) {
        RowId row;
        if (find_row(text, 0, row) != std::string_view::npos) throw Malformed{kNotCanonical};
        path += text;
    }
    // Rows stand in the table as they are first named.
    std::size_t row_number() {
        const std::size_t row = row_numbers_.varint();
        if (row >= rows_.size()) throw Malformed{"a row is not in the table"};
        if (row > rows_used_) throw Malformed{kNotCanonical};
        rows_used_ = std::max(rows_used_, row + 1);
        return row;
    }
    void read_seen(std::vector<OpId>& ids) {
        const std::size_t count = seen_.varint();
        for (std::size_t i = 0; i < count; ++i) {  // Grows with what is read, not with what is claimed.
            const std::size_t place = seen_.varint();
            if (place >= changes_.size()) throw Malformed{"a change is not in the table"};
            is_change_used_[place] = true;
            OpId id;
            std::copy(changes_[place].begin(), changes_[place].end(), id.change.bytes.begin());
            id.index = seen_.varint();
            if (!ids.empty() && !(ids.back() < id)) throw Malformed{"superseded ops are not in order"};
            ids.push_back(id);
        }
    }

    const Columns<std::string_view>& columns_;
    const std::vector<std::string_view> rows_, changes_;
    std::vector<bool> is_change_used_;
    std::size_t rows_used_ = 0;
    ColumnReader paths_, row_numbers_, values_, seen_;
};

Change read_body(std::string_view body, const ChangeLimits& limits) {
    ViewSource source(body);
    std::istream stream(&source);
    if (body.empty() || body.front() != kLittleEndian) throw Malformed{kNotCanonical};
    Reader archive(stream);
    Change change;
    fixed(archive, change.replica.bytes);
    archive(change.sequence);
    fixed(archive, change.previous.bytes);
    archive(change.counter, change.wall_ms, change.offset_minutes);
    fixed(archive, change.record.bytes);
    for (std::string* text : {&change.author, &change.area, &change.form_id, &change.form_version}) {
        *text = read_text(archive, source);
    }
    Columns<std::string_view> columns;
    for (std::string_view* column : {&columns.rows, &columns.changes, &columns.kinds, &columns.paths, &columns.row_numbers,
                                     &columns.values, &columns.seen}) {
        *column = view_text(archive, source);
    }
    if (source.remaining() != 0) throw Malformed{"bytes follow the last column"};
    if (columns.kinds.size() > limits.ops) throw Malformed{nullptr};
    if (change.sequence == 0 || change.sequence >= kNumberMax || change.counter >= kNumberMax) {
        throw Malformed{"a number is out of range"};
    }
    change.ops = OpReader(columns).read(limits);
    return change;
}

}  // namespace

std::string encode(const Change& change) {
    std::string bytes(kMagic);
    bytes += static_cast<char>(kVersion);
    bytes += static_cast<char>(base::kHashBlake2b256);
    bytes.resize(kFrameBytes);
    {
        StringSink sink(bytes);
        std::ostream stream(&sink);
        Writer archive(stream, Writer::Options::LittleEndian());
        fixed(archive, change.replica.bytes);
        archive(change.sequence);
        fixed(archive, change.previous.bytes);
        archive(change.counter, change.wall_ms, change.offset_minutes);
        fixed(archive, change.record.bytes);
        for (const std::string* text : {&change.author, &change.area, &change.form_id, &change.form_version}) {
            write_text(archive, *text);
        }
        const ColumnWriter writer(change);
        const Columns<std::string>& columns = writer.columns();
        for (const std::string* column : {&columns.rows, &columns.changes, &columns.kinds, &columns.paths,
                                          &columns.row_numbers, &columns.values, &columns.seen}) {
            write_text(archive, *column);
        }
    }
    const std::size_t body = bytes.size() - kFrameBytes;
    YQ_CHECK(body <= 0xffffffff);
    for (std::size_t i = 0; i < 4; ++i) bytes[5 + i] = static_cast<char>(body >> 8 * i & 0xff);
    return bytes;
}

base::Result<Change> decode(std::string_view bytes, const ChangeLimits& limits) {
    using base::ErrorCode;
    if (bytes.size() > limits.bytes) return base::fail(ErrorCode::too_large, "change");
    if (bytes.size() < kFrameBytes || bytes.substr(0, 3) != kMagic || bytes[3] == 0) {
        return base::fail(ErrorCode::damaged, "change", "no change starts here");
    }
    if (static_cast<std::uint8_t>(bytes[3]) > kVersion || bytes[4] != base::kHashBlake2b256) {
        return base::fail(ErrorCode::too_new, "change");
    }
    std::size_t body = 0;
    for (std::size_t i = 0; i < 4; ++i) body |= std::size_t{static_cast<std::uint8_t>(bytes[5 + i])} << 8 * i;
    if (body != bytes.size() - kFrameBytes) return base::fail(ErrorCode::damaged, "change", "the length differs");
    try {
        return read_body(bytes.substr(kFrameBytes), limits);
    } catch (const Malformed& malformed) {
        if (malformed.why == nullptr) return base::fail(ErrorCode::too_large, "change");
        return base::fail(ErrorCode::damaged, "change", malformed.why);
    } catch (const std::exception& error) {  // cereal's own, and no memory.
        return base::fail(ErrorCode::damaged, "change", error.what());
    }
}

ChangeId change_id(std::string_view bytes) { return ChangeId{base::blake2b_256(bytes)}; }

std::vector<EncodedChange> read_changes(std::vector<std::string> bytes) {
    constexpr std::size_t kWorthAThread = 32;
    std::vector<std::optional<EncodedChange>> read(bytes.size());
    base::in_ranges(bytes.size(), kWorthAThread, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) read[i].emplace(std::move(bytes[i]));
    });
    std::vector<EncodedChange> changes;
    changes.reserve(read.size());
    for (auto& one : read) changes.push_back(std::move(*one));
    return changes;
}

}  // namespace yuanquan::record
