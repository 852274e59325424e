// Every type of question, answered as a person answers it: what is typed is what is stored, saved, and there again when the
// record is opened.
#include <imgui.h>
#include <qrencode.h>

#include <algorithm>

#include "app/ui/picture.hpp"
#include "app/ui/rich_text.hpp"
#include "tests/support/questionnaire_desk.hpp"

using namespace yuanquan;
using support::Desk;
using support::Filling;

namespace {

struct Types {
    Types() : id(desk.install_file(YUANQUAN_SOURCE_DIR "/tests/cases/questions/every_type.md")), filling(std::in_place, desk, desk.start(id)) {}
    ScreenDriver& driver() { return filling->driver; }
    std::string value(const std::string& path) { return filling->value(path); }
    void page(int number) {
        static constexpr const char* kTitles[] = {"文字与数字", "时间", "选择", "位置与文件", "表格与其他", "更多选择"};
        driver().click(kTitles[number]);
        driver().frames(6);
    }
    std::string file(const std::string& name, std::string_view bytes) {
        REQUIRE(base::write_file(desk.folder.file(name), bytes));
        return desk.folder.file(name);
    }
    std::size_t count(const std::string& path, char wanted) {
        const auto text = value(path);
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), wanted));
    }
    void save_and_reopen() {
        const auto record = filling->questionnaire->visit().record();
        driver().press(ImGuiKey_S, true);
        filling.reset();
        auto visit = survey::Visit::open(*desk.workspace, record);
        REQUIRE(visit.has_value());
        filling.emplace(desk, std::move(*visit));
    }
    void attach(const std::string& path, const std::string& file) {
        driver().fill(path + "@file", file);
        driver().frames(4);
    }

    Desk desk;
    std::string id;
    std::optional<Filling> filling;
};

ui::Pixels qr_code(const std::string& text) {
    constexpr int kModule = 6, kMargin = 4;
    QRcode* code = QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    REQUIRE(code != nullptr);
    const int side = (code->width + 2 * kMargin) * kModule;
    auto pixels = ui::blank_pixels(side, side);
    for (int y = 0; y < code->width * kModule; ++y) {
        for (int x = 0; x < code->width * kModule; ++x) {
            if (!(code->data[(y / kModule) * code->width + x / kModule] & 1)) continue;
            const auto at = static_cast<std::size_t>((y + kMargin * kModule) * side + x + kMargin * kModule) * 4;
            for (std::size_t c = 0; c < 3; ++c) pixels.rgba[at + c] = 0;
        }
    }
    QRcode_free(code);
    return pixels;
}

void drag(ScreenDriver& driver, std::string_view item, float dx, float dy) {
    REQUIRE(driver.scroll_to(item));
    const auto found = *driver.find(item);
    auto& io = ImGui::GetIO();
    io.AddMousePosEvent(found.x0 + 40, found.y0 + 12);
    driver.frames(2);
    io.AddMouseButtonEvent(0, true);
    driver.frames(2);
    for (int i = 1; i <= 8; ++i) {
        io.AddMousePosEvent(found.x0 + 40 + dx * static_cast<float>(i) / 8, found.y0 + 12 + dy * static_cast<float>(i) / 8);
        driver.frames(1);
    }
    io.AddMouseButtonEvent(0, false);
    driver.frames(3);
}

}  // namespace

TEST_CASE("what is typed is what is stored, saved and opened again") {
    struct Case {
        int page;
        const char *path, *typed, *stored;
    };
    const Case cases[] = {
        {0, "a/t1", "塞力克·阿不都拉 䶮", "塞力克·阿不都拉 䶮"}, {0, "a/t3", "0020", "0020"}, {0, "a/n1", "12,500", "12500"},
        {0, "a/n2", "271.5", "271.5"}, {0, "a/n4", "37.5", "37.5"}, {1, "b/d1", "20160501", "2016-05-01"},
        {1, "b/d2", "201605", "2016-05-01"}, {1, "b/d3", "2016", "2016-01-01"}, {1, "b/d4", "0830", "08:30:00.000"},
        {3, "e/g1", "39.74, 98.51", "39.74 98.51 0.0 0.0"}, {3, "e/g2", "39.74 98.51; 39.75 98.52", "39.74 98.51 0.0 0.0; 39.75 98.52 0.0 0.0"},
        {3, "e/f8", "6901234567892", "6901234567892"}};
    Types types;
    int page = 0;
    for (const auto& one : cases) {
        CAPTURE(std::string(one.path));
        if (one.page != page) types.page(page = one.page);
        types.driver().frames(6);  // The card that Enter went to has come to rest.
        types.driver().fill(one.path, one.typed);
        types.driver().wait(1);
        CHECK(types.value(one.path).substr(0, std::string(one.stored).size()) == one.stored);
    }
    types.save_and_reopen();
    for (const auto& one : cases) CHECK(types.value(one.path).substr(0, std::string(one.stored).size()) == one.stored);
    CHECK(types.driver().find("a/n1") != nullptr);
}

TEST_CASE("a digit chooses by place in a list, and as itself on a scale") {
    Types types;
    types.driver().click("a/n3=4");
    types.driver().press(ImGuiKey_7);
    CHECK(types.value("a/n3") == "7");
    types.driver().press(ImGuiKey_0);
    CHECK(types.value("a/n3") == "0");
    types.page(2);
    types.driver().click("c/s2=1");
    types.driver().press(ImGuiKey_3);
    CHECK(types.value("c/s2") == "3");
}

TEST_CASE("a quick question goes on by itself") {
    Types types;
    types.page(2);
    types.driver().press(ImGuiKey_2);
    CHECK(types.value("c/s1") == "n");
    types.driver().press(ImGuiKey_4);  // Already the next one's.
    CHECK(types.value("c/s2") == "4");
}

TEST_CASE("a rank is ordered by the arrows and by dragging") {
    Types types;
    types.page(2);
    types.driver().click("c/s5");
    CHECK(types.value("c/s5") == "1 2 3 4 5");
    types.driver().click("↓##c/s5=1");
    CHECK(types.value("c/s5") == "2 1 3 4 5");
    drag(types.driver(), "c/s5=2@drag", 0, 60);
    CHECK(types.value("c/s5").substr(0, 3) == "1 2");
    CHECK(types.value("c/s5").size() == 9);
}

TEST_CASE("a photo is kept, shown and taken away again") {
    Types types;
    types.page(3);
    auto pixels = ui::blank_pixels(300, 200);
    ui::draw_stroke(pixels, 10, 10, 290, 190, 5, 0xff0000);
    types.attach("e/f1", types.file("房屋.png", ui::encode_png(pixels)));
    CHECK(types.value("e/f1").starts_with("blob:"));
    CHECK(types.value("e/f1").ends_with("/房屋.png"));
    types.save_and_reopen();
    CHECK(types.value("e/f1").ends_with("/房屋.png"));
    types.page(3);
    types.driver().click("e/f1@remove");
    CHECK(types.value("e/f1").empty());
}

TEST_CASE("a press below an open list meets what it was made on: the list folds when the button is let go") {
    Types types;
    types.page(5);
    auto& driver = types.driver();
    const auto choice = [](std::string_view path) {
        const auto& items = ui::items();
        return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name.ends_with(path); });
    };
    const auto press_other = [&] {
        driver.click("边输边找");
        driver.frames(4);
        REQUIRE(choice("##k/k1=1") != ui::items().end());
        return *choice("##k/k3=other");
    };
    const auto press_slowly = [&](const ui::LoggedItem& item) {
        auto& io = ImGui::GetIO();
        io.AddMousePosEvent((item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2);
        driver.frames(2);
        io.AddMouseButtonEvent(0, true);
        driver.frames(5);
        io.AddMouseButtonEvent(0, false);
        driver.frames(3);
    };
    press_slowly(press_other());
    CHECK(types.value("k/k3") == "other");
    CHECK(choice("##k/k1=1") == ui::items().end());
    // What was typed is taken as if the field had been left by Tab.
    press_other();
    driver.type("3");
    driver.frames(3);
    press_slowly(*choice("##k/k3=other"));
    CHECK(types.value("k/k1") == "3");
    press_other();
    driver.type("zz");
    driver.frames(3);
    REQUIRE(types.value("k/k3") == "other");
    press_slowly(*choice("##k/k3=n"));
    CHECK(types.value("k/k3") == "n");
    CHECK(types.value("k/k1") == "3");
    CHECK(driver.says(driver.ui().tr("questionnaire.not_in_list")));
}

TEST_CASE("a file that came without a name is called by its hash, and is taken away like any other") {
    Types types;
    types.page(3);
    types.attach("e/f1", types.file("house.png", ui::encode_png(ui::blank_pixels(30, 20))));
    const auto named = types.value("e/f1");
    auto& visit = const_cast<survey::Visit&>(types.filling->questionnaire->visit());
    REQUIRE(visit.answer(*visit.form().find("e/f1"), named.substr(0, named.find('/'))).has_value());
    types.driver().frames(4);
    CHECK(types.driver().says("✓ " + named.substr(5, named.find('/') - 5)));
    CHECK(!types.driver().says("blob:"));
    types.driver().click("e/f1@remove");
    CHECK(types.value("e/f1").empty());
}

TEST_CASE("a signature is drawn with the mouse and kept with each stroke") {
    Types types;
    types.page(3);
    types.driver().click("签名…");
    drag(types.driver(), "e/f3@canvas", 200, 80);
    const auto first = types.value("e/f3");
    CHECK(first.ends_with("/signature.png"));
    drag(types.driver(), "e/f3@canvas", 100, 10);
    CHECK(types.value("e/f3") != first);
    const auto id = base::BlobId::parse(types.value("e/f3").substr(5, types.value("e/f3").find('/') - 5));
    REQUIRE(id.has_value());
    const auto drawn = ui::decode_picture(*types.desk.workspace->store().blob(*id), 1000);
    REQUIRE(drawn.has_value());
    CHECK(drawn->rgba != ui::blank_pixels(drawn->width, drawn->height).rgba);
    types.driver().click("完成");
    CHECK(types.driver().find("e/f3@canvas") == nullptr);
}

TEST_CASE("notes are drawn on a photo, not beside it") {
    Types types;
    types.page(3);
    types.attach("e/f4", types.file("door.png", ui::encode_png(ui::blank_pixels(320, 240))));
    types.driver().click("在照片上标注…");
    drag(types.driver(), "e/f4@canvas", 120, 60);
    const auto value = types.value("e/f4");
    const auto id = base::BlobId::parse(value.substr(5, value.find('/') - 5));
    const auto drawn = ui::decode_picture(*types.desk.workspace->store().blob(*id), 1000);
    REQUIRE(drawn.has_value());
    CHECK(drawn->width == 320);
    CHECK(drawn->rgba != ui::blank_pixels(320, 240).rgba);
}

TEST_CASE("a code is read out of a picture of it, and a picture without one says so") {
    Types types;
    types.page(3);
    types.driver().click("e/f8");
    types.attach("e/f8", types.file("code.png", ui::encode_png(qr_code("户号 620981208020020１"))));
    CHECK(types.value("e/f8") == "户号 620981208020020１");
    types.driver().click("e/f8");
    types.attach("e/f8", types.file("blank.png", ui::encode_png(ui::blank_pixels(200, 200))));
    CHECK(types.driver().says("没有找到条码"));
    CHECK(types.value("e/f8") == "户号 620981208020020１");
}

TEST_CASE("points, lines and shapes come out of a GPX file") {
    Types types;
    types.page(3);
    const auto gpx = types.file("field.gpx", R"(<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
        <trkpt lat="39.1" lon="98.1"><ele>1500</ele></trkpt><trkpt lat="39.2" lon="98.2"/><trkpt lat="39.1" lon="98.2"/></trkseg></trk></gpx>)");
    for (const char* path : {"e/g1", "e/g2", "e/g3"}) {
        types.driver().click(path);
        types.attach(path, gpx);
    }
    CHECK(types.value("e/g1").starts_with("39.1"));
    CHECK(types.count("e/g2", ';') == 2);
    CHECK(types.count("e/g3", ';') == 3);  // Closed.
    types.save_and_reopen();
    CHECK(types.count("e/g3", ';') == 3);
}

TEST_CASE("the language is switched in the middle of a question: what is typed stays, and the keyboard with it") {
    Types types;
    types.driver().click("a/t2");
    types.driver().type("第一行");
    types.driver().ui().texts.set_language("en");
    types.driver().frames(3);
    CHECK(types.driver().says("Many lines"));
    types.driver().type("二");
    types.driver().wait(1);
    CHECK(types.value("a/t2") == "第一行二");
}

TEST_CASE("longer guidance is folded until asked for") {
    Types types;
    CHECK(!types.driver().says("较长的说明"));
    types.driver().click("a/t1@guidance");
    CHECK(types.driver().says("较长的说明"));
}

TEST_CASE("what is chosen, drawn or attached is stored, saved and opened again") {
    Types types;
    types.page(1);
    types.driver().fill("b/d5", "2016-05-01 08:30");
    types.page(2);
    types.driver().click("c/s3=4");
    types.driver().click("c/s3=2");
    types.driver().click("c/s7");
    types.page(3);
    types.driver().click("e/f2");
    drag(types.driver(), "e/f2@canvas", 200, 80);
    types.attach("e/f5", types.file("录音.mp3", "sound"));
    types.attach("e/f6", types.file("b.mp4", "film"));
    types.attach("e/f7", types.file("c.pdf", "document"));
    for (int round = 0; round < 2; ++round) {
        CAPTURE(round);
        CHECK(types.value("b/d5") == "2016-05-01T08:30:00.000+08:00");
        CHECK(types.value("c/s3") == "2 4");
        CHECK(types.value("c/s7") == "OK");
        CHECK(types.value("e/f2").ends_with("/drawing.png"));
        CHECK(types.value("e/f5").ends_with("/录音.mp3"));
        CHECK(types.value("e/f6").ends_with("/b.mp4"));
        CHECK(types.value("e/f7").ends_with("/c.pdf"));
        if (round == 0) types.save_and_reopen();
    }
}

TEST_CASE("the questions that the keyboard came to stand in the audit, in their order") {
    Desk desk;
    desk.install("| survey |\n| | type | name | label |\n| | text | a | A |\n| | integer | b | B |\n| | audit | audit | |\n"
                 "| settings |\n| | form_title | form_id |\n| | Small | small |\n");
    record::RecordId id;
    {
        Filling filling(desk, desk.start());
        id = filling.questionnaire->visit().record();
        filling.driver.fill("a", "x");
        filling.driver.frames(4);
        filling.driver.fill("b", "7");
        filling.driver.frames(4);
        filling.driver.press(ImGuiKey_S, true);
    }
    const auto files = survey::audit_files(*desk.workspace->store().record(id));
    REQUIRE(files.size() == 1);
    const auto csv = desk.workspace->store().blob(*base::BlobId::parse(files.front().substr(5, 64)));
    REQUIRE(csv.has_value());
    const auto a = csv->find("question,/data/a,"), b = csv->find("question,/data/b,");
    CHECK(a != std::string::npos);
    CHECK(b != std::string::npos);
    CHECK(a < b);
    CHECK(csv->find("form save") != std::string::npos);
}

TEST_CASE("a table list is one heading with a line of marks for each question") {
    Types types;
    types.page(4);
    const auto& driver = types.driver();
    REQUIRE(types.driver().find("h/h1=3") != nullptr);
    const auto first = *types.driver().find("h/h1=3"), second = *types.driver().find("h/h2=3"), beside = *types.driver().find("h/h1=4");
    CHECK(first.x0 == second.x0);
    CHECK(first.y0 == beside.y0);
    std::size_t headings = 0;
    for (auto at = driver.words().find("有一点"); at != std::string::npos; at = driver.words().find("有一点", at + 1)) ++headings;
    CHECK(headings == 1);
    types.driver().click("h/h1=3");
    CHECK(types.value("h/h1") == "3");
    types.driver().press(ImGuiKey_5);
    CHECK(types.value("h/h1") == "5");
    types.driver().press(ImGuiKey_Enter);
    types.driver().press(ImGuiKey_2);
    CHECK(types.value("h/h2") == "2");
    types.save_and_reopen();
    CHECK(types.value("h/h2") == "2");
}

TEST_CASE("where a table list finds no room its questions name their choices themselves") {
    Desk desk;
    const auto id = desk.install_file(YUANQUAN_SOURCE_DIR "/tests/cases/questions/every_type.md");
    Filling filling(desk, desk.start(id), {1024, 768, 2.0f, "zh", ui::ThemeName::light});
    for (int page = 0; page < 4; ++page) filling.driver.press(ImGuiKey_PageDown);
    filling.driver.frames(6);
    filling.driver.click("h/h1=2");
    CHECK(filling.value("h/h1") == "2");
    CHECK(filling.driver.find("有一点") != nullptr);
}

TEST_CASE("the grid theme sets questions side by side, as wide as they ask for") {
    Desk desk;
    desk.install("| survey |\n| | type | name | label | appearance |\n| | begin_group | g | G | w4 |\n| | text | a | A | w1 |\n| | text | b | B | w3 |\n"
                 "| | text | c | C | |\n| | end_group | | | |\n| settings |\n| | form_title | form_id | style |\n| | Small | small | theme-grid |\n");
    Filling filling(desk, desk.start());
    filling.driver.frames(6);
    const auto a = *filling.driver.find("g/a"), b = *filling.driver.find("g/b"), c = *filling.driver.find("g/c");
    CHECK(a.y0 == b.y0);
    CHECK(a.x1 < b.x0);
    CHECK(c.x0 == a.x0);
    CHECK(c.y0 > a.y1);
    CHECK(b.x1 - b.x0 > 2 * (a.x1 - a.x0));
    filling.driver.fill("g/a", "1");
    filling.driver.frames(4);
    filling.driver.type("2");
    filling.driver.wait(1);
    CHECK(filling.value("g/b") == "2");
}

TEST_CASE("every page fits a small screen at twice the size, in every theme") {
    for (const auto theme : {ui::ThemeName::light, ui::ThemeName::dark, ui::ThemeName::contrast}) {
        Desk desk;
        const auto id = desk.install_file(YUANQUAN_SOURCE_DIR "/tests/cases/questions/every_type.md");
        Filling filling(desk, desk.start(id), {1024, 768, 2.0f, "en", theme});
        for (int page = 0; page < 6; ++page) filling.driver.press(ImGuiKey_PageDown);
        CHECK(filling.driver.top() == filling.questionnaire);
    }
}

TEST_CASE("labels keep strong and emphasised words, headings, lists and colours, and nothing of the marks") {
    const auto lines = ui::parse_rich_text("# 户情况\n请问**户主**的 *姓名*？\n- 一\n<span style=\"color:#c00000\">必填</span>");
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == ui::TextLine{{"户情况", false, false, 1, {}}});
    CHECK(lines[1][1] == ui::TextRun{"户主", true, false, 0, {}});
    CHECK(lines[1][3].emphasised);
    CHECK(lines[2][0].text == "• 一");
    CHECK(lines[3][0].color == ui::Color{0xc0, 0, 0, 255});
    CHECK(ui::plain_text("2 * 3 = 6, snake_case_name, 5 < 7, \\*kept\\*") == "2 * 3 = 6, snake_case_name, 5 < 7, *kept*");
    CHECK(ui::plain_text("[规定](http://example.org) <b>全文</b>") == "规定 全文");
    CHECK(ui::plain_text("**open") == "**open");
}
