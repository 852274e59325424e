#pragma once
// A value that a person writes when neither side of a conflict is right: offered the question's own choices, held to its
// type and its rule. Reads the record as it is now; saves nothing (survey::settle does). Used by Conflicts.

#include <memory>
#include <string>
#include <vector>

#include "model/form/live_form.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

class ThirdVersion {
  public:
    // not_found where the record's questionnaire does not show that cell: then only the sides can be chosen.
    static base::Result<ThirdVersion> make(survey::Workspace& workspace, const record::RecordId& record,
                                           const std::string& path, const std::string& language);

    bool is_choice() const { return kind_ == form::ControlKind::select_one; }
    // Photos and lists of several choices are settled by choosing a side, or in the questionnaire.
    bool can_write() const;
    std::vector<form::Choice> choices() const { return form_->choices(question_); }
    struct Checked {
        std::string value;      // As it would be stored.
        std::string refusal;    // The form's own words where its rule is broken; ' ' where it has none.
    };
    base::Result<Checked> check(const std::string& text);

  private:
    std::unique_ptr<form::LiveForm> form_;
    form::Element question_;
    form::ControlKind kind_{};
};

}  // namespace yuanquan::screens
