// What the sheets of an XLSForm say arrives in Form, as pyxform would have it.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "model/base/sheet.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xform_writer.hpp"

using namespace yuanquan;
using namespace yuanquan::form;

namespace {

ReadForm read(const std::string& markdown, ReadOptions options = {}) {
    if (options.file_name.empty()) options.file_name = "case.md";
    auto workbook = base::read_markdown(markdown);
    REQUIRE(workbook);
    return read_xlsform(*workbook, options);
}

std::shared_ptr<const Form> form_of(const std::string& markdown) {
    const ReadForm result = read(markdown);
    for (const auto& finding : result.findings) {
        INFO(finding.code << " row " << finding.place.row << " " << finding.place.column);
        CHECK(finding.severity == base::Severity::warning);
    }
    REQUIRE(result.form);
    return result.form;
}

const FormNode& node(const Form& form, std::string_view path) {
    const NodeIndex index = form.find_node(path);
    REQUIRE(index != kNone);
    return form.nodes[index];
}

const Control& control(const Form& form, std::string_view path) {
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

const base::Finding* finding(const ReadForm& result, std::string_view code) {
    const auto it = std::find_if(result.findings.begin(), result.findings.end(),
                                 [&](const auto& f) { return f.code == code; });
    return it == result.findings.end() ? nullptr : &*it;
}

}  // namespace

TEST_CASE("a question has its type, its words, its bind and its control") {
    const auto form = form_of(R"x(
| survey |
| | type | name | label | hint | constraint | constraint message | required | Read Only | default | appearance |
| | integer | age | How old? | In years | . >= 0 | Not below zero | yes | no | 7 | numbers |
)x");
    const FormNode& age = node(*form, "age");
    CHECK(age.type == DataType::integer);
    CHECK(age.type_text == "int");
    CHECK(age.constraint.text() == ". >= 0");
    CHECK(words(age.constraint_message) == "Not below zero");
    CHECK(age.required.text() == "true()");
    CHECK(age.readonly.text() == "false()");
    CHECK(words(control(*form, "age").label) == "How old?");
    CHECK(words(control(*form, "age").hint) == "In years");
    CHECK(control(*form, "age").appearance == "numbers");
    CHECK(form->initial.child("age")->text_content() == "7");
    CHECK(node(*form, "meta/instanceID").preload == "uid");
    CHECK(form->id == "case");
}

TEST_CASE("references are relative inside a repeat and absolute outside of it") {
    const auto form = form_of(R"x(
| survey |
| | type | name | label | calculation |
| | integer | base | Base | |
| | begin repeat | members | Member | |
| | begin group | about | About | |
| | integer | age | Age | |
| | end group | | | |
| | calculate | twice | | ${age} * 2 + ${base} |
| | end repeat | | | |
| | calculate | total | | sum(${age}) |
)x");
    CHECK(node(*form, "members/twice").calculate.text() == " ../about/age  * 2 +  /data/base ");
    CHECK(node(*form, "total").calculate.text() == "sum( /data/members/about/age )");
    CHECK(form->templates.contains(form->find_node("members")));
}

TEST_CASE("a choice filter reads its list from where the question stands") {
    const auto form = form_of(R"x(
| survey |
| | type | name | label | choice_filter | parameters |
| | begin repeat | visit | Visit | | |
| | select_one county | county | County | | |
| | select_one town | town | Town | parent = ${county} | randomize=true seed=3 |
| | end repeat | | | | |
| choices |
| | list_name | name | label | parent |
| | county | 620981 | Yumen | |
| | town | 1 | Dushanzi | 620981 |
)x");
    const Itemset& towns = *control(*form, "visit/town").itemset;
    CHECK(towns.nodeset.text() == "instance('town')/root/item[parent =  current()/../county ]");
    CHECK(towns.randomize);
    CHECK(towns.seed.text() == "3");
    CHECK(towns.nodeset_text == "randomize(" + towns.nodeset.text() + ", 3)");
    REQUIRE(form->instances.size() == 2);
    CHECK(form->instances[1].columns == std::vector<std::string>{"name", "label", "parent"});
    CHECK(form->instances[1].rows == std::vector<std::vector<std::string>>{{"1", "Dushanzi", "620981"}});
}

TEST_CASE("texts stand in their languages, and choices share them") {
    const auto form = form_of(R"x(
| survey |
| | type | name | label::English (en) | label::中文 (zh) | image::中文 (zh) |
| | text | name | Name | 姓名 | face.png |
| | note | hello | Hello ${name} | 你好 ${name} | |
| | select_one yn | ok | Good? | 好吗 | |
| choices |
| | list_name | name | label::English (en) | label::中文 (zh) |
| | yn | y | Yes | 是 |
| settings |
| | default_language |
| | 中文 (zh) |
)x");
    REQUIRE(form->languages == std::vector<std::string>{"English (en)", "中文 (zh)"});
    CHECK(form->default_language == 1);
    CHECK(form->names_default_language);
    const Control& name = control(*form, "name");
    CHECK(name.label.id == "/data/name:label");
    CHECK(words(name.label, 1) == "姓名");
    CHECK(name.label.by_language[1]->media.at("image") == "face.png");
    CHECK(words(control(*form, "hello").label, 0) == "Hello { /data/name }");
    CHECK(control(*form, "ok").itemset->label_is_itext);
    CHECK(words(form->texts.at("yn-0"), 1) == "是");
}

TEST_CASE("computed defaults, triggers and counts become actions and nodes") {
    const auto form = form_of(R"x(
| survey |
| | type | name | label | default | trigger | calculation | repeat_count |
| | dateTime | begun | Begun | now() | | | |
| | dateTime | changed | Changed | | ${begun} | now() | |
| | begin repeat | rows | Row | | | | 2 + 1 |
| | text | id | Id | uuid() | | | |
| | end repeat | | | | | | |
)x");
    REQUIRE(form->actions.size() == 4);
    CHECK(form->actions[0].events == std::vector<std::string>{"odk-instance-first-load"});
    CHECK(form->actions[0].value.text() == "now()");
    CHECK(form->actions[2].events == std::vector<std::string>{"odk-new-repeat"});
    CHECK(form->actions[2].trigger == form->find_node("rows"));
    CHECK(form->actions[3].events == std::vector<std::string>{"xforms-value-changed"});
    CHECK(form->actions[3].target == form->find_node("changed"));
    CHECK(node(*form, "changed").calculate.empty());
    CHECK(node(*form, "rows_count").calculate.text() == "2 + 1");
    CHECK(control(*form, "rows").repeat_count.text() == " /data/rows_count ");
}

TEST_CASE("an entity goes into the repeat whose questions it saves") {
    const auto form = form_of(R"x(
| survey |
| | type | name | label | save_to |
| | begin repeat | members | Member | |
| | text | name | Name | full_name |
| | end repeat | | | |
| entities |
| | list_name | label |
| | people | ${name} |
)x");
    REQUIRE(form->entities.size() == 1);
    CHECK(form->entities[0].dataset == "people");
    CHECK(form->entities[0].node == form->find_node("members/meta/entity"));
    CHECK(node(*form, "members/name").save_to == "full_name");
    CHECK(node(*form, "members/meta/entity/label").calculate.text() == " ../../../name ");
    CHECK(form->model_attributes.at("entities:entities-version") == "2025.1.0");
}

TEST_CASE("reading goes on after the first fault, and each has its place") {
    const ReadForm result = read(R"x(
| survey |
| | type | name | label | relevant |
| | texxt | a | A | |
| | select_one nowhere | b | B | |
| | text | c | C | ${d} = 1 |
| | text | c | Again | |
| | end group | | | |
)x");
    CHECK(result.form == nullptr);
    for (const char* code : {"form.misspelt_type", "form.no_choices", "form.unknown_name", "form.name_twice",
                             "form.unmatched_end"}) {
        INFO(std::string(code));
        CHECK(finding(result, code) != nullptr);
    }
    CHECK(finding(result, "form.misspelt_type")->place.row == 2);
    CHECK(finding(result, "form.misspelt_type")->parameters.at("guess") == "text");
    CHECK(finding(result, "form.unknown_name")->place.column == "relevant");
}

TEST_CASE("a fault in an expression is shown where its author wrote it") {
    const ReadForm wrong = read(R"x(
| survey |
| | type | name | label | calculation |
| | integer | a | A | |
| | calculate | b | | ${a} + frobnicate(${a}) |
)x");
    const base::Finding* unknown = finding(wrong, "form.unknown_function");
    REQUIRE(unknown != nullptr);
    CHECK(unknown->place.row == 3);
    CHECK(unknown->place.column == "calculation");
    CHECK(unknown->place.position == 7);  // ${a} is one reference for its author, a path for the engine.
    CHECK(unknown->parameters.at("expression") == "${a} + frobnicate(${a})");

    const ReadForm broken =
        read("| survey |\n| | type | name | label | relevant |\n| | text | a | A |  1 + |\n");
    REQUIRE(finding(broken, "form.bad_expression") != nullptr);
    CHECK(finding(broken, "form.bad_expression")->place.column == "relevant");
}

TEST_CASE("an unknown column is said, and is a fault where a form is installed") {
    const std::string markdown =
        "| survey |\n| | type | name | label | constaint | _note |\n| | text | a | A | . > 1 | mine |\n";
    const ReadForm lenient = read(markdown);
    REQUIRE(finding(lenient, "form.misspelt_column") != nullptr);
    CHECK(finding(lenient, "form.misspelt_column")->parameters.at("guess") == "constraint");
    CHECK(lenient.form != nullptr);
    CHECK(lenient.findings.size() == 1);
    ReadOptions strict;
    strict.strict_columns = true;
    CHECK(read(markdown, strict).form == nullptr);
}

TEST_CASE("a long list stays a table") {
    base::Workbook workbook;
    workbook.sheets.push_back(
        {"survey", {{1, {"type", "name", "label"}}, {2, {"select_one village", "v", "Village"}}}});
    base::Sheet choices{"choices", {{1, {"list_name", "name", "label", "parent"}}}};
    for (int i = 0; i < 20'000; ++i)
        choices.rows.push_back({i + 2, {"village", std::to_string(i), "Village", "7"}});
    workbook.sheets.push_back(std::move(choices));
    const ReadForm result = read_xlsform(workbook, {});
    REQUIRE(result.form);
    REQUIRE(result.form->instances.size() == 1);
    CHECK(result.form->instances[0].rows.size() == 20'000);
    CHECK(result.form->texts.empty());
}

TEST_CASE("a workbook without sense gives findings, never a form and never a crash") {
    CHECK(finding(read("| settings |\n| | form_id |\n| | a |\n"), "form.no_survey") != nullptr);
    CHECK(finding(read("| survei |\n| | type |\n| | text |\n"), "form.no_survey_similar") != nullptr);
    CHECK(finding(read("| survey |\n| | name | label |\n| | a | A |\n"), "form.missing_column") != nullptr);
    for (const char* cell : {"${", "${}", "${a", "${a}}", "$", "((((", "']", "instance(",
                             "instance('a')/root/item[", "pulldata('a'", "indexed-repeat(${a}, ${a}"}) {
        INFO(std::string(cell));
        read(
            "| survey |\n| | type | name | label | relevant | parameters | default | trigger |\n| | text | a "
            "| " +
            std::string(cell) + " | " + cell + " | " + cell + " | " + cell + " | " + cell + " |\n");
        read("| survey |\n| | type | name | label |\n| | " + std::string(cell) + " | " + cell + " | A |\n");
    }
}

TEST_CASE("a rating of KoboToolbox is a grid of one list, all asked for when its head is") {
    const auto form = form_of(
        "| survey |\n| | type | name | label | kobo--score-choices | required |\n"
        "| | begin_score | s | How good is | level | true |\n| | score__row | road | the road? | | |\n| | score__row | school | the school? | | |\n"
        "| | end_score | | | | |\n| choices |\n| | list_name | name | label |\n| | level | 1 | Bad |\n| | level | 2 | Good |\n");
    CHECK(control(*form, "s").appearance == "field-list");
    CHECK(control(*form, "s/s_header").appearance == "label");
    CHECK(words(control(*form, "s/s_header").label) == "How good is");
    CHECK(control(*form, "s/school").appearance == "list-nolabel");
    CHECK(control(*form, "s/school").kind == ControlKind::select_one);
    CHECK_FALSE(node(*form, "s/school").required.empty());
    CHECK(node(*form, "s/s_header").required.empty());
}

TEST_CASE("a ranking of KoboToolbox asks for every level, each another than those above") {
    const auto form = form_of(
        "| survey |\n| | type | name | label | kobo--rank-items | kobo--rank-constraint-message | relevant |\n"
        "| | text | a | A | | | |\n"
        "| | begin_rank | r | Top needs | needs | Choose another | ${a} != '' |\n| | rank__level | n1 | First | | | |\n| | rank__level | n2 | Second | | | |\n"
        "| | rank__level | n3 | Third | | | |\n| | end_rank | | | | | |\n"
        "| choices |\n| | list_name | name | label |\n| | needs | food | Food |\n| | needs | water | Water |\n| | needs | house | House |\n");
    CHECK_FALSE(node(*form, "r").relevant.empty());
    CHECK(words(control(*form, "r/r_label").label) == "Top needs");
    CHECK(node(*form, "r/n1").constraint.empty());
    CHECK(node(*form, "r/n3").constraint.text().find(" and ") != std::string::npos);
    CHECK(words(node(*form, "r/n2").constraint_message) == "Choose another");
    CHECK(control(*form, "r/n2").appearance == "minimal");
}

TEST_CASE("a matrix of KoboToolbox is a group for each thing, with every column in it") {
    const auto form = form_of(
        "| survey |\n| | type | name | label | kobo--matrix_list | relevant | appearance |\n"
        "| | begin_kobomatrix | m | Goods | goods | | |\n| | select_one yn | has | Has one | | | |\n| | integer | many | How many | | ${has} = 'y' | w3 |\n"
        "| | end_kobomatrix | | | | | |\n"
        "| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n| | goods | car | Car |\n| | goods | tv | TV |\n");
    CHECK(control(*form, "m_header").appearance == "w6");
    CHECK(words(control(*form, "m_header/m_header_many").label) == "**How many**");
    CHECK(words(control(*form, "m_tv/m_tv_note").label) == "##### TV");
    CHECK(control(*form, "m_tv/m_tv_has").appearance == "w2 horizontal-compact");
    CHECK(node(*form, "m_tv/m_tv_many").relevant.text().find("m_tv_has") != std::string::npos);
    CHECK(form->find_node("m_car/m_car_many") != kNone);
}

TEST_CASE("a block of KoboToolbox without its list, with a stranger in it, or without an end is told by its row") {
    CHECK(finding(read("| survey |\n| | type | name | label |\n| | begin_score | s | S |\n| | end_score | | |\n"), "form.kobo_list") != nullptr);
    const char* head = "| survey |\n| | type | name | label | kobo--score-choices |\n| | begin_score | s | S | l |\n";
    const std::string choices = "| choices |\n| | list_name | name | label |\n| | l | 1 | One |\n";
    CHECK(finding(read(head + std::string("| | text | t | T | |\n| | end_score | | | |\n") + choices), "form.kobo_row")->place.row == 3);
    CHECK(finding(read(head + choices), "form.unmatched_begin")->place.row == 2);
}
