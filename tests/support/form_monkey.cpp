#include "tests/support/form_monkey.hpp"

#include <algorithm>
#include <filesystem>

#include "model/base/files.hpp"
#include "tests/support/shared_cases.hpp"

namespace yuanquan::support {
namespace {

void collect(const form::LiveForm& live, const form::Element& element, bool relevant_only, form::ElementKind kind,
             std::vector<form::Element>& all) {
    if (element.kind == kind) all.push_back(element);
    for (auto const& child : live.children(element, relevant_only)) collect(live, child, relevant_only, kind, all);
}

std::vector<FormFile> forms_in(const std::filesystem::path& folder) {
    std::vector<FormFile> all;
    if (!std::filesystem::exists(folder)) return all;
    form::Media media;  // Files beside the forms: lists that they name.
    for (auto const& entry : std::filesystem::directory_iterator(folder.parent_path())) {
        if (entry.path().extension() == ".csv") media[entry.path().filename().string()] = *base::read_file(entry.path().string());
    }
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        form::ReadOptions options;
        options.file_name = entry.path().filename().string();
        if (options.file_name == "README.md") continue;
        options.media = media;
        all.push_back({options.file_name, form::read_form(*base::read_file(entry.path().string()), options).form, media});
    }
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return all;
}

}  // namespace

std::vector<form::Element> questions_of(const form::LiveForm& live) {
    std::vector<form::Element> all;
    collect(live, live.root(), false, form::ElementKind::question, all);
    return all;
}

std::string random_answer(const form::LiveForm& live, const form::Element& question, base::Random& random) {
    auto below = [&](std::size_t n) { return random.next_u64() % n; };
    auto const kind = live.control(question).kind;
    if (kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple) {
        auto const& choices = live.choices(question);
        if (choices.empty()) return {};
        std::string out = choices[below(choices.size())].value;
        if (kind == form::ControlKind::select_multiple && below(2)) out += " " + choices[below(choices.size())].value;
        return out;
    }
    if (below(10) == 0) return {};
    switch (live.node(question) ? live.node(question)->type : form::DataType::string) {
        case form::DataType::integer: return std::to_string(below(8));
        case form::DataType::decimal: return std::to_string(below(1000)) + ".5";
        case form::DataType::date: return "20" + std::to_string(10 + below(16)) + "-0" + std::to_string(1 + below(9)) + "-11";
        case form::DataType::geopoint: return "39.7 98.5 0 0";
        default: return "text " + std::to_string(below(20));
    }
}

std::string FormMonkey::play(int deeds) {
    for (int i = 0; i < deeds; ++i) {
        if (i % 50 == 0) look_around();
        if (questions_.empty()) return {};
        act();
        if (auto found = scenario_.live().check_against_full_recompute(); !found.empty()) return found + " after deed " + std::to_string(i);
    }
    return {};
}

void FormMonkey::look_around() {
    auto const& live = scenario_.live();
    questions_.clear();
    repeats_.clear();
    collect(live, live.root(), true, form::ElementKind::question, questions_);
    collect(live, live.root(), true, form::ElementKind::repeat, repeats_);
    std::erase_if(questions_, [&](auto const& question) {  // An answer over a calculation stands until its inputs change.
        auto const* node = live.node(question);
        return node && !node->calculate.empty();
    });
}

void FormMonkey::act() {
    auto& live = scenario_.live();
    auto const languages = live.form().languages.size();
    // A calculation that quotes the words of a choice keeps those of the language in which it was last computed, as the
    // recorded engines do (sc-wf-calculate-004): computing everything in another one differs, and rightly so.
    auto const& nodes = live.form().nodes;
    bool const quotes = std::any_of(nodes.begin(), nodes.end(), [](auto const& node) { return node.calculate.calls("jr:choice-name"); });
    if (languages > 1 && !quotes && below(100) == 0) return live.set_language(below(languages));
    if (!repeats_.empty() && below(20) == 0) {
        auto const repeat = repeats_[below(repeats_.size())];
        auto const rows = live.children(repeat, false);
        if (live.can_add_row(repeat) && rows.size() < 6) {
            static_cast<void>(live.add_row(repeat, rows.empty() || below(2) ? nullptr : &rows[below(rows.size())]));
        } else if (!rows.empty()) {
            static_cast<void>(live.remove_row(rows[below(rows.size())]));
        }
        return look_around();
    }
    auto const question = questions_[below(questions_.size())];
    if (live.find(live.cell_path(question))) static_cast<void>(live.answer(question, random_answer(live, question, random_)));
}

std::vector<FormFile> own_forms() { return forms_in(std::filesystem::path(YUANQUAN_SOURCE_DIR) / "assets" / "forms"); }

std::vector<FormFile> real_forms() {
    auto const shared = shared_folder();
    return shared ? forms_in(std::filesystem::path(*shared) / "conformance" / "forms") : std::vector<FormFile>{};
}

}  // namespace yuanquan::support
