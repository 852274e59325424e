#pragma once
// Why a question has no answer: the person does not know, or does not want to say, with a note in their words. A mark that
// stands beside the question (record/cell.hpp); it counts only while there is no answer. What is marked need not be
// answered any more, required or not. The form's engine knows nothing of it: here, in the layer above, it is seen to.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/form/live_form.hpp"
#include "model/record/edit.hpp"
#include "model/survey/mask.hpp"

namespace yuanquan::survey {

enum class Reason : std::uint8_t { dont_know, refused };
struct Unanswered {
    Reason reason = Reason::dont_know;
    std::string note{};
    bool operator==(const Unanswered&) const = default;
};
std::string_view reason_code(Reason reason);                         // "dont_know", "refused": as stored and exported.
std::string write_unanswered(const Unanswered& why);                 // The value of the cell.
std::optional<Unanswered> read_unanswered(std::string_view value);   // nullopt for '' and what is no reason.

// By cell path of the question: the cell's value.
using Marks = std::map<std::string, std::string, std::less<>>;
Marks marks_of(const record::Record& record);                        // Those in force: there is no answer.
// Why the one who blanked a question with this head of it did so: the mark of the same save, '' where there was none. Where no
// head came with a mark (a disagreement that was opened again), the one that stands.
std::string mark_beside(const record::Record& record, std::string_view question, const record::Head& head);
// A person answers it: no note, nothing calculated, read-only or filled in by the program.
bool may_be_unanswered(const form::LiveForm& form, const form::Element& question);
// What is wrong in the form, without required questions that are blank for a reason.
std::vector<form::Element> problems_left(const form::LiveForm& form, const Marks& marks);
// What becomes of the marks with a save of this form: cells for `edit`, which holds the answers already.
void add_marks(record::Edit& edit, const form::LiveForm& form, const record::Record& seen, const Marks& marks);

// The words come from above; without them the codes show.
struct ReasonWords {
    std::string dont_know = "dont_know", refused = "refused", between = ": ";
};
// A cell's value with its note as sensitive as an answer would be.
std::string masked_mark(std::string_view value, const Masking& masking, MaskRule rule);
// "Refused: asked twice", on one line; '' for ''.
std::string mark_in_words(std::string_view value, const ReasonWords& words);

}  // namespace yuanquan::survey
