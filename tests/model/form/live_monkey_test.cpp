// After each of 300 random deeds on a questionnaire the state that was kept up answer by answer is the state that computing
// everything anew gives. live_monkey_slow_test.cpp does it 10,000 times.
#include <doctest/doctest.h>

#include "tests/support/form_monkey.hpp"

using namespace yuanquan;

namespace {

void check_all(const std::vector<support::FormFile>& forms) {
    for (auto const& file : forms) {
        INFO(file.name);
        REQUIRE(file.form);
        CHECK(support::FormMonkey(file.form, file.media, 2026).play(300) == "");
    }
}

}  // namespace

TEST_CASE("300 random deeds leave the state that computing everything gives: our own questionnaires") {
    check_all(support::own_forms());
}

TEST_CASE("300 random deeds leave the state that computing everything gives: real questionnaires") {
    auto const forms = support::real_forms();
    if (forms.empty()) MESSAGE("skipped: there are no shared questionnaires");
    check_all(forms);
}
