#include "tests/support/screen_monkey.hpp"

#include <cxxabi.h>
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <typeinfo>

#include "app/screens/open_visit.hpp"
#include "app/screens/rest_lock.hpp"
#include "model/base/files.hpp"
#include "tests/support/screen_ledger.hpp"

namespace yuanquan::support {

namespace {

constexpr std::array kKeys{ImGuiKey_Tab, ImGuiKey_Enter, ImGuiKey_Escape, ImGuiKey_Space, ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow,
                           ImGuiKey_RightArrow, ImGuiKey_PageUp, ImGuiKey_PageDown, ImGuiKey_Home, ImGuiKey_End, ImGuiKey_Delete, ImGuiKey_Backspace,
                           ImGuiKey_F1, ImGuiKey_F6, ImGuiKey_F7, ImGuiKey_F8, ImGuiKey_Insert, ImGuiKey_1, ImGuiKey_2, ImGuiKey_3, ImGuiKey_9};
constexpr std::array kWithCtrl{ImGuiKey_K, ImGuiKey_N, ImGuiKey_S, ImGuiKey_F, ImGuiKey_Z, ImGuiKey_Y, ImGuiKey_A, ImGuiKey_V, ImGuiKey_C, ImGuiKey_X,
                               ImGuiKey_1, ImGuiKey_2, ImGuiKey_Enter};
constexpr std::array<const char*, 16> kTyped{"马国福", "䶮塞力克·阿不都拉", "620981198701020034", "20160501", "2016-02-29", "12500", "-3", "0", "2.5", "t", "\n",
                                             "<b>&amp;\"'; DROP TABLE", "=1+1", "🙂 e\xcc\x81 \xe2\x80\xae x", "  two  spaces ", "𬱩"};
// What ends a stay in a field.
constexpr std::array kLeaving{ImGuiKey_Tab, ImGuiKey_Enter, ImGuiKey_Escape, ImGuiKey_PageDown, ImGuiKey_PageUp, ImGuiKey_F8, ImGuiKey_F1, ImGuiKey_F7};
constexpr std::array<std::array<float, 2>, 7> kSizes{{{320, 240}, {800, 500}, {1024, 768}, {1280, 800}, {1400, 900}, {3840, 2160}, {640, 1200}}};
// What starts this program once more, which here is the test itself.
constexpr std::array<const char*, 1> kLeftAlone{"join.demo_open"};
constexpr std::int64_t kYear2099 = 4'096'000'000'000, kMinute = 60'000;
constexpr char kPassphrase[] = "杏花 12";

// Files as they are dropped on the window: whole ones, halves, and what nobody can read.
std::vector<std::string> dropped_files(const TourTeam& team) {
    const auto folder = team.file("dropped");
    std::filesystem::create_directories(folder);
    const auto put = [&](const std::string& name, const std::string& bytes) {
        REQUIRE(base::write_file(folder + "/" + name, bytes).has_value());
        return folder + "/" + name;
    };
    const std::string forms = YUANQUAN_SOURCE_DIR "/assets/forms/";
    const auto form = *base::read_file(forms + "household.md");
    return {forms + "duty.md", put("half.md", form.substr(0, form.size() / 2)), put("half.xlsx", std::string("PK\x03\x04\x14\x00\x00\x00\x08\x00", 10)),
            put("form.xml", "<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head>"), put("people.csv", "户主,人口\n马国福,4\n马,\"\n"),
            put("empty.csv", ""), put("stick.yqb", "YQB1 but no more"), put("laptop.yqe", "{}"), put("house.png", "\x89PNG\r\n\x1a\n"),
            put("words.docx", "?"), folder, folder + "/is/not/there.xlsx", put("no_ending", std::string(3, '\0'))};
}

// YUANQUAN_MONKEY_TRACE: each deed on a line, to see what led to a finding.
void tell(std::uint64_t event, const std::string& deed) {
    static const bool is_wanted = std::getenv("YUANQUAN_MONKEY_TRACE") != nullptr;
    if (is_wanted) std::cerr << event << ' ' << deed << '\n';
}
std::string place_of(const ui::LoggedItem& item) {
    return " at " + std::to_string(static_cast<int>(item.x0)) + ',' + std::to_string(static_cast<int>(item.y0));
}

std::string name_of_class(const ui::Screen& screen) {
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> whole(abi::__cxa_demangle(typeid(screen).name(), nullptr, nullptr, &status), std::free);
    const std::string name = whole ? whole.get() : typeid(screen).name();
    return name.substr(name.rfind(':') + 1);
}

class Monkey {
  public:
    Monkey(const TourStop& stop, std::uint64_t seed, const ScreenDriver::Options& options) : stop_(stop), options_(options), random_(seed) {
        options_.whole_app = true;
        setenv("HOME", team_.file("home").c_str(), 1);   // Whatever it writes to the person's own folder.
        std::filesystem::create_directories(team_.file("home"));
        std::filesystem::current_path(team_.file("home"));   // And to "0", where that was typed for a file.
        setenv("PATH", team_.file("no_programs").c_str(), 1);   // Nothing opens a photo.
        files_ = dropped_files(team_);
        open();
        before_ = workspace_->store().counts()->changes;
        auto& shown = driver_->state().preferences;
        shown.language = options.language;
        shown.theme = options.theme;
        shown.scale = options.scale;
        driver_->frames(6);
        stop.go(*driver_);
        driver_->hold_alt(false);
    }
    ~Monkey() {
        setenv("PATH", path_.c_str(), 1);
        std::filesystem::current_path(folder_);
    }
    Monkey(const Monkey&) = delete;
    Monkey& operator=(const Monkey&) = delete;

    void act() {
        const auto die = below(1000);
        tell(tale.events, "die " + std::to_string(die) + " on " + (driver_->top() == nullptr ? "" : name_of_class(*driver_->top())));
        if (die < 8) {
            close(false);
        } else if (die < 16) {
            close(true);
        } else if (die < 22) {
            rest();
        } else if (die < 36) {
            drop();
        } else if (die < 52) {
            change_look();
        } else if (die < 58) {
            set_clock();
        } else if (die < 66 && !driver_->state().shell.covered()) {
            driver_->state().shell.go(below(7));
            driver_->frames(4);
        } else if (die < 90 && !driver_->state().shell.covered() && questionnaire() == nullptr) {
            open_questionnaire();
        } else if (die < (questionnaire() == nullptr ? 130 : 500)) {
            fill_field();
        } else {
            anything();
        }
        clock_.advance(static_cast<std::int64_t>(below(3000)));
        note_what_is_seen();
        take(ledger_.compare_saved(*workspace_, in_sight()));
        ++tale.events;
    }
    void end() {
        const auto changes = workspace_->store().counts()->changes;
        tale.saves = changes - std::min(changes, before_);
        close(false);
        const auto findings = workspace_->store().verify();
        REQUIRE(findings.has_value());
        for (const auto& finding : *findings) CHECK_MESSAGE(false, finding.code);
    }
    MonkeyTale tale;

  private:
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_.next_u64() % bound); }
    screens::Questionnaire* questionnaire() { return dynamic_cast<screens::Questionnaire*>(driver_->top()); }
    const ui::Screen* in_sight() { return driver_->state().shell.covered() ? nullptr : driver_->top(); }

    void open() {
        workspace_ = team_.open(stop_.workspace, clock_);
        driver_ = std::make_unique<ScreenDriver>(*workspace_, options_);
        driver_->after_frame = [this] { ledger_.look(in_sight()); };
        driver_->frames(4);
    }
    // Of the program: as its window is closed, or without a word to it.
    void close(bool is_kill) {
        if (!is_kill) CHECK_MESSAGE(driver_->leave(), "the window does not close, and says: " << driver_->words());
        driver_.reset();
        workspace_.reset();
        workspace_ = team_.open(stop_.workspace, clock_);
        take(ledger_.compare_drafts(*workspace_, is_kill));
        take(ledger_.compare_saved(*workspace_, nullptr));
        workspace_.reset();
        open();
        ++(is_kill ? tale.kills : tale.closings);
        if (driver_->state().shell.covered()) unlock();
    }
    void take(const TypedLedger::Compared& found) {
        tale.drafts += found.drafts;
        tale.records += found.records;
        tale.answers += found.answers;
        tale.marks += found.marks;
        REQUIRE_MESSAGE(found.first_wrong.empty(), found.first_wrong);
    }

    // Minutes without a hand on the laptop; then some keys at the locked window, and the passphrase.
    void rest() {
        REQUIRE(screens::set_passphrase(driver_->state(), kPassphrase).has_value());
        driver_->state().preferences.lock_minutes = 5;
        driver_->frames(2);
        clock_.advance(6 * kMinute);
        driver_->frames(3);
        CHECK(driver_->state().shell.covered());
        note_what_is_seen();
        for (int i = 0; i < 3; ++i) press(kKeys);
        CHECK(driver_->state().shell.covered());
        unlock();
        ++tale.locks;
        driver_->state().preferences.lock_minutes = 0;
        driver_->frames(1);
    }
    void unlock() {
        ImGui::GetIO().DisplaySize = {1024, 768};
        driver_->frames(6);
        driver_->fill("passphrase", kPassphrase);
        CHECK_FALSE(driver_->state().shell.covered());
        driver_->frames(4);
    }
    void drop() {
        std::vector<std::string> paths{files_[below(files_.size())]};
        if (below(4) == 0) paths.push_back(files_[below(files_.size())]);
        driver_->drop(paths);
        driver_->frames(static_cast<int>(below(8)) + 2);
        ++tale.drops;
    }
    void change_look() {
        auto& shown = driver_->state().preferences;
        constexpr std::array kScales{1.0f, 1.25f, 1.5f, 2.0f};
        const auto& size = kSizes[below(kSizes.size())];
        switch (below(5)) {
            case 0: shown.language = shown.language == "zh" ? "en" : "zh"; break;
            case 1: shown.theme = static_cast<ui::ThemeName>(below(3)); break;
            case 2: shown.scale = kScales[below(kScales.size())]; break;
            case 3: shown.comfortable = !shown.comfortable; break;
            default: ImGui::GetIO().DisplaySize = {size[0], size[1]};
        }
        driver_->frames(3);
    }
    void set_clock() {
        const std::array<std::int64_t, 4> kTimes{0, kYear2099, base::system_clock().now_ms(), clock_.now_ms() - 400'000'000};
        clock_.set(kTimes[below(kTimes.size())]);
        driver_->frames(2);
    }

    void anything() {
        switch (below(16)) {
            case 0: case 1: case 2: press(kKeys); break;
            case 3: driver_->press(kWithCtrl[below(kWithCtrl.size())], true); break;
            case 4: case 5: type(kTyped[below(kTyped.size())]); break;
            case 6: wheel(); break;
            case 7: driver_->frames(static_cast<int>(below(40)) + 1); break;
            case 8: driver_->press(ImGuiKey_Tab); break;
            default: click(pieces([](const auto&) { return true; }));
        }
    }
    static bool is_shorthand(std::string_view words) { return words == "t" || words == "\n"; }   // Today, in a date.
    void type(const std::string& words) {
        if (is_shorthand(words)) ledger_.about_to_type_shorthand(in_sight());
        driver_->type(words);
    }
    // One that was begun, of a household, or a new one.
    void open_questionnaire() {
        auto& state = driver_->state();
        auto& store = workspace_->store();
        const auto drafts = store.drafts();
        const auto rows = store.list();
        const auto forms = store.forms();
        switch (below(3)) {
            case 0:
                if (!drafts->empty()) screens::open_visit(state, driver_->ui(), survey::Visit::resume(*workspace_, (*drafts)[below(drafts->size())].id));
                break;
            case 1:
                if (!rows->empty()) screens::open_visit(state, driver_->ui(), survey::Visit::open(*workspace_, (*rows)[below(rows->size())].id));
                break;
            default:
                if (!forms->empty()) screens::open_visit(state, driver_->ui(), survey::Visit::start(*workspace_, (*forms)[below(forms->size())].id, ""));
        }
        driver_->frames(4);
    }
    // Goes into a field, types over what is there, and leaves it in one of the ways there are, or not at all.
    void fill_field() {
        const auto* screen = questionnaire();
        const auto is_field = [&](const ui::LoggedItem& item) {
            const auto at = item.name.find("##");
            if (screen == nullptr || at == std::string::npos) return at != std::string::npos;
            const auto piece = screen->visit().form().find(item.name.substr(at + 2));
            return piece && piece->kind == form::ElementKind::question;
        };
        if (!click(pieces(is_field))) return;
        const auto& context = *ImGui::GetCurrentContext();
        const auto field = context.ActiveId;
        if (field == 0 || context.InputTextState.ID != field) return;
        driver_->press(ImGuiKey_A, true);
        const std::string words = kTyped[below(kTyped.size())];
        type(words);
        if (context.ActiveId == field && !is_shorthand(words)) {
            const auto& shown = context.InputTextState;
            CHECK(std::string(shown.TextA.Data, static_cast<std::size_t>(shown.TextLen)) == words);
            ++tale.typed;
        }
        const auto way = below(kLeaving.size() + 3);
        if (way < kLeaving.size()) driver_->press(kLeaving[way]);
        if (way == kLeaving.size()) driver_->press(ImGuiKey_S, true);
    }
    template <class Keys>
    void press(const Keys& keys) {
        const auto key = keys[below(keys.size())];
        const auto& items = ui::items();
        const bool presses = key == ImGuiKey_Enter || key == ImGuiKey_Space;
        const auto focused = std::find_if(items.rbegin(), items.rend(), [](const auto& item) { return item.id == ImGui::GetCurrentContext()->NavId; });
        tell(tale.events, std::string("key ") + ImGui::GetKeyName(key) + " on " + (focused == items.rend() ? "" : focused->name));
        if (!presses || focused == items.rend() || !left_alone(focused->name)) driver_->press(key);
    }
    bool left_alone(const std::string& name) {
        return std::any_of(kLeftAlone.begin(), kLeftAlone.end(), [&](const char* key) {
            return name.starts_with(driver_->ui().tr(key));
        });
    }
    void wheel() {
        ImGui::GetIO().AddMouseWheelEvent(0, static_cast<float>(below(9)) - 4);
        driver_->frames(1);
    }
    std::vector<ui::LoggedItem> pieces(const auto& wanted) {
        std::vector<ui::LoggedItem> there;
        for (const auto& item : ui::items()) {
            if (item.visible && !item.name.empty() && !left_alone(item.name) && wanted(item)) there.push_back(item);
        }
        return there;
    }
    bool click(const std::vector<ui::LoggedItem>& there) {
        if (there.empty()) {
            driver_->frames(1);
            return false;
        }
        const auto aim = there[below(there.size())];
        auto& io = ImGui::GetIO();
        const auto& context = *ImGui::GetCurrentContext();
        io.AddMousePosEvent((aim.x0 + aim.x1) / 2, (aim.y0 + aim.y1) / 2);
        driver_->frames(1);
        // What is under the mouse now is pressed: in the middle of a pane lies something else, and the page may have moved.
        const auto under = std::find_if(ui::items().rbegin(), ui::items().rend(), [&](const auto& one) { return one.id == context.HoveredId; });
        const auto item = context.HoveredId == 0 || under == ui::items().rend() ? aim : *under;
        if (left_alone(item.name)) return false;
        tell(tale.events, "press " + item.name + place_of(item));
        const auto* on = in_sight();
        ledger_.about_to_press(on, item);
        io.AddMouseButtonEvent(0, true);
        driver_->frames(1);
        const bool taken = context.ActiveId == item.id;
        io.AddMouseButtonEvent(0, false);
        driver_->frames(1);
        const auto after = std::find_if(ui::items().begin(), ui::items().end(), [&](const auto& one) { return one.id == item.id; });
        tell(tale.events, after == ui::items().end() ? "it is gone" : "let go" + place_of(*after));
        if (in_sight() == on) ledger_.pressed(on, item, taken && context.HoveredIdPreviousFrame == item.id);
        driver_->frames(1);
        ++tale.clicks;
        return true;
    }
    void note_what_is_seen() {
        if (driver_->state().shell.covered()) {
            ++tale.seen["LockScreen"];
        } else if (driver_->top() != nullptr) {
            ++tale.seen[name_of_class(*driver_->top())];
        }
        if (driver_->find("palette_text") != nullptr) ++tale.seen["palette"];
    }

    const std::string path_ = std::getenv("PATH");
    const std::filesystem::path folder_ = std::filesystem::current_path();
    const TourStop& stop_;
    ScreenDriver::Options options_;
    base::SeededRandom random_;
    TourTeam team_;
    std::vector<std::string> files_;
    base::FixedClock clock_{base::system_clock().now_ms()};
    TypedLedger ledger_;
    std::unique_ptr<survey::Workspace> workspace_;
    std::unique_ptr<ScreenDriver> driver_;
    std::uint64_t before_ = 0;
};

}  // namespace

void MonkeyTale::add(const MonkeyTale& other) {
    events += other.events, saves += other.saves, clicks += other.clicks, typed += other.typed, locks += other.locks;
    closings += other.closings, kills += other.kills, drops += other.drops;
    drafts += other.drafts, records += other.records, answers += other.answers, marks += other.marks;
    for (const auto& [name, times] : other.seen) seen[name] += times;
}

MonkeyTale play(const TourStop& stop, std::uint64_t seed, std::uint64_t events, const ScreenDriver::Options& options) {
    INFO("from " << stop.name << ", seed " << seed);
    Monkey monkey(stop, seed, options);
    while (monkey.tale.events < events) {
        INFO("event " << monkey.tale.events);
        monkey.act();
    }
    monkey.end();
    return monkey.tale;
}

}  // namespace yuanquan::support
