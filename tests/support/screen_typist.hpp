#pragma once
// Fills in a questionnaire by keys alone, in either way: at each stop what is to be answered there is typed, a digit chooses,
// Enter goes on; "add another" is answered as long as there are answers for one more row.

#include <map>
#include <string>

#include "tests/support/questionnaire_desk.hpp"

namespace yuanquan::support {

// By cell path with rows counted from 1 ("members[2]/name"): text, or for a short list the digits that choose.
using Keys = std::map<std::string, std::string>;
// A whole household of two with a plan, a ledger and a check from above, for assets/forms/household.md: without problems.
const Keys& household_keys();

class Typist {
  public:
    Typist(ScreenDriver& driver, const screens::Questionnaire& questionnaire, const Keys& keys) : driver_(driver), questionnaire_(questionnaire), keys_(keys) {}
    Typist(Filling& filling, const Keys& keys) : Typist(filling.driver, *filling.questionnaire, keys) {}
    void fill();          // From where the keyboard is to behind the last question, or to the end of the last page.
    void answer_here();   // The question that one is at; the keyboard stays there.
    std::string here() const;   // Its path with rows counted.
    int pressed() const { return pressed_; }   // Keys so far; a text counts its characters.
    const std::string& walked() const { return walked_; }   // Every stop, one a line.

  private:
    void press(int key);
    bool is_there_more(const std::string& repeat) const;

    ScreenDriver& driver_;
    const screens::Questionnaire& questionnaire_;
    const Keys& keys_;
    std::map<std::string, int> rows_;   // Of each repeat, how many were gone through.
    std::string walked_;
    int pressed_ = 0;
};

}  // namespace yuanquan::support
