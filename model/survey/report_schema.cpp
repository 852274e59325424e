#include "model/survey/report_schema.hpp"

#include <algorithm>

#include "model/survey/markup.hpp"

namespace yuanquan::survey {

namespace {

using Axis = xpath::ReadStep::Axis;

xpath::LeafType leaf_type(form::DataType type) {
    switch (type) {
        case form::DataType::integer: return xpath::LeafType::integer;
        case form::DataType::decimal: return xpath::LeafType::decimal;
        case form::DataType::date: return xpath::LeafType::date;
        case form::DataType::time: return xpath::LeafType::time;
        case form::DataType::date_time: return xpath::LeafType::date_time;
        case form::DataType::boolean: return xpath::LeafType::boolean;
        default: return xpath::LeafType::text;
    }
}

bool has_choices(const form::Form& form, form::NodeIndex node) {
    const auto control = form.control_of(node);
    if (control == form::kNone) return false;
    const auto kind = form.controls[control].kind;
    return kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple || kind == form::ControlKind::rank;
}

void collect(const form::Form& form, form::NodeIndex parent, ReportField& into) {
    for (const auto child : form.nodes[parent].children) {
        const auto& node = form.nodes[child];
        if (parent == 0 && node.name == "meta") continue;
        if (node.children.empty() || node.repeat) {
            ReportField field;
            field.name = node.name;
            field.path = form.path(child);
            field.repeat = node.repeat;
            if (node.repeat) {
                collect(form, child, field);
            } else {
                field.type = leaf_type(node.type);
                field.calculated = !node.calculate.empty() && !node.calculate.is_volatile();
                field.sensitive = mask_rule(node) == MaskRule::whole;
                field.birth = mask_rule(node) == MaskRule::year;
                field.choices = has_choices(form, child);
            }
            const auto twin = std::find_if(into.fields.begin(), into.fields.end(), [&](const auto& f) { return f.name == node.name; });
            if (twin != into.fields.end()) {
                twin->ambiguous = true;
            } else {
                into.fields.push_back(std::move(field));
            }
        } else {
            collect(form, child, into);
        }
    }
}

ReportField named(std::string name) {
    ReportField field;
    field.name = std::move(name);
    return field;
}

template <class Visit>
void each_expression(const Report& report, Visit&& visit) {
    for (const auto& figure : report.figures) visit(figure.value, static_cast<const ReportBlock*>(nullptr));
    for (const auto& block : report.blocks) {
        if (block.kind != ReportBlock::Kind::table) continue;
        visit(block.rows, static_cast<const ReportBlock*>(nullptr));
        for (const auto& column : block.columns) visit(column.value, &block);
    }
}

}  // namespace

const ReportField* ReportField::find(std::string_view wanted) const {
    const auto it = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == wanted; });
    return it == fields.end() ? nullptr : &*it;
}

const std::vector<std::string>& record_fields() {
    static const std::vector<std::string> kNames{"_id", "_title", "_state", "_area", "_author", "_changed", "_conflicts",
                                                 "_parent", "_county", "_township", "_village", "_group"};
    return kNames;
}

ReportField form_fields(const form::Form& form) {
    auto field = named(form.id);
    field.repeat = true;
    for (const auto& name : record_fields()) field.fields.push_back(named(name));
    collect(form, 0, field);
    return field;
}

ReportField report_fields(const std::vector<std::shared_ptr<const form::Form>>& forms) {
    auto report = named("report");
    for (const char* name : {"year", "area", "today"}) report.fields.push_back(named(name));
    auto place = named("place");
    for (const char* name : {"code", "name", "level", "parent"}) place.fields.push_back(named(name));
    report.fields.push_back(std::move(place));
    for (const auto& form : forms) report.fields.push_back(form_fields(*form));
    auto root = named({});
    root.fields.push_back(std::move(report));
    return root;
}

ReportNames names_of(const Report& report) {
    ReportNames out;
    each_expression(report, [&](const ReportExpression& at, const ReportBlock*) {
        for (const auto& read : at.expression.reads()) {
            for (const auto& step : read.steps) {
                const bool plain = step.axis == Axis::child || step.axis == Axis::parent || step.axis == Axis::self;
                if (!plain || step.name == "*") out.all = true;
                if (!step.name.empty()) out.names.insert(step.name);
            }
        }
    });
    const auto says_year = [](const Wording& wording) {
        return std::any_of(wording.begin(), wording.end(), [](const auto& words) { return words.second.find("{year}") != std::string::npos; });
    };
    if (says_year(report.title) || std::any_of(report.blocks.begin(), report.blocks.end(), [&](const auto& block) { return says_year(block.words); })) {
        out.names.insert("year");
    }
    return out;
}

ReportTarget resolve(const xpath::PathRead& read, const std::vector<const ReportField*>& context) {
    ReportTarget out;
    out.levels = context;
    if (read.from == xpath::PathRead::From::root) out.levels.resize(1);
    if (read.from == xpath::PathRead::From::instance) return {};
    for (const auto& step : read.steps) {
        if (step.axis == Axis::self) continue;
        if (step.axis == Axis::parent) {
            if (out.levels.size() > 1) out.levels.pop_back();
            continue;
        }
        if (step.axis != Axis::child || step.name.empty() || step.name == "*") return {};
        const auto* next = out.levels.back()->find(step.name);
        if (next == nullptr) {
            ReportTarget none;
            none.unknown = step.name;
            return none;
        }
        out.ambiguous = out.ambiguous || next->ambiguous;
        out.levels.push_back(next);
    }
    out.field = out.levels.back();
    return out;
}

std::vector<base::Finding> check_names(const Report& report, const ReportField& root) {
    std::vector<base::Finding> findings;
    const std::vector<const ReportField*> at_report{&root, &root.fields.front()};
    each_expression(report, [&](const ReportExpression& at, const ReportBlock* table) {
        auto context = at_report;
        if (table != nullptr && !table->rows.expression.reads().empty()) {
            // The last read is the path itself; those of its predicates come before it.
            const auto rows = resolve(table->rows.expression.reads().back(), at_report);
            if (rows.field == nullptr) return;
            context = rows.levels;
        }
        for (const auto& read : at.expression.reads()) {
            const auto target = resolve(read, context);
            if (target.unknown.empty() && !target.ambiguous) continue;
            auto place = at.place;
            const auto name = target.unknown.empty() ? read.steps.back().name : target.unknown;
            const auto found = at.expression.text().find(name);
            if (found != std::string::npos) place.position = static_cast<int>(found);
            findings.push_back({base::Severity::error, target.unknown.empty() ? "report.name_twice_in_form" : "report.unknown_name",
                                {{"name", name}, {"expression", at.expression.text()}, {"at", std::to_string(place.position + 1)}}, place});
        }
    });
    return findings;
}

}  // namespace yuanquan::survey
