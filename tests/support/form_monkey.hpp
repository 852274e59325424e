#pragma once
// Somebody who fills in any form without reading it: random answers that fit their questions, rows added and removed, the
// language switched. After each deed the state kept up by the live form must be what computing everything anew gives.

#include <memory>
#include <string>
#include <vector>

#include "model/base/ids.hpp"
#include "model/form/form.hpp"
#include "tests/support/scenario.hpp"

namespace yuanquan::support {

// All questions of a filling, those that are not relevant too.
std::vector<form::Element> questions_of(const form::LiveForm& live);
// Something that a person could answer there; '' now and then.
std::string random_answer(const form::LiveForm& live, const form::Element& question, base::Random& random);

class FormMonkey {
  public:
    FormMonkey(std::shared_ptr<const form::Form> form, form::Media media, std::uint64_t seed)
        : scenario_(std::move(form), std::move(media)), random_(seed) {}
    // '' when all is well after each of so many deeds, else where the states part.
    std::string play(int deeds);

  private:
    std::size_t below(std::size_t n) { return random_.next_u64() % n; }
    void look_around();
    void act();

    Scenario scenario_;
    base::SeededRandom random_;
    std::vector<form::Element> questions_, repeats_;
};

struct FormFile {
    std::string name;
    std::shared_ptr<const form::Form> form;  // nullptr where it has errors.
    form::Media media;
};
// The program's own questionnaires, and the real ones beside the clone where they are there.
std::vector<FormFile> own_forms();
std::vector<FormFile> real_forms();

}  // namespace yuanquan::support
