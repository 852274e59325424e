#include "model/base/xml.hpp"

#include <doctest/doctest.h>

using namespace yuanquan::base;

TEST_CASE("elements, attributes, text and namespaces are read") {
    const auto root = read_xml(R"(<?xml version="1.0"?>
<h:html xmlns="http://x" xmlns:h="http://h"><h:head a="1" h:b="2 &amp; &#x6237;"/><m xmlns=""><i/></m>t<![CDATA[<e>]]>&lt;u<!--c--><?p q?></h:html>)");
    REQUIRE(root);
    CHECK(root->name() == "h:html");
    CHECK(root->local_name() == "html");
    CHECK(root->namespace_uri() == "http://h");
    CHECK(root->namespaces.size() == 2);
    const XmlNode* head = root->child("head");
    REQUIRE(head != nullptr);
    CHECK(head->offset == 66);
    CHECK(*head->attribute("b") == "2 & 户");
    CHECK(head->attributes[1].namespace_uri == "http://h");
    CHECK(head->attributes[0].namespace_uri == "");
    CHECK(head->attribute("none") == nullptr);
    CHECK(root->child("m")->children[0].namespace_uri() == "");
    CHECK(root->text_content() == "t<e><u");
    CHECK(root->child_elements().size() == 2);
    CHECK(root->children_named("m").size() == 1);
    CHECK(root->children[2].kind == XmlNode::Kind::text);
    CHECK(root->children[3].kind == XmlNode::Kind::comment);
    CHECK(root->children[4].name() == "p");
    CHECK(root->children[4].text == "q");
}

TEST_CASE("what is not XML is refused with its place") {
    for (const char* bad : {"", " ", "<a>", "<a></b>", "<a/><b/>", "<a b='1' b='2'/>", "<a>&nope;</a>", "<a>&#0;</a>",
                            "<a>\x01</a>", "<a>\xff</a>", "<a b=1/>", "<p:a/>", "<a p:b='1'/>", "text", "<a/>text"}) {
        CAPTURE(bad);
        const auto root = read_xml(bad);
        REQUIRE_FALSE(root);
        CHECK(root.error().code == ErrorCode::bad_input);
    }
    CHECK(read_xml("<a>\n<b></c></a>").error().position == 9);
}

TEST_CASE("entities and DOCTYPE are refused, whatever they would do") {
    const char* lol = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>";
    CHECK(read_xml(lol).error().detail == "DOCTYPE is refused");
    CHECK(read_xml("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>").error().detail == "DOCTYPE is refused");
}

TEST_CASE("limits hold") {
    std::string deep;
    for (int i = 0; i < 300; ++i) deep += "<a>";
    CHECK(read_xml(deep).error().code == ErrorCode::too_large);
    CHECK(read_xml("<a><b/><b/><b/></a>", {1000, 10, 3}).error().code == ErrorCode::too_large);
    CHECK(read_xml("<a/>          ", {10, 10, 3}).error().code == ErrorCode::too_large);
}

TEST_CASE("what is written reads back the same") {
    const char* source = R"(<a xmlns:p="u" q="1&#10;2&quot;&lt;"><p:b>x &amp; &lt;y&gt; 户&#13;</p:b><c/> </a>)";
    const auto root = read_xml(source);
    REQUIRE(root);
    const std::string text = write_xml(*root);
    const auto again = read_xml(text);
    REQUIRE(again);
    CHECK(write_xml(*again) == text);
    CHECK(again->child("b")->text_content() == "x & <y> 户\r");
    CHECK(*again->attribute("q") == "1\n2\"<");
}

TEST_CASE("pretty indents only where there is no text to change") {
    const auto root = read_xml("<a><b><c/></b><d>x<e/></d></a>");
    CHECK(write_xml(*root, true) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b>\n    <c/>\n  </b>\n  <d>x<e/></d>\n</a>\n");
    CHECK(escape_xml("a<b>&\"") == "a&lt;b&gt;&amp;&quot;");
}
