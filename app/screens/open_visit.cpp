#include "app/screens/open_visit.hpp"

#include "model/base/text.hpp"

namespace yuanquan::screens {

void open_visit(AppState& state, const ui::Ui& ui, base::Result<std::unique_ptr<survey::Visit>> visit) {
    if (!visit) {
        state.shell.say(ui::State::error, ui.texts.error(visit.error()));
        return;
    }
}

}  // namespace yuanquan::screens
