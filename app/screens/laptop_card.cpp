#include "app/screens/laptop_card.hpp"

#include <algorithm>
#include <functional>
#include <imgui.h>
#include <utility>

#include "app/export/qr_picture.hpp"
#include "app/team/bundle.hpp"
#include "app/team/own_addresses.hpp"
#include "model/base/digest.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::size_t kOffered = 5;
constexpr float kFieldWidth = 420;
constexpr std::string_view kPicture = ".png";

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    auto plain = std::string(text);
    for (const char* mark : {",", ";", "，", "、", "；"}) plain = base::replace_all(plain, mark, " ");
    for (const auto word : base::split_space(plain)) words.emplace_back(word);
    return words;
}

// Every area, outermost first; look ends it with false.
bool each_area(const survey::Areas& areas, const std::vector<std::string>& codes, const std::function<bool(const survey::Area&)>& look) {
    for (const auto& code : codes) {
        const auto* area = areas.find(code);
        if (area != nullptr && (!look(*area) || !each_area(areas, area->children, look))) return false;
    }
    return true;
}

}  // namespace

AreasMeant areas_meant(const survey::Areas& areas, std::string_view text) {
    AreasMeant meant;
    for (auto& word : words_of(text)) {
        std::vector<std::string> found;
        if (areas.find(word) != nullptr) {
            found.push_back(word);
        } else {
            each_area(areas, areas.roots(), [&](const survey::Area& area) {
                if (area.label == word || base::fold_case(area.label_en) == base::fold_case(word)) found.push_back(area.code);
                return found.size() < 2;
            });
        }
        if (found.size() != 1) {
            meant.unknown = std::move(word);
            return meant;
        }
        if (std::find(meant.codes.begin(), meant.codes.end(), found.front()) == meant.codes.end()) meant.codes.push_back(std::move(found.front()));
    }
    return meant;
}

std::vector<const survey::Area*> areas_like(const survey::Areas& areas, std::string_view word, std::size_t max) {
    std::vector<const survey::Area*> like;
    const auto wanted = base::fold_case(word);
    each_area(areas, areas.roots(), [&](const survey::Area& area) {
        const bool is_like = area.code.starts_with(word) || area.label.find(word) != std::string::npos || base::fold_case(area.label_en).find(wanted) != std::string::npos;
        if (is_like) like.push_back(&area);
        return like.size() < max;
    });
    return like;
}

std::string areas_in_words(const ui::Ui& ui, const survey::Areas& areas, const std::vector<std::string>& codes, std::size_t levels) {
    const bool chinese = ui.texts.chinese();
    std::string names;
    for (const auto& code : codes) names += (names.empty() ? "" : chinese ? "、" : ", ") + areas.name(code, chinese, levels);
    return names;
}

std::string role_words(const ui::Ui& ui, std::string_view role) {
    return ui.tr("settings.role." + std::string(role == session::kOffice ? "headquarters" : role));
}

void LaptopCard::open(Kind kind, std::string name, std::string areas) {
    kind_ = kind;
    name_ = std::move(name);
    areas_ = std::move(areas);
    person_.clear(), address_.clear(), done_.clear();
    role_ = std::string(session::kMember);
    failure_.reset();
    file_is_proposed_ = focus_ = true;
    own_addresses_ = team::own_addresses();
}

// Whoever left in the middle of it finds the card open.
LaptopCard::LaptopCard(AppState& state) : state_(state), draft_(state.workspace, "draft.enrol") {
    if (!draft_.texts.empty()) open_enrol();
    focus_ = false;   // The screen begins where it always does.
}

void LaptopCard::open_enrol() {
    open(Kind::enrol, {}, {});
    for (const auto& [name, text] : draft_texts()) *text = draft_.texts[name];
    if (role_.empty()) role_ = std::string(session::kMember);
    file_is_proposed_ = file_ == proposed_file();
}

std::vector<std::pair<const char*, std::string*>> LaptopCard::draft_texts() {
    return {{"name", &name_}, {"person", &person_}, {"role", &role_}, {"areas", &areas_}, {"address", &address_}, {"file", &file_}};
}

void LaptopCard::keep() {
    if (kind_ != Kind::enrol) return;
    draft_.texts.clear();
    const bool is_bare = name_.empty() && person_.empty() && areas_.empty();   // The others are proposed.
    for (const auto& [name, text] : draft_texts()) {
        if (!is_bare) draft_.texts[name] = *text;
    }
    if (auto kept = draft_.keep(state_.workspace); !kept) failure_ = kept.error();
}

std::string LaptopCard::proposed_file() const { return name_.empty() ? std::string() : team::proposed_folder() + "/" + name_ + ".yqe"; }

void LaptopCard::open_areas(const session::Laptop& laptop) {
    std::string areas;
    for (const auto& area : laptop.areas) areas += (areas.empty() ? "" : " ") + area;
    open(Kind::areas, laptop.name, areas);
}
void LaptopCard::open_withdraw(const session::Laptop& laptop) { open(Kind::withdraw, laptop.name, {}); }

bool LaptopCard::fold() {
    const bool was_open = kind_ != Kind::none;
    keep();
    kind_ = Kind::none;
    return was_open;
}

void LaptopCard::done(std::string words) {
    if (kind_ == Kind::enrol) static_cast<void>(draft_.forget(state_.workspace));   // At worst the card opens with what is done.
    kind_ = Kind::none;
    done_ = std::move(words);
}

void LaptopCard::draw(ui::Ui& ui, hq::Headquarters& headquarters) {
    if (!done_.empty()) ui::message_strip(ui, ui::State::done, done_);
    if (kind_ == Kind::none) return;
    ui::gap(ui, 6);
    ui::rule(ui);
    ui::gap(ui, 6);
    if (kind_ == Kind::enrol) draw_enrol(ui, headquarters);
    else if (kind_ == Kind::areas) draw_change_of_areas(ui, headquarters);
    else draw_withdraw(ui, headquarters);
    if (failure_ && kind_ != Kind::none) ui::message_strip(ui, ui::State::error, ui.texts.error(*failure_));
}

bool LaptopCard::draw_areas(const ui::Ui& ui) {
    const auto& areas = state_.workspace.areas();
    ui::body(ui, ui.tr("laptops.areas"));
    if (kind_ == Kind::areas && std::exchange(focus_, false)) ImGui::SetKeyboardFocusHere();
    ui::text_field(ui, "##laptop_areas", areas_, ui.tr("laptops.areas_hint"), false, ui.px(kFieldWidth));
    if (meant_by_ != areas_) {   // The tree has thousands: not in each frame.
        meant_by_ = areas_;
        meant_ = areas_meant(areas, areas_);
        like_ = meant_.unknown.empty() ? std::vector<const survey::Area*>() : areas_like(areas, meant_.unknown, kOffered);
    }
    if (!meant_.unknown.empty()) {
        ui::quiet(ui, ui.tr(like_.empty() ? "laptops.no_area" : "laptops.which_area", {{"word", meant_.unknown}}));
        for (const auto* area : like_) {
            if (!ui::quiet_button(ui, areas.name(area->code, ui.texts.chinese(), 3) + "  " + area->code + "##offer" + area->code)) continue;
            const auto at = areas_.rfind(meant_.unknown);
            areas_ = areas_.substr(0, at) + area->code + areas_.substr(at + meant_.unknown.size());
        }
        return false;
    }
    const auto names = areas_in_words(ui, areas, meant_.codes, 3);
    ui::quiet(ui, names.empty() ? std::string(ui.tr("laptops.all_areas_meant")) : "✓ " + names);
    return true;
}

// It goes into the enrolment: a laptop elsewhere does not find 127.0.0.1.
void LaptopCard::draw_address(const ui::Ui& ui, const hq::Headquarters& headquarters) {
    if (address_.empty()) address_ = headquarters.address();
    ui::body(ui, ui.tr("laptops.address"));
    ui::text_field(ui, "##laptop_address", address_, "https://HOST:PORT", false, ui.px(kFieldWidth));
    const auto place = team::serving_place(address_);
    if (!place) {
        ui::quiet(ui, ui.tr("laptops.address_wrong"));
        return;
    }
    if (place->host != "127.0.0.1") return;
    ui::quiet(ui, ui.tr("laptops.address_here"));
    for (const auto& own : own_addresses_) {
        const auto offered = "https://" + own + ":" + std::to_string(place->port);
        if (ui::quiet_button(ui, offered)) address_ = offered;
    }
}

void LaptopCard::draw_enrol(ui::Ui& ui, hq::Headquarters& headquarters) {
    ui::strong(ui, ui.tr("laptops.new_heading"));
    ui::quiet(ui, ui.tr("laptops.new_words"));
    ui::body(ui, ui.tr("laptops.name"));
    if (std::exchange(focus_, false)) ImGui::SetKeyboardFocusHere();
    if (ui::text_field(ui, "##laptop_name", name_, ui.tr("laptops.name_hint"), false, ui.px(kFieldWidth)) && file_is_proposed_) file_ = proposed_file();
    ui::body(ui, ui.tr("laptops.person"));
    ui::text_field(ui, "##laptop_person", person_, ui.tr("laptops.person_hint"), false, ui.px(kFieldWidth));
    for (const auto role : {session::kMember, session::kLead, session::kOffice}) {
        if (role != session::kMember) ImGui::SameLine(0, ui.px(18));
        if (ImGui::RadioButton(role_words(ui, role).c_str(), role_ == role)) role_ = std::string(role);
    }
    const bool are_areas_known = draw_areas(ui);
    if (!ImGui::IsAnyItemActive()) keep();   // A field was left.
    draw_address(ui, headquarters);
    ui::body(ui, ui.tr("laptops.file"));
    if (ui::text_field(ui, "##laptop_file", file_, ui.tr("laptops.file_hint"), false, ui.px(kFieldWidth))) file_is_proposed_ = false;
    ui::quiet(ui, ui.tr("laptops.file_words"));
    const auto name = base::trim(name_), file = base::trim(file_);
    const auto why = ui.tr(name.empty() ? "laptops.no_name" : !are_areas_known ? "laptops.no_area_yet" : file.empty() ? "laptops.no_file" : "laptops.address_wrong");
    const bool can = !name.empty() && !file.empty() && are_areas_known && team::serving_place(address_).has_value();
    if (ui::primary_button(ui, ui.tr("laptops.enrol"), can, why)) {
        if (auto enrolled = enrol(headquarters); !enrolled) failure_ = enrolled.error();
        else done(ui.tr("laptops.enrolled", {{"laptop", std::string(name)}, {"file", std::string(file)}}));
    }
    ImGui::SameLine(0, ui.px(8));
    if (ui::button(ui, ui.tr("laptops.leave"))) fold();
}

base::Status LaptopCard::enrol(hq::Headquarters& headquarters) {
    const auto file = std::string(base::trim(file_));
    if (address_ != headquarters.address()) {
        if (auto set = headquarters.set_address(address_); !set) return set;
    }
    const team::NewLaptop laptop{std::string(base::trim(name_)), std::string(base::trim(person_)), role_, meant_.codes};
    const bool is_picture = file.ends_with(kPicture);
    const auto as_picture = [](const std::string& enrolment) { return exports::write_qr_png(base::to_base64(enrolment)); };
    auto enrolled = team::enrol_laptop(state_.workspace, headquarters, laptop, file, !is_picture, is_picture ? as_picture : team::Wrapping());
    return enrolled ? base::Status() : base::fail(std::move(enrolled.error()));
}

void LaptopCard::draw_change_of_areas(ui::Ui& ui, hq::Headquarters& headquarters) {
    ui::strong(ui, ui.tr("laptops.areas_of", {{"laptop", name_}}));
    ui::quiet(ui, ui.tr("laptops.areas_words"));
    const bool are_known = draw_areas(ui);
    if (ui::primary_button(ui, ui.tr("laptops.give_areas"), are_known, ui.tr("laptops.no_area_yet"))) {
        if (auto moved = headquarters.move(name_, meant_.codes); !moved) failure_ = moved.error();
        else done(ui.tr("laptops.areas_given", {{"laptop", name_}}));
    }
    ImGui::SameLine(0, ui.px(8));
    if (ui::button(ui, ui.tr("laptops.leave"))) fold();
}

void LaptopCard::draw_withdraw(ui::Ui& ui, hq::Headquarters& headquarters) {
    ui::strong(ui, ui.tr("laptops.withdraw_heading", {{"laptop", name_}}));
    ui::quiet(ui, ui.tr("laptops.withdraw_words"));
    if (ui::primary_button(ui, ui.tr("laptops.withdraw_yes", {{"laptop", name_}}))) {
        if (auto withdrawn = headquarters.revoke(name_); !withdrawn) failure_ = withdrawn.error();
        else done(ui.tr("laptops.was_withdrawn", {{"laptop", name_}}));
    }
    ImGui::SameLine(0, ui.px(8));
    if (ui::button(ui, ui.tr("laptops.leave"))) fold();
}

}  // namespace yuanquan::screens
