#pragma once
// One filling of a form: answers in, recomputed states out; the only mutable thing in this folder. After every answer,
// row added or row removed all that depends on it (and nothing else) has been recomputed: relevance, calculations,
// required, read-only, constraints, choices. No IO: clock, chance, properties and media are parameters.
// Screens, commands and tests see the questions as Elements in the order of the body.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/error.hpp"
#include "model/base/ids.hpp"
#include "model/form/form.hpp"
#include "model/form/form_reader.hpp"

namespace yuanquan::form {

// What a form is filled with, from outside.
struct Environment {
    const base::Clock* clock = nullptr;   // Both must be given.
    base::Random* random = nullptr;
    std::map<std::string, std::string> properties;  // deviceid, username, phonenumber, email …
    std::shared_ptr<const Media> media = std::make_shared<const Media>();  // Files of the form; megabytes, never copied.
};

// A node of this filling: stable until its row is removed; never reused within one LiveForm.
using InstanceId = std::uint32_t;
inline constexpr InstanceId kNoInstance = ~InstanceId{0};

// A control as it stands in the filled form.
enum class ElementKind : std::uint8_t { group, repeat, row, question };
struct Element {
    ElementKind kind = ElementKind::group;
    ControlIndex control = kNone;
    InstanceId node = kNoInstance;   // Of the question, group or row; for a repeat, its parent node.
    bool operator==(const Element&) const = default;
};

struct Choice {
    std::string value;
    std::string label;                             // In the current language, answers filled in, plain text.
    std::map<std::string, std::string> media;
};

enum class Validity : std::uint8_t { valid, required, constraint, type };

// A cell as records keep it (record/cell.hpp gives the grammar), without any knowledge of records here.
struct AnswerCell {
    std::string path;       // "members[0123456789abcdef]/name"
    std::string value;
    bool relevant = true;   // A value that is not relevant is kept while editing and left out when saved.
};
struct AnswerRow {
    std::string path;       // "members[0123456789abcdef]"
    std::string position;   // Decimal text; order within its repeat.
};
struct Answers {
    std::vector<AnswerRow> rows;    // Outer rows before the rows inside them.
    std::vector<AnswerCell> cells;
};

struct Progress {
    std::uint32_t questions = 0;    // Relevant ones that a person answers (not read-only, not notes).
    std::uint32_t answered = 0;
    std::uint32_t problems = 0;     // Invalid now, required blanks included.
};

class LiveForm {
  public:
    // A new filling: defaults, first-load actions. With `existing`: a record opened again (no first-load actions, values
    // kept as they are; rows get their given ids; paths this form does not know come back in unknown()).
    static base::Result<std::unique_ptr<LiveForm>> open(std::shared_ptr<const Form> form, Environment environment,
                                                        const Answers* existing = nullptr);
    ~LiveForm();

    const Form& form() const;
    const Media& files() const;   // Of the form: lists, pictures and sounds of labels.

    // --- Doing ---
    // Stores the value, whatever it is, in the canonical lexical form of its type, and recomputes. Selects multiple take
    // values separated by spaces. '' clears. bad_input when the text cannot be of the question's type (nothing changes).
    base::Status answer(const Element& question, std::string_view value);
    // Appends a row, or inserts it before the given one. id: for replay of a draft; random otherwise. wrong_use when rows follow a count.
    base::Result<Element> add_row(const Element& repeat, const Element* before = nullptr, std::optional<base::RowId> id = {});
    base::Status remove_row(const Element& row);
    // The person is done: what the form wants to know of this moment (jr:preload="timestamp" of the end). Before saving.
    void finish();
    void set_language(std::size_t language);
    std::size_t language() const;
    // Grows whenever anything visible may have changed.
    std::uint64_t revision() const;

    // --- Seeing ---
    Element root() const;                                    // The body.
    std::vector<Element> children(const Element& parent, bool relevant_only = true) const;
    std::optional<Element> parent(const Element& element) const;
    const Control& control(const Element& element) const;
    const FormNode* node(const Element& element) const;      // nullptr for a group without one.
    std::string label(const Element& element) const;         // Markdown kept as written.
    std::string hint(const Element& element) const;
    std::string guidance(const Element& element) const;
    std::map<std::string, std::string> media(const Element& element) const;
    bool relevant(const Element& element) const;
    bool readonly(const Element& element) const;
    bool required(const Element& element) const;
    std::string value(const Element& question) const;
    bool is_blank(const Element& question) const;            // value() is ''; without copying it.
    Validity validity(const Element& question) const;
    std::string message(const Element& question) const;      // The author's words for what is wrong, '' where there are none.
    const std::vector<Choice>& choices(const Element& question) const;  // Valid until the next change.
    std::string choice_label(const Element& question, std::string_view value) const;  // Its text, or the value itself.
    bool can_add_row(const Element& repeat) const;
    std::optional<base::RowId> row_id(const Element& row) const;
    Progress progress(const Element& element) const;         // Of all below it.
    std::vector<Element> problems() const;                   // Invalid questions in body order.
    std::string title() const;                               // meta/instanceName, '' without one.

    // --- Paths ---
    std::string cell_path(const Element& element) const;     // "members[…]/name"
    std::optional<Element> find(std::string_view cell_path) const;
    // Value of any node, asked or calculated, by cell path; '' when there is none.
    std::string value_at(std::string_view cell_path) const;
    // find() gives rows, groups and questions; a repeat is the parent of its rows, or found by its control.
    // By the absolute path with 1-based positions: "/data/members[2]/name", as tests and imports write it.
    std::optional<Element> find_by_position(std::string_view path) const;
    std::string value_at_position(std::string_view path) const;  // Of any node, asked or not.

    // --- Out ---
    // Everything kept: asked and calculated values, rows with positions. Blank cells included when include_blank.
    Answers answers(bool include_blank = false) const;
    const std::vector<AnswerCell>& unknown() const;          // Of `existing`: kept, never shown, saved again.
    // The primary instance as submission XML (without what is not relevant).
    std::string instance_xml() const;
    // Recomputes everything and compares with the incremental state; tests call it. Empty when equal, else a cell path.
    std::string check_against_full_recompute();

  private:
    LiveForm();
    std::optional<Element> element_at(InstanceId id) const;
    struct Impl;
    std::unique_ptr<Impl> impl_;
    friend struct LiveFormInspector;  // The conformance driver in tests reads every node's state.
};

}  // namespace yuanquan::form
