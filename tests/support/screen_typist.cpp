#include "tests/support/screen_typist.hpp"

#include <imgui.h>

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::support {

namespace {

constexpr int kStopsMax = 2'000;

bool is_short_list(const form::LiveForm& form, const form::Element& question) {
    const auto& control = form.control(question);
    const bool select = control.kind == form::ControlKind::select_one || control.kind == form::ControlKind::select_multiple;
    return select && form.choices(question).size() <= 12 && !control.has_appearance("minimal");
}

}  // namespace

const Keys& household_keys() {
    static const Keys keys = {
        {"identity/survey_year", "2026"}, {"identity/county", "玉门"}, {"identity/township", "独山子"}, {"identity/village", "源泉"},
        {"identity/group_name", "二组"}, {"identity/household_number", "YM-0042"}, {"identity/head_name", "塞力克·阿不都拉"},
        {"identity/phone", "13812345678"}, {"identity/address", "二组 17 号"}, {"identity/location", "39.74, 98.51"},
        {"identity/household_type", "1"}, {"identity/year_registered", "2014"}, {"identity/exit_planned", "2020"},
        {"members[1]/name", "塞力克·阿不都拉"}, {"members[1]/relation", "02"}, {"members[1]/document_type", "6"}, {"members[1]/sex", "1"},
        {"members[1]/birth_date", "19620415"}, {"members[1]/ethnic_group", "哈萨克"}, {"members[1]/political_status", "13"},
        {"members[1]/education", "2"}, {"members[1]/health", "23"}, {"members[1]/working_capacity", "3"}, {"members[1]/work_place", "1"},
        {"members[1]/medical_insurance", "12"}, {"members[1]/pension_insurance", "1"}, {"members[1]/minimum_living", "2"},
        {"members[2]/name", "䶮㛃𬭩"}, {"members[2]/relation", "21"}, {"members[2]/document_type", "6"}, {"members[2]/sex", "1"},
        {"members[2]/birth_date", "20140901"}, {"members[2]/ethnic_group", "17"}, {"members[2]/education", "2"}, {"members[2]/in_school", "3"},
        {"members[2]/school_grade", "6"}, {"members[2]/health", "1"}, {"members[2]/working_capacity", "5"},
        {"members[2]/medical_insurance", "1"}, {"members[2]/minimum_living", "2"},
        {"causes/main_cause", "01"}, {"causes/other_causes", "因学"},
        {"conditions/arable_land", "12.5"}, {"conditions/irrigated_land", "8"}, {"conditions/housing_area", "86"},
        {"conditions/housing_structure", "2"}, {"conditions/house_year", "1998"}, {"conditions/danger_grade", "2"},
        {"conditions/water_source", "1"}, {"conditions/safe_water", "1"}, {"conditions/electricity", "1"},
        {"conditions/production_electricity", "2"}, {"conditions/broadcast", "1"}, {"conditions/broadband", "2"},
        {"conditions/sanitary_toilet", "2"}, {"conditions/road_type", "2"}, {"conditions/road_distance", "1.2"}, {"conditions/fuel", "2"},
        {"conditions/cooperative", "1"}, {"conditions/cooperative_name", "源泉合作社"}, {"conditions/enterprise", "2"}, {"conditions/relocation", "1"},
        {"income/wages", "12000"}, {"income/production_income", "8,400.50"}, {"income/production_cost", "3100"}, {"income/property", "0"},
        {"income/transfer_minimum_living", "2400"},
        {"guarantees/food", "1"}, {"guarantees/clothing", "1"}, {"guarantees/education", "1"}, {"guarantees/medical", "1"},
        {"guarantees/housing", "1"}, {"guarantees/water", "1"}, {"guarantees/poverty_line", "4000"},
        {"plan[1]/kind", "1"}, {"plan[1]/content", "养羊二十只"}, {"plan[1]/responsible", "张伟"}, {"plan[1]/start", "20260301"},
        {"plan[1]/due", "20261130"}, {"plan[1]/money", "5000"}, {"plan[1]/target", "增收三千元"}, {"plan[1]/progress", "2"},
        {"ledger[1]/date", "20261001"}, {"ledger[1]/who", "张伟"}, {"ledger[1]/done", "送羔羊"}, {"ledger[1]/kind", "3"},
        {"ledger[1]/value", "5000"}, {"ledger[1]/goods", "羔羊二十只"}, {"ledger[1]/next", "十一月再来"},
        {"checked/supervised", "1"},
        {"supervision[1]/date", "20261110"}, {"supervision[1]/by_whom", "县办"}, {"supervision[1]/found", "羊圈未修"},
        {"supervision[1]/ordered", "月底前修好"}, {"supervision[1]/due", "20261130"}, {"supervision[1]/settled", "2"}};
    return keys;
}

void Typist::press(int key) {
    driver_.press(key);
    ++pressed_;
}

std::string Typist::here() const {
    const auto& form = questionnaire_.visit().form();
    std::string out;
    const std::string path = questionnaire_.at();
    std::size_t from = 0;
    for (auto bracket = path.find(']'); bracket != std::string::npos; bracket = path.find(']', bracket + 1)) {
        const auto row = form.find(path.substr(0, bracket + 1));
        const auto rows = row ? form.children(*form.parent(*row)) : std::vector<form::Element>();
        const auto at = row ? std::find(rows.begin(), rows.end(), *row) - rows.begin() : -1;
        out += path.substr(from, path.find('[', from) - from) + "[" + std::to_string(at + 1) + "]";
        from = bracket + 1;
    }
    return out + path.substr(from);
}

bool Typist::is_there_more(const std::string& repeat) const {
    const auto gone = rows_.find(repeat);
    const auto next = repeat + "[" + std::to_string((gone == rows_.end() ? 0 : gone->second) + 1) + "]/";
    const auto found = keys_.lower_bound(next);
    return found != keys_.end() && found->first.starts_with(next);
}

void Typist::answer_here() {
    const auto found = keys_.find(here());
    const auto question = questionnaire_.visit().form().find(questionnaire_.at());
    if (found == keys_.end() || !question) return;
    const auto& form = questionnaire_.visit().form();
    if (is_short_list(form, *question)) {
        for (const char digit : found->second) press(ImGuiKey_0 + (digit - '0'));
        return;
    }
    driver_.type(found->second);
    pressed_ += static_cast<int>(base::count_characters(found->second));
    if (form.control(*question).kind == form::ControlKind::select_multiple) press(ImGuiKey_Enter);   // Takes what is marked; the next goes on.
}

void Typist::fill() {
    std::string before;
    for (int i = 0; i < kStopsMax; ++i) {
        const auto stop = questionnaire_.at();
        if (stop == screens::kEndStop || stop == before) return;
        before = stop;
        const auto where = here();
        walked_ += where + "\n";
        if (where.ends_with("@add")) {
            const auto repeat = where.substr(0, where.size() - 4);
            if (is_there_more(repeat)) {
                press(ImGuiKey_Insert);
            } else {
                press(driver_.state().preferences.one_question ? ImGuiKey_Enter : ImGuiKey_PageDown);
            }
            continue;
        }
        if (const auto row = std::string(record::innermost_row(where)); !row.empty()) {
            const auto repeat = row.substr(0, row.rfind('['));
            rows_[repeat] = std::max(rows_[repeat], std::atoi(row.c_str() + row.rfind('[') + 1));
        }
        answer_here();
        press(ImGuiKey_Enter);
    }
}

}  // namespace yuanquan::support
