// read_xlsx(): which parts a workbook has and what they are called (ECMA-376, Office Open XML). The small parts are
// read as trees, the large ones as streams (xlsx_cells). Merged cells keep their text in the first; hidden sheets and
// rows are read as any other; of formulas the value that was last computed.

#include <optional>
#include <utility>

#include "model/base/sheet.hpp"
#include "model/base/text.hpp"
#include "model/base/xlsx_cells.hpp"
#include "model/base/xlsx_dates.hpp"
#include "model/base/xml.hpp"
#include "model/base/zip.hpp"

namespace yuanquan::base {
namespace {

constexpr XmlLimits kSmallPart{std::size_t{64} << 20, 64, 1'000'000};

Result<XmlNode> read_tree(ZipReader& zip, const std::string& part) {
    Result<std::string> bytes = zip.read(part);
    if (!bytes) return fail(std::move(bytes.error()));
    Result<XmlNode> tree = read_xml(*bytes, kSmallPart);
    if (!tree) tree.error().subject = part;
    return tree;
}

// "xl/workbook.xml" and "../a/b.xml" -> "a/b.xml"; "/a/b.xml" is from the root.
std::string resolve(std::string_view from, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::vector<std::string_view> steps = split(from, '/');
    steps.pop_back();
    for (const std::string_view step : split(target, '/')) {
        if (step == "..") {
            if (!steps.empty()) steps.pop_back();
        } else if (step != ".") {
            steps.push_back(step);
        }
    }
    std::string path;
    for (const std::string_view step : steps) path += (path.empty() ? "" : "/") + std::string(step);
    return path;
}

struct Relation {
    std::string id, kind, part;  // kind: the last word of the type, which the strict and the usual variant share.
};

Result<std::vector<Relation>> read_relations(ZipReader& zip, const std::string& of) {
    const std::size_t slash = of.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : of.substr(0, slash + 1);
    const std::string part = folder + "_rels/" + of.substr(folder.size()) + ".rels";
    const Result<XmlNode> tree = read_tree(zip, part);
    if (!tree) return fail(tree.error());
    std::vector<Relation> relations;
    for (const XmlNode* node : tree->children_named("Relationship")) {
        const std::string* id = node->attribute("Id");
        const std::string* type = node->attribute("Type");
        const std::string* target = node->attribute("Target");
        if (id == nullptr || type == nullptr || target == nullptr) continue;
        relations.push_back({*id, type->substr(type->rfind('/') + 1), resolve(of, *target)});
    }
    return relations;
}

Result<std::vector<DateKind>> read_styles(ZipReader& zip, const std::string& part) {
    const Result<XmlNode> tree = read_tree(zip, part);
    if (!tree) return fail(tree.error());
    std::vector<std::pair<std::string, DateKind>> custom;
    if (const XmlNode* formats = tree->child("numFmts")) {
        for (const XmlNode* format : formats->children_named("numFmt")) {
            const std::string* id = format->attribute("numFmtId");
            const std::string* code = format->attribute("formatCode");
            if (id != nullptr && code != nullptr) custom.emplace_back(*id, date_kind(*code));
        }
    }
    std::vector<DateKind> styles;
    const XmlNode* formats = tree->child("cellXfs");
    if (formats == nullptr) return styles;
    for (const XmlNode* format : formats->children_named("xf")) {
        DateKind kind = DateKind::none;
        if (const std::string* id = format->attribute("numFmtId")) {
            const std::optional<std::int64_t> number = parse_integer(*id);
            if (number && *number >= 0 && *number < 164) kind = date_kind(static_cast<unsigned>(*number));
            for (const auto& [custom_id, custom_kind] : custom) {
                if (custom_id == *id) kind = custom_kind;
            }
        }
        styles.push_back(kind);
    }
    return styles;
}

bool is_true(const std::string* value) { return value != nullptr && (*value == "1" || *value == "true"); }

Status read_sheets(ZipReader& zip, const std::string& workbook_part, Workbook& workbook, XlsxCellContext& context) {
    const Result<XmlNode> tree = read_tree(zip, workbook_part);
    if (!tree) return fail(tree.error());
    const Result<std::vector<Relation>> relations = read_relations(zip, workbook_part);
    if (!relations) return fail(relations.error());
    if (const XmlNode* properties = tree->child("workbookPr")) context.from_1904 = is_true(properties->attribute("date1904"));
    for (const Relation& relation : *relations) {
        if (relation.kind == "sharedStrings") {
            auto strings = read_shared_strings(zip, relation.part, *context.limits);
            if (!strings) return fail(std::move(strings.error()));
            context.shared_strings = std::move(*strings);
        } else if (relation.kind == "styles") {
            auto styles = read_styles(zip, relation.part);
            if (!styles) return fail(std::move(styles.error()));
            context.styles = std::move(*styles);
        }
    }
    const XmlNode* sheets = tree->child("sheets");
    if (sheets == nullptr) return fail(ErrorCode::bad_input, workbook_part, "no sheets");
    for (const XmlNode* sheet : sheets->children_named("sheet")) {
        const std::string* name = sheet->attribute("name");
        const std::string* id = sheet->attribute("r:id");
        if (id == nullptr) id = sheet->attribute("id");
        if (name == nullptr || id == nullptr) continue;
        for (const Relation& relation : *relations) {
            if (relation.id != *id || relation.kind != "worksheet") continue;  // A chart sheet has no cells.
            auto rows = read_worksheet(zip, relation.part, context);
            if (!rows) return fail(std::move(rows.error()));
            workbook.sheets.push_back({*name, std::move(*rows)});
            break;
        }
    }
    return {};
}

}  // namespace

Result<Workbook> read_xlsx(std::string_view bytes, const SheetLimits& limits) {
    if (bytes.size() > limits.bytes) return fail(ErrorCode::too_large, "xlsx", "bytes");
    if (bytes.starts_with("\xd0\xcf\x11\xe0")) {
        return fail(ErrorCode::bad_input, "xlsx", "an old .xls or a workbook with a password");
    }
    Result<ZipReader> zip = ZipReader::open(bytes, {10'000, limits.unpacked_bytes, limits.ratio});
    if (!zip) {
        zip.error().subject = "xlsx";
        return fail(std::move(zip.error()));
    }
    std::string workbook_part = "xl/workbook.xml";
    const Result<std::vector<Relation>> roots = read_relations(*zip, "");
    if (!roots && roots.error().code != ErrorCode::not_found) return fail(roots.error());
    if (roots) {
        for (const Relation& relation : *roots) {
            if (relation.kind == "officeDocument") workbook_part = relation.part;
        }
    }
    XlsxCellContext context;
    context.limits = &limits;
    Workbook workbook;
    Status status = read_sheets(*zip, workbook_part, workbook, context);
    if (!status) {
        // A missing part is a fault of this file, not of the place where the caller looked.
        if (status.error().code == ErrorCode::not_found) status.error().code = ErrorCode::damaged;
        return fail(std::move(status.error()));
    }
    return workbook;
}

}  // namespace yuanquan::base
