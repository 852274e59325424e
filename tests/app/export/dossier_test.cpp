#include "app/export/dossier.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/export/dossier_html.hpp"
#include "model/base/text.hpp"
#include "model/survey/review.hpp"
#include "tests/app/export/export_desk.hpp"

// The dossier as a clerk gets it: read back with poppler's programs, which are told about when they are missing.

namespace yuanquan::exports {

namespace {

std::string asset(const std::string& name) { return base::join_path(*base::assets_folder(), name); }

Given demo_household(std::size_t number) {
    const auto json = nlohmann::json::parse(*base::read_file(asset("demo/households.json")));
    Given answers;
    for (const auto& answer : json.at(number).at("answers")) answers.emplace_back(answer.at("path"), answer.at("value"));
    return answers;
}

struct Pdf {
    std::string bytes, path;
};
Pdf print(ExportDesk& desk, const survey::RecordView& view, const std::string& language) {
    const auto texts = ExportDesk::texts(language);
    DossierOptions options;
    options.texts = &texts;
    options.printed_ms = desk.clock.now_ms();
    options.offset_minutes = 480;
    options.office = "office";
    options.blob = [&desk](const record::BlobId& id) { return desk.workspace->store().blob(id); };
    auto pdf = write_dossier_pdf(view, options);
    REQUIRE_MESSAGE(pdf.has_value(), pdf.error().describe());
    const auto path = desk.folder.file("dossier.pdf");
    REQUIRE(base::write_file(path, *pdf));
    return {*pdf, path};
}

// Without white space: where a line wraps is not what these tests are about.
std::string squeezed(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '\n' && c != '\f' && c != '\r') out += c;
    }
    return base::replace_all(out, "\u2002", "");
}

bool read_back(const Pdf& pdf, std::string& text, std::ptrdiff_t* pages = nullptr) {
    auto printed = run_on_pdf("pdftotext -layout", pdf.path, "-");
    if (!printed.available) {
        MESSAGE("SKIPPED: pdftotext (poppler-utils) is not installed");
        return false;
    }
    text = squeezed(printed.out);
    if (pages != nullptr) *pages = std::count(printed.out.begin(), printed.out.end(), '\f');
    return true;
}

}  // namespace

TEST_CASE("a dossier says in words what the household said, and every rare character is found again") {
    ExportDesk desk(asset("forms/household.md"));
    auto answers = demo_household(0);
    answers.insert(answers.end(), {{"members[2]/name", "张㛃"}, {"members[3]/name", "王𬭩"}});
    const auto view = desk.view(desk.save(answers, "62098120820002"), "zh");
    const auto pdf = print(desk, view, "zh");
    std::string text;
    if (!read_back(pdf, text)) return;
    for (const char* words : {"马䶮", "张㛃", "王𬭩", "620981196803129618", "户基本情况", "成员(4)", "初级中学", "东乡族", "18600",
                              "记录", "建档：zhang.wei", "第1页，共", "office"}) {
        CHECK_MESSAGE(text.find(words) != std::string::npos, words);
    }
}

TEST_CASE("every font in a dossier is an embedded subset") {
    ExportDesk desk(asset("forms/household.md"));
    const auto pdf = print(desk, desk.view(desk.save(demo_household(0)), "zh"), "zh");
    const auto printed = run_on_pdf("pdffonts", pdf.path);
    if (!printed.available) {
        MESSAGE("SKIPPED: pdffonts (poppler-utils) is not installed");
        return;
    }
    std::size_t number = 0, fonts = 0;
    for (const auto line : base::split(printed.out, '\n')) {
        if (++number <= 2 || line.empty()) continue;  // The table's head.
        ++fonts;
        CHECK_MESSAGE(line.find(" yes yes yes ") != std::string_view::npos, std::string(line));  // Embedded, subset, Unicode.
    }
    CHECK(fonts >= 1);
}

TEST_CASE("a dossier holds the characters that it uses, not the font") {
    ExportDesk desk(asset("forms/household.md"));
    const auto id = desk.save(demo_household(0));
    constexpr std::size_t kMost = 200 * 1024;
    for (const char* language : {"zh", "en"}) CHECK(print(desk, desk.view(id, language), language).bytes.size() < kMost);
}

TEST_CASE("both sides of a conflict stand in place and in the list at the end, with who and when") {
    ExportDesk one(asset("forms/household.md"), 1), two(asset("forms/household.md"), 2);
    REQUIRE(two.workspace->set_identity({"li.na", survey::Role::member, {}}));
    const auto id = one.save(demo_household(0));
    two.take_from(one);
    one.edit(id, {{"income/wages", "18700.5"}, {"members[2]/name", "妥阿西雅"}});
    two.edit(id, {{"income/wages", "21000"}, {"members[2]/name", "妥阿茜亚"}});
    one.take_from(two);
    const auto view = one.view(id, "zh");
    REQUIRE(view.conflict_count == 2);
    std::string text;
    if (!read_back(print(one, view, "zh"), text)) return;
    for (const char* side : {"⇄18700.5—zhang.wei2027-01-15", "⇄21000—li.na2027-01-15", "⇄妥阿西雅—zhang.wei", "⇄妥阿茜亚—li.na"}) {
        const auto first = text.find(side);
        REQUIRE_MESSAGE(first != std::string::npos, side);
        CHECK_MESSAGE(text.find(side, first + 1) != std::string::npos, side);
    }
    CHECK(text.find("两种说法，待定夺") != std::string::npos);
    CHECK(text.find("2处有两种说法") != std::string::npos);
}

TEST_CASE("the largest household prints whole: long names, long texts, 15 members, 40 entries, no photo") {
    ExportDesk desk(asset("forms/household.md"));
    auto answers = demo_household(0);
    const std::string long_name = "阿不都热合曼·买买提艾力·吐尔逊江·塔依尔";
    std::string address;
    for (int i = 1; i <= 50; ++i) address += "门牌" + std::to_string(100 + i).substr(1);
    answers.insert(answers.end(), {{"identity/head_name", long_name}, {"identity/address", address}});
    for (int i = 5; i <= 15; ++i) answers.emplace_back("members[" + std::to_string(i) + "]/name", "成员" + std::to_string(i) + "甲");
    for (int i = 1; i <= 40; ++i) {
        const auto row = "ledger[" + std::to_string(i) + "]/";
        answers.emplace_back(row + "date", "2016-05-0" + std::to_string(1 + i % 9));
        answers.emplace_back(row + "done", "第" + std::to_string(i) + "次走访，送化肥两袋，看望老人，核对收入，商量下一步种植计划。完");
    }
    const auto view = desk.view(desk.save(answers), "zh");
    for (const char* language : {"zh", "en"}) {
        const auto pdf = print(desk, view, language);
        std::string text;
        std::ptrdiff_t pages = 0;
        if (!read_back(pdf, text, &pages)) return;
        CHECK(pages >= 4);
        const auto last = language == std::string("zh") ? "第" + std::to_string(pages) + "页，共" + std::to_string(pages) + "页"
                                                        : "Page" + std::to_string(pages) + "of" + std::to_string(pages);
        CHECK(text.find(last) != std::string::npos);
        CHECK(text.find(long_name) != std::string::npos);
        CHECK(text.find("成员15甲") != std::string::npos);
        CHECK(text.find("门牌50") != std::string::npos);
        CHECK(text.find("第40次") != std::string::npos);
        std::size_t ends = 0;
        for (std::size_t at = 0; (at = text.find("完", at)) != std::string::npos; ++at) ++ends;
        CHECK(ends >= 40);
    }
}

TEST_CASE("a text longer than a page goes on over pages, and no text breaks the file") {
    ExportDesk desk(asset("forms/household.md"));
    std::string endless;
    for (int i = 0; i < 3000; ++i) endless += "长文" + std::to_string(i) + "。";
    auto view = desk.view(desk.save(demo_household(0)), "zh");
    view.sections[0].facts[0].text = endless;
    view.sections[0].facts[1].text = std::string("坏\x01\xff\0字", 9);
    view.title = std::string(5000, 'x');
    view.sections[1].tables[0].rows[0].facts[0].text = endless;
    std::string text;
    if (!read_back(print(desk, view, "zh"), text)) return;
    CHECK(text.find("长文0。") != std::string::npos);
    CHECK(text.find("长文2999。") != std::string::npos);
}

TEST_CASE("a picture is printed as it is; one that is missing or broken leaves a note with its name") {
    ExportDesk desk(asset("forms/household.md"));
    const std::string pixel_png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0\x90wS\xde\0\0\0\fIDATx\x9c"
                                "c\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef\0\0\0\0IEND\xae" "B`\x82", 69);
    auto view = desk.view(desk.save(demo_household(0)), "zh");
    auto& facts = view.sections[0].facts;
    const auto put = [&](std::size_t at, const std::string& bytes, const std::string& name) {
        facts[at].blob = *desk.workspace->store().put_blob(bytes);
        facts[at].file_name = name;
    };
    put(0, pixel_png, "good.png");
    put(1, "\xff\xd8\xff broken", "broken.jpg");
    put(2, std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff", 24), "bomb.png");
    facts[3].blob = record::BlobId{};
    facts[3].file_name = "absent.jpg";
    const auto pdf = print(desk, view, "zh");
    CHECK(pdf.bytes.find("/Subtype /Image") != std::string::npos);
    std::string text;
    if (!read_back(pdf, text)) return;
    CHECK(text.find("good.png") == std::string::npos);
    for (const char* name : {"broken.jpg", "bomb.png", "absent.jpg"}) CHECK_MESSAGE(text.find(name) != std::string::npos, name);
}

TEST_CASE("the same record and moment give the same bytes, and a file name is safe and tells records apart") {
    ExportDesk desk(asset("forms/household.md"));
    auto view = desk.view(desk.save(demo_household(0), "62098120820002"), "zh");
    CHECK(print(desk, view, "zh").bytes == print(desk, view, "zh").bytes);
    const auto id = view.id.text().substr(0, 8);
    view.title = "马䶮";
    CHECK(dossier_file_name(view) == "620981208200-马䶮-" + id + ".pdf");
    view.title = "../../etc/" + std::string(500, 'a');
    const auto name = dossier_file_name(view);
    CHECK(name.find('/') == std::string::npos);
    CHECK(name.size() < 200);
    CHECK(name.ends_with(id + ".pdf"));
}

TEST_CASE("a dossier has its years beside each other and what was decided, masked with the rest") {
    ExportDesk desk(asset("forms/household.md"));
    REQUIRE(desk.workspace->set_identity({"zhang.wei", survey::Role::headquarters, {}}));
    const auto id = desk.save(demo_household(0));
    desk.edit(id, {{"identity/survey_year", "2017"}, {"income/wages", "29000"}});
    REQUIRE(survey::send_back(*desk.workspace, id, {{"income/wages", "核对工资，问 13912345678"}}));
    REQUIRE(survey::approve(*desk.workspace, id));
    const auto texts = ExportDesk::texts("zh");
    for (const bool masked : {true, false}) {
        const auto view = desk.view(id, "zh", masked);
        DossierOptions options;
        options.texts = &texts;
        auto story = read_story(*desk.workspace, view, "zh", masked);
        REQUIRE_MESSAGE(story.has_value(), story.error().describe());
        CHECK(has_years(*story));
        options.story = std::move(*story);
        const auto page = write_dossier_html(view, options);
        for (const char* words : {"历年收入", "<td class=\"n\">29000", "审核通过", "退回：核对工资"}) CHECK_MESSAGE(page.find(words) != std::string::npos, words);
        CHECK((page.find("13912345678") == std::string::npos) == masked);
        const auto path = desk.folder.file("dossier.pdf");
        REQUIRE(base::write_file(path, *write_dossier_pdf(view, options)));
        std::string text;
        if (!read_back({{}, path}, text)) return;
        for (const char* words : {"历年收入", "2016", "29000", "审核与变动(2)", "审核通过", "退回：核对工资"}) CHECK_MESSAGE(text.find(words) != std::string::npos, words);
        CHECK((text.find("13912345678") == std::string::npos) == masked);
    }
}

}  // namespace yuanquan::exports
