#pragma once
// An extract about nobody in particular, for researchers: which columns stay, what their values become, and which values
// are too rare to show. Two passes over the records: count() on all, settle(), then show().
//     ids, authors       keyed pseudonyms: the same for the same workspace, so that extracts join; the key never leaves it
//     marked, free text, files, places, titles    left out
//     birth dates        the age in whole years when last changed, 90 and over as 90; other dates: the month
//     areas              the township
//     choices, ages, areas that fewer than kFewest rows give    "*", with the next rare one when it alone would be hidden
// What no rule of this kind can see, a combination of several ordinary answers that only one household gives, stays.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/export/data_columns.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::exports {

class Anonymiser {
  public:
    static constexpr std::uint64_t kFewest = 5;

    static base::Result<Anonymiser> open(survey::Workspace& workspace);   // Draws the key the first time.
    // Leaves out and changes columns; call once, before anything is counted.
    void plan(const form::Form& form, std::vector<FormTable>& tables);
    std::string pseudonym(std::string_view id) const;                     // 16 hexadecimal figures; '' of ''.
    std::string area(std::string_view code) const;                       // Before suppression.
    // The value of a column that stayed, at a day ("2026-05-01").
    std::string value(const QuestionColumn& column, const std::string& stored, const std::string& day) const;

    void count(std::size_t table, const std::string& column, const std::string& value);
    void settle();
    bool hidden(std::size_t table, const std::string& column, const std::string& value) const;
    bool counts(const QuestionColumn& column) const;                      // Whether rare values of it are hidden.

  private:
    explicit Anonymiser(std::string key) : key_(std::move(key)) {}
    std::string key_;
    std::map<std::string, std::uint8_t> rules_;                           // By path of the question.
    std::map<std::pair<std::size_t, std::string>, std::map<std::string, std::uint64_t>> counted_;
};

}  // namespace yuanquan::exports
