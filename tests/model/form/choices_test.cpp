#include "model/form/choices.hpp"

#include <doctest/doctest.h>

#include "model/xpath/expression.hpp"

using namespace yuanquan;
using form::make_instance_tree;

namespace {

std::string first(const xpath::Tree& tree, const std::string& path) {
    auto const expression = xpath::Expression::compile(path);
    REQUIRE(expression.has_value());
    xpath::Context context;
    context.node = {&tree, tree.document()};
    return expression->evaluate_string(context).value_or("fault");
}

}  // namespace

TEST_CASE("a CSV file is a list: quotes, BOM, semicolons and short rows") {
    form::SecondaryInstance instance;
    instance.id = "areas";
    instance.source = "jr://file-csv/areas.csv";
    auto const tree = make_instance_tree(instance, {{"areas.csv", "\xef\xbb\xbfname,label,up\r\na,\"A, \"\"x\"\"\",p\nb,B\n\nc,C,p\n"}});
    REQUIRE(tree.has_value());
    CHECK(first(**tree, "/root/item[name = 'a']/label") == "A, \"x\"");
    CHECK(first(**tree, "count(/root/item)") == "3");
    CHECK(first(**tree, "count(/root/item[up = 'p'])") == "2");
    CHECK(first(**tree, "/root/item[up = 'p'][2]/name") == "c");
    CHECK(first(**tree, "count(/root/item[up = ''])") == "1");
    auto const semicolons = make_instance_tree(instance, {{"areas.csv", "name;label\na;A\n"}});
    CHECK(first(**semicolons, "/root/item/label") == "A");
}

TEST_CASE("blank cells of a list in the form are absent elements") {
    form::SecondaryInstance instance;
    instance.columns = {"name", "up"};
    instance.rows = {{"a", ""}, {"b", "p"}};
    auto const tree = make_instance_tree(instance, {});
    REQUIRE(tree.has_value());
    CHECK(first(**tree, "count(/root/item/up)") == "1");
    CHECK(first(**tree, "/root/item[up = 'p']/name") == "b");
}

TEST_CASE("a list whose file is missing says which") {
    form::SecondaryInstance instance;
    instance.source = "jr://file-csv/gone.csv";
    auto const tree = make_instance_tree(instance, {});
    REQUIRE_FALSE(tree.has_value());
    CHECK(tree.error().code == base::ErrorCode::missing_resource);
    CHECK(tree.error().subject == "gone.csv");
}

TEST_CASE("GeoJSON features are items with geometry, id and properties") {
    form::SecondaryInstance instance;
    instance.source = "jr://file/places.geojson";
    auto const tree = make_instance_tree(instance, {{"places.geojson", R"({"type":"FeatureCollection","features":[
        {"type":"Feature","id":"w1","geometry":{"type":"Point","coordinates":[98.5,39.7]},"properties":{"name":"Well","depth":12}}]})"}});
    REQUIRE(tree.has_value());
    CHECK(first(**tree, "/root/item[id = 'w1']/geometry") == "39.7 98.5 0 0");
    CHECK(first(**tree, "/root/item/depth") == "12");
}
