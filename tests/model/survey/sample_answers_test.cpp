// A questionnaire filled with samples, as the preview of forms shows it.
#include "model/survey/sample_answers.hpp"

#include <doctest/doctest.h>

#include "tests/support/scratch_store.hpp"

using namespace yuanquan;

TEST_CASE("samples answer every line of a grid and not its heading") {
    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random{7};
    auto workspace = survey::Workspace::open(folder.path + "/w", clock, random);
    REQUIRE(workspace.has_value());
    REQUIRE((*workspace)->install_form(YUANQUAN_SOURCE_DIR "/tests/cases/questions/every_type.md").has_value());
    auto visit = survey::Visit::start(**workspace, "types", "");
    REQUIRE(visit.has_value());
    REQUIRE(survey::fill_with_samples(**visit, clock).has_value());
    const auto& form = (*visit)->form();
    int lines = 0, headings = 0;
    for (const auto& question : form.children(*form.find("h"))) {
        if (question.kind != form::ElementKind::question) continue;
        const auto& control = form.control(question);
        if (control.has_appearance("label")) {
            ++headings;
            CHECK(form.value(question).empty());
        } else if (control.has_appearance("list-nolabel")) {
            ++lines;
            CHECK(!form.value(question).empty());
        }
    }
    CHECK(headings == 1);
    CHECK(lines == 3);
}
