// The rules that a compiler cannot keep: who may include whom, which module seals which library, sizes, words, and
// that the READMEs name files that exist. Every rule is a function over a tree of files, so each one is also shown to
// fire on a small tree of faults: a rule that cannot fail is no rule.

#include <doctest/doctest.h>
#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Tree = std::map<std::string, std::string>;  // Path from the root, text.
using Faults = std::vector<std::string>;

struct Layer {
    std::string name;
    std::string folder;
    std::set<std::string> depends;
};

bool matches(const std::string& path, const std::vector<std::string>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& p) { return fnmatch(p.c_str(), path.c_str(), 0) == 0; });
}

bool is_code(const std::string& path) { return matches(path, {"*.cpp", "*.hpp"}); }

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::vector<std::string> captures(const std::string& text, const std::regex& pattern) {
    std::vector<std::string> found;
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
        found.push_back((*it)[1].str());
    }
    return found;
}

std::vector<std::string> includes(const std::string& text) {  // With their quotes or angle brackets.
    std::vector<std::string> found;
    const std::regex pattern(R"(^\s*#\s*include\s*([<"][^>"]+[>"]))");
    for (const std::string& line : lines_of(text)) {
        std::smatch match;
        if (std::regex_search(line, match, pattern)) found.push_back(match[1].str());
    }
    return found;
}

// ---- The rules --------------------------------------------------------------------------------------------------

std::vector<Layer> layers_of(const Tree& tree) {
    std::vector<Layer> layers;
    const std::regex pattern(R"(^layer\((\w+)\s+(\S+?)(?:\s+DEPENDS((?:\s+(?!EXTERNAL)\w+)*))?(?:\s+EXTERNAL[^)]*)?\)$)");
    const auto cmake = tree.find("CMakeLists.txt");
    if (cmake == tree.end()) return layers;
    for (const std::string& line : lines_of(cmake->second)) {
        std::smatch match;
        if (!std::regex_match(line, match, pattern)) continue;
        Layer layer{match[1], match[2], {}};
        std::istringstream names(match[3].str());
        for (std::string name; names >> name;) layer.depends.insert(name);
        layers.push_back(layer);
    }
    return layers;
}

Faults upward_arrows(const Tree& tree) {
    Faults faults;
    std::set<std::string> below;
    for (const Layer& layer : layers_of(tree)) {
        for (const std::string& name : layer.depends) {
            if (!below.contains(name)) faults.push_back("CMakeLists.txt: " + layer.name + " -> " + name + " points up");
        }
        below.insert(layer.name);
    }
    return faults;
}

Faults forbidden_includes(const Tree& tree) {
    Faults faults;
    std::map<std::string, Layer> by_folder;
    for (const Layer& layer : layers_of(tree)) by_folder[layer.folder] = layer;
    for (const auto& [path, text] : tree) {
        if (!is_code(path)) continue;
        const auto from = by_folder.find(folder_of(path));
        for (const std::string& quoted : includes(text)) {
            if (quoted[0] != '"') continue;
            const std::string target = quoted.substr(1, quoted.size() - 2);
            if (!tree.contains(target)) {
                if (!target.starts_with("imgui")) faults.push_back(path + ": no such file from the root: " + target);
                continue;
            }
            if (from == by_folder.end()) continue;  // main.cpp and tests may include everything.
            const auto to = by_folder.find(folder_of(target));
            if (to == by_folder.end()) {
                faults.push_back(path + ": is not part of a layer: " + target);
            } else if (to->first != from->first && !from->second.depends.contains(to->second.name)) {
                faults.push_back(path + ": " + from->second.name + " may not include " + target);
            }
        }
    }
    return faults;
}

// Which third-party header is for which files only. The header is matched as the beginning of what is included.
const std::vector<std::pair<std::string, std::vector<std::string>>> kSealed = {
    {"<sqlite3", {"model/store/database.cpp", "tests/bench/*", "tests/support/fault_disk.cpp"}},
    {"<libpq", {"sync/replica/postgres_replica.cpp"}},
    {"<imgui", {"app/ui/*", "app/screens/*", "tests/app/*", "tests/support/screen_*", "tests/bench/window.cpp", "tests/bench/typing.cpp"}},
    {"\"imgui", {"app/ui/*", "app/screens/*", "tests/app/*", "tests/support/screen_*", "tests/bench/window.cpp", "tests/bench/typing.cpp"}},
    {"<GLFW/", {"app/ui/window*.cpp"}},
    {"<X11/", {"app/ui/*.cpp"}},
    {"<GL/", {"app/ui/*.cpp"}},
    {"<cereal/", {"*codec*.cpp", "model/record/codec_archive.hpp"}},
    {"\"model/record/codec_archive.hpp", {"*codec*.cpp"}},  // Brings cereal with it.
    {"<openssl/", {"model/base/digest.cpp", "sync/hq/tls_identity.cpp"}},
    {"<expat", {"model/base/*.cpp"}},
    {"<zip.h", {"model/base/*.cpp"}},
    {"<xlsxwriter", {"model/base/*.cpp", "app/export/*.cpp", "tests/bench/*"}},
    {"<sodium", {"model/base/*.cpp", "sync/wire/*.cpp", "sync/hq/*.cpp"}},
    {"<zstd", {"model/base/*.cpp", "model/store/*.cpp", "sync/wire/*.cpp", "tests/bench/*"}},
    {"<re2/", {"model/xpath/*.cpp"}},
    {"<unicode/", {"model/base/*.cpp", "app/ui/*.cpp"}},
    {"<microhttpd", {"sync/hq/*.cpp"}},
    {"<curl/", {"sync/link/*.cpp"}},
    {"<cairo", {"app/export/*.cpp", "tests/bench/*"}},
    {"<pango/", {"app/export/*.cpp", "tests/bench/*"}},
    {"<fontconfig/", {"app/export/print_font.cpp"}},
    {"<hb", {"app/export/print_font.cpp"}},
    {"<readstat", {"app/export/*.cpp", "tests/*"}},
    {"<qrencode", {"app/export/qr_picture.cpp", "tests/*"}},
    {"<jpeglib", {"app/export/*.cpp"}},
    {"<stb_image", {"app/ui/picture.cpp"}},
    {"<zbar", {"app/ui/barcode.cpp"}},
    {"<libexif/", {"app/ui/picture.cpp", "model/survey/position_file.cpp", "tests/*"}},
    {"<stb", {"app/ui/*.cpp", "app/export/*.cpp"}},
    {"<CLI/", {"app/cli/*.cpp", "app/main.cpp"}},
    {"<fstream", {"model/base/files*.cpp", "tests/*"}},
    {"<regex", {"tests/*"}},  // std::regex overflows the stack on long input.
    {"<doctest/", {"tests/*"}},
    {"<rapidcheck", {"tests/*"}},
};

Faults broken_seals(const Tree& tree) {
    Faults faults;
    const std::regex stdio(R"((^|[^\w.])(fopen|freopen|tmpfile)\s*\()");
    for (const auto& [path, text] : tree) {
        if (!is_code(path)) continue;
        for (const std::string& header : includes(text)) {
            for (const auto& [prefix, allowed] : kSealed) {
                if (header.starts_with(prefix) && !matches(path, allowed)) {
                    faults.push_back(path + ": " + header + " is sealed into " + allowed.front());
                }
            }
        }
        if (!matches(path, {"model/base/files*.cpp", "tests/*"}) && std::regex_search(text, stdio)) {
            faults.push_back(path + ": files are opened by model/base/files only");
        }
    }
    return faults;
}

// xpath, form, record and session do no IO: files, clock, network and randomness are parameters, so that a seed
// replays everything. (xpath's context.hpp declares that a null clock or chance means the system's.)
Faults hidden_inputs(const Tree& tree) {
    Faults faults;
    const std::regex word(
        R"(<(fstream|filesystem|random|thread|ctime|unistd\.h)>|\b(steady_clock|random_device|getenv|system_files|(base|chrono)::system_\w+)\b)");
    for (const auto& [path, text] : tree) {
        if (!is_code(path) || !matches(path, {"model/xpath/*", "model/form/*", "model/record/*", "sync/session/*"})) {
            continue;
        }
        for (std::sregex_iterator it(text.begin(), text.end(), word), end; it != end; ++it) {
            if (matches(path, {"model/xpath/*"}) && it->str().starts_with("base::")) continue;
            faults.push_back(path + ": takes this from outside, not as a parameter: " + it->str());
        }
    }
    return faults;
}

// A ratchet: a file that has to be longer stands here with its length, which may only shrink.
const std::map<std::string, std::size_t> kLongFiles = {};
constexpr std::size_t kLinesMax = 500;

Faults long_files(const Tree& tree, const std::map<std::string, std::size_t>& known = kLongFiles) {
    Faults faults;
    for (const auto& [path, text] : tree) {
        if (!is_code(path)) continue;
        const std::size_t lines = lines_of(text).size();
        const auto it = known.find(path);
        const std::size_t limit = it == known.end() ? kLinesMax : it->second;
        if (lines > limit) {
            faults.push_back(path + ": " + std::to_string(lines) + " lines, at most " + std::to_string(limit) +
                             ": split it by idea");
        }
    }
    for (const auto& [path, lines] : known) {
        if (lines <= kLinesMax || !tree.contains(path)) faults.push_back(path + ": take it out of kLongFiles");
    }
    return faults;
}

Faults banned_words(const Tree& tree) {
    Faults faults;
    const std::regex word(R"(\b(TODO|FIXME|XXX|HACK|[Ss]tub|[Ss]tubs|STUB)\b|/work/|using namespace std\b)");
    const std::regex name(R"((^|[/_])(utils?|managers?|helpers?|common|misc)(_\w+)?\.)");
    for (const auto& [path, text] : tree) {
        if (path == "tests/tidy_test.cpp") continue;
        if (std::regex_search(path, name)) faults.push_back(path + ": a file is named for its one type or verb");
        const std::vector<std::string> lines = lines_of(text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            std::smatch match;
            if (std::regex_search(lines[i], match, word)) {
                faults.push_back(path + ":" + std::to_string(i + 1) + ": banned: " + match.str());
            }
        }
    }
    return faults;
}

// A header opens with #pragma once and with what it is for; its namespace is its folder.
Faults careless_headers(const Tree& tree) {
    Faults faults;
    std::map<std::string, std::string> names;
    for (const Layer& layer : layers_of(tree)) names[layer.folder] = layer.name;
    const std::regex space(R"(\bnamespace\s+yuanquan::(\w+))");
    for (const auto& [path, text] : tree) {
        if (!is_code(path)) continue;
        const std::vector<std::string> lines = lines_of(text);
        if (path.ends_with(".hpp")) {
            if (lines.size() < 2 || lines[0] != "#pragma once" || !lines[1].starts_with("//")) {
                faults.push_back(path + ": opens with #pragma once, then with what it is for");
            }
            if (text.find("\nusing namespace") != std::string::npos) {
                faults.push_back(path + ": using namespace in a header");
            }
        }
        const auto layer = names.find(folder_of(path));
        if (layer == names.end() || !path.ends_with(".hpp")) continue;
        const std::vector<std::string> found = captures(text, space);
        const bool own = found.empty() || std::any_of(found.begin(), found.end(), [&](const std::string& name) {
                             return name.starts_with(layer->second);  // "export" is a keyword: exports.
                         });
        if (!own) faults.push_back(path + ": its namespace is yuanquan::" + layer->second);
    }
    return faults;
}

// What the READMEs put in backticks or link to, when it looks like a path of ours, exists.
Faults dead_paths(const Tree& tree, const std::set<std::string>& existing) {
    Faults faults;
    const std::regex quoted("`([^`\n]+)`");
    const std::regex linked(R"(\]\(([^)#:\s]+)\))");
    for (const auto& [path, text] : tree) {
        if (!path.ends_with("README.md")) continue;
        std::vector<std::string> words;
        for (const std::string& code : captures(text, quoted)) {
            std::istringstream stream(code);
            for (std::string word; stream >> word;) words.push_back(word);
        }
        const std::string prefix = folder_of(path).empty() ? "" : folder_of(path) + "/";
        for (const std::string& target : captures(text, linked)) words.push_back(prefix + target);
        for (std::string word : words) {
            if (!matches(word, {"model/*", "sync/*", "app/*", "assets/*", "tests/*", "cmake/*", ".ci/*"})) continue;
            if (word.find_first_of("*<>{}$…") != std::string::npos) continue;
            while (!word.empty() && (word.back() == '/' || word.back() == ',' || word.back() == ';')) word.pop_back();
            if (!existing.contains(word)) faults.push_back(path + ": does not exist: " + word);
        }
    }
    return faults;
}

// ---- The real tree ------------------------------------------------------------------------------------------------

const std::set<std::string>& existing_paths() {
    static const std::set<std::string> paths = [] {
        std::set<std::string> found;
        const std::filesystem::path root = YUANQUAN_SOURCE_DIR;
        for (const char* top : {"model", "sync", "app", "assets", "tests", "cmake", ".ci"}) {
            if (!std::filesystem::exists(root / top)) continue;
            for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
                found.insert(entry.path().lexically_relative(root).generic_string());
            }
        }
        for (const char* file : {"CMakeLists.txt", "README.md", ".clang-tidy"}) {
            if (std::filesystem::exists(root / file)) found.insert(file);
        }
        return found;
    }();
    return paths;
}

const Tree& our_tree() {
    static const Tree tree = [] {
        Tree files;
        for (const std::string& path : existing_paths()) {
            if (!is_code(path) && !matches(path, {"*.md", "*.txt", "*.cmake", "*.sh", "*.sql", "*.json", "*/run"})) {
                continue;
            }
            std::ifstream stream(std::string(YUANQUAN_SOURCE_DIR "/") + path, std::ios::binary);
            files[path] = std::string(std::istreambuf_iterator<char>(stream), {});
        }
        return files;
    }();
    return tree;
}

std::string joined(const Faults& faults) {
    std::string text;
    for (const std::string& fault : faults) text += "\n  " + fault;
    return text;
}

#define CHECK_TIDY(faults)               \
    do {                                 \
        const Faults found = faults;     \
        INFO(joined(found));             \
        CHECK(found.empty());            \
    } while (false)

}  // namespace

TEST_CASE("the arrow table is read whole") {
    const std::string& cmake = our_tree().at("CMakeLists.txt");
    const auto calls = captures(cmake, std::regex(R"(\n(layer\())"));
    CHECK(layers_of(our_tree()).size() == calls.size());
    CHECK(layers_of(our_tree()).size() >= 15);
    for (const Layer& layer : layers_of(our_tree())) CHECK((layer.name == "base") == layer.depends.empty());
}
TEST_CASE("arrows point down") { CHECK_TIDY(upward_arrows(our_tree())); }
TEST_CASE("a folder includes only what its arrow allows") { CHECK_TIDY(forbidden_includes(our_tree())); }
TEST_CASE("third-party headers stay sealed in one module") { CHECK_TIDY(broken_seals(our_tree())); }
TEST_CASE("the pure layers take files, clock, network and chance as parameters") {
    CHECK_TIDY(hidden_inputs(our_tree()));
}
TEST_CASE("no file is the whole program") { CHECK_TIDY(long_files(our_tree())); }
TEST_CASE("nothing unfinished, nothing nameless, no path of one machine") { CHECK_TIDY(banned_words(our_tree())); }
TEST_CASE("headers say what they are for, in the namespace of their folder") {
    CHECK_TIDY(careless_headers(our_tree()));
}
TEST_CASE("READMEs name what exists") { CHECK_TIDY(dead_paths(our_tree(), existing_paths())); }

TEST_CASE("each rule fires on its fault") {
    const std::string arrows =
        "layer(base  model/base  EXTERNAL zip)\n"
        "layer(xpath model/xpath DEPENDS base EXTERNAL re2)\n"
        "layer(form  model/form  DEPENDS xpath base)\n";
    const auto with = [&](const std::string& path, const std::string& text) {
        return Tree{{"CMakeLists.txt", arrows}, {"model/form/form.hpp", "#pragma once\n// For.\n"},
                    {"model/base/error.hpp", "#pragma once\n// For.\n"}, {path, text}};
    };
    CHECK(layers_of(with("x", "")).size() == 3);
    CHECK(layers_of(with("x", ""))[1].depends == std::set<std::string>{"base"});

    CHECK(upward_arrows({{"CMakeLists.txt", "layer(a x DEPENDS b)\nlayer(b y)\n"}}).size() == 1);

    CHECK(forbidden_includes(with("model/xpath/a.cpp", "#include \"model/form/form.hpp\"\n")).size() == 1);
    CHECK(forbidden_includes(with("model/xpath/a.cpp", "#include \"error.hpp\"\n")).size() == 1);
    CHECK(forbidden_includes(with("model/xpath/a.cpp", "#include \"model/base/error.hpp\"\n")).empty());
    CHECK(forbidden_includes(with("app/main.cpp", "#include \"model/form/form.hpp\"\n")).empty());

    CHECK(broken_seals({{"model/form/a.cpp", "#include <sqlite3.h>\n"}}).size() == 1);
    CHECK(broken_seals({{"model/store/database.cpp", "#include <sqlite3.h>\n"}}).empty());
    CHECK(broken_seals({{"model/record/change.cpp", "#include <cereal/archives/portable_binary.hpp>\n"}}).size() == 1);
    CHECK(broken_seals({{"model/form/a.cpp", "auto* f = std::fopen(path, \"rb\");\n"}}).size() == 1);
    CHECK(broken_seals({{"model/form/a.cpp", "auto f = files.fopen(path);\n"}}).empty());

    CHECK(hidden_inputs({{"sync/session/a.cpp", "base::system_clock().now_ms();"}}).size() == 1);
    CHECK(hidden_inputs({{"sync/link/a.cpp", "base::system_clock().now_ms();"}}).empty());

    std::string text;
    for (std::size_t i = 0; i <= kLinesMax; ++i) text += "\n";
    CHECK(long_files({{"a.cpp", text}}, {}).size() == 1);
    CHECK(long_files({{"a.cpp", text}}, {{"a.cpp", kLinesMax + 1}}).empty());
    CHECK(long_files({{"a.cpp", "short\n"}}, {{"a.cpp", 400}}).size() == 1);

    CHECK(banned_words({{"a.cpp", "// TODO: later\n"}}).size() == 1);
    CHECK(banned_words({{"app/ui/string_utils.cpp", ""}}).size() == 1);
    CHECK(banned_words({{"a.cpp", "// A stubborn commonplace.\n"}}).empty());

    CHECK(careless_headers(with("model/xpath/a.hpp", "#pragma once\nint x;\n")).size() == 1);
    CHECK(careless_headers(with("model/xpath/a.hpp", "#pragma once\n// For.\nnamespace yuanquan::form {}\n")).size() == 1);

    CHECK(dead_paths({{"README.md", "`app/gone.cpp` [x](tests/README.md) `app/run demo`"}}, {"app/run"}).size() == 2);
}
