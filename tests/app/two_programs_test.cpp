// The program as people start it: headquarters and two laptops, each a process of its own, with a bad line between them and
// somebody who kills them.

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include "model/base/files.hpp"
#include "tests/support/fault_proxy.hpp"
#include "tests/support/scratch_store.hpp"

using namespace yuanquan;
using namespace yuanquan::support;
using store::ScratchFolder;

namespace {

void pause(std::uint64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

class Process {
  public:
    Process(std::vector<std::string> arguments, const std::string& said) : child_(::fork()) {
        if (child_ != 0) return;
        (void)!std::freopen(said.c_str(), "a", stdout);
        (void)!std::freopen(said.c_str(), "a", stderr);
        ::setenv("YUANQUAN_LANG", "en", 1);
        std::vector<char*> pointers{const_cast<char*>(YUANQUAN_PROGRAM)};
        for (auto& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        ::execv(YUANQUAN_PROGRAM, pointers.data());
        ::_exit(99);
    }
    ~Process() {
        kill();
        wait();
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    void kill() const {
        if (child_ > 0) ::kill(child_, SIGKILL);
    }
    int wait() {  // Its exit code; -1 when it was killed.
        if (child_ <= 0) return code_;
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = 0;
        return code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t child_;
    int code_ = -1;
};

class Team {
  public:
    Team() : port_(free_port()), line_(port_) {
        const auto address = "https://127.0.0.1:" + std::to_string(line_.port());
        REQUIRE(run({"hq", "init", path("hq"), "--form", YUANQUAN_SOURCE_DIR "/assets/forms/household.md", "--address", address}) == 0);
        for (const std::string name : {"one", "two"}) {
            REQUIRE(run({"hq", "enrol", path("hq"), name, "--person", "zhang", "--out", path(name + ".yqe")}) == 0);
            REQUIRE(run({"join", path(name + ".yqe"), "--workspace", path(name)}) == 0);
        }
    }
    std::string path(const std::string& name) const { return folder_.file(name); }
    std::string said() const { return base::read_file(path("said")).value_or(std::string()); }
    int run(const std::vector<std::string>& arguments) const { return Process(arguments, path("said")).wait(); }
    std::unique_ptr<Process> start(const std::vector<std::string>& arguments) const {
        return std::make_unique<Process>(arguments, path("said"));
    }
    void serve() {
        office_ = start({"hq", "serve", path("hq"), "--port", std::to_string(port_)});
        for (int i = 0; i < 200 && !answers(); ++i) pause(25);
        REQUIRE(answers());
    }
    void stop_serving() { office_.reset(); }
    void kill_office() const { office_->kill(); }
    FaultProxy& line() { return line_; }
    // What somebody saved since: a household, an edit of one that both have, now and then a photo.
    void work(const std::string& name, std::uint64_t turn) {
        store::ScratchStore store(path(name + "/yuanquan.db"), 1000 + turn);
        const auto id = store.new_id();
        store.save(id, {{}, {{"head_name", name + std::to_string(turn)}}}, "620981208");
        store.save(shared_, {{}, {{"note_" + std::to_string(turn % 5), name + std::to_string(turn)}}}, "620981208");
        if (turn % 4 != 0) return;
        std::string photo(150'000, '\0');
        store.random.fill(reinterpret_cast<std::uint8_t*>(photo.data()), photo.size());
        store.save(id, {{}, {{"photo", "blob:" + store.store->put_blob(photo)->text() + "/p.jpg"}}}, "620981208");
    }

  private:
    static std::uint16_t free_port() {
        const int any = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(any, reinterpret_cast<const sockaddr*>(&address), size) == 0);
        REQUIRE(::getsockname(any, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        ::close(any);
        return ntohs(address.sin_port);
    }
    bool answers() const {
        const int any = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port_);
        const bool is_there = ::connect(any, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(any);
        return is_there;
    }

    ScratchFolder folder_;
    std::uint16_t port_;
    FaultProxy line_;
    std::unique_ptr<Process> office_;
    record::RecordId shared_{{0x5a, 0x5b}};
};

}  // namespace

TEST_CASE("P1 to P6: three programs, a line that cuts and lies, kills on both sides: all arrives, once") {
    Team team;
    team.serve();
    base::SeededRandom chance(20261127);
    std::map<std::string, int> met;
    for (std::uint64_t turn = 0; turn < 24; ++turn) {
        const std::string name = turn % 2 == 0 ? "one" : "two";
        team.work(name, turn);
        auto& line = team.line();
        const std::uint64_t bytes = chance.next_u64() % 60'000, moment = chance.next_u64() % 250;
        const std::vector<std::string> sync{"sync", "--workspace", team.path(name)};
        switch (turn % 6) {
            case 0:
                line.request_bytes = bytes;
                met["request cut"] += team.run(sync) != 0 ? 1 : 0;
                break;
            case 1:
                line.reply_bytes = bytes / 20;
                met["reply cut"] += team.run(sync) != 0 ? 1 : 0;
                break;
            case 2: {
                auto laptop = team.start(sync);
                pause(moment);
                laptop->kill();
                met["laptop killed"] += laptop->wait() == -1 ? 1 : 0;
                break;
            }
            case 3: {
                auto laptop = team.start(sync);
                pause(moment);
                team.kill_office();
                met["headquarters killed"] += laptop->wait() != 0 ? 1 : 0;
                team.serve();
                break;
            }
            case 4:
                line.portal = "HTTP/1.1 302 Found\r\nLocation: http://portal/\r\nContent-Length: 0\r\n\r\n";
                met["portal"] += team.run(sync) != 0 ? 1 : 0;
                break;
            default: CHECK_MESSAGE(team.run(sync) == 0, team.said());
        }
        line.request_bytes = line.reply_bytes = FaultProxy::kNever;
        line.portal = nullptr;
    }
    for (int round = 0; round < 2; ++round) {
        for (const char* name : {"one", "two"}) CHECK_MESSAGE(team.run({"sync", "--workspace", team.path(name)}) == 0, team.said());
    }
    team.stop_serving();
    for (const auto& [fault, count] : met) MESSAGE(fault << ": " << count);
    std::string state;
    for (const char* name : {"hq", "one", "two"}) {
        CAPTURE(name);
        CHECK_MESSAGE(team.run({"doctor", "--workspace", team.path(name)}) == 0, team.said());
        store::ScratchStore store(team.path(std::string(name) + "/yuanquan.db"));
        CHECK(store.store->counts()->changes == 24 * 2 + 6);
        CHECK(store.store->counts()->unsent == 0);
        CHECK(store.store->quarantine()->empty());
        CHECK(store.store->missing_blobs()->empty());
        if (std::string(name) != "hq") CHECK(store.store->unconfirmed_blobs()->empty());
        if (state.empty()) state = *store.store->state_hash();
        CHECK(*store.store->state_hash() == state);
    }
}
