// The program as a peer in the peers' exchange benchmark (tests/README.md): commands on standard input, one JSON line
// each on standard output. The program's own work throughout: stores with their durability and derived rows, changes with
// chains, requests, replies and receipts with signatures, the area of each change checked, HTTP between two processes.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "model/base/files.hpp"
#include "model/record/cell.hpp"
#include "sync/hq/headquarters.hpp"
#include "sync/hq/server.hpp"
#include "sync/link/exchange.hpp"
#include "sync/link/http_link.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/laptop_session.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/bench/peer/household_file.hpp"
#include "tests/bench/peer/process_use.hpp"

namespace yuanquan::bench {
namespace {

using Json = nlohmann::ordered_json;
using Arguments = std::map<std::string, std::string>;

constexpr char kArea[] = "620981001", kAuthor[] = "zhang.wei";
constexpr int kLaptops = 10;

template <class T>
T need(base::Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "bench_peer: %s\n", result.error().describe().c_str());
    std::exit(1);
}
void need(const base::Status& status) {
    if (status) return;
    std::fprintf(stderr, "bench_peer: %s\n", status.error().describe().c_str());
    std::exit(1);
}

std::unique_ptr<store::Store> open_store(const std::string& folder) {
    auto opened = need(store::Store::open(folder + "/store.db", base::system_clock(), base::system_random()));
    need(opened->set_list_columns({"household", {"household/a1007", "household/a1009", "members"},
                                   {"household/a1007", "household/a1008", "household/a1009", "members/b2001"}}));
    return opened;
}

// Where headquarters leaves what it hands to a laptop: beside the peers' folders, as on a stick.
std::string enrolment_path(const std::string& folder, int laptop) {
    return (std::filesystem::path(folder).parent_path() / ("laptop-" + std::to_string(laptop) + ".enrolment")).string();
}

std::string field_path(std::size_t cell) { return "household/a" + std::to_string(1001 + cell); }
std::string member_path(const std::string& row, std::size_t field) { return row + "/b" + std::to_string(2001 + field); }

// Cells count fields first, then each member's.
std::string cell_path(const record::Record& record, std::size_t cell) {
    if (cell < kFields) return field_path(cell);
    const auto rows = record.rows("members");
    return member_path(rows.at((cell - kFields) / kMemberFields), (cell - kFields) % kMemberFields);
}

std::uint64_t folder_size(const std::string& folder) {
    std::uint64_t size = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) size += entry.file_size();
    }
    return size;
}

struct Laptop {
    std::unique_ptr<store::Store> store;
    base::SigningKey key;
    base::KeyId headquarters;
};

struct Office {
    explicit Office(const std::string& folder) : store(open_store(folder)) {
        if (!hq::Headquarters::is_headquarters(*store)) {
            need(hq::Headquarters::init(*store, base::system_random(), hq::kDefaultAddress));
            need(store->set_setting("role", "hq"));
            auto made = need(hq::Headquarters::open(*store));
            for (int i = 0; i < kLaptops; ++i) {
                const std::string name = "laptop-" + std::to_string(i);
                std::ofstream(enrolment_path(folder, i), std::ios::binary)
                    << need(made.enrol(name, kAuthor, "member", {kArea}, base::system_random()));
            }
        }
        headquarters.emplace(need(hq::Headquarters::open(*store)));
        replica.emplace(*store);
        session.emplace(*replica, headquarters->key(), headquarters->epoch(),
                        [this](const base::KeyId& key) { return headquarters->find(key); }, base::system_clock());
        server = need(hq::Server::start("127.0.0.1", 0, [this](std::string_view request) {
            const std::lock_guard lock(busy);
            ++requests;
            return session->answer(request);
        }));
    }

    std::mutex busy;
    std::uint64_t requests = 0;
    std::unique_ptr<store::Store> store;
    std::optional<hq::Headquarters> headquarters;
    std::optional<replica::StoreReplica> replica;
    std::optional<session::HeadquartersSession> session;
    std::unique_ptr<hq::Server> server;  // Last: stops first.
};

class Peer {
  public:
    Json answer(const std::string& command, const Arguments& arguments) {
        if (command == "w1") return capture(arguments);
        if (command == "start") return start(arguments);
        if (command == "open") return open(arguments);
        if (command == "edit") return edit(arguments);
        if (command == "sync" || command == "pull") return sync(arguments);
        if (command == "mark") return mark();
        if (command == "stats") return stats();
        if (command == "verify") return verify(store_of(arguments));
        if (command == "score") return score(store_of(arguments), arguments.at("truth"));
        return {{"ok", 0}, {"error", "unknown command"}};
    }

  private:
    store::Store& store_of(const Arguments& arguments) {
        return arguments.contains("r") ? *laptops_.at(std::stoi(arguments.at("r"))).store : *office_->store;
    }

    Json capture(const Arguments& arguments) {
        if (arguments.contains("sync") && arguments.at("sync") != "FULL") {
            return {{"ok", 0}, {"error", "a save is always durable"}};
        }
        auto store = open_store(arguments.at("dir"));
        HouseholdFile file(arguments.at("data"));
        const std::uint32_t count = file.count();
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto id = record_id(file.id());
            record::Edit edit;
            for (std::size_t cell = 0; cell < kFields; ++cell) edit.cells.push_back({field_path(cell), file.value()});
            edit.cells.push_back({std::string(record::kTitleCell), edit.cells[6].value});
            for (std::size_t member = 0; member < kMembers; ++member) {
                const std::string row = "members[" + base::RowId::random(base::system_random()).text() + "]";
                edit.rows.push_back({row, true});
                edit.cells.push_back({row + "/@position", std::to_string(member + 1)});
                for (std::size_t field = 0; field < kMemberFields; ++field) {
                    edit.cells.push_back({member_path(row, field), file.value()});
                }
            }
            need(store->save(id, kAuthor, kArea, "household", "2026-11", record::edit_ops(record::Record{}, edit)));
        }
        store.reset();
        return {{"n", count}, {"disk", folder_size(arguments.at("dir"))}};
    }

    Json start(const Arguments& arguments) {
        office_ = std::make_unique<Office>(arguments.at("dir"));
        return {{"port", office_->server->port()}};
    }

    Json open(const Arguments& arguments) {
        const int number = std::stoi(arguments.at("r"));
        const auto file = need(base::read_file(enrolment_path(arguments.at("dir"), number)));
        const auto frame = need(wire::open_frame(file, wire::FrameKind::enrolment));
        Laptop laptop{open_store(arguments.at("dir")), {}, frame.key};
        laptop.key.bytes = need(wire::decode_enrolment(frame.body)).laptop_key;
        laptops_.insert_or_assign(number, std::move(laptop));
        return Json::object();
    }

    Json edit(const Arguments& arguments) {
        store::Store& store = store_of(arguments);
        HouseholdFile file(arguments.at("file"));
        const std::uint32_t count = file.count();
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto id = record_id(file.id());
            const auto seen = need(store.record(id));
            record::Edit edit;
            for (int cells = file.byte(); cells > 0; --cells) {
                const std::size_t cell = file.byte();
                edit.cells.push_back({cell_path(seen, cell), file.value()});
            }
            need(store.save(id, kAuthor, kArea, "household", "2026-11", record::edit_ops(seen, edit)));
        }
        return {{"n", count}};
    }

    Json sync(const Arguments& arguments) {
        Laptop& laptop = laptops_.at(std::stoi(arguments.at("r")));
        replica::StoreReplica replica(*laptop.store);
        session::LaptopSession session(replica, laptop.key, laptop.headquarters, base::system_clock());
        link::HttpLink http(arguments.at("url"));
        const std::atomic<bool> never{false};
        need(link::run_exchange(session, http, [](const auto& step) { step(); }, {}, never));
        const auto& summary = session.summary();
        if (!summary.problems.empty() || !summary.kept_aside.empty()) {
            return {{"ok", 0}, {"error", "changes were kept aside"}};
        }
        return {{"pushed", summary.sent}, {"pulled", summary.received}};
    }

    Json mark() {
        marked_ = traffic();
        marked_requests_ = office_->requests;
        marked_processor_ = processor_ms();
        return Json::object();
    }

    Json stats() {
        const Traffic now = traffic();
        return {{"bytes_up", now.received - marked_.received},
                {"bytes_down", now.sent - marked_.sent},
                {"requests", office_->requests - marked_requests_},
                {"connections", now.accepted - marked_.accepted},
                {"cpu_ms", processor_ms() - marked_processor_}};
    }

    static Json verify(const store::Store& store) {
        const auto counts = need(store.counts());
        return {{"docs", counts.records}, {"hash", need(store.state_hash())}, {"conflicts", counts.conflicts}};
    }

    // Against what the generator wrote down: of each cell all the values that the laptops gave it at the same time.
    static Json score(store::Store& store, const std::string& truth_path) {
        const auto text = [](const Json& value) {
            if (value.is_string()) return value.get<std::string>();
            return value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : number_text(value.get<double>());
        };
        std::uint64_t single = 0, single_visible = 0, cells = 0, visible = 0, all_kept = 0, values = 0, values_kept = 0;
        for (const auto& entry : Json::parse(need(base::read_file(truth_path)))) {
            std::istringstream key(entry[0].get<std::string>());
            std::string id, part, column;
            std::getline(std::getline(std::getline(key, id, '/'), part, '/'), column);
            const std::size_t number = std::stoul(column.substr(1));
            const std::size_t place = part == "h" ? number - 1001
                                                  : kFields + (std::stoul(part.substr(1)) - 1) * kMemberFields + number - 2001;
            const auto record = need(store.record(record_id(id)));
            const auto& cell = record.cells.at(cell_path(record, place));
            if (entry[1].size() == 1) {
                ++single;
                single_visible += cell.value() == text(entry[1][0]);
                continue;
            }
            ++cells;
            std::size_t kept = 0;
            for (const auto& value : entry[1]) {
                visible += cell.value() == text(value);
                kept += std::any_of(cell.heads.begin(), cell.heads.end(),
                                    [&](const record::Head& head) { return head.value == text(value); });
            }
            values += entry[1].size();
            values_kept += kept;
            all_kept += kept == entry[1].size();
        }
        return {{"single_total", single},      {"single_visible", single_visible}, {"conf_cells", cells},
                {"conf_visible_is_one_of", visible}, {"conf_cells_all_kept", all_kept},  {"values_total", values},
                {"values_kept", values_kept}};
    }

    std::unique_ptr<Office> office_;
    std::map<int, Laptop> laptops_;
    Traffic marked_;
    std::uint64_t marked_requests_ = 0;
    double marked_processor_ = 0;
};

void run() {
    Peer peer;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command;
        words >> command;
        Arguments arguments;
        for (std::string word; words >> word;) {
            const auto equals = word.find('=');
            if (equals != std::string::npos) arguments[word.substr(0, equals)] = word.substr(equals + 1);
        }
        if (command == "quit") break;
        if (command != "stats") reset_peak();  // Asks for the peak of what went before.
        const double wall = wall_ms(), processor = processor_ms();
        const Json answer = peer.answer(command, arguments);
        Json told{{"ok", 1}, {"wall_ms", wall_ms() - wall}, {"cpu_ms", processor_ms() - processor}, {"hwm_kb", peak_kb()}};
        told.update(answer);
        std::cout << told.dump() << std::endl;
    }
}

}  // namespace
}  // namespace yuanquan::bench

int main() {
    yuanquan::bench::run();
    std::cout << "{\"ok\":1}" << std::endl;
}
