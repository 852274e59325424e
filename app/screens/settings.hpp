#pragma once
// Settings: who works here and on which laptop, how the program looks, the lock, what the data takes on the disk and a
// backup of it onto a stick. Everything takes effect at once and is kept.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/backup_card.hpp"
#include "app/team/storage.hpp"
#include "app/words/size_words.hpp"

namespace yuanquan::screens {

class Settings : public ui::Screen {
  public:
    explicit Settings(AppState& state, std::shared_ptr<BackupRun> backup = std::make_shared<BackupRun>());
    std::string title(const ui::Ui& ui) const override { return ui.tr("rail.settings"); }
    std::string help() const override { return "settings"; }
    void draw(ui::Ui& ui) override;

  private:
    void draw_person(const ui::Ui& ui);
    void draw_identity(const ui::Ui& ui, bool named);
    void draw_look(const ui::Ui& ui);
    void draw_lock(const ui::Ui& ui);
    void draw_passphrase(const ui::Ui& ui);
    void choose_passphrase(bool choose);   // Opens the fields, empty, or closes them.
    void draw_storage(ui::Ui& ui);
    void say(const ui::Ui& ui, const base::Status& status, const std::string& words);

    AppState& state_;
    team::Storage storage_;
    BackupCard backup_;
    std::string person_, passphrase_, passphrase_again_;
    bool choosing_passphrase_ = false, focus_passphrase_ = false, passphrases_differ_ = false;
    std::uint64_t generation_ = ~std::uint64_t{0};
};

// Figures that a person compares with the room on a stick.
using words::size_words;

}  // namespace yuanquan::screens
