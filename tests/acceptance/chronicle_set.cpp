#include "tests/acceptance/chronicle_set.hpp"

#include <atomic>
#include <filesystem>
#include <map>

#include "app/team/enrolment.hpp"
#include "app/team/office.hpp"
#include "model/base/files.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/visit.hpp"
#include "sync/link/exchange.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"
#include "sync/session/laptop_session.hpp"
#include "tests/acceptance/chronicle_records.hpp"

namespace yuanquan::acceptance {

namespace {

using survey::Visit;
using survey::Workspace;

constexpr std::int64_t kNow = 1'482'192'000'000;   // 2016-12-20
constexpr std::size_t kLaptopsPerCounty = 6, kCityLaptops = 2;
// Every so many records: entered with a wrong figure and corrected later; edited by two people apart.
constexpr std::size_t kCorrectedEvery = 9;

// Requests straight into headquarters' session. cut_after: the next reply after so many is made, but never arrives.
struct Cable final : link::Link {
    explicit Cable(session::HeadquartersSession& to) : session(to) {}
    base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>&) override {
        auto reply = session.answer(request);
        if (cut_after-- == 0) return base::fail(base::ErrorCode::network_failed, "cable");
        return reply;
    }
    session::HeadquartersSession& session;
    int cut_after = -1;
};

struct Laptop {
    std::string area;
    std::unique_ptr<Workspace> workspace;
    std::vector<record::RecordId> records;
};
struct Correction {
    std::size_t laptop = 0;
    record::RecordId record;
    std::string question, value;
};

class Maker {
  public:
    explicit Maker(std::string folder) : folder_(std::move(folder)) {}

    base::Result<MadeSet> run() {
        using Step = base::Status (Maker::*)();
        for (const Step step : {&Maker::found, &Maker::enrol, &Maker::capture, &Maker::first_round, &Maker::correct,
                                &Maker::edit_apart, &Maker::last_round, &Maker::settle}) {
            if (auto done = (this->*step)(); !done) return base::fail(std::move(done.error()));
        }
        return made_;
    }

  private:
    static std::string two(std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

    base::Status found() {
        if (base::exists(base::join_path(folder_, "hq"))) return base::fail(base::ErrorCode::already_exists, folder_);
        auto office = Workspace::open(base::join_path(folder_, "hq"), clock_, random_);
        if (!office) return base::fail(std::move(office.error()));
        hq_ = std::move(*office);
        const std::string forms = YUANQUAN_SOURCE_DIR "/assets/forms";
        auto names = base::list_folder(forms);
        if (!names) return base::fail(std::move(names.error()));
        for (const auto& name : *names) {
            if (!name.ends_with(".md") || name == "README.md") continue;
            auto installed = hq_->install_form(base::join_path(forms, name));
            if (!installed) return base::fail(std::move(installed.error()));
            if (installed->id.empty()) return base::fail(base::ErrorCode::form_has_errors, name);
        }
        if (auto done = team::found_office(*hq_, "office", hq::kDefaultAddress); !done) return done;
        auto headquarters = hq::Headquarters::open(hq_->store());
        if (!headquarters) return base::fail(std::move(headquarters.error()));
        headquarters_.emplace(std::move(*headquarters));
        return {};
    }

    base::Status enrol() {
        for (const std::string county : kCounties) {
            for (std::size_t i = 0; i < kLaptopsPerCounty; ++i) {
                if (auto done = enrol_one(county); !done) return done;
            }
        }
        for (std::size_t i = 0; i < kCityLaptops; ++i) {
            if (auto done = enrol_one(kCity); !done) return done;
        }
        made_.laptops = laptops_.size();
        replica_.emplace(hq_->store());
        session_.emplace(*replica_, headquarters_->key(), headquarters_->epoch(),
                         [this](const base::KeyId& key) { return headquarters_->find(key); }, clock_);
        return {};
    }

    base::Status enrol_one(const std::string& area) {
        const auto name = "laptop-" + two(laptops_.size() + 1);
        auto file = headquarters_->enrol(name, "person-" + two(laptops_.size() + 1), "member", {area}, random_);
        if (!file) return base::fail(std::move(file.error()));
        auto workspace = Workspace::open(base::join_path(folder_, name), clock_, random_);
        if (!workspace) return base::fail(std::move(workspace.error()));
        if (auto done = team::join(**workspace, *file); !done) return done;
        laptops_.push_back({area, std::move(*workspace), {}});
        return {};
    }

    // Each entry goes to the next laptop of its county.
    std::size_t laptop_of(const std::string& area) {
        std::vector<std::size_t> fit;
        const auto county = area == kCity ? area : area.substr(0, 6);
        for (std::size_t i = 0; i < laptops_.size(); ++i) {
            if (laptops_[i].area == county) fit.push_back(i);
        }
        return fit[turn_[county]++ % fit.size()];
    }

    base::Status capture() {
        std::vector<std::string> townships;
        for (const std::string county : kCounties) {
            const auto* area = hq_->areas().find(county);
            if (area != nullptr) townships.insert(townships.end(), area->children.begin(), area->children.end());
        }
        for (const auto& entry : chronicle_entries(townships)) {
            clock_.advance(60'000);
            if (auto done = capture_one(entry); !done) return base::fail(std::move(done.error()).with_context(entry.form));
        }
        return {};
    }

    // The path of a question by its name, groups left out; in a roster when one is given.
    static std::string path_of(const form::Form& form, const std::string& name, const std::string& roster) {
        for (form::NodeIndex i = 1; i < form.nodes.size(); ++i) {
            if (form.nodes[i].name != name || !form.nodes[i].children.empty()) continue;
            const auto repeat = form.innermost_repeat(i);
            if (roster.empty() ? repeat == form::kNone : repeat != form::kNone && form.path(repeat) == roster) return form.path(i);
        }
        return {};
    }

    static base::Status answer(Visit& visit, const std::string& path, const std::string& value) {
        const auto question = visit.form().find(path);
        if (!question) return base::fail(base::ErrorCode::not_found, path);
        if (!visit.form().relevant(*question)) return base::fail(base::ErrorCode::wrong_use, path, "not asked here");
        if (auto done = visit.answer(*question, value); !done) return done;
        if (visit.form().validity(*question) != form::Validity::valid) return base::fail(base::ErrorCode::bad_input, path, value);
        return {};
    }

    base::Status capture_one(const Entry& entry) {
        const auto at = laptop_of(entry.area);
        auto& laptop = laptops_[at];
        auto started = Visit::start(*laptop.workspace, entry.form, entry.area);
        if (!started) return base::fail(std::move(started.error()));
        auto& visit = **started;
        const auto& form = visit.form().form();
        std::string wrong;   // The figure that is entered wrong at first.
        for (const auto& [name, value] : entry.answers) {
            const bool figure = name == "amount" || name == "attendances" || name == "people" || name == "participants";
            const bool slips = figure && wrong.empty() && made_.records % kCorrectedEvery == 0;
            const auto path = path_of(form, name, {});
            if (auto done = answer(visit, path, slips ? value + "0" : value); !done) return done;
            if (!slips) continue;
            wrong = path;
            corrections_.push_back({at, visit.record(), path, value});
        }
        for (const auto& roster : entry.rosters) {
            for (const auto& row : roster.rows) {
                if (auto done = add_row(visit, roster.name, row); !done) return done;
            }
        }
        auto saved = visit.save();
        if (!saved) return base::fail(std::move(saved.error()));
        laptop.records.push_back(visit.record());
        ++made_.records;
        return {};
    }

    static base::Status add_row(Visit& visit, const std::string& roster, const Answers& answers) {
        const auto& live = visit.form();
        const auto repeat = live.find(roster);
        if (!repeat) return base::fail(base::ErrorCode::not_found, roster);
        // A form that opens with a blank row gets its first answers there.
        std::optional<form::Element> row;
        for (const auto& present : live.children(*repeat, false)) {
            const auto first = live.cell_path(present) + path_of(live.form(), answers.front().first, roster).substr(roster.size());
            if (live.value_at(first).empty()) row = present;
        }
        if (!row) {
            auto added = visit.add_row(*repeat);
            if (!added) return base::fail(std::move(added.error()));
            row = *added;
        }
        const auto at = live.cell_path(*row);
        for (const auto& [name, value] : answers) {
            if (auto done = answer(visit, at + path_of(live.form(), name, roster).substr(roster.size()), value); !done) return done;
        }
        return {};
    }

    base::Status exchange(Laptop& laptop, int cut_after = -1) {
        auto member = team::membership(*laptop.workspace);
        if (!member) return base::fail(std::move(member.error()));
        replica::StoreReplica replica(laptop.workspace->store());
        session::LaptopSession session(replica, member->key, member->headquarters, clock_);
        Cable cable(*session_);
        cable.cut_after = cut_after;
        const std::atomic<bool> never{false};
        auto done = link::run_exchange(session, cable, [](const auto& step) { step(); }, {}, never);
        if (!session.summary().problems.empty()) return base::fail(base::ErrorCode::refused, session.summary().problems.front().reason);
        return done;
    }

    // Every seventh laptop stays away until the end; every fifth loses the link once and begins again.
    base::Status first_round() {
        for (int turn = 0; turn < 2; ++turn) {
            for (std::size_t i = 0; i < laptops_.size(); ++i) {
                if (i % 7 == 6) continue;
                if (turn == 0 && i % 5 == 0 && !exchange(laptops_[i], 0)) ++made_.cut_exchanges;
                if (auto done = exchange(laptops_[i]); !done) return done;
            }
        }
        return {};
    }

    base::Status edit(std::size_t laptop, const record::RecordId& id, const std::string& path, const std::string& value) {
        clock_.advance(60'000);
        auto visit = Visit::open(*laptops_[laptop].workspace, id);
        if (!visit) return base::fail(std::move(visit.error()));
        if (auto done = answer(**visit, path, value); !done) return done;
        auto saved = (*visit)->save();
        if (!saved) return base::fail(std::move(saved.error()));
        return {};
    }

    base::Status correct() {
        for (const auto& correction : corrections_) {
            if (auto done = edit(correction.laptop, correction.record, correction.question, correction.value); !done) return done;
            ++made_.corrections;
        }
        return {};
    }

    // Two of a county change one record without seeing each other: one figure of it, and other questions that both keep.
    base::Status edit_apart() {
        for (std::size_t i = 0; i + 1 < laptops_.size(); ++i) {
            if (laptops_[i].area != laptops_[i + 1].area || i % 7 == 6 || (i + 1) % 7 == 6) continue;
            for (const auto& id : laptops_[i].records) {
                auto seen = laptops_[i + 1].workspace->store().record(id);
                if (!seen || seen->form_id != "aid" || conflicts_.contains(id)) continue;
                const auto path = std::string("base/amount");
                const auto truth = std::string(laptops_[i].workspace->store().record(id)->value(path));
                if (seen->value(path) != truth) continue;   // Being corrected just now.
                if (auto done = edit(i, id, path, truth + "00"); !done) return done;
                if (auto done = edit(i + 1, id, path, std::to_string(std::stol(truth) + 7)); !done) return done;
                if (auto done = edit(i + 1, id, "base/reason", "重新核实家庭情况"); !done) return done;
                conflicts_[id] = truth;
                break;
            }
        }
        return {};
    }

    base::Status last_round() {
        for (int turn = 0; turn < 2; ++turn) {
            for (std::size_t i = laptops_.size(); i-- > 0;) {   // In the other order than before.
                if (turn == 0 && i % 7 == 6) ++made_.late;
                if (auto done = exchange(laptops_[i]); !done) return done;
            }
        }
        return {};
    }

    // Headquarters asks on the telephone which figure is right.
    base::Status settle() {
        for (const auto& [id, truth] : conflicts_) {
            auto record = hq_->store().record(id);
            if (!record) return base::fail(std::move(record.error()));
            if (record->cells.at("base/amount").in_conflict) ++made_.conflicts;
            if (auto done = survey::settle(*hq_, id, "base/amount", truth); !done) return base::fail(std::move(done.error()));
        }
        for (auto& laptop : laptops_) {
            if (auto done = exchange(laptop); !done) return done;
        }
        return {};
    }

    std::string folder_;
    base::FixedClock clock_{kNow};
    base::SeededRandom random_{2016};
    std::unique_ptr<Workspace> hq_;
    std::optional<hq::Headquarters> headquarters_;
    std::optional<replica::StoreReplica> replica_;
    std::optional<session::HeadquartersSession> session_;
    std::vector<Laptop> laptops_;
    std::map<std::string, std::size_t> turn_;
    std::vector<Correction> corrections_;
    std::map<record::RecordId, std::string> conflicts_;   // The true figure.
    MadeSet made_;
};

}  // namespace

// Thousands of answers, each durable before the next: made in memory where there is a disk of it, then copied, closed.
base::Result<MadeSet> make_chronicle(const std::string& folder) {
    namespace fs = std::filesystem;
    constexpr const char* kMemory = "/dev/shm";
    if (!fs::is_directory(kMemory)) return Maker(folder).run();
    if (base::exists(base::join_path(folder, "hq"))) return base::fail(base::ErrorCode::already_exists, folder);
    const auto id = base::RecordId::random(base::system_random()).text();
    const auto desk = base::join_path(kMemory, "chronicle-" + id);
    auto made = Maker(desk).run();   // The maker is gone, and the stores closed, before they are copied.
    std::error_code error;
    if (made) {
        fs::create_directories(folder, error);
        fs::copy(desk, folder, fs::copy_options::recursive, error);
        if (error) made = base::fail(base::ErrorCode::io_failed, folder, error.message());
    }
    fs::remove_all(desk);
    return made;
}

}  // namespace yuanquan::acceptance
