// What commands print for people is in their language: no cell's own name, no person's name in the place of a village's.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "app/cli/commands.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/tour_team.hpp"

using namespace yuanquan;

namespace {

struct Said {
    int code = 0;
    std::string out, err;
};

template <class Command>
Said run(const Command& command, const std::string& language) {
    auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
    REQUIRE(texts.has_value());
    texts->set_language(language);
    std::ostringstream out, err;
    Said said;
    said.code = cli::run(command, cli::Console{out, err, *texts});
    said.out = out.str(), said.err = err.str();
    return said;
}

}  // namespace

TEST_CASE("two versions of a review or of who is responsible are named in words by the command too") {
    support::TourTeam team;
    const auto folder = team.open("laptop-1")->folder();
    for (const std::string language : {"zh", "en"}) {
        cli::Conflicts command;
        command.workspace = folder;
        const auto said = run(command, language);
        CHECK_MESSAGE(said.code == cli::kSuccess, said.err);
        CHECK_MESSAGE(said.out.find('@') == std::string::npos, said.out);
        CHECK(said.out.find(language == "zh" ? "责任人" : "Responsible person") != std::string::npos);
        CHECK(said.out.find(language == "zh" ? "已通过" : "Approved") != std::string::npos);
    }
}

TEST_CASE("the list says in words how far a record is, and scripts get the state as it is stored") {
    support::TourTeam team;
    const auto folder = team.open("hq")->folder();
    for (const std::string language : {"zh", "en"}) {
        cli::List command;
        command.workspace = folder;
        const auto said = run(command, language);
        REQUIRE_MESSAGE(said.code == cli::kSuccess, said.err);
        CHECK_MESSAGE(said.out.find(language == "zh" ? "\t已填完\t" : "\tcomplete\t") != std::string::npos, said.out);
        CHECK_MESSAGE(said.out.find(language == "zh" ? "\t已退回\t" : "\treturned\t") != std::string::npos, said.out);
        command.json = true;
        CHECK(run(command, language).out.find("\"state\": \"returned\"") != std::string::npos);
    }
}

TEST_CASE("the history names questions, choices and decisions in words, and scripts get the cells as they are stored") {
    support::TourTeam team;
    std::string folder, id;
    {
        const auto office = team.open("hq");
        folder = office->folder();
        const auto listed = office->store().list();
        for (const auto& row : *listed) {
            if (row.title.starts_with("塞力克")) id = row.id.text();
        }
    }
    for (const std::string language : {"zh", "en"}) {
        const auto& chinese = language == "zh";
        cli::History command;
        command.workspace = folder;
        command.record = id;
        const auto said = run(command, language);
        REQUIRE_MESSAGE(said.code == cli::kSuccess, said.err);
        for (const char* raw : {"identity/", "members[", "@state", "set\t"}) CHECK_MESSAGE(said.out.find(raw) == std::string::npos, said.out);
        CHECK(said.out.find(chinese ? "审核结论：已填完 → 已退回" : "What was decided about the record: complete → returned") != std::string::npos);
        CHECK(said.out.find(chinese ? "联系电话" : "Phone") != std::string::npos);
        command.path = "identity/phone";
        const auto one = run(command, language);
        CHECK(std::count(one.out.begin(), one.out.end(), '\n') == 1);
        command.json = true;
        CHECK(run(command, language).out.find("\"path\": \"identity/phone\"") != std::string::npos);
    }
}

TEST_CASE("a book of dossiers without an area is titled by the village that all are of") {
    support::TourTeam team;
    const auto folder = team.open("hq")->folder();
    cli::ExportDossier command;
    command.workspace = folder;
    command.form = "household";
    command.format = "card";
    command.book = folder + "/book.pdf";
    const auto said = run(command, "zh");
    REQUIRE_MESSAGE(said.code == cli::kSuccess, said.err);
    const auto bytes = base::read_file(command.book);
    REQUIRE(bytes.has_value());
    // As PDF keeps a title: UTF-16, big end first, in hexadecimal figures.
    std::string title = "/Title <FEFF";
    for (const char32_t c : std::u32string_view(U"源泉村 二组")) {
        char figures[9];
        std::snprintf(figures, sizeof figures, "%04X", static_cast<unsigned>(c));
        title += figures;
    }
    const auto at = bytes->rfind("/Title");
    REQUIRE(at != std::string::npos);
    CHECK_MESSAGE(base::upper_case(bytes->substr(at, title.size())) == base::upper_case(title), bytes->substr(at, 80));
}

TEST_CASE("an edition since a day is the changes alone, on paper and as a page; another word for a day is refused") {
    support::TourTeam team;
    const auto folder = team.open("laptop-1")->folder();
    cli::ExportDossier command;
    command.workspace = folder;
    command.format = "html";
    command.out = folder + "/pages";
    command.form = "household";
    command.since = "2000-01-01";
    const auto said = run(command, "zh");
    REQUIRE_MESSAGE(said.code == cli::kSuccess, said.err);
    const auto page = base::read_file(said.out.substr(0, said.out.find('\n')));
    REQUIRE(page.has_value());
    CHECK(page->find("2000-01-01 以来的变更") != std::string::npos);
    CHECK(page->find("<dl>") == std::string::npos);

    command.since = "2999-01-01";
    const auto nothing = run(command, "zh");
    CHECK(nothing.code == cli::kSuccess);
    CHECK(nothing.out.empty());
    CHECK(nothing.err.find("没有可打印的") != std::string::npos);

    command.since = "yesterday";
    const auto wrong = run(command, "zh");
    CHECK(wrong.code == cli::kWrongUse);
    CHECK(wrong.err.find("2026-05-01") != std::string::npos);
}

TEST_CASE("show, history and conflicts say in words why a question has no answer, and scripts get the reason as it is stored") {
    support::TourTeam team;
    std::string folder, id;
    {
        const auto laptop = team.open("laptop-1");
        folder = laptop->folder();
        const auto listed = laptop->store().list();
        for (const auto& row : *listed) {
            if (row.title.starts_with(support::kEventful)) id = row.id.text();
        }
        const auto visit = std::move(*survey::Visit::open(*laptop, *record::RecordId::parse(id)));
        REQUIRE(visit->mark(*visit->form().find("identity/address"), {survey::Reason::refused, "电话 13912345678"}));
        REQUIRE(visit->save());
    }
    for (const std::string language : {"zh", "en"}) {
        const std::string words = language == "zh" ? "◇ 拒答：电话 139****5678" : "◇ Refused: 电话 139****5678";
        cli::Show show;
        show.workspace = folder, show.record = id;
        CHECK(run(show, language).out.find(words) != std::string::npos);
        cli::History history;
        history.workspace = folder, history.record = id, history.path = "identity/address";
        CHECK(run(history, language).out.find(words) != std::string::npos);
        show.json = history.json = true;
        CHECK(run(show, language).out.find("\"reason\": \"refused\"") != std::string::npos);
        history.path = "identity/address/@unanswered";
        const auto cells = run(history, language).out;
        CHECK(cells.find("refused\\n") != std::string::npos);
        CHECK(cells.find("13912345678") == std::string::npos);
    }
}
