#include "app/screens/question_stops.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "app/screens/question_card.hpp"
#include "model/record/cell.hpp"

namespace yuanquan::screens {

namespace {

// Of what a group holds, whatever is relevant now: a step must not fall apart while it is answered.
bool is_small(const form::LiveForm& form, const form::Element& group, std::size_t& questions) {
    for (const auto& child : form.children(group, false)) {
        if (child.kind == form::ElementKind::repeat) return false;
        if (child.kind == form::ElementKind::question) {
            if (form.control(child).has_appearance("label")) return true;   // A grid has one heading: its lines cannot stand alone.
            questions += is_asked(form, child) ? 1 : 0;
        } else if (!is_small(form, child, questions)) {
            return false;
        }
    }
    return questions <= kTogetherMax;
}

bool wants_together(const form::LiveForm& form, const form::Element& group) {
    const auto& control = form.control(group);
    if (control.has_appearance("field-list")) return true;
    return group.kind == form::ElementKind::row && control.parent != form::kNone &&
           form.form().controls[control.parent].has_appearance("field-list");   // XLSForm writes it on the group around the repeat.
}

class Steps {
  public:
    explicit Steps(const Entry& entry) : form_(entry.form()) {}

    void take(const Stop& stop) {
        if (const auto row = record::innermost_row(stop.path); row != row_) {
            settle_facts();
            row_ = row;
        }
        const auto together = stop.kind == Stop::Kind::add ? std::nullopt : together_with(stop.element);
        if (together) {
            if (steps_.empty() || !steps_.back().together || steps_.back().elements.back() != *together) start(*together).together = true;
            if (stop.kind == Stop::Kind::question) add_stop(stop.path);
        } else if (stop.kind == Stop::Kind::fact) {
            facts_.push_back(stop.element);
        } else {
            start(stop.element).adds = stop.kind == Stop::Kind::add;
            if (stop.kind == Stop::Kind::add) {
                steps_.back().stops.push_back(stop.path);
            } else {
                add_stop(stop.path);
            }
        }
    }
    std::vector<Step> take_all() {
        settle_facts();
        for (auto& step : steps_) {
            if (step.stops.empty()) step.stops.push_back(form_.cell_path(step.elements.front()) + "@read");
        }
        return std::move(steps_);
    }

  private:
    // The outermost group, or the row, that is to be seen together with this question.
    std::optional<form::Element> together_with(const form::Element& question) {
        std::optional<form::Element> found;
        for (auto above = form_.parent(question); above; above = form_.parent(*above)) {
            if (above->kind == form::ElementKind::repeat || above->control == form_.root().control) break;
            const auto [known, is_new] = together_.try_emplace(above->control, false);
            std::size_t questions = 0;
            if (is_new) known->second = wants_together(form_, *above) && is_small(form_, *above, questions);
            if (known->second) found = above;
            if (above->kind == form::ElementKind::row) break;
        }
        return found;
    }
    Step& start(const form::Element& element) {
        Step step;
        step.first = asked_;
        step.elements = std::move(facts_);
        step.elements.push_back(element);
        facts_.clear();
        steps_.push_back(std::move(step));
        return steps_.back();
    }
    void add_stop(const std::string& path) {
        steps_.back().stops.push_back(path);
        ++steps_.back().questions;
        ++asked_;
    }
    // Facts behind the last question of a page or row stand below it.
    void settle_facts() {
        if (facts_.empty()) return;
        const bool below = !steps_.empty() && !steps_.back().adds && !steps_.back().together;
        if (!below) {
            const auto last = facts_.back();
            facts_.pop_back();
            start(last);
            return;
        }
        auto& last = steps_.back().elements;
        last.insert(last.end(), facts_.begin(), facts_.end());
        facts_.clear();
    }

    const form::LiveForm& form_;
    std::vector<Step> steps_;
    std::vector<form::Element> facts_;
    std::string row_;
    std::map<form::ControlIndex, bool> together_;   // Groups and rows that are seen together, the same in every row.
    std::size_t asked_ = 0;
};

void walk(const Entry& entry, const std::vector<form::Element>& elements, Rows rows, std::vector<Stop>& stops) {
    const auto& form = entry.form();
    for (const auto& element : elements) {
        if (element.kind == form::ElementKind::question) {
            stops.push_back({is_asked(form, element) ? Stop::Kind::question : Stop::Kind::fact, element, form.cell_path(element)});
            continue;
        }
        if (element.kind != form::ElementKind::repeat) {
            walk(entry, form.children(element), rows, stops);
            continue;
        }
        const auto repeat = form.cell_path(element);
        if (rows == Rows::all) {
            for (const auto& row : form.children(element)) walk(entry, form.children(row), rows, stops);
        } else if (const auto open = entry.open_row(repeat); !open.empty()) {
            if (const auto row = form.find(open)) walk(entry, form.children(*row), rows, stops);
        }
        if (form.can_add_row(element)) stops.push_back({Stop::Kind::add, element, repeat + "@add"});
    }
}

}  // namespace

std::vector<Stop> stops_below(const Entry& entry, const std::vector<form::Element>& elements, Rows rows) {
    std::vector<Stop> stops;
    walk(entry, elements, rows, stops);
    return stops;
}

void collect_stops(const Entry& entry, const std::vector<form::Element>& elements, std::vector<std::string>& stops, Rows rows) {
    for (auto& stop : stops_below(entry, elements, rows)) {
        if (stop.kind != Stop::Kind::fact) stops.push_back(std::move(stop.path));
    }
}

std::vector<Step> make_steps(const Entry& entry, const std::vector<form::Element>& page) {
    Steps steps(entry);
    for (const auto& stop : stops_below(entry, page, Rows::all)) steps.take(stop);
    return steps.take_all();
}

}  // namespace yuanquan::screens
