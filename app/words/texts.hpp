#pragma once
// The words on the screen, on paper and in the terminal, in the user's language, from assets/lang/<language>/<room>.json: flat objects of dotted keys.
// English is the source: a key missing elsewhere falls back to it, a key missing there shows itself (and a test fails).
// Screens say texts.tr("rail.work"); errors and findings become sentences here and nowhere else.
// "{count}" is the parameter's value; "{count|change|changes}" is "1 change" or "3 changes".

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/error.hpp"
#include "model/base/finding.hpp"

namespace yuanquan::words {

using Parameters = std::vector<std::pair<std::string_view, std::string>>;

class Texts {
  public:
    // Reads every language folder below assets/lang.
    static base::Result<Texts> load(const std::string& assets);

    const std::vector<std::string>& languages() const { return order_; }  // "en", "zh"
    const std::string& language() const { return language_; }
    void set_language(std::string_view language);                         // Unknown ones are ignored.
    bool chinese() const { return language_ == "zh"; }

    // Valid until the texts are loaded again. Never nullptr; ends with '\0'.
    const char* tr(std::string_view key) const;
    std::string tr(std::string_view key, const Parameters& parameters) const;
    bool has(std::string_view language, std::string_view key) const;
    std::vector<std::string> keys(std::string_view language) const;

    // "Wages: 19800", with the colon of the language.
    std::string fact(std::string_view what, std::string_view value) const;
    // "What happened. Your data is safe. What to do."
    std::string error(const base::Error& error) const;
    std::string finding(const base::Finding& finding) const;       // What and where.
    std::string finding_fix(const base::Finding& finding) const;   // The way out; '' where there is none.
    std::string place(const base::Place& place) const;             // "survey, row 12, constraint"

  private:
    using Table = std::map<std::string, std::string, std::less<>>;
    std::map<std::string, Table, std::less<>> tables_;
    std::vector<std::string> order_;
    std::string language_ = "en";
};

}  // namespace yuanquan::words
