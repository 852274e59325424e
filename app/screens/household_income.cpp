// Income by year as a chart, and beneath it the figures that the chart is made of.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <imgui.h>

#include "app/screens/household.hpp"
#include "app/ui/cells.hpp"
#include "app/ui/rich_text.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kChartHeight = 260, kBarMax = 84;

// 1, 2 or 5 times a power of ten: four or five lines over the height.
double step_for(double top) {
    const double rough = std::max(1.0, top / 4), power = std::pow(10, std::floor(std::log10(rough)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (rough <= step * power) return step * power;
    }
    return 10 * power;
}

std::string money(double value) {
    const auto digits = base::format_fixed(std::abs(value), 0);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
        out += digits[i];
    }
    return value < 0 ? "-" + out : out;
}

// Each part has a colour and a letter in its bar, so that colour is never the only sign.
std::array<ui::Color, 4> part_colors(const ui::Theme& theme) { return {theme.action, theme.here, theme.waiting, theme.versions}; }
constexpr const char* kPartSigns[] = {"A", "B", "C", "D"};

class Chart {
  public:
    Chart(const ui::Ui& ui, const survey::IncomeYears& income) : ui_(ui), income_(income), colors_(part_colors(ui.theme)) {
        for (const auto& year : income.years) {
            double up = 0, down = 0;
            for (const double part : year.parts) (part > 0 ? up : down) += part;
            top_ = std::max({top_, up, year.total});
            bottom_ = std::min(bottom_, down);
        }
        if (top_ <= bottom_) top_ = bottom_ + 1;
        step_ = step_for(top_ - bottom_);
        top_ = std::ceil(top_ / step_) * step_;
        bottom_ = std::floor(bottom_ / step_) * step_;
    }

    void draw() {
        at_ = ImGui::GetCursorScreenPos();
        width_ = ImGui::GetContentRegionAvail().x;
        const float line = ImGui::GetTextLineHeight();
        left_ = ui_.px(12) + std::max(ImGui::CalcTextSize(money(top_).c_str()).x, ImGui::CalcTextSize(money(bottom_).c_str()).x);
        high_ = at_.y + line;                       // Room for the figure above the highest bar.
        low_ = high_ + ui_.px(kChartHeight);
        draw_lines();
        for (std::size_t i = 0; i < income_.years.size(); ++i) draw_year(i);
        ImGui::Dummy({width_, low_ - at_.y + line + ui_.px(8)});
    }

  private:
    float y_of(double value) const { return low_ - static_cast<float>((value - bottom_) / (top_ - bottom_)) * (low_ - high_ - ImGui::GetTextLineHeight()); }
    void text(float x, float y, const std::string& words, ui::Color color, bool bold = false) {
        ImGui::GetWindowDrawList()->AddText(bold ? ui_.fonts.bold : ui_.fonts.regular, ImGui::GetFontSize(), {x, y}, color.packed(), words.c_str());
    }
    void draw_lines() {
        const float half = ImGui::GetTextLineHeight() / 2;
        for (double value = bottom_; value <= top_ + step_ / 2; value += step_) {
            const float y = y_of(value);
            ImGui::GetWindowDrawList()->AddLine({at_.x + left_, y}, {at_.x + width_, y}, (std::abs(value) < step_ / 2 ? ui_.theme.quiet : ui_.theme.line).packed());
            const auto words = money(value);
            text(at_.x + left_ - ui_.px(8) - ImGui::CalcTextSize(words.c_str()).x, y - half, words, ui_.theme.quiet);
        }
    }
    void draw_year(std::size_t i) {
        const auto& year = income_.years[i];
        auto* draw = ImGui::GetWindowDrawList();
        const float slot = (width_ - left_) / static_cast<float>(income_.years.size());
        const float bar = std::min(ui_.px(kBarMax), slot * 0.6f);
        const float x0 = at_.x + left_ + slot * (static_cast<float>(i) + 0.5f) - bar / 2, line = ImGui::GetTextLineHeight();
        double up = 0, down = 0;
        for (std::size_t part = 0; part < year.parts.size(); ++part) {
            const double value = year.parts[part];
            double& base = value > 0 ? up : down;
            const float y0 = y_of(base + value), y1 = y_of(base);
            base += value;
            const float upper = std::min(y0, y1), lower = std::max(y0, y1);
            if (lower - upper < 1) continue;
            draw->AddRectFilled({x0, upper}, {x0 + bar, lower}, colors_[part].packed());
            draw->AddLine({x0, upper}, {x0 + bar, upper}, ui_.theme.surface.packed(), ui_.px(1.5f));
            if (lower - upper > line) {
                const float middle = x0 + (bar - ImGui::CalcTextSize(kPartSigns[part]).x) / 2;
                text(middle, (upper + lower - line) / 2, kPartSigns[part], ui_.theme.surface, true);
            }
        }
        const auto total = money(year.total);
        text(x0 + (bar - ImGui::CalcTextSize(total.c_str()).x) / 2, y_of(up) - line - ui_.px(2), total, ui_.theme.ink, true);
        text(x0 + (bar - ImGui::CalcTextSize(year.year.c_str()).x) / 2, low_ + ui_.px(4), year.year, ui_.theme.ink);
    }

    const ui::Ui& ui_;
    const survey::IncomeYears& income_;
    std::array<ui::Color, 4> colors_;
    double top_ = 0, bottom_ = 0, step_ = 1;
    ImVec2 at_{};
    float width_ = 0, left_ = 0, high_ = 0, low_ = 0;
};

void draw_row(const ui::Ui& ui, const std::string& label, const survey::IncomeYears& income, bool bold,
              const std::function<std::string(const survey::YearOfHousehold&)>& text) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    bold ? ui::strong(ui, label) : ui::body(ui, label);
    for (const auto& year : income.years) {
        ImGui::TableNextColumn();
        if (bold) ImGui::PushFont(ui.fonts.bold, 0);
        ui::cell_number(ui, text(year), ui.theme.ink);
        if (bold) ImGui::PopFont();
    }
}

void draw_figures(const ui::Ui& ui, const survey::IncomeYears& income) {
    float label_width = 0;
    for (std::size_t part = 0; part < income.parts.size(); ++part) {
        label_width = std::max(label_width, ImGui::CalcTextSize((std::string(kPartSigns[part]) + "  " + ui::plain_text(income.parts[part])).c_str()).x);
    }
    ImGui::PushFont(ui.fonts.bold, 0);
    for (const auto* label : {&income.total, &income.members, &income.per_person, &income.cause, &income.exit}) {
        label_width = std::max(label_width, ImGui::CalcTextSize(ui::plain_text(*label).c_str()).x);
    }
    ImGui::PopFont();
    label_width = std::min(label_width + ui.px(2), ImGui::GetContentRegionAvail().x / 2);
    const auto flags = ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_ScrollX;
    const float height = (ImGui::GetTextLineHeight() + 2 * ui.px(5)) * 10 + ui.px(8);
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.px(8), ui.px(5)});
    if (ImGui::BeginTable("years", static_cast<int>(income.years.size()) + 1, flags, {0, height})) {
        ImGui::TableSetupScrollFreeze(1, 1);
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, label_width);
        for (const auto& year : income.years) ImGui::TableSetupColumn(year.year.c_str(), ImGuiTableColumnFlags_WidthFixed, ui.px(120));
        draw_row(ui, "", income, true, [](const auto& year) { return year.year; });
        for (std::size_t part = 0; part < income.parts.size(); ++part) {
            draw_row(ui, std::string(kPartSigns[part]) + "  " + ui::plain_text(income.parts[part]), income, false,
                     [part](const auto& year) { return money(year.parts[part]); });
        }
        draw_row(ui, ui::plain_text(income.total), income, true, [](const auto& year) { return money(year.total); });
        draw_row(ui, ui::plain_text(income.members), income, false, [](const auto& year) { return year.members; });
        draw_row(ui, ui::plain_text(income.per_person), income, true,
                 [](const auto& year) { return year.per_person ? money(*year.per_person) : std::string("–"); });
        draw_row(ui, ui::plain_text(income.cause), income, false, [](const auto& year) { return year.cause; });
        draw_row(ui, ui::plain_text(income.exit), income, false, [](const auto& year) { return year.exit; });
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
}

}  // namespace

void Household::draw_income(const ui::Ui& ui) {
    if (!income_) {
        auto income = survey::income_by_year(state_.workspace, id_, language_);
        income_ = income ? std::move(*income) : survey::IncomeYears();
    }
    if (income_->years.empty()) {
        ui::empty_state(ui, ui.tr("household.no_income"), ui.tr("household.no_income_words"));
        return;
    }
    ui::begin_card(ui, "income");
    ui::subtitle(ui, ui.tr("household.income_heading"));
    ui::quiet(ui, ui.tr("household.income_words"));
    const auto colors = part_colors(ui.theme);
    for (std::size_t i = 0; i < income_->parts.size(); ++i) {
        if (i > 0) ImGui::SameLine(0, ui.px(18));
        const auto words = std::string("■ ") + kPartSigns[i] + "  " + ui::plain_text(income_->parts[i]);
        if (ImGui::CalcTextSize(words.c_str()).x > ImGui::GetContentRegionAvail().x) ImGui::NewLine();
        ui::colored(colors[i], words);
    }
    Chart(ui, *income_).draw();
    draw_figures(ui, *income_);
    ui::end_card(ui);
}

}  // namespace yuanquan::screens
