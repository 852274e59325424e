// Tab goes over each screen as one reads it, stops at everything that can be pressed or filled, and never at nothing.
#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "tests/support/screen_tour.hpp"

using namespace yuanquan;

namespace {

constexpr int kStopsMax = 1200;

struct Stop {
    unsigned id = 0;
    std::string name;
    const ImGuiWindow* window = nullptr;
    ImRect box;     // Where it would be if nothing were scrolled.
};

unsigned root() {
    const auto* window = ImGui::GetCurrentContext()->NavWindow;
    return window == nullptr ? 0 : window->RootWindowForNav->ID;
}

ImRect unscrolled(ImRect box, const ImGuiWindow* window) {
    for (; window != nullptr; window = (window->Flags & ImGuiWindowFlags_ChildWindow) != 0 ? window->ParentWindow : nullptr) {
        box.Translate({window->Scroll.x, window->Scroll.y});
    }
    return box;
}

// What has the keyboard now; id 0: nothing that is drawn.
Stop here() {
    const auto& context = *ImGui::GetCurrentContext();
    Stop stop;
    const bool is_alive = context.NavIdIsAlive || (context.ActiveId != 0 && context.ActiveId == context.NavId);
    if (!is_alive || context.NavWindow == nullptr) return stop;
    for (const auto& item : ui::items()) {
        if (item.id != context.NavId) continue;
        stop.id = item.id;
        stop.name = item.name;
        stop.box = unscrolled({item.x0, item.y0, item.x1, item.y1}, context.NavWindow);
    }
    stop.window = context.NavWindow;
    return stop;
}

// Below the one before, beside it to the right, or in a pane to the right of it.
bool follows(const Stop& before, const Stop& after) {
    constexpr float kTouch = 2;
    const bool is_below = after.box.Min.y >= before.box.Max.y - kTouch;
    const bool is_beside = after.box.Max.y > before.box.Min.y + kTouch && after.box.Min.x >= before.box.Min.x;
    const bool is_in_next_pane = after.window != before.window && after.box.Min.x >= before.box.Max.x - kTouch;
    return is_below || is_beside || is_in_next_pane;
}

void walk(ScreenDriver& driver) {
    const auto* frame = ImGui::FindWindowByName("##frame");
    REQUIRE(frame != nullptr);
    // Other pieces come and go with rows and questions: those count that were there at every press.
    struct Seen { std::string name; int presses = 0, last = -1; };
    std::map<unsigned, Seen> seen;
    int press = 0;
    driver.after_frame = [&] {
        for (const auto& item : ui::items()) {
            if (!item.takes_tab || item.root != root()) continue;
            auto& of_item = seen[item.id];
            of_item.name = item.name;
            if (std::exchange(of_item.last, press) != press) ++of_item.presses;
        }
    };
    std::set<unsigned> reached;
    Stop before;
    bool went_round = false;
    for (; press < kStopsMax;) {
        driver.press(ImGuiKey_Tab);
        ++press;
        const auto stop = here();
        CHECK_MESSAGE(stop.id != 0, "nothing has the keyboard after " << before.name);
        if (stop.id == 0) break;
        const bool is_listed = root() != frame->ID;   // A list that is open has the keyboard for itself.
        if (is_listed || !reached.insert(stop.id).second) break;
        // What was left may have grown smaller, or is gone.
        bool is_there = false;
        for (const auto& item : ui::items()) {
            if (item.id != before.id) continue;
            before.box = unscrolled({item.x0, item.y0, item.x1, item.y1}, before.window);
            is_there = true;
        }
        // From the end to the beginning, wherever one began.
        const bool is_round = !went_round && stop.name.ends_with("##rail.work");
        went_round = went_round || is_round;
        if (is_there && !is_round) CHECK_MESSAGE(follows(before, stop), "'" << stop.name << "' comes after '" << before.name << "'");
        before = stop;
    }
    driver.after_frame = {};
    if (root() != frame->ID) return;
    for (const auto& [id, item] : seen) {
        if (item.presses == press) CHECK_MESSAGE(reached.contains(id), "Tab never comes to '" << item.name << "'");
    }
}

}  // namespace

TEST_CASE("Tab walks each screen in reading order, comes to all that can be pressed or filled, and never to nothing") {
    for (const auto& stop : support::tour_stops()) {
        CAPTURE(stop.name);
        support::AtStop at(stop, {1280, 800, 1.0f, "zh"});
        at.driver().hold_alt(false);
        walk(at.driver());
    }
}
