#pragma once
// What headquarters does with one laptop: enrols a new one into a file or a picture of its code, gives it other areas,
// withdraws it. Part of the list of laptops; one of the three is open at a time.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/screens/app_state.hpp"
#include "app/screens/text_draft.hpp"
#include "app/team/office.hpp"

namespace yuanquan::screens {

// The areas that a person means: codes, or names as they are read, parted by spaces or commas.
struct AreasMeant {
    std::vector<std::string> codes;
    std::string unknown;              // The first word that is no area, or more than one; '' when all are known.
};
AreasMeant areas_meant(const survey::Areas& areas, std::string_view text);
// Areas whose code begins with the word, or whose name has it in it; outermost first.
std::vector<const survey::Area*> areas_like(const survey::Areas& areas, std::string_view word, std::size_t max);

std::string areas_in_words(const ui::Ui& ui, const survey::Areas& areas, const std::vector<std::string>& codes, std::size_t levels);
std::string role_words(const ui::Ui& ui, std::string_view role);   // session::kMember …

class LaptopCard {
  public:
    explicit LaptopCard(AppState& state);
    void open_enrol();
    void open_areas(const session::Laptop& laptop);
    void open_withdraw(const session::Laptop& laptop);
    void draw(ui::Ui& ui, hq::Headquarters& headquarters);
    bool fold();                      // Closes what is open; false when nothing was.
    void keep();                      // What is typed of a new laptop is there again when the card is opened anew.

  private:
    enum class Kind : std::uint8_t { none, enrol, areas, withdraw };
    void open(Kind kind, std::string name, std::string areas);
    void draw_enrol(ui::Ui& ui, hq::Headquarters& headquarters);
    void draw_change_of_areas(ui::Ui& ui, hq::Headquarters& headquarters);
    void draw_withdraw(ui::Ui& ui, hq::Headquarters& headquarters);
    // True when they are known, and what is meant stands below the field.
    bool draw_areas(const ui::Ui& ui);
    void draw_address(const ui::Ui& ui, const hq::Headquarters& headquarters);
    std::vector<std::pair<const char*, std::string*>> draft_texts();
    std::string proposed_file() const;
    base::Status enrol(hq::Headquarters& headquarters);
    void done(std::string words);

    AppState& state_;
    TextDraft draft_;
    Kind kind_ = Kind::none;
    std::string name_, person_, role_, areas_, address_, file_;
    AreasMeant meant_;                // By areas_, as it was when they were last looked for.
    std::string meant_by_;
    std::vector<const survey::Area*> like_;    // What the unknown word may mean.
    std::vector<std::string> own_addresses_;   // When the card was opened.
    bool file_is_proposed_ = true;
    bool focus_ = false;              // The card was opened: the keyboard goes to its first field.
    std::optional<base::Error> failure_;
    std::string done_;                // What the last one came to.
};

}  // namespace yuanquan::screens
