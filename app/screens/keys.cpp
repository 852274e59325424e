#include "app/screens/keys.hpp"

#include "app/ui/shell.hpp"

namespace yuanquan::screens {

const std::vector<KeyTopic>& key_topics() {
    using namespace keys;
    static constexpr ui::Chord kUp{ImGuiKey_UpArrow}, kDown{ImGuiKey_DownArrow}, kLeft{ImGuiKey_LeftArrow}, kRight{ImGuiKey_RightArrow};
    static constexpr ui::Chord kTab{ImGuiKey_Tab}, kBackTab{ImGuiKey_Tab, false, false, true}, kSpace{ImGuiKey_Space}, kAlt{0, false, true};
    static const std::vector<KeyTopic> topics = {
        {"everywhere",
         {{{kHelp}, "key.help"},
          {{kAlt}, "key.hints"},
          {{kGoTo}, "key.go_to"},
          {{ui::rail_chord(0), ui::rail_chord(kRailEntries - 1)}, "key.rail", true},
          {{kTab, kBackTab, kLeft, kUp, kDown, kRight}, "key.walk"},
          {{kSpace, kEnter}, "key.press"},
          {{ui::kBackChord}, "key.back"}}},
        {"work",
         {{{kSearch}, "key.search"},
          {{kDown}, "key.into_table"},
          {{kEnter}, "key.open_row"},
          {{kNew}, "key.new"},
          {{kSelectRow}, "key.select_row"},
          {{kSelectAll}, "key.select_all"}}},
        {"household",
         {{{household_page(0), household_page(kHouseholdPages - 1)}, "key.household_page", true},
          {{kEnter}, "key.press"},
          {{kPageUp, kPageDown}, "key.scroll"},
          {{ui::kBackChord}, "key.back_to_list"}}},
        {"questionnaire",
         {{{kEnter, kBefore}, "key.next_question"},
          {{choice(1), choice(9)}, "key.choose", true},
          {{kWay}, "key.way"},
          {{kPageUp, kPageDown}, "key.turn"},
          {{kLastPage, kNextPage}, "key.turn_page"},
          {{kDontKnow, kRefused}, "key.no_answer"},
          {{kTakeBack}, "key.take_back"},
          {{kProblem}, "key.problem"},
          {{kAdd}, "key.add"},
          {{kSave}, "key.save"},
          {{ui::kBackChord}, "key.leave"}}},
        {"conflicts", {{{kTab}, "key.next_choice"}, {{kEnter}, "key.take"}}},
        {"review", {{{kUp, kDown}, "key.next_record"}, {{kEnter}, "key.open_record"}, {{kApprove}, "key.approve"}, {{kReturn}, "key.return"}}},
        {"exchange", {{{kEnter}, "key.exchange"}}},
        {"reports", {{{kUp, kDown}, "key.report"}, {{kEnter}, "key.show_report"}}},
        {"forms", {{{kTab}, "key.next_form"}, {{kEnter}, "key.press"}}},
        {"settings", {{{kTab}, "key.next_choice"}, {{kSpace}, "key.choose_it"}}}};
    return topics;
}

}  // namespace yuanquan::screens
