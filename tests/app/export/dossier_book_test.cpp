#include "app/export/dossier_book.hpp"

#include "app/export/dossier_html.hpp"
#include "app/export/household_card.hpp"
#include "model/base/text.hpp"
#include "model/base/xml.hpp"
#include "tests/app/export/export_desk.hpp"

// Papers of whole villages and of one page, read back by poppler: nothing is missing, cut off or drawn as a box.

namespace yuanquan::exports {

namespace {

// A household as full as they come: 15 members, a name of 20 characters, an address of 200, no photo, 40 ledger entries.
Given full_household(const std::string& name) {
    std::string address;
    for (int i = 0; i < 200; ++i) address += i % 2 == 0 ? "路" : "巷";
    Given given = {{"identity/survey_year", "2016"}, {"identity/household_number", "H-1"}, {"identity/head_name", name}, {"identity/address", address}};
    for (int i = 1; i <= 15; ++i) {
        const auto row = "members[" + std::to_string(i) + "]/";
        given.emplace_back(row + "name", i == 1 ? name : "成员" + std::string(i % 2 == 0 ? "䶮" : "𬭩"));
        given.emplace_back(row + "birth_date", "19" + std::to_string(50 + i) + "-03-12");
    }
    for (int i = 1; i <= 40; ++i) {
        const auto row = "ledger[" + std::to_string(i) + "]/";
        given.emplace_back(row + "done", "第" + std::to_string(i) + "次走访，送去化肥和种子");
    }
    return given;
}

struct PaperDesk {
    PaperDesk() : texts(ExportDesk::texts("zh")) {
        options.texts = &texts;
        options.printed_ms = 1'800'000'000'000;
        options.offset_minutes = 480;
        options.office = "office";
    }
    words::Texts texts;
    ExportDesk desk{std::string(YUANQUAN_SOURCE_DIR) + "/assets/forms/household.md"};
    DossierOptions options;
};

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

}  // namespace

TEST_CASE("a book of dossiers has a table of contents whose pages are right, and numbers its pages through") {
    PaperDesk paper;
    std::vector<record::RecordId> ids;
    for (const char* name : {"马䶮", "塞力克·阿不都拉"}) ids.push_back(paper.desk.save(full_household(name)));
    DossierBook book;
    book.title = "源泉村";
    book.count = ids.size();
    book.view = [&](std::size_t i) -> base::Result<survey::RecordView> { return paper.desk.view(ids[i], "zh", true); };
    const auto path = paper.desk.folder.file("book.pdf");
    const auto pages = write_dossier_book(book, paper.options, path);
    REQUIRE_MESSAGE(pages.has_value(), pages.error().describe());
    const auto text = run_on_pdf("pdftotext -layout", path, "-");
    if (!text.available) {
        MESSAGE("pdftotext is not here: not checked");
        return;
    }
    const auto sheets = base::split(text.out, '\f');
    REQUIRE(sheets.size() == *pages + 1);   // A form feed ends each.
    CHECK(sheets[0].find("目录") != std::string_view::npos);
    for (std::size_t page = 1; page <= *pages; ++page) {
        const auto number = "第 " + std::to_string(page) + " 页";
        CHECK_MESSAGE(sheets[page - 1].find(paper.texts.tr("paper.page", {{"page", std::to_string(page)}, {"pages", std::to_string(*pages)}})) != std::string_view::npos, number);
    }
    // The page that the contents give is the one on which the household begins.
    for (const auto line : base::split(sheets[0], '\n')) {
        if (line.find("塞力克") == std::string_view::npos) continue;
        const auto words = base::split_space(line);
        const auto page = base::parse_integer(words.back());
        REQUIRE(page.has_value());
        CHECK(sheets[static_cast<std::size_t>(*page) - 1].find("塞力克·阿不都拉") != std::string_view::npos);
        CHECK(sheets[static_cast<std::size_t>(*page) - 2].find("塞力克·阿不都拉") == std::string_view::npos);
    }
}

TEST_CASE("a card is one page with the household's name, its members and no box") {
    PaperDesk paper;
    std::string name;
    for (int i = 0; i < 20; ++i) name += i % 3 == 0 ? "塞" : "克";
    const auto id = paper.desk.save(full_household(name));
    const auto card = write_household_card(paper.desk.view(id, "zh", true), paper.options);
    REQUIRE_MESSAGE(card.has_value(), card.error().describe());
    const auto path = paper.desk.folder.file("card.pdf");
    REQUIRE(base::write_file(path, *card));
    const auto text = run_on_pdf("pdftotext -layout", path, "-");
    if (!text.available) {
        MESSAGE("pdftotext is not here: not checked");
        return;
    }
    CHECK(count_of(text.out, "\f") == 1);
    CHECK(base::replace_all(base::replace_all(text.out, " ", ""), "\n", "").find(name) != std::string::npos);
    const auto squeezed = base::replace_all(base::replace_all(text.out, " ", ""), "\n", "");
    CHECK(squeezed.find("路巷路巷") != std::string::npos);
    CHECK((count_of(squeezed, "路") == 100 || squeezed.find("…") != std::string::npos));   // Whole, or it says that there is more.
    CHECK(count_of(text.out, "成员䶮") == 7);
    CHECK(text.out.find("1965-03-12") == std::string::npos);
    CHECK(text.out.find("其余") != std::string::npos);
    const auto fonts = run_on_pdf("pdffonts", path);
    std::size_t embedded = 0, listed = 0;
    const auto lines = base::split(fonts.out, '\n');
    for (std::size_t i = 2; i < lines.size(); ++i) {
        if (lines[i].empty()) continue;
        ++listed;
        embedded += lines[i].find(" yes yes ") != std::string_view::npos ? 1 : 0;   // Embedded, a subset.
    }
    CHECK(listed > 0);
    CHECK(embedded == listed);
}

TEST_CASE("the edition of changes has what changed since and nothing else") {
    PaperDesk paper;
    const auto id = paper.desk.save(full_household("马䶮"));
    paper.desk.clock.advance(std::int64_t{10} * 86'400'000);
    paper.desk.edit(id, {{"identity/head_name", "马龙"}});
    auto lines = *survey::view_history(*paper.desk.workspace, id, "zh");
    std::erase_if(lines, [&](const auto& line) { return line.wall_ms < paper.desk.clock.now_ms(); });
    paper.options.changes = lines;
    paper.options.since = "2027-01-20";
    const auto path = paper.desk.folder.file("since.pdf");
    REQUIRE(base::write_file(path, *write_dossier_pdf(paper.desk.view(id, "zh", true), paper.options)));
    const auto text = run_on_pdf("pdftotext -layout", path, "-");
    if (!text.available) {
        MESSAGE("pdftotext is not here: not checked");
        return;
    }
    CHECK(text.out.find("马䶮 → 马龙") != std::string::npos);
    CHECK(text.out.find("化肥") == std::string::npos);
}

TEST_CASE("a dossier in HTML is one well-formed page without scripts, and no answer becomes markup") {
    PaperDesk paper;
    auto given = full_household("马䶮");
    given.emplace_back("identity/address", "<script>alert(1)</script> & \"x\"");
    const auto id = paper.desk.save(given);
    const auto html = write_dossier_html(paper.desk.view(id, "zh", true), paper.options);
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("&lt;script&gt;") != std::string::npos);
    CHECK(html.find("http://") == std::string::npos);
    CHECK(html.find("src=\"h") == std::string::npos);
    CHECK(count_of(html, "成员䶮") == 7);
    CHECK(count_of(html, "送去化肥") == 40);
    CHECK(count_of(html, "<table") == count_of(html, "</table>"));
}

}  // namespace yuanquan::exports
