// Chinese typed with a real input method (fcitx5, pinyin) into the program in a real window: the chosen candidate is in the
// draft, and keys that the input method takes while composing do nothing else (app/ui/xim_filter.cpp).
#include "model/survey/visit.hpp"
#include "tests/support/demo_team.hpp"
#include "tests/support/window_program.hpp"

using namespace yuanquan;
using Program = support::WindowProgram;

namespace {

constexpr char kForm[] = R"(
| survey |
| | type | name | label |
| | text | first | Name |
| | text | second | Other name |
| settings |
| | form_title | form_id | version | style |
| | Namebook | namebook | 1 | pages |
)";

constexpr char kProfile[] = R"([Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
Layout=
[Groups/0/Items/1]
Name=pinyin
Layout=
[GroupOrder]
0=Default
)";

// fcitx5 on a bus and with settings of its own; ready() when the program may start.
class InputMethod {
  public:
    explicit InputMethod(const std::string& folder) : ready_(folder + "/ready"), child_([&] { become(folder); }) {}
    static bool installed() {
        return Program::runs("command -v fcitx5 && command -v dbus-run-session && ls /usr/share/fcitx5/inputmethod/pinyin.conf");
    }
    bool ready() const {
        for (int i = 0; i < 150 && !base::exists(ready_); ++i) Program::pause(100);
        return base::exists(ready_);
    }

  private:
    void become(const std::string& folder) const {
        if (!base::write_file(folder + "/config/fcitx5/profile", kProfile)) return;
        for (const char* name : {"CONFIG", "DATA", "CACHE"}) ::setenv((std::string("XDG_") + name + "_HOME").c_str(), (folder + "/config").c_str(), 1);
        ::setenv("LC_ALL", "C.UTF-8", 1);   // It serves programs of its own locale.
        const auto script = "fcitx5 --disable=wayland,kimpanel,notificationitem,notifications,cloudpinyin >/dev/null 2>&1 & "
                            "sleep 3; touch '" + ready_ + "'; wait";   // Asking it would start a second one.
        ::execlp("dbus-run-session", "dbus-run-session", "--", "sh", "-c", script.c_str(), nullptr);
    }

    std::string ready_;
    support::Child child_;
};

}  // namespace

TEST_CASE("pinyin typed with an input method gives the Chinese answer, and what it erases is only its own") {
    if (!Program::can_be_driven() || !InputMethod::installed()) {
        MESSAGE("skipped: no display, no xdotool or no fcitx5 with pinyin");
        return;
    }
    const support::DemoTeam team;
    {
        auto workspace = team.open("laptop-2");
        REQUIRE(base::write_file(team.folder.path + "/namebook.md", kForm));
        const auto installed = workspace->install_form(team.folder.path + "/namebook.md");
        REQUIRE(installed);
        REQUIRE(installed->id == "namebook");
    }
    const InputMethod method(team.folder.path);
    REQUIRE(method.ready());
    {
        Program program(team.path("laptop-2"), "@im=fcitx");
        REQUIRE(program.has_window());
        Program::pause(2500);   // The window is there before the program listens to it.
        REQUIRE(Program::press("ctrl+k"));
        Program::pause(800);
        REQUIRE(Program::type("namebook"));
        Program::pause(800);
        REQUIRE(Program::press("Return"));
        Program::pause(2000);
        REQUIRE(Program::press("ctrl+space"));   // Chinese on.
        Program::pause(1000);
        REQUIRE(Program::type("zhangsan"));
        Program::pause(1500);
        REQUIRE(Program::keys("key 1"));         // Never held: it would repeat, and the second one is the field's.
        Program::pause(1500);
        REQUIRE(Program::type("li"));            // Composed and erased again: the name before it stays.
        Program::pause(1500);
        REQUIRE(Program::keys("key BackSpace"));
        Program::pause(500);
        REQUIRE(Program::keys("key BackSpace"));
        Program::pause(1500);
        REQUIRE(Program::press("Return"));
        Program::pause(1500);
        REQUIRE(Program::type("wangwu"));
        Program::pause(1500);
        REQUIRE(Program::keys("key space"));
        Program::pause(1500);
        REQUIRE(Program::press("Return"));
        Program::pause(1500);
    }
    auto workspace = team.open("laptop-2");
    CHECK(support::value_of(*workspace, "first") == "张三");
    CHECK(support::value_of(*workspace, "second") == "王五");
}
