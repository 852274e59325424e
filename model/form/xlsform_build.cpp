// The Form as a whole: order of the steps, expressions, settings of the root.

#include "model/form/xlsform_build.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

xpath::Expression FormBuilding::compile(std::string_view written, const Draft& draft, std::string_view key,
                                        ReferenceStyle style) {
    if (base::trim(written).empty()) return {};
    Spans spans;
    std::string text = replace_references(reading, written, draft, style, &spans);
    return compile_path(std::move(text), written, draft, key, std::move(spans));
}

xpath::Expression FormBuilding::compile_path(std::string text, std::string_view written, const Draft& draft,
                                             std::string_view key, Spans spans) {
    if (has_gap(text)) return {};
    if (draft.sheet == SheetKind::settings) key = "instance_name";  // The one expression there.
    ExpressionOrigin origin{reading.place(draft, key), std::string(written), std::move(spans)};
    auto compiled = xpath::Expression::compile(text, form.namespaces);
    if (!compiled) {
        const int position = position_in_cell(origin, compiled.error().position);
        base::Place at = origin.place;
        at.position = position;
        reading.error("form.bad_expression", at,
                      {{"expression", std::string(written.substr(0, 200))},
                       {"detail", compiled.error().detail},
                       {"position", std::to_string(position + 1)}});
        return {};
    }
    origins.emplace(text, std::move(origin));
    return *std::move(compiled);
}

// Back through the replaced references, then through the tidied spaces, to the cell as it stands in the
// sheet.
int FormBuilding::position_in_cell(const ExpressionOrigin& origin, int position) const {
    std::size_t at = static_cast<std::size_t>(std::max(position, 0));
    std::size_t result = 0;
    std::size_t source = 0;
    for (const auto& [in_result, in_source] : origin.spans) {
        if (in_result > at) break;
        result = in_result;
        source = in_source;
    }
    const bool inside_path = std::any_of(origin.spans.begin(), origin.spans.end(), [&](const auto& span) {
        return span.first == result && source < origin.written.size() &&
               origin.written.compare(source, 2, "${") == 0;
    });
    at = inside_path ? source : source + (at - result);
    at = std::min(at, origin.written.size());
    const base::Sheet* sheet = find_sheet(reading.workbook, origin.place.sheet);
    if (sheet == nullptr || sheet->rows.empty()) return static_cast<int>(at);
    const base::Row& headings = sheet->rows.front();
    for (const base::Row& row : sheet->rows) {
        if (row.number != origin.place.row) continue;
        for (std::size_t c = 0; c < row.cells.size() && c < headings.cells.size(); ++c) {
            if (clean_cell(headings.cells[c], true) != origin.place.column) continue;
            for (const bool collapse : {true, false}) {
                std::vector<std::uint32_t> map;
                const std::string clean = clean_cell(row.cells[c], collapse, &map);
                if (clean == origin.written) return static_cast<int>(map[at]);
            }
        }
    }
    return static_cast<int>(at);
}

bool FormBuilding::has_gap(std::string_view text) const { return reading.has_errors() && text.find("${") != text.npos; }

namespace {

// Where a workbook has what check_form names as XForms does.
std::string_view key_of(SheetKind kind, std::string_view attribute) {
    if (kind == SheetKind::settings) return "instance_name";
    static const std::map<std::string_view, std::string_view> kKeys{
        {"relevant", "bind/relevant"}, {"readonly", "bind/readonly"},     {"required", "bind/required"},
        {"calculate", "bind/calculate"}, {"value", "bind/calculate"},     {"constraint", "bind/constraint"},
        {"nodeset", "choice_filter"},  {"jr:count", "control/jr:count"}};
    const auto it = kKeys.find(attribute);
    return it == kKeys.end() ? attribute : it->second;
}

}  // namespace

void FormBuilding::locate(base::Finding& finding) const {
    if (finding.place.sheet.starts_with("//")) return;
    for (const SheetKind kind : {SheetKind::survey, SheetKind::settings, SheetKind::entities}) {
        const SheetTable& table = reading.table(kind);
        if (finding.place.column.empty() || table.sheet == nullptr || finding.place.sheet != table.sheet->name) continue;
        finding.place.column = table.place({}, 0, key_of(kind, finding.place.column)).column;
    }
    const auto expression = finding.parameters.find("expression");
    if (expression == finding.parameters.end()) return;
    for (auto [it, end] = origins.equal_range(expression->second); it != end; ++it) {
        const ExpressionOrigin& origin = it->second;
        if (origin.place.row != finding.place.row || origin.place.sheet != finding.place.sheet) continue;
        finding.place = origin.place;
        expression->second = origin.written;
        const auto position = finding.parameters.find("position");
        if (position == finding.parameters.end()) return;
        const auto number = base::parse_integer(position->second);
        finding.place.position = position_in_cell(origin, static_cast<int>(number.value_or(1)) - 1);
        position->second = std::to_string(finding.place.position + 1);
        return;
    }
}

void FormBuilding::add_root() {
    const XlsformSettings& settings = reading.settings;
    const Record& record = settings.record;
    form.id = settings.id;
    form.title = settings.title;
    form.version = record.text("version");
    form.root_name = settings.name;
    form.style = record.text("style");
    form.root_namespace = record.text("instance_xmlns");
    for (const auto& [name, value] : record.group("attribute").entries)
        form.root_attributes[name] = value.any();
    if (record.has("prefix")) form.root_attributes["odk:prefix"] = record.text("prefix");
    if (record.has("delimiter")) form.root_attributes["odk:delimiter"] = record.text("delimiter");
    const std::string namespaces = record.text("namespaces");   // Outlives its words.
    for (std::string_view declaration : base::split_space(namespaces)) {
        const auto equals = declaration.find('=');
        if (equals == declaration.npos || equals == 0 ||
            declaration.find('=', equals + 1) != declaration.npos)
            continue;
        std::string uri =
            base::replace_all(base::replace_all(declaration.substr(equals + 1), "\"", ""), "'", "");
        form.namespaces.emplace_back(declaration.substr(0, equals), std::move(uri));
    }
    const auto submit = [&](const char* column, const char* attribute) {
        if (record.has(column)) form.submission[attribute] = record.text(column);
    };
    submit("submission_url", "action");
    if (record.has("submission_url")) form.submission["method"] = "post";
    submit("public_key", "base64RsaPublicKey");
    submit("auto_send", "orx:auto-send");
    submit("auto_delete", "orx:auto-delete");
    if (record.text("client_editable") == "true") form.submission["odk:client-editable"] = "true";
}

void FormBuilding::build() {
    add_root();
    find_languages();
    base::XmlNode& root = form.initial;
    root.called = base::XmlName(form.root_name);
    const auto attribute = [&](const std::string& name, const std::string& value) {
        root.attributes.push_back({name, name.substr(name.find(':') + 1), "", value});
    };
    for (const auto& [name, value] : form.root_attributes)
        attribute(name, value);
    attribute("id", form.id);
    if (!form.version.empty()) attribute("version", form.version);
    if (!form.root_namespace.empty()) root.namespaces.emplace_back("", form.root_namespace);

    form.nodes.emplace_back().name = form.root_name;
    form.nodes.front().type = DataType::none;
    nodes[reading.root.get()] = 0;
    for (const auto& child : reading.root->children)
        add_nodes(*child, 0, &root);
    add_instances();
    form.controls.emplace_back();
    add_controls(*reading.root, 0);
    check_triggers(*reading.root);
    add_events(*reading.root);
    add_triggered(*reading.root);
    add_entities();
}

void XlsformReading::build_form() {
    FormBuilding building{*this};
    building.build();
    const std::size_t before = findings.size();
    check_form(form, options.media, findings);
    for (std::size_t i = before; i < findings.size(); ++i)
        building.locate(findings[i]);
}

}  // namespace yuanquan::form
