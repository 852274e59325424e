// Hostile forms end in findings, in bounded time and memory (promise P7).

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "model/form/form_reader.hpp"
#include "model/form/xform_writer.hpp"
#include "tests/support/equal_forms.hpp"
#include "tests/support/shared_cases.hpp"

using namespace yuanquan;
using namespace yuanquan::form;

namespace {

std::string form_with(const std::string& instance, const std::string& model, const std::string& body) {
    return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>f</h:title><model><instance><d id="f">)x" + instance + "</d></instance>" + model + "</model></h:head><h:body>" + body +
           "</h:body></h:html>";
}

// Whatever comes, it is a form that can be written and read again, or an error.
void check_survives(const std::string& xml) {
    const ReadForm result = read_xform(xml, {});
    CHECK((result.form == nullptr) == base::has_errors(result.findings));
    if (!result.form) return;
    const ReadForm again = read_xform(write_xform(*result.form), {});
    CHECK(again.form != nullptr);
}

std::string repeated(std::size_t count, const std::string& text) {
    std::string out;
    out.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

}  // namespace

TEST_CASE("entities are not expanded") {
    std::string dtd = "<!DOCTYPE x [<!ENTITY a0 \"lol\">";
    for (int i = 1; i < 20; ++i) {
        const std::string before = "&a" + std::to_string(i - 1) + ";";
        dtd += "<!ENTITY a" + std::to_string(i) + " \"" + repeated(10, before) + "\">";
    }
    const ReadForm result = read_xform(dtd + "]>" + form_with("<a>&a19;</a>", "", ""), {});
    CHECK_FALSE(result.form);
    CHECK(result.findings.at(0).code == "form.not_xml");
}

TEST_CASE("depth is bounded") {
    check_survives(repeated(100'000, "<a>"));
    check_survives(form_with(repeated(100'000, "<a>") + repeated(100'000, "</a>"), "", ""));
    check_survives(form_with("<a/>", "", repeated(100'000, "<group>") + repeated(100'000, "</group>")));
    check_survives(form_with("<a/>", "<bind nodeset='/d/a' relevant='" + repeated(100'000, "(") + "'/>", ""));
    check_survives(form_with(repeated(200, "<r jr:template=''>") + repeated(200, "</r>"), "", ""));
}

TEST_CASE("what is wide is read in time that grows with it") {
    std::string nodes, binds, body;
    for (int i = 0; i < 10'000; ++i) {
        const std::string name = "q" + std::to_string(i);
        nodes += "<" + name + "/>";
        binds += "<bind nodeset='/d/" + name + "' type='int' relevant='/d/q0 = 1'/>";
        body += "<input ref='/d/" + name + "'><label>x</label></input>";
    }
    const ReadForm result = read_xform(form_with(nodes, binds, body), {});
    CHECK(base::has_errors(result.findings) == false);  // q0's own relevant is a warning.
}

TEST_CASE("findings are bounded") {
    const ReadForm result = read_xform(form_with("<a/>", repeated(50'000, "<bind nodeset='/d/nowhere'/>"), ""), {});
    CHECK(result.findings.size() <= 2'000);
    const std::string late = repeated(5'000, "<bind nodeset='/d/nowhere'/>") + "<bind nodeset='/d/a' relevant='('/>";
    CHECK_FALSE(read_xform(form_with("<a/>", late, ""), {}).form);
}

TEST_CASE("a truncated or mutated form never crashes") {
    const auto shared = support::shared_folder();
    std::string seed_form = form_with("<a/><r jr:template=''><b/></r>", "<bind nodeset='/d/a' calculate='../r/b + 1' jr:constraintMsg='x'/>",
                                      "<input ref='/d/a'><label>x <output value='/d/r/b'/></label></input>"
                                      "<group ref='/d/r'><repeat nodeset='/d/r' jr:count='2'><input ref='b'/></repeat></group>");
    std::vector<std::string> forms{seed_form};
    if (!shared) MESSAGE("no shared conformance material: one form only");
    else forms.push_back(support::read_bytes(*shared + "/conformance/forms/child-vaccination.xml").substr(0, 40'000));
    std::mt19937 random(20'261'123);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const std::vector<std::string> pieces{"<", ">", "/", "\"", "jr:template=\"\"", "<repeat nodeset=\"/d/r\">", "..", "[", "]", "&#0;", "&lt;",
                                          "xmlns=\"x\"", "ref=\"/\"", "@", "\xff", "instance('", "<value form=\"guidance\">"};
    for (const std::string& form : forms) {
        for (std::size_t end = 0; end < form.size(); end += 1 + form.size() / 400) check_survives(form.substr(0, end));
        for (int i = 0; i < 600; ++i) {
            std::string mutant = form;
            for (std::size_t n = 1 + below(4); n > 0; --n) {
                const std::size_t at = below(mutant.size());
                switch (below(3)) {
                    case 0: mutant.erase(at, 1 + below(20)); break;
                    case 1: mutant.insert(at, pieces[below(pieces.size())]); break;
                    default: mutant.insert(at, mutant.substr(below(mutant.size()), below(60)));
                }
            }
            check_survives(mutant);
        }
    }
}
