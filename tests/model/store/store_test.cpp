#include "model/store/store.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "model/record/change_codec.hpp"
#include "model/store/database.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::store;

namespace {

const std::string kRow = "members[00000000000000aa]";

std::string contents(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

// As another program would, once the store is closed.
void sql(const std::string& path, const std::string& text) {
    auto database = Database::open(path);
    REQUIRE_MESSAGE(database.has_value(), database.error().describe());
    (*database)->script(text.c_str());
    const auto status = (*database)->status();
    REQUIRE_MESSAGE(status.has_value(), status.error().describe());
}

ListRow row_of(const Store& store, const RecordId& id) {
    const auto rows = store.list();
    for (const ListRow& row : *rows) {
        if (row.id == id) return row;
    }
    return {};
}

}  // namespace

TEST_CASE("what was saved is there after closing and opening") {
    ScratchFolder folder;
    ScratchStore a(folder.file("w/store.db"));
    const RecordId id = a.new_id();
    a.save(id, {{{kRow, true}}, {{"phone", "1"}, {kRow + "/name", "张𬭩"}, {"@title", "张三"}}});
    a.set(id, "phone", "2");
    const ReplicaId replica = a.store->replica();
    const std::string hash = *a.store->state_hash();
    a.close();
    a.open();
    CHECK(a.store->replica() == replica);
    CHECK(a.store->state_hash() == hash);
    const auto record = a.store->record(id);
    REQUIRE(record);
    CHECK(record->value("phone") == "2");
    CHECK(record->value(kRow + "/name") == "张𬭩");
    const auto changes = a.store->changes_of(id);
    REQUIRE(changes->size() == 2);
    CHECK((*changes)[1].change.sequence == 2);
    CHECK((*changes)[1].change.previous == (*changes)[0].id);
    CHECK((*changes)[1].change.counter > (*changes)[0].change.counter);
    a.set(id, "phone", "3");
    CHECK(a.store->changes_of(id)->back().change.sequence == 3);
    CHECK(a.store->verify()->empty());
    CHECK(a.store->record(a.new_id()).error().code == base::ErrorCode::not_found);
}

TEST_CASE("a second opener is told that the store is in use, and does no harm") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    a.set(a.new_id(), "phone", "1");
    const auto second = Store::open(a.file, a.clock, a.random);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == base::ErrorCode::in_use);
    a.set(a.new_id(), "phone", "2");
    a.close();
    a.open();
    CHECK(a.store->counts()->records == 2);
}

TEST_CASE("a later program's file is refused and not touched") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    a.set(a.new_id(), "phone", "1");
    a.close();
    sql(a.file, "PRAGMA user_version=99");
    const std::string before = contents(a.file);
    const auto opened = Store::open(a.file, a.clock, a.random);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == base::ErrorCode::too_new);
    CHECK(contents(a.file) == before);
}

TEST_CASE("a file of something else is refused and not touched") {
    ScratchFolder folder;
    const std::string other = folder.file("other.db"), text = folder.file("text.db");
    sql(other, "CREATE TABLE t(x)");
    std::ofstream(text) << std::string(5000, 'x');
    const std::string before = contents(other);
    base::SeededRandom random(1);
    CHECK(Store::open(other, base::system_clock(), random).error().code == base::ErrorCode::bad_input);
    CHECK(contents(other) == before);
    CHECK(Store::open(text, base::system_clock(), random).error().code == base::ErrorCode::damaged);
    CHECK(contents(text) == std::string(5000, 'x'));
}

TEST_CASE("lists show title, columns, row counts and search by pinyin") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    const RecordId id = a.new_id();
    a.save(id, {{{kRow, true}}, {{"phone", "13800001234"}, {kRow + "/name", "李梅"}, {"@title", "张三"}, {"@state", "saved"}}});
    REQUIRE(a.store->set_list_columns({"household", {"phone", "members", "none"}, {"phone", "members/name"}}));
    const ListRow row = row_of(*a.store, id);
    CHECK(row.title == "张三");
    CHECK(row.state == "saved");
    CHECK(row.columns == std::vector<std::string>{"13800001234", "1", ""});
    for (const std::string text : {"张", "zhang san", "zhangsan", "zs", "LM", "limei", "1234", "张三 0000"}) {
        CAPTURE(text);
        ListFilter filter;
        filter.text = text;
        CHECK(a.store->list(filter)->size() == 1);
    }
    ListFilter filter;
    filter.text = "nobody";
    CHECK(a.store->list(filter)->empty());
    a.save(id, {{{kRow, false}}, {}});
    CHECK(row_of(*a.store, id).columns[1] == "0");
    CHECK(row_of(*a.store, id).search.find("梅") == std::string::npos);
    a.close();
    a.open();
    CHECK(row_of(*a.store, id).columns[0] == "13800001234");
    CHECK(a.store->verify()->empty());
}

TEST_CASE("lists filter by form, area tree, parent and conflicts") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db")), b(folder.file("b.db"), 2);
    REQUIRE(a.store->set_areas({{"62", ""}, {"6209", "62"}, {"620981", "6209"}, {"63", ""}, {"loop", "loop"}}));
    const RecordId household = a.new_id(), visit = a.new_id(), lost = a.new_id();
    a.save(household, {{}, {{"phone", "1"}}}, "620981");
    a.save(visit, {{}, {{"@parent", household.text()}}}, "63");
    a.save(lost, {{}, {{"x", "1"}}}, "loop");
    const auto count = [&](const ListFilter& filter) { return a.store->list(filter)->size(); };
    ListFilter filter;
    CHECK(count(filter) == 3);
    filter.area = "62";
    CHECK(count(filter) == 1);
    filter.area = "loop";
    CHECK(count(filter) == 1);
    filter = {};
    filter.parent = household;
    CHECK(count(filter) == 1);
    filter = {};
    filter.form_id = "visit";
    CHECK(count(filter) == 0);
    b.take(a.bytes_after());
    a.set(household, "phone", "2");
    b.set(household, "phone", "3");
    b.take(a.bytes_after());
    a.take(b.bytes_after());
    filter = {};
    filter.only_conflicts = true;
    CHECK(count(filter) == 1);
    CHECK(a.store->counts()->conflicts == 1);
    CHECK(row_of(*b.store, household).conflicts == 1);
    CHECK(*a.store->state_hash() == *b.store->state_hash());
}

TEST_CASE("a receipt tells what is at headquarters, and a later save is not yet") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    const RecordId id = a.new_id(), other = a.new_id();
    a.set(id, "phone", "1");
    CHECK_FALSE(row_of(*a.store, id).at_headquarters);
    CHECK(a.store->counts()->unsent == 1);
    REQUIRE(a.store->add_receipt("hq", {"signed", a.store->last_arrival(), 5}));
    CHECK(row_of(*a.store, id).at_headquarters);
    CHECK(a.store->counts()->unsent == 0);
    a.set(other, "phone", "1");
    CHECK(row_of(*a.store, id).at_headquarters);
    CHECK_FALSE(row_of(*a.store, other).at_headquarters);
    CHECK_FALSE(a.store->add_receipt("hq", {"signed", 99, 5}));
    a.close();
    a.open();
    CHECK(row_of(*a.store, id).at_headquarters);
    CHECK(a.store->peer("hq")->sent == 1);
    CHECK(a.store->receipts("hq")->size() == 1);
    REQUIRE(a.store->set_setting("role", "hq"));
    CHECK(row_of(*a.store, other).at_headquarters);
    CHECK(a.store->peer("nobody")->sent == 0);
}

TEST_CASE("a draft keeps every answer, in order, until it is saved or discarded") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    DraftHead head;
    head.id = base::DraftId::random(a.random);
    head.record = a.new_id();
    head.parent = a.new_id();
    head.form_id = "household";
    head.place = "start";
    REQUIRE(a.store->put_draft(head));
    CHECK(a.store->append_draft(head.id, {DraftEntry::Kind::add_row, kRow, ""}, kRow));
    CHECK(a.store->append_draft(head.id, {DraftEntry::Kind::answer, kRow + "/name", "x"}, kRow + "/name"));
    CHECK(a.store->append_draft(base::DraftId{}, {}, "").error().code == base::ErrorCode::not_found);
    a.close();
    a.open();
    const auto drafts = a.store->drafts();
    REQUIRE(drafts->size() == 1);
    CHECK((*drafts)[0].place == kRow + "/name");
    CHECK((*drafts)[0].parent == head.parent);
    const auto entries = a.store->draft_entries(head.id);
    REQUIRE(entries->size() == 2);
    CHECK((*entries)[0].kind == DraftEntry::Kind::add_row);
    CHECK((*entries)[1].value == "x");
    REQUIRE(a.store->save(head.record, "zhang", "a1", "household", "1", {{record::OpKind::set, "x", "1", {}}}, &head.id));
    CHECK(a.store->drafts()->empty());
    CHECK(a.store->draft_entries(head.id)->empty());
    REQUIRE(a.store->put_draft(head));
    REQUIRE(a.store->discard_draft(head.id));
    CHECK(a.store->counts()->drafts == 0);
}

TEST_CASE("forms are kept by version and never replaced") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    InstalledForm form{"household", "1", "Household", "household.md", "source", {{"areas.csv", "x,y"}}, 0};
    REQUIRE(a.store->install_form(form));
    CHECK(a.store->install_form(form));
    form.source = "other";
    CHECK(a.store->install_form(form).error().code == base::ErrorCode::already_exists);
    form.version = "2";
    REQUIRE(a.store->install_form(form));
    CHECK(a.store->form("household")->version == "2");
    CHECK(a.store->form("household", "1")->source == "source");
    CHECK(a.store->form("household", "1")->media == form.media);
    CHECK(a.store->form("household", "3").error().code == base::ErrorCode::not_found);
    CHECK(a.store->forms()->size() == 2);
    CHECK((*a.store->forms(true))[0].source == "other");
    CHECK((*a.store->forms())[0].source.empty());
}

TEST_CASE("blobs are kept once, checked when read, and missing ones are known") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    const std::string photo(3'000'000, 'p');
    const auto id = a.store->put_blob(photo);
    REQUIRE(id);
    CHECK(a.store->put_blob(photo) == *id);
    CHECK(a.store->blob(*id) == photo);
    a.set(a.new_id(), "photo", "blob:" + id->text() + "/house.jpg");
    CHECK(a.store->missing_blobs()->empty());
    BlobId other = *id;
    other.bytes[0] ^= 1;
    a.set(a.new_id(), "photo", "blob:" + other.text() + "/door.jpg");
    CHECK(a.store->missing_blobs() == std::vector<BlobId>{other});
    CHECK(a.store->blob(other).error().code == base::ErrorCode::not_found);
}

TEST_CASE("what cannot be said in the log is refused before anything is written") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    const auto save = [&](record::Op op) {
        return a.store->save(a.new_id(), "zhang", "a1", "household", "1", {std::move(op)});
    };
    CHECK(save({record::OpKind::set, "a//b", "1", {}}).error().code == base::ErrorCode::bad_input);
    CHECK(save({record::OpKind::set, "a", std::string("x\0y", 3), {}}).error().code == base::ErrorCode::bad_input);
    CHECK(save({record::OpKind::set, "a", std::string(5 << 20, 'x'), {}}).error().code == base::ErrorCode::too_large);
    CHECK(a.store->last_arrival() == 0);
    CHECK(a.store->counts()->records == 0);
}

TEST_CASE("a record can be had as it was when a draft began") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    const RecordId id = a.new_id();
    a.set(id, "phone", "1");
    const Arrival seen = a.store->last_arrival();
    a.set(id, "phone", "2");
    CHECK(a.store->record_as_of(id, seen)->value("phone") == "1");
    CHECK(a.store->record(id)->value("phone") == "2");
    CHECK(a.store->record_as_of(id, 0).error().code == base::ErrorCode::not_found);
}

TEST_CASE("a backup holds the same, opens as a store, and replaces an older one whole") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    for (int i = 0; i < 50; ++i) a.set(a.new_id(), "phone", std::to_string(i));
    const std::string copy = folder.file("backup/copy.db");
    REQUIRE(a.store->backup(copy));
    a.set(a.new_id(), "phone", "later");
    REQUIRE(a.store->backup(copy));
    CHECK_FALSE(std::filesystem::exists(copy + ".part"));
    ScratchStore b(copy, 2);
    CHECK(*b.store->state_hash() == *a.store->state_hash());
    CHECK(b.store->counts()->records == 51);
    CHECK(b.store->verify()->empty());
}

TEST_CASE("rebuilding changes nothing that is right, and mends what is wrong") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db"));
    REQUIRE(a.store->set_list_columns({"household", {"phone"}, {"phone"}}));
    for (int i = 0; i < 5; ++i) a.set(a.new_id(), "phone", std::to_string(i));
    const auto before = a.store->list();
    a.close();
    sql(a.file, "UPDATE records SET search = 'wrong'; DELETE FROM records WHERE number = 3");
    a.open();
    CHECK(a.store->verify()->size() == 5);
    REQUIRE(a.store->rebuild());
    CHECK(a.store->verify()->empty());
    auto after = a.store->list();
    REQUIRE(after->size() == before->size());
    for (const ListRow& row : *before) CHECK(row_of(*a.store, row.id).search == row.search);
}

TEST_CASE("planted damage is found") {
    ScratchFolder folder;
    ScratchStore a(folder.file("store.db")), b(folder.file("b.db"), 2);
    b.set(b.new_id(), "phone", "other");
    for (int i = 0; i < 4; ++i) a.set(a.new_id(), "phone", std::to_string(i));
    a.take(b.bytes_after());
    for (int i = 0; i < 4; ++i) a.set(a.new_id(), "phone", std::to_string(i));
    REQUIRE(a.store->put_blob("photo"));
    REQUIRE(a.store->add_receipt("hq", {"signed", 9, 1}));
    REQUIRE(a.store->verify()->empty());
    a.close();
    const struct {
        const char* damage;
        const char* code;
    } cases[] = {
        {"UPDATE changes SET bytes = CAST(substr(bytes, 1, 60) || 'xx' || substr(bytes, 63) AS BLOB) WHERE arrival = 3",
         "store.hash_differs"},
        {"DELETE FROM changes WHERE arrival = 3", "store.change_missing"},
        {"DELETE FROM changes WHERE arrival = 9", "store.derived_differs"},
        {"DELETE FROM changes WHERE arrival = 9; DELETE FROM records WHERE last_own = 9", "store.change_missing"},
        {"DELETE FROM changes WHERE arrival = 5", "store.change_missing"},  // The other's.
        {"UPDATE changes SET arrival = 100 WHERE arrival = 2; UPDATE changes SET arrival = 2 WHERE arrival = 3;"
         "UPDATE changes SET arrival = 3 WHERE arrival = 100",
         "store.order_differs"},
        {"UPDATE changes SET record = zeroblob(16) WHERE arrival = 4", "store.columns_differ"},
        {"UPDATE changes SET sequence = 70 WHERE arrival = 4", "store.columns_differ"},
        {"UPDATE changes SET digest = zeroblob(16) WHERE arrival = 9", "store.order_differs"},
        {"UPDATE blobs SET bytes = 'phot0'", "store.hash_differs"},
        {"UPDATE records SET title = 'x' WHERE number = 2", "store.derived_differs"},
        {"UPDATE records SET conflicts = 1 WHERE number = 2", "store.derived_differs"},
        {"DELETE FROM records WHERE number = 2", "store.derived_missing"},
    };
    for (const auto& planted : cases) {
        CAPTURE(planted.damage);
        std::filesystem::copy_file(a.file, folder.file("damaged.db"), std::filesystem::copy_options::overwrite_existing);
        sql(folder.file("damaged.db"), planted.damage);
        ScratchStore damaged(folder.file("damaged.db"), 3);
        const auto findings = damaged.store->verify();
        REQUIRE(findings);
        CHECK(std::any_of(findings->begin(), findings->end(), [&](const auto& f) { return f.code == planted.code; }));
    }
}
