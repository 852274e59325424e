#include "model/form/choices.hpp"

#include "model/base/text.hpp"
#include "model/base/xml.hpp"
#include "model/form/choice_table.hpp"
#include "model/form/geojson.hpp"
#include "model/xpath/xml_tree.hpp"

namespace yuanquan::form {
namespace {

using Made = base::Result<std::shared_ptr<const xpath::Tree>>;

Made from_xml(base::XmlNode root) { return std::make_shared<const xpath::XmlTree>(std::move(root)); }

std::string_view file_of(std::string_view source) {  // "jr://file-csv/areas.csv" → "areas.csv"
    std::size_t const slash = source.rfind('/');
    return slash == source.npos ? source : source.substr(slash + 1);
}

}  // namespace

Made make_instance_tree(const SecondaryInstance& instance, const Media& media) {
    if (instance.source.empty()) {
        if (instance.xml) return from_xml(*instance.xml);
        return std::shared_ptr<const xpath::Tree>(ChoiceTable::from_rows(instance.columns, instance.rows));
    }
    std::string_view const file = file_of(instance.source);
    auto found = media.find(file);
    if (found == media.end()) found = media.find(std::string(file) + ".csv");
    if (found == media.end()) return base::fail(base::ErrorCode::missing_resource, std::string(file));
    std::string const ending = base::fold_case(found->first);
    if (base::ends_with(ending, ".geojson")) return geojson_table(found->second);
    if (!base::ends_with(ending, ".xml")) return std::shared_ptr<const xpath::Tree>(ChoiceTable::from_csv(found->second));
    auto root = base::read_xml(found->second);
    if (!root) return base::fail(std::move(root.error()).with_context(std::string(file)));
    return from_xml(*std::move(root));
}

}  // namespace yuanquan::form
