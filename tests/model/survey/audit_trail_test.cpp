// The audit of a form that asks for one: what was opened and answered when, kept with the change that was saved.
#include <doctest/doctest.h>

#include <algorithm>

#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/record/fold.hpp"
#include "model/survey/audit_trail.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::survey {
namespace {

constexpr char kForm[] = R"(
| survey |
| | type | name | label | parameters |
| | text | head | Head | |
| | begin_repeat | members | Members | |
| | text | name | Name | |
| | end_repeat | | | |
| | audit | audit | | PARAMETERS |
| settings |
| | form_title | form_id | version |
| | Audited | audited | 1 |
)";

struct Desk {
    explicit Desk(const std::string& parameters = "") {
        auto opened = Workspace::open(folder.file("w"), clock, random);
        REQUIRE(opened.has_value());
        workspace = std::move(*opened);
        const auto form = folder.file("audited.md");
        std::string text = kForm;
        text.replace(text.find("PARAMETERS"), 10, parameters);
        REQUIRE(base::write_file(form, text));
        const auto installed = workspace->install_form(form);
        REQUIRE(installed.has_value());
        REQUIRE(installed->id == "audited");
        REQUIRE(workspace->set_identity({"zhang.wei", Role::member, {}}));
    }
    std::unique_ptr<Visit> start() {
        auto visit = Visit::start(*workspace, "audited", "");
        REQUIRE(visit.has_value());
        return std::move(*visit);
    }
    void answer(Visit& visit, const std::string& path, const std::string& value) {
        visit.came_to(path);
        clock.advance(1000);
        REQUIRE(visit.answer(*visit.form().find(path), value));
    }
    std::vector<std::vector<std::string>> trail(const record::RecordId& id, std::size_t file = 0) {
        const auto record = workspace->store().record(id);
        REQUIRE(record.has_value());
        const auto files = audit_files(*record);
        REQUIRE(files.size() > file);
        REQUIRE(files[file].ends_with("/audit.csv"));
        const auto bytes = workspace->store().blob(*base::BlobId::parse(files[file].substr(5, 64)));
        REQUIRE(bytes.has_value());
        const auto book = base::read_csv(*bytes, "audit");
        REQUIRE(book.has_value());
        std::vector<std::vector<std::string>> rows;
        for (const auto& row : book->sheets.front().rows) rows.push_back(row.cells);
        return rows;
    }
    static std::string words(const std::vector<std::vector<std::string>>& rows, std::size_t column) {
        std::string out;
        for (std::size_t i = 1; i < rows.size(); ++i) out += (i > 1 ? "," : "") + (column < rows[i].size() ? rows[i][column] : std::string());
        return out;
    }

    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random{3};
    std::unique_ptr<Workspace> workspace;
};

}  // namespace

TEST_CASE("a saved visit carries its audit, in ODK's columns, over two sittings") {
    Desk desk;
    auto visit = desk.start();
    const auto record = visit->record();
    desk.answer(*visit, "head", "塞力克");
    const auto members = visit->form().children(visit->form().root()).at(1);
    const auto row = visit->add_row(members);
    REQUIRE(row.has_value());
    REQUIRE(visit->went_away());
    const auto draft = visit->draft().id;
    visit.reset();

    auto again = Visit::resume(*desk.workspace, draft);
    REQUIRE(again.has_value());
    const auto& form = (*again)->form();
    const auto last = form.children(form.children(form.root()).at(1)).back();
    desk.answer(**again, form.cell_path(last) + "/name", "阿依古丽");
    REQUIRE((*again)->save());

    const auto rows = desk.trail(record);
    CHECK(rows.front() == std::vector<std::string>{"event", "node", "start", "end"});
    CHECK(Desk::words(rows, 0) == "form start,question,add repeat,form exit,form resume,question,form save");
    CHECK(Desk::words(rows, 1) == ",/data/head,/data/members[2],,,/data/members[2]/name,");
    CHECK(rows[2][2] == "1800000000000");
    CHECK(rows[2][3] == "1800000001000");
}

TEST_CASE("old and new values and the person are noted where the form asks for them") {
    Desk desk("track-changes=true identify-user=true");
    auto visit = desk.start();
    const auto record = visit->record();
    desk.answer(*visit, "head", "一, \"二\"\n三");
    REQUIRE(visit->save());
    auto again = Visit::open(*desk.workspace, record);
    REQUIRE(again.has_value());
    desk.answer(**again, "head", "四");
    REQUIRE((*again)->save());

    std::vector<std::string> seen;
    for (std::size_t file = 0; file < 2; ++file) {
        const auto rows = desk.trail(record, file);
        CHECK(rows.front() == std::vector<std::string>{"event", "node", "start", "end", "old-value", "new-value", "user"});
        seen.push_back(rows[2][4] + ">" + rows[2][5]);
        CHECK(rows[2][6] == "zhang.wei");
    }
    std::sort(seen.begin(), seen.end());
    CHECK(seen == std::vector<std::string>{">一, \"二\"\n三", "一, \"二\"\n三>四"});
}

TEST_CASE("looking at a record without a change leaves no audit, and no draft") {
    Desk desk;
    auto visit = desk.start();
    const auto record = visit->record();
    desk.answer(*visit, "head", "x");
    REQUIRE(visit->save());
    auto again = Visit::open(*desk.workspace, record);
    REQUIRE(again.has_value());
    (*again)->came_to("head");
    REQUIRE((*again)->went_away());
    CHECK(desk.workspace->store().drafts()->empty());
    const auto saved = (*again)->save();
    REQUIRE(saved.has_value());
    CHECK(saved->nothing_changed);
    CHECK(audit_files(*desk.workspace->store().record(record)).size() == 1);
}

}  // namespace yuanquan::survey
