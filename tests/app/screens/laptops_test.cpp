// Headquarters' Exchange screen: it answers laptops while its window is open, and enrols, moves and withdraws them.

#include <doctest/doctest.h>
#include <imgui.h>

#include <filesystem>

#include <chrono>
#include <thread>

#include "app/screens/exchange.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "model/base/files.hpp"
#include "sync/hq/headquarters.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/open_workspace.hpp"
#include "tests/support/screen_driver.hpp"

using namespace yuanquan;

namespace {

// A port that nobody has just now.
std::uint16_t free_port() {
    const auto server = hq::Server::start("127.0.0.1", 0, [](auto) { return std::string(); });
    REQUIRE(server.has_value());
    return (*server)->port();
}

struct AtHeadquarters {
    AtHeadquarters() : workspace(team.open("hq")) {
        auto office = hq::Headquarters::open(workspace->store());
        REQUIRE(office.has_value());
        REQUIRE(office->set_address("https://127.0.0.1:" + std::to_string(free_port())).has_value());
        driver.emplace(*workspace);
        driver->open(std::make_unique<screens::Exchange>(driver->state(), run));
        driver->frames(4);
    }
    ~AtHeadquarters() {
        run->office->stop();
        driver.reset();
    }
    void wait_until(const std::function<bool()>& done) {
        for (int i = 0; i < 4000 && !done(); ++i) {
            driver->frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        driver->frames(4);
        REQUIRE(done());
    }
    std::string words(const char* key, const words::Parameters& parameters = {}) { return driver->ui().tr(key, parameters); }
    void answer() {
        driver->click(words("laptops.answer"));
        wait_until([this] { return run->office->office != nullptr || run->office->ended; });
        REQUIRE_MESSAGE(run->office->office != nullptr, run->office->failure->describe());
    }
    // As the laptop's own program does, while this window draws its frames.
    team::Exchanged exchange(survey::Workspace& laptop) {
        team::Exchanged done;
        std::atomic<bool> over{false};
        std::thread thread([&] {
            const std::atomic<bool> never{false};
            done = team::exchange(laptop, [](const auto& step) { step(); }, {}, never);
            over = true;
        });
        for (int i = 0; i < 20'000 && !over; ++i) {
            driver->frames(1);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        thread.join();
        return done;
    }
    std::unique_ptr<survey::Workspace> enrol(const std::string& name, const std::string& areas) {
        const auto file = team.folder.file(name + ".yqe");
        driver->click(words("laptops.new"));
        driver->frames(3);
        driver->fill("laptop_name", name);
        driver->fill("laptop_areas", areas);
        driver->fill("laptop_file", file);
        driver->click(words("laptops.enrol"));
        driver->frames(3);
        CHECK(driver->says(words("laptops.enrolled", {{"laptop", name}, {"file", file}})));
        auto laptop = support::open_workspace(team.folder.file(name));
        const auto joined = team::join(*laptop, *base::read_file(file));
        REQUIRE_MESSAGE(joined.has_value(), joined.error().describe());
        return laptop;
    }

    support::DemoTeam team;
    std::unique_ptr<survey::Workspace> workspace;
    std::shared_ptr<screens::ExchangeRun> run = std::make_shared<screens::ExchangeRun>();
    std::optional<ScreenDriver> driver;
};

}  // namespace

TEST_CASE("a laptop enrolled in headquarters' window exchanges with it while the window is in use") {
    AtHeadquarters office;
    office.answer();
    const auto laptop = office.enrol("laptop-9", "620981");
    const auto done = office.exchange(*laptop);
    REQUIRE_MESSAGE(done.status.has_value(), done.status.error().describe());
    CHECK(laptop->store().counts()->records == office.workspace->store().counts()->records);
    CHECK(office.run->office->office->answered() > 0);
    CHECK(screens::answers_laptops(*office.workspace));

    office.driver->click(office.words("laptops.stop"));
    office.wait_until([&] { return office.run->office->ended; });
    CHECK_FALSE(screens::answers_laptops(*office.workspace));
    CHECK_FALSE(office.exchange(*laptop).status.has_value());
    CHECK(office.driver->says(office.words("laptops.not_answering")));
}

TEST_CASE("a laptop that is withdrawn while headquarters answers gets nothing from then on") {
    AtHeadquarters office;
    office.answer();
    const auto laptop = office.enrol("laptop-9", "");
    REQUIRE(office.exchange(*laptop).status.has_value());
    office.driver->click("##laptop_laptop-9");
    office.driver->click(office.words("laptops.withdraw"));
    office.driver->frames(3);
    office.driver->click(office.words("laptops.withdraw_yes", {{"laptop", "laptop-9"}}));
    office.driver->frames(3);
    CHECK(office.driver->says(office.words("laptops.withdrawn")));
    const auto after = office.exchange(*laptop);
    REQUIRE_FALSE(after.status.has_value());
    CHECK(after.status.error().code == base::ErrorCode::refused);
}

TEST_CASE("areas are given by code or by name, and what is more than one is asked about") {
    AtHeadquarters office;
    const auto& areas = office.workspace->areas();
    const auto* county = areas.find(areas.roots().front());
    REQUIRE(county != nullptr);
    CHECK(screens::areas_meant(areas, county->code + "，" + county->label).codes == std::vector<std::string>{county->code});
    CHECK(screens::areas_meant(areas, "").codes.empty());
    CHECK(screens::areas_meant(areas, county->code + " 没有这里").unknown == "没有这里");
    const auto groups = screens::areas_like(areas, "一组", 5);   // Each village has one.
    REQUIRE(groups.size() > 1);
    CHECK(screens::areas_meant(areas, groups.front()->label).unknown == groups.front()->label);

    office.driver->click("##laptop_laptop-2");
    office.driver->click(office.words("laptops.other_areas"));
    office.driver->frames(3);
    office.driver->fill("laptop_areas", county->label);
    office.driver->click(office.words("laptops.give_areas"));
    office.driver->frames(3);
    const auto reopened = hq::Headquarters::open(office.workspace->store());
    for (const auto& laptop : reopened->laptops()) {
        if (laptop.name == "laptop-2") CHECK(laptop.areas == std::vector<std::string>{county->code});
    }
}

TEST_CASE("an enrolment that cannot be written enrols nobody") {
    AtHeadquarters office;
    office.driver->click(office.words("laptops.new"));
    office.driver->frames(3);
    office.driver->type("laptop-9");   // The keyboard is in the first field.
    office.driver->press(ImGuiKey_Enter);
    const auto stick = office.team.folder.file("stick");   // It is not plugged in: nothing is written onto the disk below.
    for (const auto& file : {std::string("/proc/no/such/laptop-9.yqe"), stick + "/laptop-9.yqe"}) {
        office.driver->fill("laptop_file", file);
        office.driver->click(office.words("laptops.enrol"));
        office.driver->frames(3);
    }
    CHECK(!base::exists(stick));
    const auto laptops = hq::Headquarters::open(office.workspace->store())->laptops();
    CHECK(std::none_of(laptops.begin(), laptops.end(), [](const auto& laptop) { return laptop.name == "laptop-9"; }));
    CHECK(office.driver->find("laptop_file") != nullptr);   // What was typed is still there.
}

TEST_CASE("an enrolment never takes the place of another file, and a name that is taken leaves none behind") {
    AtHeadquarters office;
    const auto try_to_enrol = [&](const std::string& name, const std::string& file) {
        office.driver->click(office.words("laptops.new"));
        office.driver->frames(3);
        office.driver->fill("laptop_name", name);
        office.driver->fill("laptop_file", file);
        office.driver->click(office.words("laptops.enrol"));
        office.driver->frames(3);
    };
    const auto before = hq::Headquarters::open(office.workspace->store())->laptops().size();
    const auto file = office.team.folder.file("laptop-1.yqe"), fresh = office.team.folder.file("fresh.yqe");
    REQUIRE(base::write_file(file, "the only key of laptop-1").has_value());
    try_to_enrol("laptop-9", file);
    CHECK(*base::read_file(file) == "the only key of laptop-1");
    try_to_enrol("laptop-1", fresh);
    CHECK_FALSE(base::exists(fresh));
    CHECK(hq::Headquarters::open(office.workspace->store())->laptops().size() == before);
    try_to_enrol("laptop-9", fresh);
    CHECK(std::filesystem::status(fresh).permissions() == std::filesystem::perms(0600));   // It holds a key.
}

TEST_CASE("what was put aside is let in from the screen by who may, and who did it is noted") {
    AtHeadquarters office;
    auto& store = office.workspace->store();
    const auto laptop = office.team.open("laptop-2");
    const auto household = laptop->store().list()->front();
    const std::vector<record::Op> ops{{record::OpKind::set, "identity/address", "三组 9 号", {}}};
    const auto change = laptop->store().save(household.id, "li.na", household.area, household.form_id, "1", ops);
    REQUIRE(change.has_value());
    REQUIRE(store.put_quarantine(*laptop->store().change(*change), "not_authorised", "laptop-2").has_value());
    office.driver->frames(3);
    REQUIRE(office.driver->says(office.words("kept.what", {{"author", "li.na"}, {"household", household.title}, {"count", "1"}})));
    office.driver->click(office.words("kept.ask"));
    office.driver->frames(2);
    CHECK_FALSE(store.has_change(*change));
    office.driver->click(office.words("kept.yes"));
    office.driver->frames(3);
    CHECK(store.has_change(*change));
    CHECK(store.quarantine()->empty());
    REQUIRE(store.releases()->size() == 1);
    CHECK(store.releases()->front().person == office.workspace->identity().person);
    CHECK(office.driver->says(office.words("kept.let_in")));

    REQUIRE(store.put_quarantine("no change at all", "damaged", "laptop-2").has_value());
    office.driver->frames(3);
    CHECK(office.driver->find(office.words("kept.ask")) == nullptr);   // Nobody can let in what cannot be read.
}
