// What is written reads back as the same form.

#include <doctest/doctest.h>

#include <filesystem>

#include "model/form/form_reader.hpp"
#include "model/form/xform_writer.hpp"
#include "tests/support/equal_forms.hpp"
#include "tests/support/shared_cases.hpp"

using namespace yuanquan;
using namespace yuanquan::form;

namespace {

void check_reads_back(const std::string& id, const std::string& xml) {
    ReadOptions options;
    options.file_name = "form.xml";
    const ReadForm first = read_xform(xml, options);
    if (!first.form) return;  // xform_reader_test says which may be refused.
    const ReadForm second = read_xform(write_xform(*first.form), options);
    INFO(id);
    REQUIRE(second.form);
    CHECK(support::difference(*first.form, *second.form) == "");
}

const char* const kFull = R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" xmlns:my="http://my/own">
 <h:head><h:title>A &amp; B &lt;c&gt;</h:title><model my:kept="1">
 <submission method="post" base64RsaPublicKey="MII"/>
 <itext><translation lang="en"><text id="q"><value>Hello <output value="/d/a"/> and <output value="/d/r/b"/></value>
   <value form="audio">jr://audio/q.mp3</value></text><text id="h"><value>hint</value><value form="guidance">more</value></text></translation>
   <translation lang="zh" default="true()"><text id="q"><value>你好</value></text></translation></itext>
 <instance><d id="f" version="1" my:mark="x"><a>one
two</a><r jr:template=""><b>t</b><s jr:template=""><c/></s></r><r><b>1</b><s><c>2</c></s></r><meta><instanceID/></meta></d></instance>
 <instance id="l"><root><item><name>x</name></item><item><label>Y</label><name>y</name></item></root></instance>
 <instance id="t"><tree deep="1"><x>&lt;</x></tree></instance>
 <bind nodeset="/d/a" type="string" constraint=". != &quot;a&#10;b&quot;" jr:constraintMsg="No &quot;a&quot;"/>
 <bind nodeset="/d/@version" calculate="'2'"/>
 <setvalue event="odk-instance-first-load" ref="/d/a">x</setvalue></model></h:head>
 <h:body class="pages"><input ref="/d/a" appearance="w1" my:hint="y"><label ref="jr:itext('q')"/><hint ref="jr:itext('h')"/>
   <setvalue event="xforms-value-changed" ref="/d/r/b" value="1"/></input>
 <group><label>g</label><repeat nodeset="/d/r" jr:count="2"><label>rows</label><repeat nodeset="/d/r/s"><input ref="c"/></repeat>
   <setvalue event="odk-new-repeat" ref="b" value="3"/></repeat></group>
 <odk:rank xmlns:odk="http://www.opendatakit.org/xforms" ref="/d/meta/instanceID"><itemset nodeset="randomize(instance('l')/root/item, 3)">
   <value ref="name"/><label ref="label"/></itemset></odk:rank></h:body></h:html>)x";

}  // namespace

TEST_CASE("a form with everything reads back") {
    ReadOptions options;
    REQUIRE(read_xform(kFull, options).form);
    check_reads_back("full", kFull);
}

TEST_CASE("a template is written once, before the first row") {
    const std::string xml = write_xform(*read_xform(kFull, {}).form);
    CHECK(xml.find("<r jr:template=\"\"><b>t</b><s jr:template=\"\"><c/></s></r><r><b>1</b><s><c>2</c></s></r>") !=
          std::string::npos);
}

TEST_CASE("the forms of the field and what pyxform writes read back") {
    const auto shared = support::shared_folder();
    if (!shared) {
        MESSAGE("skipped: no shared conformance material");
        return;
    }
    for (const char* file : {"scenarios", "xlsform"}) {
        const std::string member = std::string(file) == "scenarios" ? "form" : "xform";
        for (const auto& [id, xml] : support::json_members(*shared + "/conformance/" + file + ".jsonl", member)) {
            check_reads_back(id, xml);
        }
    }
    for (const auto& entry : std::filesystem::directory_iterator(*shared + "/conformance/forms")) {
        if (entry.path().extension() == ".xml") check_reads_back(entry.path().filename(), support::read_bytes(entry.path()));
    }
}
