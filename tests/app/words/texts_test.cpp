// Both languages say everything: the same keys with the same parameters, and every key that the code names is there.
#include "app/words/texts.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "model/base/files.hpp"

using namespace yuanquan;

namespace {

words::Texts load() {
    auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
    REQUIRE(texts.has_value());
    return std::move(*texts);
}

std::set<std::string> parameters(const std::string& text) {
    static const std::regex kParameter(R"(\{([a-z_0-9]+)(\|[^|}]+\|[^|}]+)?\})");
    std::set<std::string> all;
    for (std::sregex_iterator it(text.begin(), text.end(), kParameter), end; it != end; ++it) all.insert((*it)[1]);
    return all;
}

}  // namespace

TEST_CASE("both languages have the same keys with the same parameters") {
    auto texts = load();
    const auto english = texts.keys("en"), chinese = texts.keys("zh");
    for (const auto& key : english) CHECK_MESSAGE(texts.has("zh", key), key);
    for (const auto& key : chinese) CHECK_MESSAGE(texts.has("en", key), key);
    for (const auto& key : english) {
        texts.set_language("en");
        const std::string first = texts.tr(key);
        texts.set_language("zh");
        CHECK_MESSAGE(parameters(first) == parameters(texts.tr(key)), key);
    }
}

TEST_CASE("one thing is said in the singular") {
    auto texts = load();
    const auto synced = [&](const char* sent, const char* received) {
        return texts.tr("cli.synced", {{"sent", sent}, {"received", received}, {"unsent", "{sent|a|b}"}});
    };
    texts.set_language("en");
    CHECK(synced("1", "0") == "Sent 1 change, received 0. Not yet at headquarters: {sent|a|b}.");
    CHECK(synced("21", "1") == "Sent 21 changes, received 1. Not yet at headquarters: {sent|a|b}.");
}

TEST_CASE("no English text counts things without both numbers of their noun") {
    const auto texts = load();
    // What follows a count: "of", a comma or a stop, or a noun that the braces hold.
    static const std::regex kCounted(R"(\{(count|sent|received|hq|backup|all|left|households|members)\} (more |other |new )?[a-z]+s\b)");
    auto english = texts;
    english.set_language("en");
    for (const auto& key : texts.keys("en")) CHECK_MESSAGE(!std::regex_search(std::string(english.tr(key)), kCounted), key);
}

TEST_CASE("of the person's own data that does not open other things are said than of a file from elsewhere") {
    const auto texts = load();
    const auto damaged = base::make_error(base::ErrorCode::damaged, "yuanquan.db", "malformed");
    const auto from_elsewhere = texts.error(damaged);
    const auto own = texts.error(base::Error(damaged).with_context("opening the workspace"));
    CHECK(own != from_elsewhere);
    CHECK(own.find("--restore") != std::string::npos);
}

TEST_CASE("every key that the code names is in the English table") {
    const auto texts = load();
    // A literal as tr() takes it: rooms and words in lower case, joined by dots.
    static const std::regex kKey(R"rx("((?:[a-z_]+)(?:\.[a-z_0-9]+)+)")rx");
    std::set<std::string> rooms;
    for (const auto& key : texts.keys("en")) rooms.insert(key.substr(0, key.find('.')));
    std::set<std::string> missing;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(YUANQUAN_SOURCE_DIR "/app")) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp") continue;
        const std::string code = *base::read_file(entry.path().string());
        for (std::sregex_iterator it(code.begin(), code.end(), kKey), end; it != end; ++it) {
            const std::string key = (*it)[1];
            const bool file = key.ends_with(".md") || key.ends_with(".csv") || key.ends_with(".json") || key.ends_with(".xlsx") || key.ends_with(".db");
            if (rooms.contains(key.substr(0, key.find('.'))) && !file && !texts.has("en", key)) missing.insert(key);
        }
    }
    for (const auto& key : missing) CHECK_MESSAGE(false, key);
}
