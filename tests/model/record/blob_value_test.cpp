// How a cell names a photo or a file.
#include "model/record/blob_value.hpp"

#include <doctest/doctest.h>

using namespace yuanquan;

TEST_CASE("what is written of a file is read back") {
    const base::BlobId id = *base::BlobId::parse(std::string(63, '0') + "7");
    const auto value = record::write_blob_value(id, "房子.jpg");
    const auto read = record::read_blob_value(value);
    REQUIRE(read.has_value());
    CHECK(read->id == id);
    CHECK(read->name == "房子.jpg");
    CHECK(record::file_name_of(value) == "房子.jpg");
}

TEST_CASE("other words are no file, and a hash that cannot be read names nothing") {
    CHECK_FALSE(record::read_blob_value("二组 3 号").has_value());
    CHECK(record::file_name_of("a/b") == "a/b");
    for (const auto& value : {std::string("blob:"), std::string("blob:12/a.jpg"), "blob:" + std::string(64, 'g') + "/a.jpg"}) {
        CHECK(record::is_blob_value(value));
        CHECK_FALSE(record::read_blob_value(value).has_value());
    }
    CHECK(record::read_blob_value("blob:" + std::string(64, 'a'))->name.empty());
}
