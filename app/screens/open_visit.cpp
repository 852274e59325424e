#include "app/screens/open_visit.hpp"

#include "app/screens/questionnaire.hpp"

namespace yuanquan::screens {

void open_visit(AppState& state, const ui::Ui& ui, base::Result<std::unique_ptr<survey::Visit>> visit) {
    if (!visit) {
        state.shell.say(ui::State::error, ui.texts.error(visit.error()));
        return;
    }
    state.shell.push(std::make_unique<Questionnaire>(state, std::move(*visit)));
}

}  // namespace yuanquan::screens
