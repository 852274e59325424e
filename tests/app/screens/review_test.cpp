// A lead reviews, a member gets back what was returned: both screens, on what the demo leaves.
#include "app/screens/review.hpp"

#include <imgui.h>

#include "app/screens/conflicts.hpp"
#include "app/screens/household.hpp"
#include "app/screens/questionnaire.hpp"
#include "app/screens/work.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/merge_desks.hpp"
#include "tests/support/screen_driver.hpp"
#include "tests/support/tour_team.hpp"

using namespace yuanquan;

namespace {

const std::string kTwoVersions = "马䶮";

struct AtReview {
    explicit AtReview(const ScreenDriver::Options& options = {}) : hq(team.open("hq")), driver(*hq, options) { open(); }
    void open() {
        auto screen = std::make_unique<screens::Review>(driver.state());
        review = screen.get();
        driver.open(std::move(screen));
        driver.frames(4);
    }
    survey::Standing standing(const record::RecordId& id) { return survey::standing_of(*hq->store().record(id)); }
    const survey::ReviewRow& first() const { return review->queue()->rows()[review->shown().front()]; }
    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> hq;
    ScreenDriver driver;
    screens::Review* review = nullptr;
};

}  // namespace

TEST_CASE("a lead approves from the keyboard and goes on to the next, and takes a decision back") {
    AtReview at;
    REQUIRE(at.review->shown().size() == 12);
    const auto id = at.first().id;
    at.driver.press(ImGuiKey_Enter, true);
    CHECK(at.standing(id) == survey::Standing::approved);
    CHECK(at.review->shown().size() == 11);
    CHECK(at.driver.says("已通过"));
    at.driver.click("take_back");
    at.driver.frames(4);
    CHECK(at.standing(id) == survey::Standing::unchecked);
    CHECK(at.review->shown().size() == 12);
}

TEST_CASE("another questionnaire is chosen at headquarters while the list of the first is on the screen") {
    const support::TourTeam team;   // With several questionnaires.
    const auto hq = team.open("hq");
    ScreenDriver driver(*hq);
    auto screen = std::make_unique<screens::Review>(driver.state());
    const auto& review = *screen;
    driver.open(std::move(screen));
    driver.frames(60);
    REQUIRE(review.shown().size() > 1);
    driver.click("review_form");
    driver.click("review_formfund");
    driver.frames(8);
    CHECK(review.queue()->form_id() == "fund");
    CHECK(review.shown().size() <= review.queue()->rows().size());
}

TEST_CASE("a record is returned with a comment beside the question, which its team meets on Work and in the questionnaire") {
    AtReview at;
    const auto id = at.first().id;
    at.driver.press(ImGuiKey_R, true);          // Without a word about what is wrong nothing is sent back.
    CHECK(at.standing(id) == survey::Standing::unchecked);
    CHECK(at.driver.says("请写明要核对什么"));
    at.driver.click("批注##identity/household_number");
    at.driver.type("电话打不通");
    at.driver.press(ImGuiKey_Enter);
    at.driver.press(ImGuiKey_R, true);
    REQUIRE(at.standing(id) == survey::Standing::returned);
    at.driver.click("▲ 已退回  1");
    at.driver.frames(4);
    CHECK(at.review->shown().size() == 1);
    CHECK(at.driver.says("电话打不通"));

    auto member = at.team.open("laptop-1");
    support::give(*at.hq, *member);
    CHECK(survey::standing_of(*member->store().record(id)) == survey::Standing::returned);
}

TEST_CASE("what was returned stands on top of the member's work until it is saved again") {
    support::DemoTeam team;
    record::RecordId id;
    auto member = team.open("laptop-1");
    {
        auto hq = team.open("hq");
        id = hq->store().list()->front().id;
        REQUIRE(survey::send_back(*hq, id, {{"identity/phone", "电话打不通"}}));
        support::give(*hq, *member);
    }
    ScreenDriver driver(*member);
    driver.open(std::make_unique<screens::Work>(driver.state()));
    driver.frames(4);
    CHECK(driver.says("退回给您的：1"));
    CHECK(driver.says("电话打不通"));
    driver.click("去核对");
    driver.frames(6);
    const auto* questionnaire = dynamic_cast<screens::Questionnaire*>(driver.top());
    REQUIRE(questionnaire != nullptr);
    CHECK(questionnaire->at() == "identity/phone");
    CHECK(driver.says("电话打不通"));
    driver.fill("联系电话", "13900001111");
    driver.press(ImGuiKey_S, true);
    driver.frames(6);
    CHECK(survey::standing_of(*member->store().record(id)) == survey::Standing::mended);
    CHECK(!driver.says("退回给您的"));
}

TEST_CASE("a comment that is being written survives leaving the screen") {
    AtReview at;
    at.driver.click("批注##identity/household_number");
    at.driver.type("写到一半");
    at.driver.press(ImGuiKey_Enter);
    at.driver.press(ImGuiKey_Escape);
    at.driver.frames(2);
    at.open();
    CHECK(at.driver.scroll_to("##remarkidentity/household_number"));
    CHECK(at.hq->store().setting("review.remarks." + at.first().id.text()).value_or("").find("写到一半") != std::string::npos);
}

TEST_CASE("who does not lead is told where returned records stand") {
    support::DemoTeam team;
    auto member = team.open("laptop-1");
    ScreenDriver driver(*member);
    driver.open(std::make_unique<screens::Review>(driver.state()));
    CHECK(driver.says("审核由队长进行"));
}

TEST_CASE("what two leads decided apart is told in words") {
    support::TourTeam team;
    const auto laptop = team.open("laptop-1");
    ScreenDriver driver(*laptop);
    driver.open(std::make_unique<screens::Conflicts>(driver.state()));
    CHECK(driver.says("审核结论"));
    CHECK(driver.says("已通过"));
    CHECK(driver.says("责任人"));
    CHECK(!driver.says("@"));
}
