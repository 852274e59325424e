#pragma once
// Who opened and answered which question when: paradata, kept where a form has a question of type audit, as ODK's audit.csv.
// Each visit leaves a file of its own with the change it saves, in the cell @audit[…]/file: what two laptops noted never
// disagrees. Until then the events lie in the draft, so that a visit in several sittings is told whole.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/form/live_form.hpp"
#include "model/record/record.hpp"

namespace yuanquan::survey {

// Columns as https://docs.getodk.org/form-audit-log names them; old-value and new-value only where the form tracks changes,
// user only where it identifies users.
class AuditTrail {
  public:
    AuditTrail() = default;                     // Keeps nothing.
    explicit AuditTrail(const form::Form& form);
    bool kept() const { return kept_; }

    // Each closes the question that is open. Nothing happens where no trail is kept.
    void note(std::string_view event, std::int64_t now_ms);
    void note_row(std::string_view event, const form::LiveForm& form, const form::Element& row, std::int64_t now_ms);
    void open_question(const form::LiveForm& form, const std::string& cell_path, std::int64_t now_ms);   // '': none.
    void close_question(const form::LiveForm& form, std::int64_t now_ms);

    // For the draft: the events since the last call as one text; and back.
    std::string take_new();
    void restore(std::string_view events);

    std::string csv(std::string_view person) const;

  private:
    struct Event {
        std::string event, node, start, end, old_value, new_value;
    };
    std::vector<Event> events_;
    std::size_t taken_ = 0;
    std::string open_path_;
    Event open_;
    bool kept_ = false, values_ = false, person_ = false;
};

// The files of a record, in the order of their cells: values "blob:…/audit.csv".
std::vector<std::string> audit_files(const record::Record& record);

}  // namespace yuanquan::survey
