#include "app/screens/question_counts.hpp"

#include "app/screens/question_card.hpp"

namespace yuanquan::screens {

void Counts::add(const Counts& other) {
    questions += other.questions;
    answered += other.answered;
    wrong += other.wrong;
    missing += other.missing;
    passed |= other.passed;
    problems.insert(problems.end(), other.problems.begin(), other.problems.end());
}

Counts count_below(const Entry& entry, const std::vector<form::Element>& elements) {
    Counts counts;
    const auto& form = entry.form();
    for (const auto& element : elements) {
        if (element.kind != form::ElementKind::question) {
            counts.add(count_below(entry, form.children(element)));
            continue;
        }
        const bool asked = is_asked(form, element);
        const auto path = form.cell_path(element);
        if (asked) {
            ++counts.questions;
            if (!form.value(element).empty()) ++counts.answered;
            counts.passed |= entry.passed(path);
        }
        const auto validity = form.validity(element);
        if (validity == form::Validity::valid && !entry.refused(path)) continue;
        ++(validity == form::Validity::required && !entry.refused(path) ? counts.missing : counts.wrong);
        counts.problems.push_back(path);
    }
    return counts;
}

}  // namespace yuanquan::screens
