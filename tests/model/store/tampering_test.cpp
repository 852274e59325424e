// H11: what someone altered, deleted or added with another program is found and named, whatever row and column.

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "model/store/database.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::store;

namespace {

const std::map<std::string, std::string> kKeys{  // Of every kept table but `areas`, which is loaded anew at each start.
    {"settings", "name"}, {"replicas", "number"}, {"changes", "arrival"}, {"forks", "change"}, {"quarantine", "number"},
    {"blobs", "id"}, {"blob_receipts", "id"}, {"releases", "change"}, {"forms", "number"}, {"form_media", "place"}, {"drafts", "id"}, {"draft_entries", "number"},
    {"peers", "name"}, {"receipts", "number"}, {"list_columns", "form_id"}, {"moves", "arrival"}};

void write_everything(const std::string& file) {
    const ScratchFolder folder;
    ScratchStore other(folder.file("other.db"), 8), mine(file);
    for (int i = 0; i < 3; ++i) other.set(other.new_id(), "name", "n" + std::to_string(i));
    const auto id = mine.new_id();
    mine.set(id, "name", "a");
    std::filesystem::copy_file(mine.file, folder.file("twin.db"));
    std::filesystem::copy_file(mine.file + "-wal", folder.file("twin.db-wal"));
    ScratchStore twin(folder.file("twin.db"), 9);
    twin.set(id, "name", "b");
    mine.save(id, {{}, {{"@area", "a2"}}});
    mine.take(other.bytes_after());
    mine.take(twin.bytes_after());
    for (int i = 0; i < 2; ++i) {
        const auto text = std::to_string(i);
        REQUIRE(mine.store->put_quarantine("garbage " + text, "damaged", "stick"));
        REQUIRE(mine.store->confirm_blobs({*mine.store->put_blob("photo " + text)}, "epoch"));
        REQUIRE(mine.store->add_receipt("hq", {"receipt " + text, 1, 5}));
        REQUIRE(mine.store->install_form({"household", text, "t", "h.md", "source", {{"a.csv", "x"}, {"b.csv", "y"}}, 1}));
        REQUIRE(mine.store->set_setting("s" + text, "v"));
        DraftHead draft;
        draft.id.bytes.fill(static_cast<std::uint8_t>(i + 1));
        REQUIRE(mine.store->put_draft(draft));
        REQUIRE(mine.store->append_draft(draft.id, {DraftEntry::Kind::answer, "a", text}, "a"));
    }
    other.save(other.new_id(), {{}, {{"name", "late"}}});
    other.save(other.new_id(), {{}, {{"name", "later"}}});
    const auto late = other.bytes_after(3);
    for (const auto& change : late) REQUIRE(mine.store->put_quarantine(change, "not_authorised", "stick"));
    const auto aside = *mine.store->quarantine();
    for (const auto& kept : aside) REQUIRE(mine.store->release(kept.number, "lead"));
    REQUIRE(mine.store->set_list_columns({"household", {"name"}, {"name"}}));
    REQUIRE(mine.store->verify()->empty());
}

void run_sql(const std::string& file, const std::string& sql) {
    auto database = Database::open(file);
    REQUIRE(database);
    (*database)->script(("PRAGMA foreign_keys=OFF;" + sql).c_str());
    const auto status = (*database)->status();
    REQUIRE_MESSAGE(status.has_value(), sql << ": " << status.error().describe());
}

bool is_found(const std::string& file, const std::string& table) {
    base::FixedClock clock{1};
    base::SeededRandom random(3);
    auto store = Store::open(file, clock, random);
    if (!store) return true;
    const auto findings = (*store)->verify();
    REQUIRE(findings);
    for (const auto& finding : *findings) {
        if (finding.place.sheet == table && !finding.parameters.at("what").empty()) return true;
    }
    return false;
}

std::vector<std::string> columns_of(const std::string& file, const std::string& table) {
    auto database = Database::open(file);
    REQUIRE(database);
    static std::vector<std::unique_ptr<std::string>> sql;  // A statement's text outlives its database.
    sql.push_back(std::make_unique<std::string>("SELECT name FROM pragma_table_info('" + table + "')"));
    std::vector<std::string> columns;
    for (Query query(**database, *sql.back()); query.step();) columns.push_back(query.text(0));
    return columns;
}

}  // namespace

TEST_CASE("an altered or deleted row of any kept table is found, whichever column, the first and the last row too") {
    const ScratchFolder folder;
    const std::string file = folder.file("store.db"), altered = folder.file("altered.db");
    write_everything(file);
    int tried = 0;
    const auto try_sql = [&](const std::string& table, const std::string& sql) {
        CAPTURE(sql);
        std::filesystem::copy_file(file, altered, std::filesystem::copy_options::overwrite_existing);
        run_sql(altered, sql);
        CHECK(is_found(altered, table));
        ++tried;
    };
    CHECK_FALSE(is_found(file, "changes"));
    for (const auto& [table, key] : kKeys) {
        const auto columns = columns_of(file, table);
        REQUIRE(!columns.empty());
        for (const std::string order : {"ASC", "DESC"}) {
            const std::string row = " WHERE " + key + " = (SELECT " + key + " FROM " + table + " ORDER BY " + key + ' ' +
                                    order + " LIMIT 1)";
            try_sql(table, "DELETE FROM " + table + row);
            for (const auto& column : columns) {
                try_sql(table, "UPDATE " + table + " SET " + column + " = CASE typeof(" + column +
                                   ") WHEN 'integer' THEN " + column + " + 777 WHEN 'blob' THEN CAST(" + column +
                                   " || x'00' AS BLOB) ELSE " + column + " || 'x' END" + row);
            }
        }
    }
    try_sql("changes", "DELETE FROM changes WHERE arrival > 2");
    try_sql("settings", "INSERT INTO settings VALUES('added', 'x')");
    try_sql("settings", "DELETE FROM row_seals WHERE name = 'settings' AND key = '''s1'''");
    try_sql("changes", "DELETE FROM row_seals WHERE name = 'changes'");
    MESSAGE(tried << " alterations");
}

TEST_CASE("files of earlier versions are taken over with all that is in them, and have the tables of a new one") {
    const auto schema_of = [](const std::string& file) {
        auto database = Database::open(file);
        REQUIRE(database);
        std::set<std::string> names;
        for (Query query(**database, "SELECT type || ' ' || tbl_name || ' ' || name FROM sqlite_schema"); query.step();) names.insert(query.text(0));
        return names;
    };
    const ScratchFolder another;
    ScratchStore(another.file("new.db")).close();
    const auto present = schema_of(another.file("new.db"));
    for (const char* version : {"1", "2", "3"}) {
        CAPTURE(version);
        const ScratchFolder folder;
        const std::string file = folder.file("store.db");
        std::filesystem::copy_file(std::string(YUANQUAN_SOURCE_DIR "/tests/compat/version_") + version + ".db", file);
        ScratchStore store(file);
        CHECK(store.store->counts()->records == 12);
        CHECK(store.store->verify()->empty());
        store.set(store.new_id(), "name", "new");
        REQUIRE(store.store->confirm_blobs({*store.store->put_blob("photo")}, "epoch"));
        store.close();
        store.open();
        CHECK(store.store->verify()->empty());
        store.close();
        CHECK(schema_of(file) == present);
    }
}
