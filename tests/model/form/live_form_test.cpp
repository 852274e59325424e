#include "model/form/live_form.hpp"

#include <doctest/doctest.h>

#include "tests/support/scenario.hpp"

using namespace yuanquan;
using support::Scenario;
using support::xform;

TEST_CASE("a calculation follows what it reads, through other calculations") {
    Scenario form(xform("<data id='t'><a/><b/><c/></data>",
                        "<bind nodeset='/data/a' type='int'/><bind nodeset='/data/c' calculate='/data/b + 1'/>"
                        "<bind nodeset='/data/b' calculate='/data/a * 2'/>",
                        "<input ref='/data/a'/>"));
    CHECK(form.value("/data/c") == "");
    CHECK(form.answer("/data/a", "4"));
    CHECK(form.value("/data/c") == "9");
    CHECK_FALSE(form.answer("/data/a", "four"));
    CHECK(form.value("/data/a") == "4");
}

TEST_CASE("what is not relevant reads as blank, keeps its value, and comes back with it") {
    Scenario form(xform("<data id='t'><ask>yes</ask><g><n>5</n></g><copy/></data>",
                        "<bind nodeset='/data/g' relevant=\"/data/ask = 'yes'\"/><bind nodeset='/data/copy' calculate='/data/g/n'/>",
                        "<input ref='/data/ask'/><group ref='/data/g'><input ref='/data/g/n'/></group>"));
    CHECK(form.value("/data/copy") == "5");
    form.answer("/data/ask", "no");
    CHECK_FALSE(form.relevant("/data/g/n"));
    CHECK(form.value("/data/copy") == "");
    CHECK(form.live().instance_xml().find("<g>") == std::string::npos);
    form.answer("/data/ask", "yes");
    CHECK(form.value("/data/copy") == "5");
}

TEST_CASE("a question in a group that comes back follows what changed while the group was hidden") {
    // The group's own rule runs after the question's, since it waits for twice.
    Scenario form(xform("<data id='t'><n>1</n><twice/><g><many/></g></data>",
                        "<bind nodeset='/data/n' type='int'/><bind nodeset='/data/twice' calculate='/data/n * 2'/>"
                        "<bind nodeset='/data/g' relevant='/data/twice != 2'/>"
                        "<bind nodeset='/data/g/many' relevant='/data/n &gt; 1'/>",
                        "<input ref='/data/n'/><group ref='/data/g'><input ref='/data/g/many'/></group>"));
    CHECK_FALSE(form.relevant("/data/g/many"));
    form.answer("/data/n", "2");
    CHECK(form.relevant("/data/g/many"));
    CHECK(form.live().check_against_full_recompute() == "");
}

TEST_CASE("a default that was hidden when saved returns when it becomes relevant; a cleared one does not") {
    Scenario form(xform("<data id='t'><ask>no</ask><hidden>d</hidden><shown>d</shown></data>",
                        "<bind nodeset='/data/hidden' relevant=\"/data/ask = 'yes'\"/>",
                        "<input ref='/data/ask'/><input ref='/data/hidden'/><input ref='/data/shown'/>"));
    form.answer("/data/shown", "");
    form.reopen();
    form.answer("/data/ask", "yes");
    CHECK(form.value("/data/hidden") == "d");
    CHECK(form.value("/data/shown") == "");
}

TEST_CASE("sums follow rows that are added, answered and removed, and positions move up") {
    Scenario form(xform("<data id='t'><sum/><n/><rep jr:template=''><x/><place/></rep></data>",
                        "<bind nodeset='/data/sum' calculate='sum(/data/rep/x)'/><bind nodeset='/data/n' calculate='count(/data/rep)'/>"
                        "<bind nodeset='/data/rep/x' type='int'/><bind nodeset='/data/rep/place' calculate='position(..)'/>",
                        "<group ref='/data/rep'><repeat nodeset='/data/rep'><input ref='/data/rep/x'/></repeat></group>"));
    CHECK(form.rows("/data/rep") == 0);
    for (int i = 1; i <= 3; ++i) {
        REQUIRE(form.add_row("/data/rep"));
        form.answer("/data/rep[" + std::to_string(i) + "]/x", std::to_string(i * 10));
    }
    CHECK(form.value("/data/sum") == "60");
    CHECK(form.value("/data/rep[3]/place") == "3");
    form.remove_row("/data/rep[2]");
    CHECK(form.value("/data/sum") == "40");
    CHECK(form.value("/data/n") == "2");
    CHECK(form.value("/data/rep[2]/place") == "2");
    CHECK(form.live().check_against_full_recompute() == "");
}

TEST_CASE("rows follow their count, and rows beyond a smaller count come back with their answers") {
    Scenario form(xform("<data id='t'><n>2</n><rep jr:template=''><x/></rep></data>", "<bind nodeset='/data/n' type='int'/>",
                        "<input ref='/data/n'/><repeat nodeset='/data/rep' jr:count='/data/n'><input ref='/data/rep/x'/></repeat>"));
    CHECK(form.rows("/data/rep") == 2);
    form.answer("/data/rep[2]/x", "kept");
    form.answer("/data/n", "1");
    CHECK(form.rows("/data/rep") == 1);
    form.answer("/data/n", "2");
    CHECK(form.value("/data/rep[2]/x") == "kept");
    CHECK_FALSE(form.add_row("/data/rep"));
}

TEST_CASE("an answer that its list no longer offers is dropped") {
    Scenario form(xform("<data id='t'><county/><town/></data>",
                        "<instance id='towns'><root><item><name>a1</name><label>A1</label><c>a</c></item>"
                        "<item><name>b1</name><label>B1</label><c>b</c></item></root></instance>",
                        "<input ref='/data/county'/><select1 ref='/data/town'><itemset nodeset=\"instance('towns')/root/item[c = "
                        "/data/county]\"><value ref='name'/><label ref='label'/></itemset></select1>"));
    CHECK(form.choices("/data/town") == "");
    form.answer("/data/county", "a");
    CHECK(form.choices("/data/town") == "a1");
    form.answer("/data/town", "a1");
    form.answer("/data/county", "b");
    CHECK(form.value("/data/town") == "");
    CHECK(form.choices("/data/town") == "b1");
}

TEST_CASE("validity: required before constraint, and neither where it does not apply") {
    using form::Validity;
    Scenario form(xform("<data id='t'><age/></data>",
                        "<bind nodeset='/data/age' type='int' required='true()' constraint='. &lt; 120' jr:constraintMsg='Too old'/>",
                        "<input ref='/data/age'/>"));
    CHECK(form.validity("/data/age") == Validity::required);
    form.answer("/data/age", "130");
    CHECK(form.validity("/data/age") == Validity::constraint);
    CHECK(form.live().message(form.at("/data/age")) == "Too old");
    CHECK(form.live().problems().size() == 1);
    form.answer("/data/age", "30");
    CHECK(form.validity("/data/age") == Validity::valid);
}

TEST_CASE("setvalue runs at first load, for a new row, and after its question has changed") {
    Scenario form(xform("<data id='t'><start/><q/><copy/><rep jr:template=''><no/></rep></data>",
                        "<setvalue event='odk-instance-first-load' ref='/data/start' value='1 + 1'/>",
                        "<input ref='/data/q'><setvalue event='xforms-value-changed' ref='/data/copy' value='/data/q'/></input>"
                        "<repeat nodeset='/data/rep'><setvalue event='odk-new-repeat' ref='/data/rep/no' value='position(..)'/>"
                        "<input ref='/data/rep/no'/></repeat>"));
    CHECK(form.value("/data/start") == "2");
    form.answer("/data/q", "x");
    CHECK(form.value("/data/copy") == "x");
    form.add_row("/data/rep");
    form.add_row("/data/rep");
    CHECK(form.value("/data/rep[2]/no") == "2");
}

TEST_CASE("rows keep their ids and order over saving, and unknown cells are kept") {
    Scenario form(xform("<data id='t'><rep jr:template=''><x/></rep></data>", "",
                        "<repeat nodeset='/data/rep'><input ref='/data/rep/x'/></repeat>"));
    form.add_row("/data/rep");
    form.add_row("/data/rep");
    form.answer("/data/rep[1]/x", "first");
    auto const last = form.at("/data/rep[2]");
    auto const between = form.live().add_row(form.repeat("/data/rep"), &last);
    REQUIRE(between.has_value());
    form.answer("/data/rep[2]/x", "between");
    auto const id = form.live().row_id(form.at("/data/rep[2]"));
    form.reopen();
    CHECK(form.rows("/data/rep") == 3);
    CHECK(form.value("/data/rep[2]/x") == "between");
    CHECK(form.live().row_id(form.at("/data/rep[2]")) == id);
    CHECK(form.live().cell_path(form.at("/data/rep[2]/x")) == "rep[" + id->text() + "]/x");
}

TEST_CASE("a label shows answers, and turns with the language") {
    Scenario form(xform("<data id='t'><name/><age/></data>",
                        "<itext><translation lang='en' default='true()'><text id='l'><value>Age of <output value='/data/name'/>?</value></text>"
                        "</translation><translation lang='zh'><text id='l'><value><output value='/data/name'/>多大?</value></text></translation></itext>",
                        "<input ref='/data/name'/><input ref='/data/age'><label ref=\"jr:itext('l')\"/></input>"));
    form.answer("/data/name", "Li");
    CHECK(form.label("/data/age") == "Age of Li?");
    form.live().set_language(1);
    CHECK(form.label("/data/age") == "Li多大?");
}

TEST_CASE("aggregates with a condition take each row by itself, and follow what is answered in it") {
    Scenario form(xform("<data id='t'><limit>18</limit><grown/><names/><count/><oldest/><place/><none/>"
                        "<m jr:template=''><name/><age/><row/></m></data>",
                        "<bind nodeset='/data/limit' type='int'/><bind nodeset='/data/m/age' type='int'/>"
                        "<bind nodeset='/data/grown' calculate='sum-if(/data/m/age, /data/m/age &gt;= /data/limit)'/>"
                        "<bind nodeset='/data/names' calculate=\"join-if('、', /data/m/name, /data/m/age &gt;= /data/limit)\"/>"
                        "<bind nodeset='/data/count' calculate='count-if(/data/m, /data/m/age &gt;= /data/limit)'/>"
                        "<bind nodeset='/data/oldest' calculate='max-if(/data/m/age, /data/m/age &lt; /data/limit)'/>"
                        "<bind nodeset='/data/place' calculate='rank-index-if(2, /data/m/age, /data/m/age &gt;= /data/limit)'/>"
                        "<bind nodeset='/data/none' calculate='rank-index(9, /data/m/age)'/>"
                        "<bind nodeset='/data/m/row' calculate='index()'/>",
                        "<input ref='/data/limit'/><group ref='/data/m'><repeat nodeset='/data/m'><input ref='/data/m/name'/>"
                        "<input ref='/data/m/age'/></repeat></group>"));
    const std::pair<const char*, const char*> people[] = {{"A", "70"}, {"B", "40"}, {"C", "9"}};
    int number = 0;
    for (const auto& [name, age] : people) {
        REQUIRE(form.add_row("/data/m"));
        const std::string row = "/data/m[" + std::to_string(++number) + "]";
        form.answer(row + "/name", name);
        form.answer(row + "/age", age);
    }
    CHECK(form.value("/data/grown") == "110");
    CHECK(form.value("/data/names") == "A、B");
    CHECK(form.value("/data/count") == "2");
    CHECK(form.value("/data/oldest") == "9");
    CHECK(form.value("/data/place") == "2");
    CHECK(form.value("/data/none") == "999");
    CHECK(form.value("/data/m[3]/row") == "3");
    form.answer("/data/limit", "50");
    CHECK(form.value("/data/names") == "A");
    CHECK(form.value("/data/place") == "999");
    form.answer("/data/m[2]/age", "80");
    CHECK(form.value("/data/place") == "1");
    CHECK(form.value("/data/grown") == "150");
    CHECK(form.live().check_against_full_recompute() == "");
}
