#include "tests/support/tour_team.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "app/ui/picture.hpp"
#include "model/survey/life_event.hpp"
#include "model/survey/review.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/merge_desks.hpp"

namespace yuanquan::support {

namespace {

using survey::Workspace;

template <class Outcome>
auto must(Outcome outcome) {
    REQUIRE_MESSAGE(outcome.has_value(), outcome.error().describe());
    return outcome;
}

record::RecordId find(Workspace& workspace, const std::string& name) {
    const auto listed = workspace.store().list();
    for (const auto& row : *listed) {
        if (row.title.starts_with(name)) return row.id;
    }
    FAIL("no household ", name);
    return {};
}

// A house under a sky, as a telephone would take it.
std::string photo() {
    auto pixels = ui::blank_pixels(800, 600);
    const auto band = [&](float y, float height, std::uint32_t rgb) { ui::draw_stroke(pixels, 0, y, 800, y, height, rgb); };
    band(150, 160, 0x8FB8DE);
    band(520, 120, 0x7A8F4E);
    ui::draw_stroke(pixels, 280, 380, 520, 380, 90, 0xC9B28A);
    ui::draw_stroke(pixels, 240, 280, 560, 280, 24, 0x8A3B2E);
    return ui::encode_png(pixels);
}

void answer(survey::Visit& visit, const char* path, const std::string& value) {
    must(visit.answer(*visit.form().find(path), value));
}

// A lead at headquarters and one on the laptop decide apart, then their changes come together.
void decide_apart(Workspace& office, Workspace& laptop) {
    const auto two = find(office, kTwoVersions), returned = find(office, "塞力克");
    must(survey::assign(office, two, "li.na"));
    must(survey::approve(office, two));
    must(survey::send_back(office, returned, {{"identity/phone", "电话打不通，请再核对一次"}, {"", "缺住房照片"}}));
    const auto member = laptop.identity();
    must(laptop.set_identity({"wang.xiuying", survey::Role::lead, member.areas}));
    must(survey::assign(laptop, two, "zhang.wei"));
    must(survey::send_back(laptop, two, {{"income/wages", "工资两人说法不同，请当面核对"}}));
    must(laptop.set_identity(member));
    merge(office, laptop);
}

void furnish(const DemoTeam& team) {
    auto office = team.open("hq"), laptop = team.open("laptop-1");
    for (const char* form : {"fund", "aid", "training", "fair"}) {
        for (auto* workspace : {office.get(), laptop.get()}) {
            must(workspace->install_form(YUANQUAN_SOURCE_DIR "/assets/forms/" + std::string(form) + ".md"));
        }
    }
    decide_apart(*office, *laptop);
    const auto eventful = find(*laptop, kEventful);
    must(survey::add_member(*laptop, eventful, survey::LifeEventKind::birth, {{"name", "马小龙"}, {"birth_date", "2016-11-30"}, {"sex", "1"}}, {"2016-11-30", ""}));
    auto visit = std::move(*must(survey::Visit::open(*laptop, eventful)));
    must(visit->attach(*visit->form().find("identity/house_photo"), "house.png", photo()));
    must(visit->save());
    merge(*office, *laptop);
    auto aid = std::move(*must(survey::Visit::start(*laptop, "aid", "62098120820002", eventful)));
    must(aid->save());
    auto draft = std::move(*must(survey::Visit::start(*laptop, "household", "62098120820002")));
    answer(*draft, "identity/head_name", "祁连海");
    answer(*draft, "identity/household_number", "620981208200-0131");
}

}  // namespace

TourTeam::TourTeam() {
    static const DemoTeam made;
    static const bool furnished = (furnish(made), true);
    static_cast<void>(furnished);
    std::filesystem::copy(made.path("hq"), folder_.file("hq"), std::filesystem::copy_options::recursive);
    std::filesystem::copy(made.path("laptop-1"), folder_.file("laptop-1"), std::filesystem::copy_options::recursive);
}

std::unique_ptr<Workspace> TourTeam::open(const std::string& name, base::Clock& clock) const {
    return std::move(*must(Workspace::open(folder_.file(name), clock, base::system_random())));
}

}  // namespace yuanquan::support
