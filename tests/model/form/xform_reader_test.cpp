// What a form in XForms XML says arrives in Form.

#include <doctest/doctest.h>

#include <algorithm>

#include "model/form/form_reader.hpp"
#include "tests/support/shared_cases.hpp"

using namespace yuanquan;
using namespace yuanquan::form;

namespace {

std::string document(const std::string& model, const std::string& body) {
    return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms"
 xmlns:ents="http://www.opendatakit.org/xforms/entities"><h:head><h:title>A form</h:title><model>)x" +
           model + "</model></h:head><h:body>" + body + "</h:body></h:html>";
}

ReadForm read(const std::string& xml) {
    ReadOptions options;
    options.file_name = "household.xml";
    return read_xform(xml, options);
}

std::shared_ptr<const Form> form_of(const std::string& model, const std::string& body) {
    ReadForm result = read(document(model, body));
    for (const auto& finding : result.findings) {
        INFO(finding.code << " " << finding.place.sheet);
        CHECK(finding.severity == base::Severity::warning);
    }
    REQUIRE(result.form);
    return result.form;
}

const Control& control_at(const Form& form, std::string_view path) {
    const ControlIndex index = form.control_of(form.find_node(path));
    REQUIRE(index != kNone);
    return form.controls[index];
}

std::string words(const Text& text, std::size_t language = 0) {
    REQUIRE(language < text.by_language.size());
    REQUIRE(text.by_language[language]);
    std::string out;
    for (const TextPart& part : text.by_language[language]->parts) {
        out += part.literal;
        if (!part.output.empty()) out += "{" + part.output.text() + "}";
    }
    return out;
}

}  // namespace

TEST_CASE("the head names the form") {
    const auto form = form_of(R"x(<submission action="http://a/b" orx:auto-send="true"/>
        <instance><d id="hh" version="7" orx:version="8"><a>x</a></d></instance>)x", "");
    CHECK(form->id == "hh");
    CHECK(form->version == "7");
    CHECK(form->title == "A form");
    CHECK(form->root_name == "d");
    CHECK(form->root_attributes.at("orx:version") == "8");
    CHECK(form->submission.at("orx:auto-send") == "true");
    CHECK(form->languages == std::vector<std::string>{""});
}

TEST_CASE("a bind gives its node type, conditions and messages") {
    const auto form = form_of(R"x(<instance><d id="f"><a/><b/></d></instance>
        <bind nodeset="/d/a" type="xsd:int" relevant="../b = 1" constraint=". > 0" required="true()" readonly="../b = 2"
          calculate="1 + 1" jr:constraintMsg="Above zero" jr:requiredMsg="Needed" jr:preload="uid" jr:preloadParams="p"
          odk:quality="low" ents:saveto="age"/>)x", "");
    const FormNode& a = form->nodes[form->find_node("a")];
    CHECK(a.type == DataType::integer);
    CHECK(a.type_text == "xsd:int");
    CHECK(a.relevant.text() == "../b = 1");
    CHECK(a.constraint.text() == ". > 0");
    CHECK(a.required.text() == "true()");
    CHECK(a.readonly.text() == "../b = 2");
    CHECK(a.calculate.text() == "1 + 1");
    CHECK(words(a.constraint_message) == "Above zero");
    CHECK(words(a.required_message) == "Needed");
    CHECK(a.preload == "uid");
    CHECK(a.preload_params == "p");
    CHECK(a.save_to == "age");
    CHECK(a.bind_attributes.at("odk:quality") == "low");
}

TEST_CASE("words come from itext in every language, with media, guidance and answers in them") {
    const auto form = form_of(R"x(<itext>
          <translation lang="English"><text id="/d/a:label"><value>How old is <output value="/d/b"/>?</value>
            <value form="image">jr://images/a.png</value></text>
            <text id="/d/a:hint"><value>hint</value><value form="guidance">long hint</value></text></translation>
          <translation lang="中文" default="true()"><text id="/d/a:label"><value>-</value></text>
            <text id="/d/a:hint"><value>提示</value></text></translation></itext>
        <instance><d id="f"><a/><b/></d></instance>)x",
        R"x(<input ref="/d/a"><label ref="jr:itext('/d/a:label')"/><hint ref="jr:itext('/d/a:hint')"/></input>
           <input ref="/d/b"><label> Name <output value=" /d/a "/> </label></input>)x");
    CHECK(form->languages == std::vector<std::string>{"English", "中文"});
    CHECK(form->default_language == 1);
    const Control& a = control_at(*form, "a");
    CHECK(words(a.label) == "How old is {/d/b}?");
    CHECK(a.label.by_language[0]->media.at("image") == "a.png");
    CHECK_FALSE(a.label.by_language[1]);  // "-" stands for nothing.
    CHECK(words(a.hint, 1) == "提示");
    CHECK(words(a.guidance) == "long hint");
    CHECK(words(control_at(*form, "b").label) == "Name { /d/a }");
}

TEST_CASE("choices are written in place or taken from a list") {
    const auto form = form_of(R"x(<instance><d id="f"><a/><b/><c/></d></instance>
        <instance id="l"><root><item><name>x</name><label>X</label></item><item><name>y</name><area>n</area></item></root></instance>
        <instance id="t"><tree><x y="1"/></tree></instance><instance id="e" src="jr://file-csv/e.csv"/>)x",
        R"x(<select1 ref="/d/a"><item><label>One</label><value> 1 </value></item></select1>
           <select ref="/d/b"><itemset nodeset="randomize(instance('l')/root/item[area = 'n'], /d/a)">
             <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select>
           <select1 ref="/d/c"><itemset nodeset="instance('e')/root/item"><value ref="id"/><label ref="title"/></itemset></select1>)x");
    CHECK(control_at(*form, "a").items.at(0).value == "1");
    const Itemset& b = *control_at(*form, "b").itemset;
    CHECK(b.randomize);
    CHECK(b.nodeset.text() == "instance('l')/root/item[area = 'n']");
    CHECK(b.seed.text() == "/d/a");
    CHECK(b.label_is_itext);
    CHECK(b.label_ref == "itextId");
    CHECK(control_at(*form, "c").itemset->label_ref == "title");
    REQUIRE(form->instances.size() == 3);
    CHECK(form->instances[0].columns == std::vector<std::string>{"name", "label", "area"});
    CHECK(form->instances[0].rows[1] == std::vector<std::string>{"y", "", "n"});
    CHECK(form->instances[1].xml->local_name() == "tree");
    CHECK(form->instances[2].source == "jr://file-csv/e.csv");
}

TEST_CASE("a repeat takes the words of its group, its count and its template") {
    const auto form = form_of(R"x(<instance><d id="f"><n>2</n><r jr:template=""><a>t</a></r><s><b>1</b></s><s><b>2</b></s></d></instance>)x",
        R"x(<group ref="/d/r" appearance="x"><label>Rows</label><repeat nodeset="/d/r" jr:count=" /d/n " jr:noAddRemove="true()">
             <input ref="/d/r/a"/></repeat></group>
           <repeat nodeset="/d/s"><label>Own</label><input ref="b"/></repeat>)x");
    const Control& r = control_at(*form, "r");
    CHECK(r.kind == ControlKind::repeat);
    CHECK(words(r.label) == "Rows");
    CHECK(r.repeat_count.text() == " /d/n ");
    CHECK(r.no_add_remove);
    CHECK(form->controls[0].children.size() == 2);
    CHECK(form->nodes[form->find_node("r")].repeat);
    CHECK(form->templates.at(form->find_node("r")).child("a")->text_content() == "t");
    CHECK(form->templates.at(form->find_node("s")).child("b")->text_content() == "1");
    CHECK(form->initial.children_named("r").empty());
    CHECK(form->initial.children_named("s").size() == 2);
    CHECK(form->controls.back().node == form->find_node("s/b"));
}

TEST_CASE("actions know their trigger") {
    const auto form = form_of(R"x(<instance><d id="f"><a/><b/><r><c/></r></d></instance><bind id="bb" nodeset="/d/b"/>
        <setvalue event="odk-instance-first-load" bind="bb" value="1 + 1"/>
        <odk:setgeopoint event="odk-instance-first-load odk-instance-load" ref="/d/a"/>)x",
        R"x(<input ref="/d/a"><setvalue event="xforms-value-changed" ref="/d/b">text</setvalue></input>
           <repeat nodeset="/d/r"><input ref="c"/><setvalue event="odk-new-repeat" ref="c" value="3"/></repeat>)x");
    REQUIRE(form->actions.size() == 4);
    CHECK(form->actions[0].target == form->find_node("b"));
    CHECK(form->actions[0].value.text() == "1 + 1");
    CHECK(form->actions[0].trigger == kNone);
    CHECK(form->actions[1].element == "odk:setgeopoint");
    CHECK(form->actions[1].events.size() == 2);
    CHECK(form->actions[2].trigger == form->find_node("a"));
    CHECK(form->actions[2].literal == "text");
    CHECK(form->actions[3].trigger == form->find_node("r"));
    CHECK(form->actions[3].target == form->find_node("r/c"));
}

TEST_CASE("attributes that binds name are nodes, and entities are summed up") {
    const auto form = form_of(R"x(<instance><d id="f"><a/><meta><entity dataset="trees" create="" id=""><label/></entity></meta></d></instance>
        <bind nodeset="/d/meta/entity/@create" calculate="/d/a = 1"/><bind nodeset="/d/meta/entity/label" calculate="/d/a"/>
        <setvalue event="odk-instance-first-load" ref="/d/meta/entity/@id" value="uuid()"/>)x", "");
    const NodeIndex create = form->find_node("meta/entity/@create");
    REQUIRE(create != kNone);
    CHECK(form->nodes[create].attribute);
    CHECK(form->absolute_path(create) == "/d/meta/entity/@create");
    CHECK(form->nodes[create].calculate.text() == "/d/a = 1");
    REQUIRE(form->entities.size() == 1);
    CHECK(form->entities[0].dataset == "trees");
    CHECK(form->entities[0].create_if.text() == "/d/a = 1");
    CHECK(form->entities[0].label.text() == "/d/a");
    CHECK(form->actions[0].target == form->find_node("meta/entity/@id"));
}

TEST_CASE("prefixes do not matter, only what they stand for") {
    const auto result = read(R"x(<x:html xmlns:x="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"
        xmlns:rosa="http://openrosa.org/javarosa" xmlns:o="http://openrosa.org/xforms"><x:head><model>
        <instance><d id="f" xmlns="http://own"><a/><r rosa:template=""><b/></r><o:meta><o:instanceID/></o:meta></d></instance>
        <bind nodeset="/d/a" rosa:constraintMsg="No"/><bind nodeset="/d/meta/instanceID" rosa:preload="uid"/></model></x:head>
        <x:body class="pages"/></x:html>)x");
    REQUIRE(result.form);
    CHECK(result.form->root_namespace == "http://own");
    CHECK(words(result.form->nodes[result.form->find_node("a")].constraint_message) == "No");
    CHECK(result.form->nodes[result.form->find_node("r")].repeat);
    CHECK(result.form->find_node("o:meta/o:instanceID") == result.form->find_node("meta/instanceID"));
    CHECK(result.form->nodes[result.form->find_node("meta/instanceID")].preload == "uid");
    CHECK(result.form->style == "pages");
}

TEST_CASE("every form that an engine of the field loads is read, and what they all refuse is refused") {
    const auto shared = support::shared_folder();
    if (!shared) {
        MESSAGE("skipped: no shared conformance material");
        return;
    }
    // Contested: one engine loads them. Not well-formed; a control or a repeated element that leads nowhere; a select
    // without choices; a row that reads its neighbour.
    const std::vector<std::string> refused{
        "sc-jr-MultipleEvents-007", "sc-jr-MultiplePredicate-001", "sc-jr-OdkNewRepeatEvent-002",
        "sc-jr-PredicateCaching-017", "sc-jr-TriggerableDag-002", "sc-jr-TriggerableDag-027",
        "sc-wf-actions-events-multiple-events-007", "sc-wf-actions-events-odk-new-repeat-event-013",
        "sc-wf-actions-events-set-geopoint-action-004", "sc-wf-form-definition-validity-005",
        "sc-wf-form-definition-validity-007", "sc-wf-repeat-055", "sc-wf-xpath-functions-distance-002"};
    std::size_t read_count = 0;
    for (const auto& member : support::json_members(*shared + "/conformance/scenarios.jsonl", "form")) {
        const auto& id = member.first;  // A binding cannot be captured by INFO.
        const auto& xml = member.second;
        const bool contested = id.starts_with("sc-wf-appearance-body-class-") || id.starts_with("sc-wf-instance-input-");
        if (contested) continue;
        const ReadForm result = read(xml);
        INFO(id);
        const bool expected = std::find(refused.begin(), refused.end(), id) == refused.end();
        CHECK((result.form != nullptr) == expected);
        ++read_count;
    }
    CHECK(read_count > 400);
}
