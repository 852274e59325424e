// Faults that only the whole form shows are found, named and placed.

#include <doctest/doctest.h>

#include <algorithm>

#include "model/form/form_reader.hpp"

using namespace yuanquan;
using namespace yuanquan::form;

namespace {

std::vector<base::Finding> findings(const std::string& nodes, const std::string& binds, const std::string& body = "",
                                    const ReadOptions& options = {}) {
    const std::string xml = R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>f</h:title><model><instance><d id="f">)x" + nodes +
        "</d></instance>" + binds + "</model></h:head><h:body>" + body + "</h:body></h:html>";
    ReadForm result = read_xform(xml, options);
    CHECK((result.form == nullptr) == base::has_errors(result.findings));
    return std::move(result.findings);
}

// "E form.cycle", or "" when there is none.
std::string only(const std::vector<base::Finding>& all) {
    if (all.empty()) return "";
    CHECK(all.size() == 1);
    return (all[0].severity == base::Severity::error ? "E " : "W ") + all[0].code;
}

}  // namespace

TEST_CASE("a cycle is named by its path") {
    const auto found = findings("<a/><b/><c/><z/>", R"x(<bind nodeset="/d/a" calculate="/d/c + 1"/><bind nodeset="/d/b" calculate="../a"/>
        <bind nodeset="/d/c" relevant="/d/b = 1"/><bind nodeset="/d/z" calculate="/d/c"/>)x");
    REQUIRE(only(found) == "E form.cycle");
    CHECK(found[0].parameters.at("path") == "/d/a → /d/b → /d/c → /d/a");
    CHECK(found[0].place.sheet == "//bind[@nodeset='/d/a']");
    CHECK(found[0].place.column == "calculate");
    CHECK(found[0].place.position > 0);
}

TEST_CASE("a cycle may run through the relevance of a group") {
    CHECK(only(findings("<g><a/></g><b/>", R"x(<bind nodeset="/d/g" relevant="/d/b = 1"/><bind nodeset="/d/b" calculate="/d/g/a"/>)x")) ==
          "E form.cycle");
    CHECK(only(findings("<g><a/></g>", R"x(<bind nodeset="/d/g" relevant="/d/g/a = 1"/>)x")) == "E form.self_reference");
}

TEST_CASE("rows of a repeat are one node") {
    const std::string repeat = R"x(<repeat nodeset="/d/r"><input ref="a"/></repeat>)x";
    CHECK(only(findings("<r><a/></r><b/>", R"x(<bind nodeset="/d/r/a" calculate="/d/b"/><bind nodeset="/d/b" calculate="sum(/d/r/a)"/>)x",
                        repeat)) == "E form.cycle");
    CHECK(only(findings("<r><a/></r>", R"x(<bind nodeset="/d/r/a" relevant="count(../../r) > 1"/>)x", repeat)) == "");
}

TEST_CASE("only a constraint may ask for its own answer") {
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" calculate=". + 1"/>)x")) == "E form.self_reference");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" calculate="/d/a + 1"/>)x")) == "E form.self_reference");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" relevant=". > 0"/>)x")) == "W form.self_reference");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" constraint=". > 0 and /d/a &lt; 9"/>)x")) == "");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" calculate="once(random() * 1.5)"/>)x")) == "");
}

TEST_CASE("each other's required is no cycle") {
    CHECK(only(findings("<a/><b/>", R"x(<bind nodeset="/d/a" required="/d/b > 0"/><bind nodeset="/d/b" required="/d/a > 0"/>)x")) == "");
}

TEST_CASE("what does not exist is found") {
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" relevant="nonsense(1)"/>)x")) == "E form.unknown_function");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" relevant="(1"/>)x")) == "E form.bad_expression");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" relevant="../b = 1"/>)x")) == "W form.reference_nowhere");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" relevant="/d/*/b = 1"/>)x")) == "");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/b"/>)x")) == "W form.bind_nowhere");
    CHECK(only(findings("<a/>", R"x(<bind nodeset="/d/a" calculate="count(instance('x')/root/item)"/>)x")) == "E form.missing_list");
    CHECK(only(findings("<a/>", R"x(<instance id="x" src="jr://file-csv/x.csv"/>)x")) == "W form.missing_file");
    CHECK(only(findings("<a/>", "", R"x(<input ref="/d/b"/>)x")) == "E form.reference_nowhere");
    CHECK(only(findings("<a/>", "", R"x(<input ref="/d/a"><label ref="jr:itext('x')"/></input>)x")) == "W form.missing_text");
    CHECK(only(findings("<a/>", "", R"x(<select1 ref="/d/a"><label>a</label></select1>)x")) == "E form.select_without_choices");
    CHECK(only(findings("<a/>", "", R"x(<input ref="/d/a"><setvalue event="whenever" ref="/d/a"/></input>)x")) == "E form.unknown_event");
    CHECK(only(findings("<a/>", R"x(<setvalue event="odk-new-repeat" ref="/d/a"/>)x")) == "E form.new_repeat_outside");
    CHECK(only(findings("<a/><a/>", "")) == "E form.duplicate_node");
}

TEST_CASE("a list's columns are checked") {
    const std::string list = R"x(<instance id="l"><root><item><name>x</name><label>X</label></item></root></instance>)x";
    const auto select = [](const std::string& value) {
        return R"x(<select1 ref="/d/a"><itemset nodeset="instance('l')/root/item"><value ref=")x" + value +
               R"x("/><label ref="label"/></itemset></select1>)x";
    };
    CHECK(only(findings("<a/>", list, select("name"))) == "");
    CHECK(only(findings("<a/>", list, select("code"))) == "W form.missing_list_column");
}

TEST_CASE("reading goes on after the first fault") {
    const auto found = findings("<a/><b/>", R"x(<bind nodeset="/d/a" relevant="(" constraint=")"/><bind nodeset="/d/b" calculate="nope()"/>)x",
                                R"x(<input ref="/d/x"/>)x");
    CHECK(found.size() == 4);
}

TEST_CASE("a file that is no form says so") {
    const auto code = [](const std::string& xml) { return read_xform(xml, {}).findings.at(0).code; };
    CHECK(code("") == "form.not_xml");
    CHECK(code("<h") == "form.not_xml");
    CHECK(code("<data/>") == "form.not_xform");
    CHECK(code("<html><head><model/></head></html>") == "form.no_instance");
}

TEST_CASE("a file of choices without the column of values is refused, one without labels only told") {
    const std::string body = R"x(<select1 ref="/d/a"><itemset nodeset="instance('v')/root/item"><value ref="name"/><label ref="label"/>
        </itemset></select1>)x";
    auto with = [&](const std::string& csv) {
        ReadOptions options;
        options.media["v.csv"] = csv;
        return findings("<a/>", R"x(<instance id="v" src="jr://file-csv/v.csv"/>)x", body, options);
    };
    CHECK(only(with("name,label\na,A\n")) == "");
    CHECK(only(with("name\na\n")) == "W form.missing_list_column");
    CHECK(only(with("label\nA\n")) == "E form.missing_list_column");
    CHECK(base::has_errors(with("name$label\na$A\n")));  // Neither comma nor semicolon: one column.
}
