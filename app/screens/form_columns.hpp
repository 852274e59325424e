#pragma once
// The columns that a questionnaire puts into lists: their labels and answers in the words of the form, in one language.
// Made once per form and language, asked for every row that is drawn; remembers what it has looked up. Used by Work.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/words/texts.hpp"
#include "model/form/live_form.hpp"
#include "model/store/list_column.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

// A question's words in the language that the form speaks now, of one in a roster those in some row; '' where there is none.
std::string question_label(form::LiveForm& live, const std::string& path);

class FormColumns {
  public:
    static base::Result<FormColumns> make(survey::Workspace& workspace, const std::string& form_id, const words::Texts& texts);

    struct Column {
        std::string path, label;
        store::ListColumn::Kind kind = {};   // latest: a day gone by; earliest: a day by which something is due.
        bool number = false;             // Figures: at the right end of the column.
        bool area = false;               // Says again what the list's own area column says.
        bool choice = false;
        std::map<std::string, std::string, std::less<>> words;
    };
    const std::vector<Column>& columns() const { return columns_; }
    const std::string& text(std::size_t column, const std::string& value);   // In words.

  private:
    std::unique_ptr<form::LiveForm> form_;
    std::vector<Column> columns_;        // As ListColumns has them.
};

}  // namespace yuanquan::screens
