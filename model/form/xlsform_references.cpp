#include "model/form/xlsform_references.hpp"

#include <algorithm>
#include <set>

#include "model/base/text.hpp"
#include "model/form/xlsform_lexer.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

std::string name_in(std::string_view reference) {
    std::string_view name = reference.substr(2, reference.size() - 3);
    if (name.starts_with("last-saved#")) name.remove_prefix(11);
    return std::string(name);
}

const Draft* element_named(const XlsformReading& reading, std::string_view name) {
    const auto it = reading.by_name.find(name);
    return it == reading.by_name.end() || it->second.size() != 1 ? nullptr : it->second.front();
}

// The lowest element above both; repeats only, or groups too.
struct Common {
    const Draft* ancestor = nullptr;
    std::size_t steps = 0;  // Up from the first.
};
Common common_ancestor(const Draft& from, const Draft& to, bool repeats_only) {
    std::size_t steps = 1;
    for (const Draft* up = from.parent; up != nullptr; up = up->parent, ++steps) {
        const bool counts =
            up->kind == Draft::Kind::repeat || (!repeats_only && up->kind == Draft::Kind::group);
        if (!counts) continue;
        for (const Draft* other = to.parent; other != nullptr; other = other->parent) {
            if (other == up) return {up, steps};
        }
    }
    return {};
}

// "/group/name" from below the ancestor down to the element.
std::string path_below(const Draft* ancestor, const Draft& element) {
    std::string path;
    for (const Draft* at = &element; at != nullptr && at != ancestor; at = at->parent)
        path = "/" + at->name + path;
    return path;
}

std::string relative_path(const Draft& context, const Draft& target, ReferenceStyle style) {
    const Common repeat = common_ancestor(context, target, true);
    if (repeat.ancestor == nullptr) return {};
    Common from = common_ancestor(context, target, false);
    const Draft* base = from.ancestor;
    if (style.reference_parent) {
        const bool outermost = repeat.ancestor->innermost_repeat() == nullptr;
        const bool nested = context.innermost_repeat() != repeat.ancestor;
        if (target.innermost_repeat() == repeat.ancestor && (outermost || nested)) {
            from.steps = repeat.steps + 1;
            base = repeat.ancestor->parent;
        }
    }
    std::string path = style.use_current ? " current()/" : " ";
    for (std::size_t i = 0; i < from.steps; ++i)
        path += i == 0 ? ".." : "/..";
    return path + path_below(base, target) + " ";
}

// Inside [ … ] of a text that reads a list: there "." is an item, so paths begin at current().
bool in_list_predicate(std::string_view text, std::size_t at, std::size_t end) {
    const auto instance = text.find("instance(");
    if (instance == text.npos || text.size() < instance + 11) return false;
    for (std::size_t open = text.find('['); open != text.npos;) {
        const auto close = text.find(']', open + 2);
        if (close == text.npos) return false;
        if (at >= open && end <= close + 1) return true;
        open = text.find('[', close + 1);
    }
    return false;
}

// Arguments of indexed-repeat() that name nodes of all rows stay absolute: the question, the repeats. The
// others (positions) are relative like everything else.
bool relative_in_indexed_repeat(std::string_view text, std::size_t at, std::size_t end,
                                std::string_view name) {
    constexpr std::string_view kCall = "indexed-repeat(";
    if (text.find(kCall) == text.npos) return true;
    for (std::size_t call = text.find(kCall); call != text.npos;) {
        const auto close = text.find(')', call + kCall.size());
        if (close == text.npos) return false;
        if (end > close + 1) {
            call = text.find(kCall, close + 1);
            if (call == text.npos) return true;
            continue;
        }
        if (end < call || at > close) return true;
        const std::string needle = "${" + std::string(name) + "}";
        const auto arguments =
            base::split(text.substr(call + kCall.size(), close - call - kCall.size()), ',');
        std::size_t index = arguments.size();
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (arguments[i].find(needle) != std::string_view::npos) index = i;
        }
        return index < arguments.size() && index != 0 && index != 1 && index != 3 && index != 5;
    }
    return true;
}

}  // namespace

bool has_reference(std::string_view text) {
    for (auto at = text.find("${"); at != text.npos; at = text.find("${", at + 2)) {
        if (reference_length(text.substr(at)) > 0) return true;
    }
    return false;
}

std::string only_reference(std::string_view text) {
    const std::size_t length = reference_length(text);
    return length > 0 && length == text.size() ? name_in(text) : std::string{};
}

std::vector<std::string> referred_names(std::string_view text) {
    std::vector<std::string> names;
    for (auto at = text.find("${"); at != text.npos; at = text.find("${", at + 2)) {
        if (const std::size_t length = reference_length(text.substr(at)))
            names.push_back(name_in(text.substr(at, length)));
    }
    return names;
}

std::string reference_path(const XlsformReading& reading, std::string_view text, std::size_t at,
                           const Draft* context, ReferenceStyle style) {
    const std::size_t length = reference_length(text.substr(at));
    if (length == 0) return {};
    const std::string name = name_in(text.substr(at, length));
    const Draft* target = element_named(reading, name);
    if (target == nullptr) return {};
    const bool last_saved = text.substr(at).starts_with("${last-saved#");
    if (!last_saved && context != nullptr && relative_in_indexed_repeat(text, at, at + length, name)) {
        style.use_current = style.use_current || in_list_predicate(text, at, at + length);
        const std::string relative = relative_path(*context, *target, style);
        if (!relative.empty()) return relative;
    }
    return std::string(last_saved ? " instance('__last-saved')" : " ") + target->xpath() + " ";
}

std::string replace_references(const XlsformReading& reading, std::string_view text, const Draft& context,
                               ReferenceStyle style, Spans* spans) {
    std::string result;
    std::size_t done = 0;
    for (auto at = text.find("${"); at != text.npos; at = text.find("${", at)) {
        const std::size_t length = reference_length(text.substr(at));
        const std::string path =
            length == 0 ? std::string{} : reference_path(reading, text, at, &context, style);
        if (path.empty()) {
            at += 2;
            continue;
        }
        result += text.substr(done, at - done);
        if (spans != nullptr) spans->emplace_back(result.size(), at);
        result += path;
        done = at = at + length;
        if (spans != nullptr) spans->emplace_back(result.size(), at);
    }
    result += text.substr(done);
    return result;
}

namespace {

struct ReferenceCheck {
    XlsformReading& reading;
    std::set<std::string, std::less<>> names{};  // That an author may refer to.

    void collect(const Draft& draft) {
        if (!draft.meta_child || draft.name == "instanceID") names.insert(draft.name);
        for (const auto& child : draft.children)
            collect(*child);
    }

    void check(std::string_view text, const base::Place& place) {
        for (auto at = text.find("${"); at != text.npos && !reading.full(); at = text.find("${", at + 2)) {
            const auto close = text.find('}', at);
            if (close == at + 2) continue;
            base::Place here = place;
            here.position = static_cast<int>(at);
            const std::size_t length = reference_length(text.substr(at));
            if (length == 0) {
                const std::string shown(
                    text.substr(at, std::min<std::size_t>(40, close == text.npos ? 40 : close + 1 - at)));
                reading.error("form.bad_reference", here, {{"text", shown}});
                if (close == text.npos) return;
                continue;
            }
            const std::string name = name_in(text.substr(at, length));
            if (reading.matrix_columns.contains(name)) continue;
            const auto known = reading.by_name.find(name);
            if (known != reading.by_name.end() && known->second.size() > 1) {
                reading.error("form.ambiguous_reference", here, {{"name", name}});
            } else if (!names.contains(name) || known == reading.by_name.end()) {
                const std::vector<std::string_view> candidates(names.begin(), names.end());
                const std::string guess = nearest_word(name, candidates);
                if (guess.empty())
                    reading.error("form.unknown_name", here, {{"name", name}});
                else
                    reading.error("form.misspelt_name", here, {{"name", name}, {"guess", guess}});
            }
        }
    }

    template <class Wanted>
    void check_sheet(const SheetTable& table, Wanted&& wanted) {
        for (std::size_t i = 0; i < table.rows(); ++i) {
            const base::Row& row = table.row(i);
            const std::size_t cells = std::min(row.cells.size(), table.headings.size());
            for (std::size_t c = 0; c < cells; ++c) {
                const Heading& heading = table.headings[c];
                if (row.cells[c].find("${") == std::string::npos || heading.tokens.empty() ||
                    !wanted(heading))
                    continue;
                base::Place at = table.place(reading.options.file_name, row.number, "");
                at.column = heading.written;
                check(row.cells[c], at);
            }
        }
    }
};

}  // namespace

void XlsformReading::check_references() {
    ReferenceCheck check{*this};
    for (const auto& child : root->children)
        check.collect(*child);
    check.check_sheet(settings_table, [](const Heading&) { return true; });
    check.check_sheet(entities_table, [](const Heading& h) {
        return h.tokens.front() != "dataset" && h.tokens.front() != "repeat";
    });
    check.check_sheet(survey_table, [](const Heading& h) {
        return h.tokens.front() != "type" && h.tokens.front() != "name" && h.tokens.front() != "trigger";
    });
    check.check_sheet(choices.table, [](const Heading& h) {
        return h.tokens.front() == "label" || h.tokens.front() == "media";
    });
}

}  // namespace yuanquan::form
