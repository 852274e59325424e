#include "model/store/seals.hpp"

#include "model/base/digest.hpp"
#include "model/base/text.hpp"

namespace yuanquan::store {
namespace {

constexpr std::size_t kDigestBytes = 16;

struct Kept {
    std::string table, key, columns;  // Comma between columns. Of blobs the id says what the bytes are.
};
const std::vector<Kept>& kept_tables() {
    static const std::vector<Kept> kTables{
        {"settings", "name", "name,value"},
        {"replicas", "number", "number,id,own"},
        {"forks", "change", "change,replica,sequence,reason,at_ms"},
        {"quarantine", "number", "number,digest,bytes,reason,source,at_ms"},
        {"blobs", "id", "id"},
        {"blob_receipts", "id", "id,epoch"},
        {"releases", "change", "change,person,reason,source,at_ms"},
        {"forms", "number", "number,id,version,title,file_name,source,installed_ms"},
        {"form_media", "form,place", "form,place,name,bytes"},
        {"drafts", "id",
         "id,form_id,form_version,record,is_new,parent,area,title,started_ms,touched_ms,place,seen"},
        {"draft_entries", "number", "number,draft,kind,path,value"},
        {"peers", "name", "name,sent,received,epoch,last_ms"},
        {"receipts", "number", "number,peer,bytes,up_to,at_ms"},
        {"list_columns", "form_id", "form_id,columns,search"},
        {"moves", "arrival,from_area", "arrival,record,from_area,to_area"},
    };
    return kTables;
}

std::string prefixed(const std::string& columns, const std::string& row) {
    std::string text;
    for (const auto column : base::split(columns, ',')) text += (text.empty() ? "" : ",") + row + '.' + std::string(column);
    return text;
}
std::string key_of(const Kept& kept, const std::string& row) {
    std::string text;
    for (const auto column : base::split(kept.key, ',')) {
        text += (text.empty() ? "quote(" : "||' '||quote(") + row + '.' + std::string(column) + ')';
    }
    return text;
}
std::string seal_values(const Kept& kept, const std::string& row) {
    return '\'' + kept.table + "'," + key_of(kept, row) + ",row_digest(" + prefixed(kept.columns, row) + ')';
}

// The SQL that finds rows and seals that do not agree; kept for the life of the program, as Database asks.
const std::vector<std::string>& checks() {
    static const std::vector<std::string> kChecks = [] {
        std::vector<std::string> all;
        for (const Kept& kept : kept_tables()) {
            const std::string key = key_of(kept, "t");
            all.push_back("SELECT CASE WHEN s.digest IS NULL THEN 'row_added' ELSE 'row_altered' END, '" + kept.table +
                          "', " + key + " FROM " + kept.table + " t LEFT JOIN row_seals s ON s.name = '" + kept.table +
                          "' AND s.key = " + key + " WHERE s.digest IS NOT row_digest(" + prefixed(kept.columns, "t") + ")");
            all.push_back("SELECT 'row_deleted', name, key FROM row_seals WHERE name = '" + kept.table +
                          "' AND key NOT IN (SELECT " + key + " FROM " + kept.table + " t)");
        }
        return all;
    }();
    return kChecks;
}

void put_number(std::string& bytes, std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(number >> shift & 0xff);
}

std::string digest_of(const std::string& bytes) {
    const auto digest = base::blake2b_256(bytes);
    return std::string(digest.begin(), digest.begin() + kDigestBytes);
}

}  // namespace

std::string next_digest(std::string_view before, const ChangeSeal& row) {
    std::string bytes(before);
    bytes += row.id;
    bytes += row.record;
    put_number(bytes, static_cast<std::uint64_t>(row.replica));
    put_number(bytes, row.sequence);
    put_number(bytes, row.counter);
    bytes += row.source;
    return digest_of(bytes);
}

void keep_seals(Database& database) {
    database.add_digest_function("row_digest", &digest_of);
    std::string sql;
    for (const Kept& kept : kept_tables()) {
        const std::string forget = "DELETE FROM row_seals WHERE name = '" + kept.table + "' AND key = " + key_of(kept, "OLD") + ';';
        const std::string keep = "INSERT OR REPLACE INTO row_seals(name,key,digest) VALUES(" + seal_values(kept, "NEW") + ");";
        const auto trigger = [&](const std::string& when, const std::string& what) {
            sql += "CREATE TEMP TRIGGER seal_" + when + '_' + kept.table + " AFTER " + when + " ON main." + kept.table +
                   " BEGIN " + what + " END;";
        };
        trigger("insert", keep);
        trigger("update", forget + keep);
        trigger("delete", forget);
    }
    database.script(sql.c_str());
}

void seal_all(Database& database) {
    std::string sql = "DELETE FROM row_seals;";
    for (const Kept& kept : kept_tables()) {
        sql += "INSERT INTO row_seals(name,key,digest) SELECT " + seal_values(kept, "t") + " FROM " + kept.table + " t;";
    }
    database.script(sql.c_str());
    Head head;
    for (Query row(database, "SELECT arrival, id, record, source, replica, sequence, counter FROM changes ORDER BY arrival");
         row.step();) {
        head.arrival = row.number(0);
        head.digest = next_digest(head.digest, {row.view(1), row.view(2), row.view(3), row.integer(4), row.number(5),
                                                row.number(6)});
        database.run("UPDATE changes SET digest = ? WHERE arrival = ?", Bytes{head.digest}, head.arrival);
    }
    put_head(database, head.arrival, head.digest);
}

void seal_anew(Database& database, const std::string& table) {
    for (const Kept& kept : kept_tables()) {
        if (kept.table != table) continue;
        const std::string sql = "DELETE FROM row_seals WHERE name = '" + table + "'; INSERT INTO row_seals(name,key,digest) SELECT " +
                                seal_values(kept, "t") + " FROM " + table + " t;";
        database.script(sql.c_str());
    }
}

void put_head(Database& database, std::uint64_t arrival, std::string_view digest) {
    std::string bytes(digest);
    put_number(bytes, arrival);
    database.run("INSERT OR REPLACE INTO row_seals(name, key, digest) VALUES('changes', 'head', ?)", Bytes{bytes});
}

Head head_of_log(Database& database) {
    Head head;
    Query query(database, "SELECT digest FROM row_seals WHERE name = 'changes' AND key = 'head'");
    if (!query.step()) return head;
    const std::string bytes = query.text(0);
    if (bytes.size() < 8) return head;
    head.digest = bytes.substr(0, bytes.size() - 8);
    for (std::size_t i = 0; i < 8; ++i) {
        head.arrival |= std::uint64_t{static_cast<std::uint8_t>(bytes[bytes.size() - 8 + i])} << 8 * i;
    }
    return head;
}

std::vector<BrokenSeal> broken_seals(Database& database) {
    std::vector<BrokenSeal> broken;
    for (const std::string& sql : checks()) {
        for (Query query(database, sql); query.step();) broken.push_back({query.text(0), query.text(1), query.text(2)});
    }
    return broken;
}

}  // namespace yuanquan::store
