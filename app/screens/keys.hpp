#pragma once
// Every key that a screen listens to, declared once: the screens ask for it (ui::pressed), show it while Alt is held
// (ui::key_hint), and the F1 page lists it.

#include <cstddef>
#include <imgui.h>
#include <vector>

#include "app/ui/keys.hpp"

namespace yuanquan::screens {

namespace keys {

constexpr ui::Chord ctrl(int key, bool repeats = false) { return {key, true, false, false, repeats}; }

inline constexpr std::size_t kRailEntries = 7;
inline constexpr ui::Chord kHelp{ImGuiKey_F1}, kGoTo = ctrl(ImGuiKey_K);
inline constexpr ui::Chord kEnter{ImGuiKey_Enter};
// Work.
inline constexpr ui::Chord kSearch = ctrl(ImGuiKey_F), kNew = ctrl(ImGuiKey_N), kSelectRow = ctrl(ImGuiKey_Space), kSelectAll = ctrl(ImGuiKey_A);
// Household.
constexpr ui::Chord household_page(std::size_t index) { return ctrl(ImGuiKey_1 + static_cast<int>(index)); }
inline constexpr std::size_t kHouseholdPages = 7;
// Questionnaire.
inline constexpr ui::Chord kBefore{ImGuiKey_Enter, false, false, true}, kWay{ImGuiKey_F2}, kProblem{ImGuiKey_F8}, kSave = ctrl(ImGuiKey_S);
inline constexpr ui::Chord kPageUp{ImGuiKey_PageUp, false, false, false, true}, kPageDown{ImGuiKey_PageDown, false, false, false, true};
inline constexpr ui::Chord kLastPage = ctrl(ImGuiKey_UpArrow, true), kNextPage = ctrl(ImGuiKey_DownArrow, true);
inline constexpr ui::Chord kDontKnow{ImGuiKey_F6}, kRefused{ImGuiKey_F7}, kTakeBack = ctrl(ImGuiKey_Z);
inline constexpr ui::Chord kAdd{ImGuiKey_Insert}, kAddToo = ctrl(ImGuiKey_Enter);
constexpr ui::Chord choice(int digit) { return {ImGuiKey_0 + digit}; }
// Review.
inline constexpr ui::Chord kApprove = ctrl(ImGuiKey_Enter), kReturn = ctrl(ImGuiKey_R);

}  // namespace keys

struct KeyLine {
    std::vector<ui::Chord> chords;
    const char* words;        // The text's key.
    bool is_range = false;    // From the first to the last chord.
};
struct KeyTopic {
    const char* name;         // As Screen::help() says it; "everywhere".
    std::vector<KeyLine> lines;
};
const std::vector<KeyTopic>& key_topics();   // In the order of the F1 page.

}  // namespace yuanquan::screens
