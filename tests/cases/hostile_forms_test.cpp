// Files made to take a laptop down: each is checked by the program itself, in a process of its own, and ends by itself with
// a finding that names the place, within bounded memory (promise P7). The bound on time is the kernel's: a process that
// computes for longer is killed, and the test fails.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "model/base/files.hpp"

namespace {

constexpr long kMegabytesMax = 256;
constexpr rlim_t kSecondsMax = 20;  // Of the processor; the slowest of them takes one.

struct Checked {
    bool ended = false;  // By itself.
    int code = 0;
    long megabytes = 0;
    std::string messages;
};

Checked form_check(const std::filesystem::path& file) {
    const std::string messages = file.string() + ".messages";
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit processor{kSecondsMax, kSecondsMax};
        ::setrlimit(RLIMIT_CPU, &processor);
        if (!std::freopen(messages.c_str(), "w", stderr) || !std::freopen("/dev/null", "w", stdout)) ::_exit(99);
        ::setenv("YUANQUAN_LANG", "en", 1);
        ::execl(YUANQUAN_PROGRAM, YUANQUAN_PROGRAM, "form", "check", file.c_str(), nullptr);
        ::_exit(98);
    }
    int status = 0;
    rusage usage{};
    REQUIRE(::wait4(child, &status, 0, &usage) == child);
    Checked checked{WIFEXITED(status), WEXITSTATUS(status), usage.ru_maxrss / 1024, *yuanquan::base::read_file(messages)};
    return checked;
}

std::string repeated(std::size_t count, const std::function<std::string(std::size_t)>& piece) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += piece(i);
    return out;
}
std::string repeated(std::size_t count, const std::string& piece) {
    return repeated(count, [&](std::size_t) { return piece; });
}

std::string survey(const std::string& rows) { return "| survey |\n| | type | name | label | calculation |\n" + rows; }
std::string calculation(const std::string& expression) { return survey("| | calculate | q | | " + expression + " |\n"); }
std::string number(std::size_t i) { return std::to_string(i); }

struct Attack {
    const char* file;
    std::string bytes;
    const char* named;  // What the finding must say: the place, or the thing. nullptr: the form is harmless and taken.
};

void check(const Attack& attack) {
    CAPTURE(attack.file);
    static const auto folder = std::filesystem::temp_directory_path() / ("yuanquan-hostile-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto file = folder / attack.file;
    REQUIRE(yuanquan::base::write_file(file.string(), attack.bytes));
    const Checked checked = form_check(file);
    std::filesystem::remove_all(folder);
    CHECK(checked.ended);
    CHECK(checked.megabytes <= kMegabytesMax);
    CHECK(checked.code == (attack.named ? 1 : 0));
    if (attack.named) CHECK_MESSAGE(checked.messages.find(attack.named) != std::string::npos, checked.messages.substr(0, 300));
}

std::string xform(const std::string& instance, const std::string& model, const std::string& body) {
    return R"(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>f</h:title>)"
           R"(<model><instance><d id="f">)" + instance + "</d></instance>" + model + "</model></h:head><h:body>" + body + "</h:body></h:html>";
}

}  // namespace

TEST_CASE("a million rows and a million choices are refused by their sheet and row") {
    check({"rows.md", survey(repeated(1'000'000, [](std::size_t i) { return "| | text | q" + number(i) + " | Q |\n"; })), "survey"});
    check({"many.md", survey(repeated(30'000, [](std::size_t i) { return "| | text | q" + number(i) + " | Q |\n"; })), "row 20001"});
    check({"choices.md", survey("| | select_one l | q | Q |\n") + "| choices |\n| | list_name | name | label |\n" +
                             repeated(1'000'000, [](std::size_t i) { return "| | l | c" + number(i) + " | C |\n"; }), "choices"});
    check({"columns.csv", repeated(3'000'000, "a,") + "\n", "row 1"});
}

TEST_CASE("a million choices written into an XForm, and a million names, are refused within the memory") {
    const auto list = [](const std::string& items) { return "<instance id=\"l\"><root>" + items + "</root></instance>"; };
    const std::string choices = repeated(1'000'000, [](std::size_t i) {
        return "<item><name>c" + number(i) + "</name><label>C</label></item>";
    });
    check({"choices.xml", xform("<a/>", list(choices), ""), "too many nodes"});
    const std::string items = repeated(1'000'000, [](std::size_t i) {
        return "<item><label>C</label><value>c" + number(i) + "</value></item>";
    });
    check({"items.xml", xform("<a/>", "", "<select1 ref=\"/d/a\"><label>L</label>" + items + "</select1>"), "too many nodes"});
    const std::string names = repeated(1'000'000, [](std::size_t i) { return "<n" + number(i) + "/>"; });
    check({"names.xml", xform("<a/>", list(names), ""), "too many nodes"});
}

TEST_CASE("a hundred thousand groups or parentheses in each other are refused by their place") {
    check({"groups.md", survey(repeated(9'000, "| | begin group | g | G |\n") + repeated(9'000, "| | end group |\n")), "row 102"});
    check({"rows_of_groups.md", survey(repeated(100'000, "| | begin group | g | G |\n")), "row 20001"});
    check({"groups.xml", xform("<a/>", "", repeated(100'000, "<group>") + repeated(100'000, "</group>")), "too deeply"});
    check({"parentheses.md", calculation(std::string(40'000, '(') + "1" + std::string(40'000, ')')), "row 2, calculation"});
    check({"nots.md", calculation(repeated(15'000, "not(") + "1" + std::string(15'000, ')')), "row 2, calculation"});
    check({"longer.md", calculation(std::string(100'000, '(') + "1" + std::string(100'000, ')')), "row 2"});
}

TEST_CASE("long chains of terms and minus signs are only long") {
    check({"terms.md", calculation(repeated(40'000, "1+") + "1"), nullptr});
    check({"minus.md", calculation(std::string(90'000, '-') + "1"), nullptr});
}

TEST_CASE("questions that depend on themselves or in a circle are named with their path") {
    check({"self.md", calculation("${q} + 1"), "row 2, calculation"});
    check({"circle.md", survey(repeated(10'000, [](std::size_t i) {
               return "| | calculate | q" + number(i) + " | | ${q" + number((i + 1) % 10'000) + "} + 1 |\n";
           })), "/data/q0 → /data/q"});
}

TEST_CASE("patterns that explode elsewhere take linear time, those too large are refused") {
    check({"pattern.md", calculation("regex('" + std::string(5'000, 'a') + "!', '" + repeated(50, "(a+)+") + "$')"), nullptr});
    check({"counts.md", calculation("regex('aaaa', '(((a{1,1000}){1,1000}){1,1000})')"), "row 2, calculation"});
}

TEST_CASE("a file name that leads out of the form's folder is refused or only its last part") {
    check({"media.md", survey("| | select_one_from_file ../../secret.csv | q | Q |\n"), "../../secret.csv"});
    check({"absolute.md", survey("| | select_one_from_file /etc/secret.csv | q | Q |\n"), "The file secret.csv"});
}

TEST_CASE("DOCTYPE, entities and a flood of attributes end in a finding or in a form") {
    check({"doctype.xml", "<!DOCTYPE d [<!ENTITY a \"b\">]>" + xform("<a>&a;</a>", "", ""), "DOCTYPE"});
    check({"attributes.xml", xform("<a " + repeated(200'000, [](std::size_t i) { return "a" + number(i) + "=\"\" "; }) + "/>", "", ""), nullptr});
}

TEST_CASE("labels that quote each other in a circle, and rows without number, open") {
    check({"labels.md", survey(repeated(500, [](std::size_t i) {
               return "| | note | n" + number(i) + " | ${n" + number((i + 1) % 500) + "} |\n";
           })), nullptr});
    check({"count.md", "| survey |\n| | type | name | label | repeat_count |\n| | begin repeat | r | R | 1000000000 |\n"
                       "| | integer | x | X |\n| | end repeat |\n", nullptr});
}
