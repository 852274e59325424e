#pragma once
// The parts of a dossier that repeat: rosters as tables or, where the columns would be too narrow to read, as one
// compact block per row; photos and signatures; and the words that both these and dossier.cpp use. Only they call this.

#include <functional>
#include <string>
#include <vector>

#include "app/export/paper.hpp"
#include "app/words/texts.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::exports {

inline const std::string kConflictSign = "⇄ ";

struct DossierWords {
    const words::Texts& texts;
    const std::function<base::Result<std::string>(const record::BlobId&)>& blob;

    // In words; of a conflict every side on a line of its own, with who and when; a dash when it was not answered.
    std::string value(const survey::Fact& fact) const;
    std::string row_conflict(const record::Conflict& conflict) const;
    std::string state(const std::string& state) const;
};

std::string date_time(std::int64_t ms, int offset_minutes);        // 2026-11-23 08:05
std::string plain_label(const std::string& label);                 // Without Markdown and HTML.
std::string row_name(const survey::TableRow& row);                 // Its first text.

void add_table(Paper& paper, const DossierWords& words, const survey::Table& table);
void add_pictures(Paper& paper, const DossierWords& words, const std::vector<const survey::Fact*>& facts);

}  // namespace yuanquan::exports
