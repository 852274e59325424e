// What only the whole form shows. Errors are what no engine could run; where engines differ or the form still works
// without the part, it is a warning, since a form that runs in Collect must run here.

#include <algorithm>
#include <set>

#include "model/base/text.hpp"
#include "model/form/choice_table.hpp"
#include "model/form/expression_sites.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xform_vocabulary.hpp"

namespace yuanquan::form {

namespace {

using base::Severity;

struct Check {
    const Form& form;
    const Media& media;
    std::vector<base::Finding>& findings;
    PathNodes paths{form};
    std::map<std::string, const SecondaryInstance*, std::less<>> lists{};

    void find(Severity severity, std::string code, const base::Place& place, std::string_view column,
              std::map<std::string, std::string> parameters) {
        constexpr std::size_t kFindings = 1000;
        if (findings.size() >= kFindings && (severity == Severity::warning || base::has_errors(findings))) return;
        base::Finding finding{severity, std::move(code), std::move(parameters), place};
        if (!column.empty()) finding.place.column = std::string(column);
        findings.push_back(std::move(finding));
    }

    void check_functions(const ExpressionSite& site) {
        for (const base::Error& problem : site.expression->problems()) {
            const bool unknown = problem.detail == "unknown function";
            find(Severity::error, unknown ? "form.unknown_function" : "form.wrong_arguments", *site.place, site.column,
                 {{"function", shortened(problem.subject)},
                  {"expression", shortened(site.expression->text())},
                  {"position", std::to_string(problem.position + 1)}});
        }
    }

    void check_reads(const ExpressionSite& site) {
        std::set<std::string_view> told;  // A list that an expression reads twice is missing once.
        for (const xpath::PathRead& read : site.expression->reads()) {
            if (read.from == xpath::PathRead::From::instance) {
                if (told.insert(read.instance).second) check_list(site, read);
                continue;
            }
            const ReadNodes found = paths.nodes(read, site.context);
            if (!found.certain || !found.nodes.empty()) continue;
            find(Severity::warning, "form.reference_nowhere", *site.place, site.column,
                 {{"path", shortened(text_of(read))}, {"expression", shortened(site.expression->text())}});
        }
    }

    void check_list(const ExpressionSite& site, const xpath::PathRead& read) {
        if (read.instance.empty()) return;  // Computed: instance(concat(…)).
        if (lists.contains(read.instance) || read.instance == form.id || read.instance == form.root_name) return;
        find(Severity::error, "form.missing_list", *site.place, site.column,
             {{"list", shortened(read.instance)}, {"expression", shortened(site.expression->text())}});
    }

    // The same everywhere, so a fault in it is certain before anybody answers anything.
    void check_constant(const ExpressionSite& site) {
        if (site.use == ExpressionSite::Use::other || !site.expression->problems().empty()) return;
        if (!site.expression->is_constant()) return;
        const auto value = site.expression->evaluate({});
        if (value) return;
        find(Severity::error, "form.bad_expression", *site.place, site.column,
             {{"expression", shortened(site.expression->text())},
              {"detail", value.error().detail},
              {"position", std::to_string(value.error().position + 1)}});
    }

    // What a list offers to value and label, as far as it is known beforehand: of an inline table and of a CSV file.
    std::vector<std::string> columns_of(const SecondaryInstance& list) const {
        const auto file = media.find(list.source.substr(list.source.rfind('/') + 1));
        if (list.source.empty() || file == media.end() || !base::ends_with(base::fold_case(file->first), ".csv")) return list.columns;
        const std::string_view bytes = file->second;
        return ChoiceTable::from_csv(bytes.substr(0, bytes.find_first_of("\r\n")))->columns();
    }

    void check_columns(const Control& control) {
        if (!control.itemset) return;
        const Itemset& itemset = *control.itemset;
        for (const xpath::PathRead& read : itemset.nodeset.reads()) {
            if (read.from != xpath::PathRead::From::instance || read.steps.size() != 2) continue;
            const auto list = lists.find(read.instance);
            if (list == lists.end()) continue;
            const auto columns = columns_of(*list->second);
            if (columns.empty()) continue;
            for (const std::string* reference : {&itemset.value_ref, &itemset.label_ref}) {
                const bool plain = !reference->empty() && reference->find_first_of("/()[]@.") == std::string::npos;
                if (!plain || std::find(columns.begin(), columns.end(), *reference) != columns.end()) continue;
                // A file without the values has nothing to choose: another separator, or another file of that name.
                const bool useless = !list->second->source.empty() && reference == &itemset.value_ref;
                find(useless ? Severity::error : Severity::warning, "form.missing_list_column", control.place, "nodeset",
                     {{"column", shortened(*reference)}, {"list", read.instance}});
            }
        }
    }

    void check_files() {
        for (const SecondaryInstance& list : form.instances) {
            if (list.source.empty() || !list.rows.empty() || list.xml) continue;
            const std::string file = list.source.substr(list.source.rfind('/') + 1);
            if (list.source == "jr://instance/last-saved" || media.contains(file)) continue;
            find(Severity::warning, "form.missing_file", list.place, {}, {{"file", file}, {"list", list.id}});
        }
    }
};

}  // namespace

void check_form(const Form& form, const Media& media, std::vector<base::Finding>& findings) {
    Check check{form, media, findings};
    for (const SecondaryInstance& list : form.instances) check.lists.emplace(list.id, &list);
    for_each_expression(form, [&](const ExpressionSite& site) {
        check.check_functions(site);
        check.check_reads(site);
        check.check_constant(site);
    });
    for (const Control& control : form.controls) check.check_columns(control);
    check.check_files();
    check_cycles(form, check.paths, findings);
}

}  // namespace yuanquan::form
