#include "tests/support/screen_tour.hpp"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "app/screens/conflicts.hpp"
#include "app/screens/household.hpp"
#include "app/screens/import_list.hpp"
#include "app/screens/questionnaire.hpp"
#include "app/screens/rest_lock.hpp"
#include "model/record/change_codec.hpp"
#include "model/base/files.hpp"
#include "model/record/cell.hpp"
#include "model/record/edit.hpp"
#include "model/survey/sample_answers.hpp"

namespace yuanquan::support {

namespace {

// Places in the rail.
enum Rail : std::size_t { work, conflicts, review, exchange, reports, forms, settings };

std::string words(ScreenDriver& at, const char* key) { return at.ui().tr(key); }
std::string stick(ScreenDriver& at) {
    const auto folder = at.state().workspace.folder() + "/stick";
    static_cast<void>(base::make_folder(folder));
    return folder;
}

void rail(ScreenDriver& at, Rail entry) {
    at.state().shell.go(entry);
    at.frames(6);
}

// Until what runs beside the window is done, or two seconds have gone: a meeting waits for ever.
void settle(ScreenDriver& at) {
    for (int i = 0; i < 100 && at.ui().tasks.busy(); ++i) {
        at.frames(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    at.frames(6);
}

record::RecordId household(ScreenDriver& at, const std::string& name) {
    const auto listed = at.state().workspace.store().list();
    for (const auto& row : *listed) {
        if (row.title.starts_with(name)) return row.id;
    }
    FAIL("no household ", name);
    return {};
}

void open_household(ScreenDriver& at, const std::string& name, int page) {
    at.open(std::make_unique<screens::Household>(at.state(), household(at, name)));
    at.press(ImGuiKey_1 + page - 1, true);
}
TourStop household_page(const std::string& name, const std::string& whose, int page) {
    return {"household-" + name, "laptop-1", [whose, page](ScreenDriver& at) { open_household(at, whose, page); }};
}

void fill_in(ScreenDriver& at, base::Result<std::unique_ptr<survey::Visit>> visit, int pages_on) {
    REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
    at.open(std::make_unique<screens::Questionnaire>(at.state(), std::move(*visit)));
    at.frames(4);
    for (int i = 0; i < pages_on; ++i) at.press(ImGuiKey_PageDown);
    at.frames(4);
}
TourStop page_of_household(const std::string& name, int pages_on) {
    return {"questionnaire-" + name, "laptop-1", [pages_on](ScreenDriver& at) {
                fill_in(at, survey::Visit::open(at.state().workspace, household(at, kTwoVersions)), pages_on);
            }};
}
// A questionnaire that has a question of every kind, with answers in most.
TourStop page_of_every_type(const std::string& name, int pages_on) {
    return {"questions-" + name, "laptop-1", [pages_on](ScreenDriver& at) {
                auto& workspace = at.state().workspace;
                REQUIRE(workspace.install_form(YUANQUAN_SOURCE_DIR "/tests/cases/questions/every_type.md").has_value());
                auto visit = survey::Visit::start(workspace, "types", "");
                REQUIRE(visit.has_value());
                REQUIRE(survey::fill_with_samples(**visit, workspace.clock()).has_value());
                fill_in(at, std::move(visit), pages_on);
            }};
}

// One question at a time. pages_on with Ctrl+Down, then so many questions on with Page down.
TourStop one_question(const std::string& name, int pages_on, int questions_on, std::function<void(ScreenDriver&)> then = {}) {
    return {"one-question-" + name, "laptop-1", [=](ScreenDriver& at) {
                at.state().preferences.one_question = true;
                fill_in(at, survey::Visit::open(at.state().workspace, household(at, kTwoVersions)), 0);
                for (int i = 0; i < pages_on; ++i) at.press(ImGuiKey_DownArrow, true);
                for (int i = 0; i < questions_on; ++i) at.press(ImGuiKey_PageDown);
                if (then) then(at);
                at.frames(6);
            }};
}

TourStop report(const std::string& name) {
    return {"reports-" + name, "hq", [name](ScreenDriver& at) {
                rail(at, reports);
                settle(at);
                if (at.find("report" + name) == nullptr) at.click("report");   // Folded into a list where there is no room.
                at.click("report" + name);
                settle(at);
            }};
}

void life_event(ScreenDriver& at, const char* which) {
    open_household(at, "马占山", 1);
    at.click(words(at, "household.event"));
    at.frames(4);
    if (which != nullptr) at.click(which);
    at.frames(4);
}

void check_form(ScreenDriver& at, const std::string& text) {
    const auto path = at.state().workspace.folder() + "/aid-2017.md";
    REQUIRE(base::write_file(path, text).has_value());
    rail(at, forms);
    at.fill("##form_path", path);
    settle(at);
}

const std::string kList = "户编号,户主,联系电话,户类型,备注\n6209812080209901,甲新户,13900001111,低保户,\n6209812080209902,乙新户,1390000222,不明,家在渠边\n";
void open_list(ScreenDriver& at, const std::string& bytes) {
    const auto path = at.state().workspace.folder() + "/list." + (bytes.starts_with("PK") ? "xlsx" : "csv");
    REQUIRE(base::write_file(path, bytes).has_value());
    at.open(std::make_unique<screens::ImportList>(at.state(), path));
    settle(at);
}

// Somebody wrote down the same household once more.
void register_again(ScreenDriver& at) {
    auto& workspace = at.state().workspace;
    const auto seen = *workspace.store().record(household(at, "马占山"));
    record::Edit edit;
    for (const auto& [path, cell] : seen.cells) {
        if (path.ends_with(']')) edit.rows.push_back({path, true});
        else if (!path.starts_with('@')) edit.cells.push_back({path, cell.value()});
    }
    edit.cells.push_back({"identity/address", "二组 18 号"});
    edit.cells.push_back({std::string(record::kTitleCell), "马占山 6209812080200230"});
    const auto id = record::RecordId::random(workspace.random());
    REQUIRE(workspace.store().save(id, "li.na", seen.area, seen.form_id, seen.form_version, record::edit_ops({}, edit)).has_value());
}

const std::string kFaulty =
    "| survey |\n| | type | name | label | relevant | constraint |\n| | text | head | Head | ${nobody} = 1 | |\n| | integer | age | Age | | . < |\n"
    "| | select_one grade | grade | Grade | | |\n| settings |\n| | form_id | form_title |\n| | aid | Aid given |\n";

std::vector<TourStop> all_stops() {
    std::vector<TourStop> stops;
    const auto add = [&](const char* name, const char* workspace, std::function<void(ScreenDriver&)> go) {
        stops.push_back({name, workspace, std::move(go)});
    };
    add("join", "new", [](ScreenDriver&) {});
    add("join-refused", "new", [](ScreenDriver& at) { at.fill("##enrolment", "/media/stick/laptop-1.yqe"); });
    add("join-no-name", "new", [](ScreenDriver& at) {
        at.click("##person");
        at.type("/media/stick/laptop-1.yqe");
    });
    add("work", "laptop-1", [](ScreenDriver&) {});
    add("work-area", "hq", [](ScreenDriver& at) {
        if (at.find("area_menu") != nullptr) at.click("area_menu");
    });
    add("work-selected", "hq", [](ScreenDriver& at) {
        at.press(ImGuiKey_F, true);
        at.press(ImGuiKey_DownArrow);
        at.press(ImGuiKey_A, true);
    });
    add("work-nothing-found", "hq", [](ScreenDriver& at) {
        at.press(ImGuiKey_F, true);
        at.type("没有这一户");
        at.wait(0.5);
    });
    stops.push_back(household_page("file", kTwoVersions, 1));
    stops.push_back(household_page("timeline", "马占山", 2));
    stops.push_back(household_page("income", kTwoVersions, 3));
    stops.push_back(household_page("plan", kTwoVersions, 4));
    stops.push_back(household_page("photos", "马占山", 5));
    stops.push_back(household_page("papers", "马占山", 6));
    stops.push_back(household_page("history", kTwoVersions, 7));
    add("household-event", "laptop-1", [](ScreenDriver& at) { life_event(at, nullptr); });
    add("household-birth", "laptop-1", [](ScreenDriver& at) { life_event(at, "household.event.birth"); });
    add("household-split", "laptop-1", [](ScreenDriver& at) { life_event(at, "household.event.split"); });
    stops.push_back(page_of_household("identity", 0));
    stops.push_back(page_of_household("members", 1));
    stops.push_back(page_of_household("causes", 2));
    stops.push_back(page_of_household("conditions", 3));
    stops.push_back(page_of_household("income", 4));
    stops.push_back(page_of_household("plan", 6));
    add("questionnaire-new", "laptop-1", [](ScreenDriver& at) {
        at.press(ImGuiKey_N, true);
        at.frames(6);
        at.press(ImGuiKey_F8);   // The first problem.
        at.frames(4);
    });
    stops.push_back(one_question("text", 0, 6));
    stops.push_back(one_question("choice", 1, 10));
    stops.push_back(one_question("wrong", 0, 7, [](ScreenDriver& at) {
        at.press(ImGuiKey_A, true);
        at.type("12");
        at.press(ImGuiKey_Enter);
    }));
    stops.push_back(one_question("refused", 0, 7, [](ScreenDriver& at) {
        at.press(ImGuiKey_F7);
        at.frames(4);
        at.type("怕有人打来推销");
        at.wait(0.6);
    }));
    add("questionnaire-refused", "laptop-1", [](ScreenDriver& at) {
        fill_in(at, survey::Visit::start(at.state().workspace, "household", ""), 0);
        at.press(ImGuiKey_F8);   // The first problem: the county.
        for (const auto& [key, note] : {std::pair{ImGuiKey_F6, "户主外出，家人说不准"}, std::pair{ImGuiKey_F7, "上次也不肯说"}, std::pair{ImGuiKey_F6, ""}}) {
            at.frames(4);
            at.press(key);
            at.frames(4);
            at.type(note);
            if (*note != '\0') at.press(ImGuiKey_Enter);
        }
    });
    stops.push_back(one_question("add", 2, 0, [](ScreenDriver& at) { at.press(ImGuiKey_PageUp); }));
    stops.push_back(one_question("together", 2, 0));
    stops.push_back(one_question("sums", 4, 10));
    stops.push_back(one_question("end", 0, 0, [](ScreenDriver& at) {
        for (int i = 0; i < 12; ++i) at.press(ImGuiKey_DownArrow, true);
        for (int i = 0; i < 30; ++i) at.press(ImGuiKey_PageDown);
    }));
    {
        auto grid = page_of_every_type("one-by-one-grid", 0);
        stops.push_back({grid.name, grid.workspace, [go = grid.go](ScreenDriver& at) {
                             at.state().preferences.one_question = true;
                             go(at);
                             for (int i = 0; i < 4; ++i) at.press(ImGuiKey_DownArrow, true);
                         }});
    }
    const char* const kinds[] = {"words", "moments", "choices", "places", "grid", "more"};
    for (int i = 0; i < 6; ++i) stops.push_back(page_of_every_type(kinds[i], i));
    add("conflicts", "laptop-1", [](ScreenDriver& at) { rail(at, conflicts); });
    add("conflicts-rule", "laptop-1", [](ScreenDriver& at) {
        rail(at, conflicts);
        at.click(words(at, "conflicts.rule.open"));
        at.frames(4);
    });
    add("conflicts-none", "laptop-1", [](ScreenDriver& at) {
        at.open(std::make_unique<screens::Conflicts>(at.state(), household(at, "马占山")));
    });
    add("duplicates", "hq", [](ScreenDriver& at) {
        register_again(at);
        rail(at, conflicts);
        at.frames(20);   // It reads a few records a frame.
        at.click("duplicates.page");
        at.frames(20);
    });
    add("import", "hq", [](ScreenDriver& at) { open_list(at, kList); });
    add("import-done", "hq", [](ScreenDriver& at) {
        open_list(at, kList);
        at.click(words(at, "import.start"));
        settle(at);
    });
    add("import-broken", "hq", [](ScreenDriver& at) { open_list(at, std::string("PK\x03\x04 no workbook", 17)); });
    add("review", "hq", [](ScreenDriver& at) {
        rail(at, review);
        at.frames(60);   // It reads a few records a frame.
    });
    add("review-not-mine", "laptop-1", [](ScreenDriver& at) { rail(at, review); });
    add("exchange", "laptop-1", [](ScreenDriver& at) { rail(at, exchange); });
    add("exchange-failed", "laptop-1", [](ScreenDriver& at) {
        rail(at, exchange);
        at.click(words(at, "exchange.start"));
        settle(at);
    });
    add("exchange-file", "laptop-1", [](ScreenDriver& at) {
        rail(at, exchange);
        at.fill("carriers_write", stick(at) + "/yuanquan-laptop-1-1.yqb");
        settle(at);
    });
    add("exchange-meeting", "laptop-1", [](ScreenDriver& at) {
        rail(at, exchange);
        at.click(words(at, "carriers.wait"));
        settle(at);
        static_cast<void>(at.scroll_to(words(at, "carriers.end")));
    });
    add("exchange-hq", "hq", [](ScreenDriver& at) { rail(at, exchange); });
    add("exchange-hq-aside", "hq", [](ScreenDriver& at) {
        auto& workspace = at.state().workspace;
        const auto household = workspace.store().list()->front();
        record::Change change;
        change.replica.bytes.fill(9);
        change.sequence = change.counter = 1;
        change.author = "li.na";
        change.record = household.id;
        change.area = household.area;
        change.form_id = household.form_id;
        change.ops = {{record::OpKind::set, "identity/address", "三组 9 号", {}}};
        static_cast<void>(workspace.store().put_quarantine(record::encode(change), "not_authorised", "laptop-2"));
        static_cast<void>(workspace.store().put_quarantine("?", "damaged", "laptop-1"));
        rail(at, exchange);
        at.click(words(at, "kept.ask"));
        settle(at);
    });
    add("exchange-hq-answering", "hq", [](ScreenDriver& at) {
        rail(at, exchange);
        at.click(words(at, "laptops.answer"));
        settle(at);
    });
    add("exchange-hq-enrol", "hq", [](ScreenDriver& at) {
        rail(at, exchange);
        at.click(words(at, "laptops.new"));
        settle(at);
        at.fill("laptop_name", "laptop-9");
        at.fill("laptop_areas", "源泉");
        settle(at);
        static_cast<void>(at.scroll_to(words(at, "laptops.enrol")));
    });
    add("exchange-hq-withdraw", "hq", [](ScreenDriver& at) {
        rail(at, exchange);
        at.click("##laptop_laptop-2");
        at.click(words(at, "laptops.withdraw"));
        settle(at);
        static_cast<void>(at.scroll_to(at.ui().tr("laptops.withdraw_yes", {{"laptop", "laptop-2"}})));
    });
    add("reports-progress", "hq", [](ScreenDriver& at) {
        rail(at, reports);
        settle(at);
    });
    for (const char* name : {"base", "problems", "policy", "responsibility", "tasks"}) stops.push_back(report(name));
    add("forms", "laptop-1", [](ScreenDriver& at) { rail(at, forms); });
    add("forms-hq", "hq", [](ScreenDriver& at) { rail(at, forms); });
    add("forms-findings", "hq", [](ScreenDriver& at) { check_form(at, kFaulty); });
    add("forms-trial", "hq", [](ScreenDriver& at) {
        rail(at, forms);
        at.click("try_household");
        at.frames(6);
    });
    add("settings", "laptop-1", [](ScreenDriver& at) { rail(at, settings); });
    add("settings-below", "laptop-1", [](ScreenDriver& at) {
        rail(at, settings);
        static_cast<void>(at.scroll_to("##backup_folder"));
    });
    add("settings-backed-up", "laptop-1", [](ScreenDriver& at) {
        rail(at, settings);
        at.fill("##backup_folder", stick(at));
        settle(at);
        static_cast<void>(at.scroll_to(words(at, "settings.keys")));
    });
    add("settings-backup-failed", "laptop-1", [](ScreenDriver& at) {
        rail(at, settings);
        at.fill("##backup_folder", "/proc/nowhere");
        settle(at);
        static_cast<void>(at.scroll_to(words(at, "settings.keys")));
    });
    add("lock", "laptop-1", [](ScreenDriver& at) {
        at.state().shell.cover(std::make_unique<screens::LockScreen>(at.state()));
        at.frames(4);
    });
    add("help", "laptop-1", [](ScreenDriver& at) { at.press(ImGuiKey_F1); });
    add("palette", "laptop-1", [](ScreenDriver& at) {
        at.press(ImGuiKey_K, true);
        at.frames(4);
    });
    for (const char* name : {"work", "household-file", "questionnaire-members", "one-question-text", "review"}) {
        const auto shown = std::find_if(stops.begin(), stops.end(), [&](const TourStop& stop) { return stop.name == name; });
        stops.push_back({std::string("keys-") + name, shown->workspace, [go = shown->go](ScreenDriver& at) {
                             go(at);
                             at.frames(8);
                             at.hold_alt(true);
                             for (int i = 0; i < 100 && ui::key_hints().empty(); ++i) {   // A window's time is the real one.
                                 at.wait(0.02);
                                 std::this_thread::sleep_for(std::chrono::milliseconds(5));
                             }
                         }});
    }
    add("appearance", "laptop-1", [](ScreenDriver& at) { at.click("appearance"); });
    return stops;
}

}  // namespace

const std::vector<TourStop>& tour_stops() {
    static const auto stops = all_stops();
    return stops;
}

AtStop::AtStop(const TourStop& stop, ScreenDriver::Options options)  {
    setenv("HOME", "/home/zhang", 1);   // Paths that are proposed are those of a person.
    workspace_ = team_.open(stop.workspace);
    options.whole_app = true;
    driver_ = std::make_unique<ScreenDriver>(*workspace_, options);
    auto& shown = driver_->state().preferences;
    shown.language = options.language;
    shown.theme = options.theme;
    shown.scale = options.scale;
    driver_->frames(6);
    stop.go(*driver_);
    driver_->frames(8);
}

}  // namespace yuanquan::support
