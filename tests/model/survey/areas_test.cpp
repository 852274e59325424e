#include "model/survey/areas.hpp"

#include <doctest/doctest.h>

namespace yuanquan::survey {

TEST_CASE("areas form a tree by their parent column") {
    const auto areas = Areas::read("name,label,label_en,parent\n620981,玉门市,Yumen,\n62098101,源泉村,Yuanquan,620981\n6209810102,二组,,62098101\n");
    REQUIRE(areas);
    CHECK(areas->roots() == std::vector<std::string>{"620981"});
    CHECK(areas->name("6209810102", true) == "源泉村 二组");
    CHECK(areas->name("6209810102", false, 3) == "Yumen Yuanquan 二组");
    CHECK(areas->within("6209810102", "620981"));
    CHECK_FALSE(areas->within("620981", "6209810102"));
    CHECK(areas->name("999", true) == "999");
}

TEST_CASE("a list that goes round in a ring ends, and one without its columns is refused") {
    const auto ring = Areas::read("name,label,parent\na,A,b\nb,B,a\n");
    REQUIRE(ring);
    CHECK(ring->path("a").size() <= 12);
    CHECK_FALSE(Areas::read("code,title\n1,x\n"));
}

}  // namespace yuanquan::survey
