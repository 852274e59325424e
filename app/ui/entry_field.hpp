#pragma once
// A field that an answer is typed into. As widgets.hpp's text_field, with what a questionnaire needs: Esc never throws
// away what was typed, Enter is told apart from leaving, and the field has a name for tests beside its id.

#include <string>

#include "app/ui/widgets.hpp"

namespace yuanquan::ui {

struct EntryField {
    std::string id;           // "##identity/head_name"
    std::string name;         // For tests: the question's words.
    std::string hint;
    float width = 0;          // 0 = all there is.
    bool multiline = false;   // Enter goes on here too; Ctrl+Enter is a new line.
    bool secret = false;
    bool select_all = false;  // When it gets the focus.
    bool own_arrows = false;  // Up and Down are the caller's, they do not move the keyboard away.
};
struct EntryState {
    bool changed = false;   // The text is another than before the call.
    bool active = false;    // It takes keys.
    bool focused = false;   // The keyboard is here, even if it takes no keys yet.
    bool left = false;      // It took keys until now.
};
EntryState entry_field(const Ui& ui, const EntryField& field, std::string& text);

}  // namespace yuanquan::ui
