#include "tests/support/screen_ledger.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <regex>
#include <sstream>

#include "model/survey/visit.hpp"

namespace yuanquan::support {

namespace {

using form::ControlKind;
using form::DataType;

// What a person means who types this; nullopt: no answer, or one that is read in more than one way.
std::optional<std::string> meant(DataType type, const std::string& text) {
    static const std::regex whole("-?[0-9]{1,15}"), broken("-?[0-9]{1,12}\\.[0-9]{1,9}"), day("([0-9]{4})-?([0-9]{2})-?([0-9]{2})");
    std::smatch parts;
    switch (type) {
        case DataType::none: case DataType::string: case DataType::barcode: return text;
        case DataType::integer:
            if (text.empty()) return text;
            return std::regex_match(text, whole) ? std::optional(std::to_string(std::stoll(text))) : std::nullopt;
        case DataType::decimal:
            if (text.empty() || std::regex_match(text, broken)) return text;
            return std::nullopt;
        case DataType::date: {
            if (text.empty()) return text;
            if (!std::regex_match(text, parts, day)) return std::nullopt;
            const std::chrono::year_month_day date{std::chrono::year(std::stoi(parts[1])), std::chrono::month(static_cast<unsigned>(std::stoul(parts[2]))),
                                                   std::chrono::day(static_cast<unsigned>(std::stoul(parts[3])))};
            if (!date.ok()) return std::nullopt;
            return parts[1].str() + "-" + parts[2].str() + "-" + parts[3].str();
        }
        default: return std::nullopt;
    }
}

// A sum that may be typed over, and what another answer sets, change without being typed; so do answers whose list narrows.
bool stays_as_typed(const form::LiveForm& form, const form::Element& question) {
    const auto* node = form.node(question);
    if (node == nullptr || !node->calculate.empty()) return false;
    const auto index = form.control(question).node;
    const auto& actions = form.form().actions;
    if (std::any_of(actions.begin(), actions.end(), [&](const auto& action) { return action.target == index; })) return false;
    const auto& itemset = form.control(question).itemset;
    return !itemset || itemset->nodeset_text.find('[') == std::string::npos;
}

bool is_typed(const form::LiveForm& form, const form::Element& question) {
    const auto kind = form.control(question).kind;
    return kind == ControlKind::input || kind == ControlKind::secret;
}

// "Name##identity/head_name" → "identity/head_name"
std::string behind(const std::string& name) {
    const auto at = name.find("##");
    return at == std::string::npos ? std::string() : name.substr(at + 2);
}

std::string name_of(unsigned id) {
    const auto& items = ui::items();
    const auto found = std::find_if(items.rbegin(), items.rend(), [&](const auto& item) { return item.id == id; });
    return id == 0 || found == items.rend() ? std::string() : found->name;
}

struct Piece {
    std::optional<form::Element> question;
    std::string path, choice, rest;   // rest: "today" of "##path@today".
};
Piece piece_of(const form::LiveForm& form, const std::string& name) {
    Piece piece;
    auto path = behind(name);
    // Values of choices hold anything; paths hold neither of the two, but for names of the program's own.
    const auto end = path.find_first_of("=@");
    if (end != std::string::npos) (path[end] == '=' ? piece.choice : piece.rest) = path.substr(end + 1);
    piece.path = path.substr(0, end);
    piece.question = form.find(piece.path);
    if (piece.question && piece.question->kind != form::ElementKind::question) piece.question.reset();
    return piece;
}

std::set<std::string> words_in(const std::string& value) {
    std::istringstream in(value);
    std::set<std::string> words;
    for (std::string word; in >> word;) words.insert(word);
    return words;
}

std::string joined(const std::set<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

// Any key but those that only move on.
bool a_key_is_down() {
    constexpr std::array kMoveOn{ImGuiKey_Tab, ImGuiKey_PageUp, ImGuiKey_PageDown, ImGuiKey_F1, ImGuiKey_F8, ImGuiKey_Escape,
                                 ImGuiKey_LeftCtrl, ImGuiKey_LeftShift, ImGuiKey_S};
    const auto& io = ImGui::GetIO();
    for (int key = ImGuiKey_NamedKey_BEGIN; key < ImGuiKey_MouseLeft; ++key) {
        if (io.KeysData[key - ImGuiKey_NamedKey_BEGIN].Down && std::find(kMoveOn.begin(), kMoveOn.end(), key) == kMoveOn.end()) return true;
    }
    return false;
}

}  // namespace

void TypedLedger::write_down(Page& page, const form::LiveForm& form, const form::Element& question, const std::string& text) {
    const auto path = form.cell_path(question);
    const auto [first, is_new] = page.first_seen.try_emplace(path, text);
    const auto answer = meant(form.node(question)->type, text);
    if (!answer) {
        page.lines.erase(path);
        first->second = text + "?";   // Whatever certain text comes next is a change.
        return;
    }
    if (const auto line = page.lines.find(path); line != page.lines.end()) {
        line->second.answer = *answer;
    } else if (text != first->second) {
        page.lines[path] = {*answer, false, true};
    }
}

void TypedLedger::look(const ui::Screen* top) {
    const auto* screen = dynamic_cast<const screens::Questionnaire*>(top);
    if (screen == nullptr) return;
    const auto& form = screen->visit().form();
    auto& page = pages_[screen->visit().draft().id];
    page.record = screen->visit().record();
    page.is_new = screen->visit().is_new();
    page.has_keyboard.clear();
    std::set<std::string> holds;
    const auto& context = *ImGui::GetCurrentContext();
    for (const auto id : {context.ActiveId, context.NavId}) {
        const auto piece = piece_of(form, name_of(id));
        if (!piece.question) continue;
        if (!is_typed(form, *piece.question)) {
            holds.insert(piece.path);
            if (id == context.ActiveId && context.InputTextState.ID == id) page.lines.erase(piece.path);   // A search field is no answer.
        } else if (id == context.ActiveId && context.InputTextState.ID == id && piece.rest.empty()) {
            page.has_keyboard = piece.path;
            const auto& typed = context.InputTextState;
            if (stays_as_typed(form, *piece.question)) write_down(page, form, *piece.question, {typed.TextA.Data, static_cast<std::size_t>(typed.TextLen)});
        }
    }
    if (a_key_is_down()) {   // Keys at a list choose in ways of their own.
        for (const auto& path : holds) page.lines.erase(path);
        for (const auto& path : page.held) page.lines.erase(path);
    }
    page.held = holds;
    note_marks(page, screen->visit());
    // What stands in the field takes the mark away once it is an answer, which it may become when the field is left for another
    // screen, out of sight of this ledger.
    if (!page.has_keyboard.empty() && context.InputTextState.TextLen > 0) page.marks.erase(page.has_keyboard);
    for (auto& [path, line] : page.lines) line.there = form.find(path).has_value();
}

void TypedLedger::note_marks(Page& page, const survey::Visit& visit) {
    auto gone = std::move(page.marks);
    page.marks.clear();
    for (const auto& [path, mark] : visit.marks()) {
        const auto question = visit.form().find(path);
        if (!question || !visit.is_unanswered(*question) || !visit.form().relevant(*question)) continue;
        // The note may be under way into the draft: the reason is there at once.
        page.marks.emplace(path, mark.substr(0, mark.find('\n')));
        gone.erase(path);
        if (path == page.has_keyboard) continue;   // Something may be typed over it.
        page.lines.erase(path);
        page.first_seen[path] = "?";   // Whatever is typed next is a change.
    }
    for (const auto& [path, mark] : gone) {   // Taken back, which brings the answer back as well, or answered: by typing, which is written down.
        if (path != page.has_keyboard) page.lines.erase(path);
    }
}

void TypedLedger::check_marks(const Page& page, const survey::Marks& kept, Compared& out) {
    for (const auto& [path, reason] : page.marks) {
        ++out.marks;
        const auto found = kept.find(path);
        const auto there = found == kept.end() ? std::string("nothing") : found->second.substr(0, found->second.find('\n'));
        if (there != reason && out.first_wrong.empty()) out.first_wrong = path + ": marked <" + reason + ">, kept <" + there + ">";
    }
}

void TypedLedger::about_to_type_shorthand(const ui::Screen* top) {
    const auto* screen = dynamic_cast<const screens::Questionnaire*>(top);
    if (screen == nullptr) return;
    const auto piece = piece_of(screen->visit().form(), name_of(ImGui::GetCurrentContext()->ActiveId));
    if (!piece.question) return;
    auto& page = pages_[screen->visit().draft().id];
    page.lines.erase(piece.path);
    page.first_seen[piece.path] = "?";
}

void TypedLedger::about_to_press(const ui::Screen* top, const ui::LoggedItem& item) {
    const auto* screen = dynamic_cast<const screens::Questionnaire*>(top);
    if (screen == nullptr) return;
    const auto piece = piece_of(screen->visit().form(), item.name);
    before_ = piece.question ? screen->visit().form().value(*piece.question) : std::string();
}

void TypedLedger::pressed(const ui::Screen* top, const ui::LoggedItem& item, bool hit) {
    const auto* screen = dynamic_cast<const screens::Questionnaire*>(top);
    if (screen == nullptr) return;
    const auto& form = screen->visit().form();
    auto& page = pages_[screen->visit().draft().id];
    const auto piece = piece_of(form, item.name);
    if (!piece.question || (is_typed(form, *piece.question) && piece.rest.empty())) return;
    const auto kind = form.control(*piece.question).kind;
    const bool one = kind == ControlKind::select_one || kind == ControlKind::range;
    if (!hit || piece.choice.empty() || !stays_as_typed(form, *piece.question) || !(one || kind == ControlKind::select_multiple)) {
        page.lines.erase(piece.path);
        page.first_seen[piece.path] = "?";
        return;
    }
    const auto line = page.lines.find(piece.path);
    if (one && line == page.lines.end() && before_ == piece.choice) return;   // It stood there already: nothing to keep.
    auto words = words_in(line == page.lines.end() ? before_ : line->second.answer);
    if (!one && !words.erase(piece.choice)) words.insert(piece.choice);
    page.lines[piece.path] = {one ? piece.choice : joined(words), true, true};
}

void TypedLedger::check(const Page& page, const std::function<std::optional<std::string>(const std::string&)>& kept, Compared& out) {
    for (const auto& [path, line] : page.lines) {
        if (!line.there) continue;
        const auto value = kept(path);
        if (!value) continue;
        ++out.answers;
        const bool same = line.chosen ? joined(words_in(*value)) == joined(words_in(line.answer)) : *value == line.answer;
        if (!same && out.first_wrong.empty()) out.first_wrong = path + ": entered <" + line.answer + ">, kept <" + *value + ">";
    }
}

TypedLedger::Compared TypedLedger::compare_saved(survey::Workspace& workspace, const ui::Screen* top) {
    Compared out;
    const auto* screen = dynamic_cast<const screens::Questionnaire*>(top);
    std::set<base::DraftId> open;
    if (screen != nullptr) open.insert(screen->visit().draft().id);
    if (pages_.empty() || (pages_.size() == open.size() && open.contains(pages_.begin()->first))) return out;
    const auto drafts = workspace.store().drafts();
    for (const auto& draft : *drafts) open.insert(draft.id);
    for (auto page = pages_.begin(); page != pages_.end();) {
        if (open.contains(page->first)) {
            ++page;
            continue;
        }
        const auto record = workspace.store().record(page->second.record);
        const bool made = record && record->changes > 0;
        // As the questionnaire opens it again: what is not asked any more is not kept.
        const auto again = made ? survey::Visit::open(workspace, page->second.record) : base::Result<std::unique_ptr<survey::Visit>>{};
        check(page->second, [&](const std::string& path) -> std::optional<std::string> {
            if (!made) {   // Left without a draft: as it was.
                const auto first = page->second.first_seen.find(path);
                if (first == page->second.first_seen.end()) return std::string("nothing");
                return first->second.ends_with('?') ? std::nullopt : std::optional(first->second);   // Not certain what it was.
            }
            const auto question = again ? (*again)->form().find(path) : std::nullopt;
            if (question && !(*again)->form().relevant(*question)) return std::nullopt;
            return std::string(record->value(path));
        }, out);
        page->second.marks.erase(page->second.has_keyboard);
        if (made) check_marks(page->second, survey::marks_of(*record), out);
        ++out.records;
        page = pages_.erase(page);
    }
    return out;
}

TypedLedger::Compared TypedLedger::compare_drafts(survey::Workspace& workspace, bool was_killed) {
    Compared out;
    for (auto& [id, page] : pages_) {   // Of all: the first word of a new filling may be lost before it has a draft.
        if (was_killed) page.lines.erase(page.has_keyboard);
        else page.marks.erase(page.has_keyboard);   // What was being typed there is kept now.
        page.has_keyboard.clear();
    }
    const auto drafts = workspace.store().drafts();
    for (const auto& draft : *drafts) {
        const auto found = pages_.find(draft.id);
        if (found == pages_.end()) continue;
        auto& page = found->second;
        const auto visit = survey::Visit::resume(workspace, draft.id);
        if (!visit) {
            out.first_wrong = visit.error().describe();
            return out;
        }
        check(page, [&](const std::string& path) { return std::optional((*visit)->form().value_at(path)); }, out);
        check_marks(page, (*visit)->marks(), out);
        ++out.drafts;
    }
    return out;
}

}  // namespace yuanquan::support
