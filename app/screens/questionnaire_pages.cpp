// The pages of a questionnaire, as its form stands now.
#include <algorithm>

#include "app/ui/rich_text.hpp"
#include "app/screens/question_card.hpp"
#include "app/screens/question_values.hpp"
#include "app/screens/questionnaire.hpp"

namespace yuanquan::screens {

namespace {

bool is_empty(const form::LiveForm& form, const form::Element& element) {
    if (element.kind == form::ElementKind::repeat && form.can_add_row(element)) return false;
    if (element.kind == form::ElementKind::question) return false;
    for (const auto& child : form.children(element)) {
        if (!is_empty(form, child)) return false;
    }
    return true;
}

}  // namespace

std::vector<Page> make_pages(const ui::Ui& ui, const Entry& entry) {
    const auto& form = entry.form();
    // A form whose every question stands in one group: the groups inside are the pages.
    auto top = form.children(form.root());
    while (top.size() == 1 && top.front().kind == form::ElementKind::group) {
        auto inner = form.children(top.front());
        const bool worth = std::any_of(inner.begin(), inner.end(), [](const auto& e) { return e.kind != form::ElementKind::question; });
        if (!worth) break;
        top = std::move(inner);
    }
    std::vector<Page> pages;
    bool loose = false;  // The last page gathers questions that stand in no group.
    for (const auto& element : top) {
        if (is_empty(form, element)) continue;
        const auto key = std::to_string(element.control);
        if (element.kind == form::ElementKind::question) {
            if (!loose) pages.push_back({key, {}, {}, false, {}});
            pages.back().elements.push_back(element);
            loose = true;
            continue;
        }
        loose = false;
        Page page{key, ui::plain_text(form.label(element)), {}, element.kind == form::ElementKind::repeat, {}};
        page.elements = page.roster ? std::vector<form::Element>{element} : form.children(element);
        // A group that only wraps a roster is that roster.
        if (page.elements.size() == 1 && page.elements.front().kind == form::ElementKind::repeat) {
            page.roster = true;
            if (page.title.empty()) page.title = ui::plain_text(form.label(page.elements.front()));
        }
        // A table list moves its group's words into a note above its questions.
        const auto first = page.elements.front();
        if (page.title.empty() && first.kind == form::ElementKind::question && !is_asked(form, first)) {
            page.title = ui::plain_text(form.label(first));
            const bool says_no_more = form.hint(first).empty() && form.value(first).empty();
            if (!page.title.empty() && says_no_more && page.elements.size() > 1) page.elements.erase(page.elements.begin());
        }
        pages.push_back(std::move(page));
    }
    if (pages.empty()) pages.push_back({"", {}, {}, false, {}});
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i].title.empty()) {
            pages[i].title = pages.size() == 1 && !form.form().title.empty() ? form.form().title
                                                                            : ui.tr("questionnaire.page_number", {{"number", std::to_string(i + 1)}});
        }
        pages[i].counts = count_below(entry, pages[i].elements);
    }
    return pages;
}

}  // namespace yuanquan::screens
