#include "app/screens/question_card.hpp"

#include <algorithm>
#include <imgui.h>

#include "app/export/reason_words.hpp"
#include "app/screens/comment_lines.hpp"
#include "app/screens/question_media.hpp"
#include "app/screens/question_roster.hpp"
#include "app/screens/question_values.hpp"
#include "app/screens/question_widgets.hpp"
#include "app/ui/panel.hpp"
#include "app/ui/rich_text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/answer_words.hpp"

namespace yuanquan::screens {

namespace {

constexpr float kEarlierWidth = 240, kBesideMin = 560;

std::string words_for(const form::LiveForm& form, const form::Element& question, std::string_view value) {
    switch (form.control(question).kind) {
        case form::ControlKind::select_one: case form::ControlKind::select_multiple: case form::ControlKind::rank:
        case form::ControlKind::upload: return ui::plain_text(survey::answer_words(form, question, value));
        default: return typed_from_stored(typing_of(form, question), value);
    }
}

void draw_widget(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    switch (entry.form().control(asked.question).kind) {
        case form::ControlKind::select_one: return draw_select(ui, entry, asked, false);
        case form::ControlKind::select_multiple: return draw_select(ui, entry, asked, true);
        case form::ControlKind::rank: return draw_rank(ui, entry, asked);
        case form::ControlKind::range: return draw_range(ui, entry, asked);
        case form::ControlKind::trigger: return draw_trigger(ui, entry, asked);
        case form::ControlKind::upload: return draw_upload(ui, entry, asked);
        default: return draw_text(ui, entry, asked);
    }
}

// What is wrong, in the author's words where there are any. A blank is only wrong after one has been there.
std::string problem_of(const ui::Ui& ui, const Entry& entry, const Asked& asked) {
    const auto& form = entry.form();
    if (entry.refused(asked.path)) {
        const auto stored = form.value(asked.question);
        auto words = ui.tr("questionnaire.refused", {{"example", ui.tr(typing_hint_key(typing_of(form, asked.question)))}});
        if (!stored.empty()) words += " " + ui.tr("questionnaire.refused_kept", {{"value", words_for(form, asked.question, stored)}});
        return words;
    }
    if (entry.notice_path == asked.path && !entry.notice().empty()) return ui.tr(entry.notice());
    if (entry.being_typed(asked.path)) return {};
    const auto validity = form.validity(asked.question);
    if (validity == form::Validity::valid) return {};
    if (validity == form::Validity::required && (!entry.passed(asked.path) || entry.visit().is_unanswered(asked.question))) return {};
    const auto words = ui::plain_text(form.message(asked.question));
    if (!words.empty()) return words;
    return ui.tr(validity == form::Validity::required ? "questionnaire.required"
                 : validity == form::Validity::type   ? "questionnaire.wrong_type"
                                                      : "questionnaire.not_allowed");
}

// What was answered when the record was opened, or why there was no answer.
std::string earlier_words(const ui::Ui& ui, const Entry& entry, const Asked& asked) {
    const auto& visit = entry.visit();
    if (visit.is_new()) return {};
    if (const auto earlier = visit.seen().value(asked.path); !earlier.empty()) return words_for(visit.form(), asked.question, earlier);
    return survey::mark_in_words(visit.seen().value(record::unanswered_cell(asked.path)), exports::reason_words(ui.texts));
}

bool is_as_earlier(const Entry& entry, const Asked& asked) {
    const auto& seen = entry.visit().seen();
    if (const auto earlier = seen.value(asked.path); !earlier.empty()) return earlier == entry.form().value(asked.question);
    const auto now = entry.visit().unanswered(asked.question);
    return now && survey::write_unanswered(*now) == seen.value(record::unanswered_cell(asked.path));
}

void draw_fact(const ui::Ui& ui, Entry& entry, const form::Element& question, const std::string& path, const CardPlace& place) {
    if (!ui::begin_panel(ui, path, {false, true, place.width, place.alone}, false)) return;
    const auto words = entry.form().label(question);
    const auto value = entry.form().value(question);
    if (!words.empty()) ui::rich_text(ui, words, value.empty() ? ui::Weight::regular : ui::Weight::quiet);
    if (!value.empty() && !draw_answer_picture(ui, entry, value, 320)) ui::strong(ui, words_for(entry.form(), question, value));
    draw_media(ui, entry, path, entry.form().media(question));
    if (const auto hint = entry.form().hint(question); !hint.empty()) ui::rich_text(ui, hint, ui::Weight::quiet);
    ui::end_panel(ui);
}

// Longer words for whoever wants them, folded until asked for.
void draw_guidance(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    const auto words = entry.form().guidance(asked.question);
    if (words.empty()) return;
    const bool open = entry.guidance_open(asked.path);
    const auto* const label = ui.tr(open ? "questionnaire.guidance_fold" : "questionnaire.guidance");
    if (ui::quiet_button(ui, std::string(open ? "▾ " : "▸ ") + label + "##" + asked.path + "@guidance")) entry.fold_guidance(asked.path);
    entry.note_item(asked.path, false);
    if (open) ui::rich_text(ui, words, ui::Weight::quiet);
}

void draw_words(const ui::Ui& ui, Entry& entry, const Asked& asked, ui::Weight weight = ui::Weight::strong) {
    const auto& form = entry.form();
    const auto label = form.label(asked.question);
    ui::rich_text(ui, (label.empty() ? asked.name : label) + (form.required(asked.question) ? " ＊" : ""), weight);
    draw_media(ui, entry, asked.path, form.media(asked.question));
    if (const auto hint = form.hint(asked.question); !hint.empty()) ui::rich_text(ui, hint, ui::Weight::quiet);
    draw_guidance(ui, entry, asked);
}

// The words on the left, a mark below each choice of the heading.
void draw_line(const ui::Ui& ui, Entry& entry, const Asked& asked, const ChoiceGrid& grid) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    {
        const ui::NarrowTo narrow(grid.words - ui.px(12));
        ImGui::BeginGroup();
        draw_words(ui, entry, asked);
        ImGui::EndGroup();
    }
    const float bottom = ImGui::GetItemRectMax().y;
    ImGui::SetCursorScreenPos({at.x + grid.words, at.y});
    ImGui::BeginGroup();
    draw_widget(ui, entry, asked);
    ImGui::EndGroup();
    ImGui::SetCursorScreenPos({at.x, std::max(bottom, ImGui::GetItemRectMax().y)});
    ImGui::Dummy({});
}

// The question that has the page to itself, its answer in larger type; beside it what was answered when the record was opened.
void draw_alone(const ui::Ui& ui, Entry& entry, const Asked& asked) {
    draw_words(ui, entry, asked, ui::Weight::large);
    ui::gap(ui, 8);
    const auto words = earlier_words(ui, entry, asked);
    const float all = ImGui::GetContentRegionAvail().x, side = ui.px(kEarlierWidth);
    const bool beside = !words.empty() && all >= ui.px(kBesideMin);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui::Ui calm = ui;
    calm.theme.comfortable = true;
    ImGui::PushFont(ui.fonts.regular, ui::kSubtitleSize);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.px(12), (calm.theme.row_height() - ImGui::GetFontSize()) / 2});
    {
        const ui::NarrowTo narrow(beside ? all - side : all);
        ImGui::BeginGroup();
        draw_widget(calm, entry, asked);
        ImGui::EndGroup();
    }
    ImGui::PopStyleVar();
    ImGui::PopFont();
    if (words.empty()) return;
    if (!beside) return ui::quiet(ui, ui.tr("questionnaire.earlier", {{"value", words}}));
    const ImVec2 answered = ImGui::GetItemRectMax();
    const float bottom = answered.y;
    ImGui::SetCursorScreenPos({std::min(answered.x, at.x + all - side) + ui.px(24), at.y});
    {
        const ui::NarrowTo narrow(side - ui.px(24));
        ImGui::BeginGroup();
        ui::quiet(ui, ui.tr("questionnaire.earlier_heading"));
        ui::body(ui, words);
        ImGui::EndGroup();
    }
    ImGui::SetCursorScreenPos({at.x, std::max(bottom, ImGui::GetItemRectMax().y)});
    ImGui::Dummy({});
}

// One line of the grid theme.
void draw_side_by_side(const ui::Ui& ui, Entry& entry, const std::vector<form::Element>& line, std::size_t columns) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float space = ui.px(8), width = ImGui::GetContentRegionAvail().x;
    float x = at.x, bottom = at.y;
    for (const auto& question : line) {
        const float own = width * static_cast<float>(grid_columns(entry.form().control(question))) / static_cast<float>(columns);
        ImGui::SetCursorScreenPos({x, at.y});
        draw_question(ui, entry, question, {own - space, nullptr});
        bottom = std::max(bottom, ImGui::GetItemRectMax().y);
        x += own;
    }
    ImGui::SetCursorScreenPos({at.x, bottom});
    ImGui::Dummy({});
}

void draw_questions(const ui::Ui& ui, Entry& entry, const std::vector<form::Element>& elements, std::size_t columns);

void draw_inner(const ui::Ui& ui, Entry& entry, const form::Element& element) {
    if (element.kind == form::ElementKind::repeat) return draw_roster(ui, entry, element, true);
    const auto inner = entry.form().children(element);
    if (inner.empty()) return;
    const auto words = ui::plain_text(entry.form().label(element));
    if (!words.empty()) {
        ui::gap(ui, 12);
        ui::subtitle(ui, words);
    }
    draw_questions(ui, entry, inner, grid_columns(entry.form().control(element)));
}

void draw_questions(const ui::Ui& ui, Entry& entry, const std::vector<form::Element>& elements, std::size_t columns) {
    const auto& form = entry.form();
    const bool side_by_side = form.form().style.find("theme-grid") != std::string::npos;
    for (std::size_t i = 0; i < elements.size();) {
        if (elements[i].kind != form::ElementKind::question) {
            draw_inner(ui, entry, elements[i++]);
        } else if (const auto grid = grid_below(ui, form, elements, i)) {
            draw_grid_heading(ui, entry, elements[i++], *grid);
            for (; i < elements.size() && is_grid_line(form, elements[i], *grid); ++i) draw_question(ui, entry, elements[i], {0, &*grid});
        } else if (const auto line = side_by_side ? grid_line(ui, form, elements, i, columns) : 1; line > 1) {
            const auto first = elements.begin() + static_cast<std::ptrdiff_t>(i);
            draw_side_by_side(ui, entry, {first, first + static_cast<std::ptrdiff_t>(line)}, columns);
            i += line;
        } else {
            draw_question(ui, entry, elements[i++]);
        }
    }
}

}  // namespace

bool is_asked(const form::LiveForm& form, const form::Element& question) {
    if (question.kind != form::ElementKind::question || form.node(question) == nullptr) return false;
    const auto& control = form.control(question);   // Asked of thousands in a frame: most have no appearance.
    return !form.readonly(question) && (control.appearance.empty() || !control.has_appearance("label"));
}

void draw_question(const ui::Ui& ui, Entry& entry, const form::Element& question, const CardPlace& place) {
    const auto& form = entry.form();
    const auto path = form.cell_path(question);
    if (!is_asked(form, question)) return draw_fact(ui, entry, question, path, place);
    auto name = ui::plain_text(form.label(question));
    if (name.empty()) name = form.node(question)->name;
    const Asked asked{question, path, name, place.grid != nullptr};
    const bool here = entry.current() == path;
    if (!ui::begin_panel(ui, path, {here && !place.alone, place.alone, place.width, place.alone}, here || place.alone || entry.wants(path))) return;
    if (place.alone) {
        draw_alone(ui, entry, asked);
    } else if (place.grid != nullptr) {
        draw_line(ui, entry, asked, *place.grid);
    } else {
        draw_words(ui, entry, asked);
        draw_widget(ui, entry, asked);
    }
    const auto problem = problem_of(ui, entry, asked);
    if (!problem.empty()) ui::colored(ui.theme.error, "▲ " + problem);
    // Also where a blank was passed: whoever has no keyboard to hand need not go there first.
    draw_unanswered(ui, entry, asked, here || (!problem.empty() && form.validity(question) == form::Validity::required));
    if (!entry.visit().is_new()) {
        draw_comments_about(ui, entry.visit().seen(), path);
        const auto earlier = place.alone || is_as_earlier(entry, asked) ? std::string() : earlier_words(ui, entry, asked);
        if (!earlier.empty()) ui::quiet(ui, ui.tr("questionnaire.earlier", {{"value", earlier}}));
    }
    ui::end_panel(ui);
    if (here && entry.moved()) ui::scroll_to_panel();
}

void draw_elements(const ui::Ui& ui, Entry& entry, const std::vector<form::Element>& elements) {
    // What stands on one page is what one group holds: its width in columns.
    const auto parent = elements.empty() ? form::kNone : entry.form().control(elements.front()).parent;
    draw_questions(ui, entry, elements, parent == form::kNone ? 4 : grid_columns(entry.form().form().controls[parent]));
}

}  // namespace yuanquan::screens
