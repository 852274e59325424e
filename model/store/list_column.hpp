#pragma once
// One column of a list, told to the store in a line of text, since the store knows no forms:
//     identity/phone         the answer
//     members                how many rows the repeat has
//     latest ledger/date     the greatest of the dates in all rows of a repeat
//     earliest plan/due unless plan/progress 2 3 ; supervision/due unless supervision/settled 2
//                            the least of the dates, here of two questions; a row whose other answer is one of these is over
// Made by survey/markup.hpp from what a questionnaire asks for.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/record/record.hpp"

namespace yuanquan::store {

struct ListColumn {
    enum class Kind : std::uint8_t { answer, latest, earliest };
    struct Source {
        std::string path;
        std::string state;                // A question of the same row; '' = every row counts.
        std::vector<std::string> over;    // Its answers that take the row out.
        bool operator==(const Source&) const = default;
    };
    Kind kind = Kind::answer;
    std::vector<Source> sources;          // One at least; several only of dates.
    bool operator==(const ListColumn&) const = default;

    static ListColumn parse(std::string_view text);
    std::string text() const;
    std::string value(const record::Record& record) const;   // '' where nothing was answered.
};

}  // namespace yuanquan::store
