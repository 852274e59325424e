#include "tests/support/screen_monkey.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "model/base/files.hpp"
#include "tests/support/demo_team.hpp"

namespace yuanquan::support {

namespace {

constexpr std::array kKeys{ImGuiKey_Tab, ImGuiKey_Enter, ImGuiKey_Escape, ImGuiKey_Space, ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow,
                           ImGuiKey_RightArrow, ImGuiKey_PageUp, ImGuiKey_PageDown, ImGuiKey_Home, ImGuiKey_End, ImGuiKey_Delete, ImGuiKey_Backspace,
                           ImGuiKey_F1, ImGuiKey_1, ImGuiKey_2, ImGuiKey_3, ImGuiKey_9};
constexpr std::array kWithCtrl{ImGuiKey_K, ImGuiKey_N, ImGuiKey_S, ImGuiKey_F, ImGuiKey_Z, ImGuiKey_Y, ImGuiKey_A, ImGuiKey_V, ImGuiKey_C, ImGuiKey_X,
                               ImGuiKey_1, ImGuiKey_2, ImGuiKey_Enter};
constexpr std::array<const char*, 12> kTyped{"马国福", "䶮塞力克·阿不都拉", "620981198701020034", "20160501", "12500", "-3", "0", "t", "\n",
                                             "<b>&amp;\"'; DROP TABLE", "=1+1", "🙂 e\xcc\x81 \xe2\x80\xae x"};
// What reaches out of the scratch folder, or ends the program.
constexpr std::array<const char*, 4> kLeftAlone{"quit", "open_outside", "退出", "Quit"};

class Monkey {
  public:
    Monkey(ScreenDriver& driver, std::uint64_t seed) : driver_(driver), random_(seed) {}

    void act(MonkeyTale& tale) {
        switch (random_.next_u64() % 16) {
            case 0: case 1: case 2: press(kKeys); break;
            case 3: driver_.press(kWithCtrl[below(kWithCtrl.size())], true); break;
            case 4: case 5: driver_.type(kTyped[below(kTyped.size())]); break;
            case 6: wheel(); break;
            case 7: driver_.frames(static_cast<int>(below(40)) + 1); break;
            case 8: driver_.press(ImGuiKey_Tab); break;
            default: click(tale);
        }
    }

  private:
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_.next_u64() % bound); }
    template <class Keys>
    void press(const Keys& keys) { driver_.press(keys[below(keys.size())]); }
    void wheel() {
        ImGui::GetIO().AddMouseWheelEvent(0, static_cast<float>(below(9)) - 4);
        driver_.frames(1);
    }
    void click(MonkeyTale& tale) {
        std::vector<ui::LoggedItem> there;
        for (const auto& item : ui::items()) {
            const bool left_alone = std::any_of(kLeftAlone.begin(), kLeftAlone.end(), [&](const char* word) { return item.name.find(word) != std::string::npos; });
            if (item.visible && !item.name.empty() && !left_alone) there.push_back(item);
        }
        if (there.empty()) return driver_.frames(1);
        const auto& item = there[below(there.size())];
        auto& io = ImGui::GetIO();
        io.AddMousePosEvent((item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2);
        driver_.frames(1);
        io.AddMouseButtonEvent(0, true);
        driver_.frames(1);
        io.AddMouseButtonEvent(0, false);
        driver_.frames(1);
        ++tale.clicks;
    }

    ScreenDriver& driver_;
    base::SeededRandom random_;
};

}  // namespace

MonkeyTale play(const std::string& who, std::uint64_t seed, std::uint64_t events, const ScreenDriver::Options& options) {
    DemoTeam team;
    setenv("HOME", team.folder.path.c_str(), 1);   // Whatever it writes to the person's own folder.
    const auto workspace = team.open(who);
    const auto before = workspace->store().counts()->changes;
    MonkeyTale tale;
    {
        auto whole = options;
        whole.whole_app = true;
        ScreenDriver driver(*workspace, whole);
        Monkey monkey(driver, seed);
        for (; tale.events < events; ++tale.events) {
            INFO("seed " << seed << ", event " << tale.events);
            monkey.act(tale);
        }
    }
    tale.saves = workspace->store().counts()->changes - before;
    const auto findings = workspace->store().verify();
    REQUIRE(findings.has_value());
    for (const auto& finding : *findings) CHECK_MESSAGE(false, finding.code);
    return tale;
}

}  // namespace yuanquan::support
