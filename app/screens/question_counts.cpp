#include "app/screens/question_counts.hpp"

#include "app/screens/question_card.hpp"

namespace yuanquan::screens {

void Counts::add(const Counts& other) {
    questions += other.questions;
    answered += other.answered;
    reasons += other.reasons;
    wrong += other.wrong;
    missing += other.missing;
    passed |= other.passed;
    problems.insert(problems.end(), other.problems.begin(), other.problems.end());
}

Counts count_below(const Entry& entry, const std::vector<form::Element>& elements) {
    Counts counts;
    const auto& form = entry.form();
    const bool some_refused = entry.any_refused();
    for (const auto& element : elements) {
        if (element.kind == form::ElementKind::row && entry.visit().is_unused(element)) continue;
        if (element.kind != form::ElementKind::question) {
            counts.add(count_below(entry, form.children(element)));
            continue;
        }
        const bool reason = entry.visit().is_unanswered(element);
        if (is_asked(form, element)) {
            ++counts.questions;
            if (reason || !form.is_blank(element)) ++counts.answered;
            if (reason) ++counts.reasons;
            counts.passed |= entry.passed(element);
        }
        const bool refused = some_refused && entry.refused(form.cell_path(element));
        const auto validity = form.validity(element);
        if ((validity == form::Validity::valid || (validity == form::Validity::required && reason)) && !refused) continue;
        ++(validity == form::Validity::required && !refused ? counts.missing : counts.wrong);
        counts.problems.push_back(element);
    }
    return counts;
}

}  // namespace yuanquan::screens
