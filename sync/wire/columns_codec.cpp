#include "sync/wire/columns_codec.hpp"

#include <array>
#include <deque>
#include <unordered_map>

#include "model/record/change_codec.hpp"
#include "model/record/change_parts.hpp"
#include "model/record/malformed.hpp"

// Protocol 5, 2026-11-27. Numbers are varints (LEB128), signed ones zigzag.
//
//   varint count of changes | per column: varint length, then all lengths' columns one behind the other
//   column 0  lengths      per change: 0 and the length of a change that stands whole (it has another form); else 1, how many
//                          ids it supersedes, and the length of each text
//   column 1  places       per change: place of its replica, of its record, of the change before it, and of each that it
//                          supersedes. A place counts back from the thing met last: 1 is that one, 0 a new one, whose bytes
//                          stand in `ids`. Changes count as met when they are done, so that a chain is a row of ones.
//   column 2  ids          new ones: of replicas and records 16 bytes, of changes 32
//   columns 3 to 6         sequence, counter, wall_ms, offset_minutes, each less that of the change before it
//   columns 7 to 16        the texts, without the table of ids
//   column 17 whole        changes in another form
//
// Downside: no change can be read without those before it.

namespace yuanquan::wire {

namespace {

using record::ChangeParts;
using record::Malformed;

enum Column : std::size_t { kLengths, kPlaces, kIds, kSequence, kCounter, kWall, kOffset, kTexts, kWhole = kTexts + ChangeParts::kTexts - 1, kColumns };

void put_varint(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}
std::uint64_t zigzag(std::uint64_t difference) { return difference << 1 ^ (difference >> 63 != 0 ? ~std::uint64_t{0} : 0); }
std::uint64_t unzigzag(std::uint64_t number) { return number >> 1 ^ ((number & 1) != 0 ? ~std::uint64_t{0} : 0); }

std::string_view view_of(const base::ChangeId& id) { return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}; }
std::size_t column_of_text(std::size_t text) { return kTexts + text - (text > ChangeParts::kSuperseded ? 1 : 0); }
std::array<std::uint64_t, 4> numbers_of(const ChangeParts& parts) {
    return {parts.sequence, parts.counter, static_cast<std::uint64_t>(parts.wall_ms), static_cast<std::uint64_t>(std::int64_t{parts.offset_minutes})};
}

// Replicas, records or changes, in the order in which they were met.
class MetWriter {
  public:
    void put(std::string_view id, std::string& places, std::string& ids) {
        const auto [found, is_new] = places_.emplace(std::string(id), met_);
        put_varint(places, is_new ? 0 : met_ - found->second);
        if (!is_new) return;
        ids += id;
        ++met_;
    }
    void meet(std::string_view id) { places_.insert_or_assign(std::string(id), met_++); }

  private:
    std::unordered_map<std::string, std::size_t> places_;
    std::size_t met_ = 0;
};

class ColumnReader {
  public:
    explicit ColumnReader(std::string_view bytes = {}) : rest_(bytes) {}
    std::uint64_t varint() {
        std::uint64_t number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<std::uint8_t>(take(1).front());
            number |= std::uint64_t{byte & 0x7fu} << shift;
            if ((byte & 0x80) == 0) return number;
        }
        throw Malformed{"a number is too long"};
    }
    std::string_view take(std::uint64_t count) {
        if (count > rest_.size()) throw Malformed{"a column ends early"};
        const auto bytes = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return bytes;
    }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

// Views into the ids' column, or of the id of a change that is done.
class MetReader {
  public:
    std::string_view get(ColumnReader& places, ColumnReader& ids, std::size_t bytes) {
        const auto back = places.varint();
        if (back > met_.size()) throw Malformed{"a place before the first"};
        if (back == 0) met_.emplace_back(ids.take(bytes));
        return back == 0 ? met_.back() : met_[met_.size() - back];
    }
    void meet(std::string_view id) { met_.emplace_back(id); }

  private:
    std::vector<std::string_view> met_;
};

}  // namespace

std::string to_columns(const std::vector<std::string>& changes) {
    std::array<std::string, kColumns> columns;
    MetWriter replicas, records, ids;
    std::array<std::uint64_t, 4> before{};
    for (const auto& bytes : changes) {
        const auto parts = record::split_change(bytes);
        if (!parts || parts->texts[ChangeParts::kSuperseded].size() % 32 != 0) {
            columns[kLengths] += '\0';
            put_varint(columns[kLengths], bytes.size());
            columns[kWhole] += bytes;
            continue;
        }
        columns[kLengths] += '\1';
        auto superseded = parts->texts[ChangeParts::kSuperseded];
        put_varint(columns[kLengths], superseded.size() / 32);
        for (std::size_t i = 0; i < ChangeParts::kTexts; ++i) {
            if (i == ChangeParts::kSuperseded) continue;
            put_varint(columns[kLengths], parts->texts[i].size());
            columns[column_of_text(i)] += parts->texts[i];
        }
        replicas.put(parts->replica, columns[kPlaces], columns[kIds]);
        records.put(parts->record, columns[kPlaces], columns[kIds]);
        ids.put(parts->previous, columns[kPlaces], columns[kIds]);
        for (; !superseded.empty(); superseded.remove_prefix(32)) ids.put(superseded.substr(0, 32), columns[kPlaces], columns[kIds]);
        const auto numbers = numbers_of(*parts);
        for (std::size_t i = 0; i < numbers.size(); ++i) put_varint(columns[kSequence + i], zigzag(numbers[i] - before[i]));
        before = numbers;
        ids.meet(view_of(record::change_id(bytes)));
    }
    std::size_t size = 0;
    for (const auto& column : columns) size += column.size() + 10;
    std::string out;
    out.reserve(size + 10);
    put_varint(out, changes.size());
    for (const auto& column : columns) put_varint(out, column.size());
    for (const auto& column : columns) out += column;
    return out;
}

std::vector<std::string> from_columns(std::string_view bytes, std::size_t bytes_max) {
    ColumnReader all(bytes);
    const auto count = all.varint();
    std::array<std::uint64_t, kColumns> sizes{};
    for (auto& size : sizes) size = all.varint();
    std::array<ColumnReader, kColumns> columns;
    for (std::size_t i = 0; i < kColumns; ++i) columns[i] = ColumnReader(all.take(sizes[i]));
    if (!all.at_end()) throw Malformed{"bytes after the columns"};

    std::vector<std::string> changes;
    std::deque<base::ChangeId> done;   // What is in it stays where it is: others look into it.
    MetReader replicas, records, ids;
    std::array<std::uint64_t, 4> before{};
    std::size_t total = 0;
    const auto make_room = [&](std::uint64_t size) {
        if (size > bytes_max - total) throw Malformed{"more than a message may hold"};
        total += size;
    };
    std::string superseded;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto form = columns[kLengths].varint();
        if (form > 1) throw Malformed{"a change of no known form"};
        if (form == 0) {
            const auto size = columns[kLengths].varint();
            make_room(size);
            changes.emplace_back(columns[kWhole].take(size));
            continue;
        }
        const auto seen = columns[kLengths].varint();
        if (seen > bytes_max / 32) throw Malformed{"more than a message may hold"};
        make_room(seen * 32);
        ChangeParts parts;
        for (std::size_t text = 0; text < ChangeParts::kTexts; ++text) {
            if (text != ChangeParts::kSuperseded) parts.texts[text] = columns[column_of_text(text)].take(columns[kLengths].varint());
        }
        parts.replica = replicas.get(columns[kPlaces], columns[kIds], 16);
        parts.record = records.get(columns[kPlaces], columns[kIds], 16);
        parts.previous = ids.get(columns[kPlaces], columns[kIds], 32);
        superseded.clear();
        for (std::uint64_t id = 0; id < seen; ++id) superseded += ids.get(columns[kPlaces], columns[kIds], 32);
        for (std::size_t number = 0; number < before.size(); ++number) before[number] += unzigzag(columns[kSequence + number].varint());
        parts.sequence = before[0];
        parts.counter = before[1];
        parts.wall_ms = static_cast<std::int64_t>(before[2]);
        parts.offset_minutes = static_cast<std::int32_t>(before[3]);
        make_room(record::joined_size(parts));
        parts.texts[ChangeParts::kSuperseded] = superseded;
        changes.push_back(record::join_change(parts));
        ids.meet(view_of(done.emplace_back(record::change_id(changes.back()))));
    }
    for (const auto& column : columns) {
        if (!column.at_end()) throw Malformed{"a column is too long"};
    }
    return changes;
}

}  // namespace yuanquan::wire
