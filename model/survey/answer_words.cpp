#include "model/survey/answer_words.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/record/blob_value.hpp"

namespace yuanquan::survey {

namespace {

std::string first_answer(const form::LiveForm& live, const form::Element& parent) {
    for (const auto& child : live.children(parent)) {
        std::string words;
        if (child.kind == form::ElementKind::question) words = answer_words(live, child, live.value(child));
        else if (child.kind == form::ElementKind::group) words = first_answer(live, child);
        if (!words.empty()) return words;
    }
    return {};
}

}  // namespace

std::string answer_words(const form::LiveForm& live, const form::Element& question, std::string_view value) {
    if (value.empty()) return {};
    if (record::is_blob_value(value)) return std::string(record::file_name_of(value));
    switch (live.control(question).kind) {
        case form::ControlKind::select_one: return live.choice_label(question, value);
        case form::ControlKind::select_multiple:
        case form::ControlKind::rank: {
            std::string words;
            for (const auto part : base::split_space(value)) words += (words.empty() ? "" : ", ") + live.choice_label(question, part);
            return words;
        }
        default: return std::string(value);
    }
}

std::string row_label(const form::LiveForm& live, const form::Element& row) {
    if (auto words = first_answer(live, row); !words.empty()) return words;
    const auto repeat = live.parent(row);
    if (!repeat) return {};
    const auto rows = live.children(*repeat);
    const auto place = std::find(rows.begin(), rows.end(), row) - rows.begin() + 1;
    const auto label = live.label(*repeat);
    return label.empty() ? std::to_string(place) : label + " " + std::to_string(place);
}

}  // namespace yuanquan::survey
