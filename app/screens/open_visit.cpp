#include "app/screens/open_visit.hpp"

#include "app/screens/questionnaire.hpp"

namespace yuanquan::screens {

void open_visit(AppState& state, const ui::Ui& ui, base::Result<std::unique_ptr<survey::Visit>> visit, const std::string& first) {
    if (!visit) {
        state.shell.say(ui::State::error, ui.texts.error(visit.error()));
        return;
    }
    // One record is open once: a second questionnaire on its draft would close the draft under the first.
    const auto is_open = [&](const ui::Screen& screen) {
        const auto* questionnaire = dynamic_cast<const Questionnaire*>(&screen);
        return questionnaire != nullptr && questionnaire->visit().record() == (*visit)->record();
    };
    if (state.shell.return_to(is_open)) return;
    auto questionnaire = std::make_unique<Questionnaire>(state, std::move(*visit));
    questionnaire->begin_at(first);
    state.shell.push(std::move(questionnaire));
}

}  // namespace yuanquan::screens
