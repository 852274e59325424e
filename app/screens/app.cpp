#include "app/screens/app.hpp"

#include <algorithm>
#include <filesystem>
#include <imgui.h>
#include <utility>

#include "app/screens/conflicts.hpp"
#include "app/screens/forms.hpp"
#include "app/screens/help.hpp"
#include "app/screens/import_list.hpp"
#include "app/screens/join.hpp"
#include "app/screens/keys.hpp"
#include "app/screens/open_visit.hpp"
#include "app/screens/reports.hpp"
#include "app/screens/review.hpp"
#include "app/screens/settings.hpp"
#include "app/screens/window_title.hpp"
#include "app/screens/work.hpp"
#include "model/base/clock.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::int64_t kClockFrom = 1'735'689'600'000, kClockTo = 2'524'608'000'000;   // 2025 to 2049: a clock that says else is wrong.
constexpr char kOpen[] = "ui.open";   // "1" from the start of the window to its orderly end.

}  // namespace

App::App(survey::Workspace& workspace, words::Texts& texts, Host host)
    : workspace_(workspace),
      host_(std::move(host)),
      run_(std::make_shared<ExchangeRun>()),
      backup_(std::make_shared<BackupRun>()),
      counts_(workspace),
      shell_(rail(), [this](ui::Ui& ui) {
          const auto wish = draw_bar_end(ui, counts_, shell_.all_kept(), state_.preferences);
          if (wish == BarWish::help) show_help();
          if (wish == BarWish::go_to) open_palette();
      }),
      state_{workspace, shell_, load_preferences(workspace)},
      lock_(state_),
      palette_(state_),
      tasks_(host_.wake),
      ui_{texts, {}, host_.fonts, tasks_} {
    if (state_.preferences.language.empty()) state_.preferences.language = texts.language();
    apply_preferences();
    if (needs_joining(workspace)) {
        shell_.push(std::make_unique<Join>(state_));
    } else {
        shell_.go(0);
    }
    if (!host_.fonts.missing.empty()) {
        std::string packages;
        for (const auto& package : host_.fonts.missing) packages += (packages.empty() ? "" : " ") + package;
        shell_.say(ui::State::waiting, ui_.tr(host_.fonts.chinese ? "app.fonts_missing" : "app.no_chinese_font", {{"packages", packages}}), ui::Shell::Strip::until_closed);
    }
    tell_at_start();
    if (answers_laptops(workspace)) start_office(workspace, tasks_, run_->office);
    lock_.begin();
}

App::~App() {
    run_->cancel();
    static_cast<void>(workspace_.store().set_setting(kOpen, ""));   // Else the next start says a word too many.
}

// After a kill, a fault or a power cut people want to know what became of their work. With an empty battery the clock of an
// old laptop starts in 1970: nothing hangs on it, but questionnaires take the year and the day of a visit from it.
void App::tell_at_start() {
    auto& store = workspace_.store();
    const bool was_open = !store.setting(kOpen).value_or("").empty();
    static_cast<void>(store.set_setting(kOpen, "1"));
    std::string words;
    if (was_open) {
        const auto drafts = store.drafts();
        const auto count = drafts ? drafts->size() : 0;
        words = count == 0 ? std::string(ui_.tr("app.not_closed")) : ui_.tr("app.not_closed_drafts", {{"count", std::to_string(count)}});
    }
    const auto now = workspace_.clock().now_ms();
    const bool wrong = now < kClockFrom || now >= kClockTo;
    if (wrong) {
        words += (words.empty() ? "" : "\n") + ui_.tr("app.clock_wrong", {{"date", base::iso_date(now, workspace_.clock().offset_minutes(now))}});
    }
    if (!words.empty()) shell_.say(ui::State::waiting, words, wrong ? ui::Shell::Strip::until_closed : ui::Shell::Strip::of_screen);
}

void App::frame() {
    if (state_.preferences != in_effect_) {
        apply_preferences();
        if (auto done = store_preferences(workspace_, state_.preferences); !done) {
            shell_.say(ui::State::error, ui_.texts.error(done.error()), ui::Shell::Strip::until_closed);
        }
    }
    tasks_.run_posted();
    counts_.update();
    show_title();
    if (lock_.update()) host_.wake();   // A window that woke by time alone draws one frame, and a new screen shows in its second.
    if (!shell_.covered()) handle_keys();
    shell_.draw(ui_);
    const bool palette = palette_.is_open();
    if (!shell_.covered()) palette_.draw(ui_);
    if (palette && !palette_.is_open() && shell_.top() != nullptr) shell_.top()->resume();
}

void App::handle_keys() {
    if (ui::pressed(keys::kHelp)) show_help();
    if (ui::pressed(keys::kGoTo)) open_palette();
}

void App::show_help() {
    if (shell_.top() == nullptr || dynamic_cast<Help*>(shell_.top()) != nullptr) return;
    shell_.push(std::make_unique<Help>(shell_.top()->help()));
}

void App::open_palette() {
    if (palette_.is_open() || needs_joining(workspace_)) return;
    std::vector<PaletteAction> actions;
    if (auto forms = workspace_.store().forms()) {
        std::string last;
        for (const auto& form : *forms) {  // Newest version of each first.
            if (std::exchange(last, form.id) == form.id) continue;
            actions.push_back({"＋", ui_.tr("palette.new", {{"form", form.title}}), "", [this, id = form.id] {
                                   open_visit(state_, ui_, survey::Visit::start(workspace_, id, ""));
                               }});
        }
    }
    const auto entries = rail();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        actions.push_back({entries[i].sign, ui_.tr("palette.go", {{"screen", ui_.tr(entries[i].key)}}), ui::chord_words(ui_, ui::rail_chord(i)),
                           [this, i] { shell_.go(i); }});
    }
    for (const auto theme : {ui::ThemeName::light, ui::ThemeName::dark, ui::ThemeName::contrast}) {
        const auto name = std::string(ui_.tr("bar.theme." + ui::theme_text(theme)));
        actions.push_back({"◑", ui_.tr("palette.theme", {{"theme", name}}), "", [this, theme] { state_.preferences.theme = theme; }});
    }
    actions.push_back({"·", ui_.tr("palette.language"), "", [this] { state_.preferences.language = ui_.texts.chinese() ? "en" : "zh"; }});
    const bool one = state_.preferences.one_question;
    actions.push_back({"▤", ui_.tr(one ? "questionnaire.whole_pages" : "questionnaire.one_by_one"), ui::chord_words(ui_, keys::kWay), [this, one] { state_.preferences.one_question = !one; }});
    if (has_passphrase(workspace_)) {
        actions.push_back({"·", ui_.tr("palette.lock"), "", [this] { shell_.cover(std::make_unique<LockScreen>(state_)); }});
    }
    actions.push_back({"?", ui_.tr("palette.help"), ui::chord_words(ui_, keys::kHelp), [this] { show_help(); }});
    palette_.open(std::move(actions));
}

// What is open takes it; else the ending of the name says where it belongs.
void App::drop(const std::vector<std::string>& paths) {
    if (shell_.covered() || paths.empty() || shell_.top() == nullptr || shell_.top()->drop(paths)) return;
    const auto& path = paths.front();
    const std::filesystem::path file(path);
    const auto ending = base::fold_case(file.extension().string());
    const auto is = [&](std::initializer_list<const char*> endings) {
        return std::any_of(endings.begin(), endings.end(), [&](const char* known) { return ending == known; });
    };
    if (is({".xlsx", ".md", ".xml"})) {
        shell_.push(std::make_unique<Forms>(state_, path));
    } else if (is({".csv"})) {
        shell_.push(std::make_unique<ImportList>(state_, path));
    } else if (is({".yqb"})) {
        take_bundle(path);
    } else if (is({".yqe"})) {
        auto join = std::make_unique<Join>(state_);
        static_cast<void>(join->drop(paths));
        shell_.push(std::move(join));
    } else {
        const bool photo = is({".jpg", ".jpeg", ".png", ".gif", ".bmp"});
        shell_.say(ui::State::waiting, ui_.tr(photo ? "drop.photo" : "drop.unknown", {{"file", file.filename().string()}}));
    }
}

// Read beside the window; the Exchange screen shows how far it is and what came of it.
void App::take_bundle(const std::string& path) {
    auto exchange = std::make_unique<Exchange>(state_, run_);
    exchange->read(tasks_, path);
    shell_.push(std::move(exchange));
}

std::vector<ui::RailEntry> App::rail() {
    return {{"rail.work", "≡", [this] { return std::make_unique<Work>(state_); }, {}},
            {"rail.conflicts", "⇄", [this] { return std::make_unique<Conflicts>(state_); },
             [this] { return static_cast<int>(counts_.get().conflicts); }},
            {"rail.review", "√", [this] { return std::make_unique<Review>(state_); }, {}},
            {"rail.exchange", "⇅", [this] { return std::make_unique<Exchange>(state_, run_); },
             [this] { return static_cast<int>(counts_.get().unsent); }},
            {"rail.reports", "▥", [this] { return std::make_unique<Reports>(state_); }, {}},
            {"rail.forms", "▤", [this] { return std::make_unique<Forms>(state_); }, {}},
            {"rail.settings", "◎", [this] { return std::make_unique<Settings>(state_, backup_); }, {}}};
}

void App::apply_preferences() {
    const auto& chosen = state_.preferences;
    ui_.texts.set_language(host_.fonts.chinese ? chosen.language : "en");   // Boxes help nobody.
    ui_.theme = ui::make_theme(chosen.theme, chosen.scale, chosen.comfortable);
    ui::apply_theme(ui_.theme);
    in_effect_ = chosen;
    titled_generation_ = ~std::uint64_t{0};
}

// Two windows are told apart by whose workspace each is.
void App::show_title() {
    const auto generation = workspace_.store().generation();
    if (!host_.set_title || std::exchange(titled_generation_, generation) == generation) return;
    auto title = window_title(workspace_, ui_.texts);
    if (title == title_) return;
    host_.set_title(title);
    title_ = std::move(title);
}

}  // namespace yuanquan::screens
