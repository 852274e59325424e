#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "app/export/data_export.hpp"
#include "app/team/enrolment.hpp"
#include "app/team/exchange.hpp"
#include "app/team/office.hpp"
#include "model/base/files.hpp"
#include "model/base/sheet.hpp"
#include "model/survey/conflict_view.hpp"
#include "model/survey/visit.hpp"

// The program's main job from one end to the other, with its real parts: an Excel questionnaire, two laptops without a
// network, a server on the loopback, a household that both edited, papers. A newcomer reads here how the parts fit.

namespace yuanquan::cli {

namespace {

using Json = nlohmann::json;
using survey::Workspace;

constexpr char kVillageGroup[] = "62098120820002", kTownship[] = "620981208";

struct Result {
    std::size_t households = 0, members = 0, dossiers = 0;
    std::uint64_t changes = 0, conflicts = 0;
};

class Demonstration {
  public:
    Demonstration(std::string folder, const Console& console) : folder_(std::move(folder)), console_(console) {}

    base::Result<Result> run() {
        using Step = base::Status (Demonstration::*)();
        for (const Step step : {&Demonstration::check_folder, &Demonstration::make_questionnaire, &Demonstration::found,
                                &Demonstration::enrol, &Demonstration::capture, &Demonstration::exchange_all,
                                &Demonstration::edit_apart, &Demonstration::exchange_all, &Demonstration::print}) {
            if (auto done = (this->*step)(); !done) return base::fail(std::move(done.error()));
        }
        return result_;
    }
    std::string path(std::string_view name) const { return base::join_path(folder_, name); }

  private:
    void say(const char* key, const words::Parameters& parameters = {}) const {
        console_.say("• " + console_.tr(key, parameters));
    }

    // Real work may lie there: the demo never writes over an earlier one.
    base::Status check_folder() {
        if (base::exists(path("hq"))) return base::fail(base::ErrorCode::already_exists, folder_);
        return base::make_folder(folder_);
    }

    // The questionnaire as an office would send it: an Excel file and the area list beside it.
    base::Status make_questionnaire() {
        auto assets = base::assets_folder();
        if (!assets) return base::fail(std::move(assets.error()));
        assets_ = *assets;
        auto tables = base::read_file(base::join_path(assets_, "forms/household.md"));
        if (!tables) return base::fail(std::move(tables.error()));
        auto workbook = base::read_markdown(*tables);
        if (!workbook) return base::fail(std::move(workbook.error()));
        auto excel = base::write_xlsx(*workbook);
        if (!excel) return base::fail(std::move(excel.error()));
        auto areas = base::read_file(base::join_path(assets_, "areas.csv"));
        if (!areas) return base::fail(std::move(areas.error()));
        if (auto done = base::write_file(path("forms/household.xlsx"), *excel); !done) return done;
        if (auto done = base::write_file(path("forms/areas.csv"), *areas); !done) return done;
        say("demo.questionnaire", {{"file", path("forms/household.xlsx")}});
        return {};
    }

    base::Status found() {
        auto office = open_workspace(path("hq"));
        if (!office) return base::fail(std::move(office.error()));
        hq_ = std::move(*office);
        auto installed = hq_->install_form(path("forms/household.xlsx"));
        if (!installed) return base::fail(std::move(installed.error()));
        console_.print(installed->findings);
        if (installed->id.empty()) return base::fail(base::ErrorCode::form_has_errors, "household.xlsx");
        if (auto done = team::found_office(*hq_, "office", hq::kDefaultAddress); !done) return done;
        say("demo.founded");
        return {};
    }

    base::Status enrol() {
        // A free port, told to the laptops in their enrolment files.
        auto probe = team::Office::serve(*hq_, "127.0.0.1", 0);
        if (!probe) return base::fail(std::move(probe.error()));
        port_ = (*probe)->port();
        probe->reset();
        auto headquarters = hq::Headquarters::open(hq_->store());
        if (!headquarters) return base::fail(std::move(headquarters.error()));
        const auto address = "https://127.0.0.1:" + std::to_string(port_);
        if (auto done = headquarters->set_address(address); !done) return done;
        const std::pair<const char*, const char*> people[] = {{"laptop-1", "zhang.wei"}, {"laptop-2", "li.na"}};
        for (const auto& [laptop, person] : people) {
            auto file = headquarters->enrol(laptop, person, "member", {kTownship}, hq_->random());
            if (!file) return base::fail(std::move(file.error()));
            const auto enrolment = path(std::string(laptop) + ".yqe");
            if (auto done = base::write_private_file(enrolment, *file); !done) return done;
            auto workspace = open_workspace(path(laptop));
            if (!workspace) return base::fail(std::move(workspace.error()));
            if (auto done = team::join(**workspace, *file); !done) return done;
            laptops_.push_back(std::move(*workspace));
        }
        say("demo.enrolled");
        return {};
    }

    base::Status capture() {
        auto sample = base::read_file(base::join_path(assets_, "demo/households.json"));
        if (!sample) return base::fail(std::move(sample.error()));
        const auto households = Json::parse(*sample, nullptr, false);
        if (!households.is_array()) return base::fail(base::ErrorCode::damaged, "demo/households.json");
        for (const auto& household : households) {
            const bool second = household.value("assigned_to", "") == "laptop-2";
            if (auto done = capture_one(*laptops_[second ? 1 : 0], household); !done) return done;
        }
        say("demo.captured", {{"count", std::to_string(households.size())}});
        return {};
    }

    base::Status capture_one(Workspace& workspace, const Json& household) {
        auto visit = survey::Visit::start(workspace, "household", kVillageGroup);
        if (!visit) return base::fail(std::move(visit.error()));
        const auto id = (*visit)->record();
        if (auto done = fill_in_all(**visit, household.at("answers")); !done) return done;
        // Some were visited in earlier years already: each year is a save of the same household.
        for (const auto& year : household.value("earlier", Json::array())) {
            if (auto done = fill_in_all(**visit, year); !done) return done;
            if (auto saved = (*visit)->save(); !saved) return base::fail(std::move(saved.error()));
            visit = survey::Visit::open(workspace, id);
            if (!visit) return base::fail(std::move(visit.error()));
            // Back to what the last year says; the next earlier one is filled in over it.
            if (auto done = fill_in_all(**visit, household.at("answers")); !done) return done;
        }
        auto saved = (*visit)->save();
        if (!saved) return base::fail(std::move(saved.error()));
        if (!shared_) shared_ = id;
        return {};
    }

    static base::Status fill_in_all(survey::Visit& visit, const Json& answers) {
        for (const auto& answer : answers) {
            const std::string at = answer.at("path"), value = answer.at("value");
            if (auto done = fill_in(visit, at, value); !done) return base::fail(std::move(done.error()).with_context("filling in " + at));
        }
        return {};
    }

    // "members[2]/name": the row is added when it is not there yet, as a person would.
    static base::Status fill_in(survey::Visit& visit, const std::string& at, const std::string& value) {
        const auto& form = visit.form();
        const auto full = "/" + form.form().root_name + "/" + at;
        if (const auto open = at.find('['); open != std::string::npos) {
            const auto repeat = form.find(at.substr(0, open));
            if (!repeat) return base::fail(base::ErrorCode::not_found, at);
            const auto wanted = static_cast<std::size_t>(std::stoul(at.substr(open + 1)));
            while (form.children(*repeat, false).size() < wanted) {
                if (auto row = visit.add_row(*repeat); !row) return base::fail(std::move(row.error()));
            }
        }
        const auto question = form.find_by_position(full);
        if (!question) return base::fail(base::ErrorCode::not_found, at);
        return visit.answer(*question, value);
    }

    // Both laptops twice: what the second gave reaches the first with its second turn.
    base::Status exchange_all() {
        auto office = team::Office::serve(*hq_, "127.0.0.1", port_);
        if (!office) return base::fail(std::move(office.error()));
        std::uint64_t sent = 0, received = 0;
        for (int turn = 0; turn < 2; ++turn) {
            for (auto& laptop : laptops_) {
                auto done = team::exchange(*laptop);
                if (!done.status) return std::move(done.status);
                sent += done.summary.sent;
                received += done.summary.received;
            }
        }
        say("demo.exchanged", {{"sent", std::to_string(sent)}, {"received", std::to_string(received)}});
        return {};
    }

    // Without a network again: different members and different fields of one household, and one field alike.
    base::Status edit_apart() {
        const std::vector<std::pair<std::string, std::string>> edits[] = {
            {{"income/wages", "19800.00"}, {"members[1]/working_capacity", "1"}, {"identity/address", "二组 3 号（新房）"}},
            {{"income/wages", "21000.00"}, {"members[3]/work_months", "10"}, {"conditions/housing_area", "96"}}};
        for (std::size_t i = 0; i < laptops_.size(); ++i) {
            auto visit = survey::Visit::open(*laptops_[i], *shared_);
            if (!visit) return base::fail(std::move(visit.error()));
            for (const auto& [at, value] : edits[i]) {
                // A question that does not apply to this household is not asked.
                const auto question = (*visit)->form().find_by_position("/household/" + at);
                if (!question || !(*visit)->form().relevant(*question)) continue;
                if (auto done = (*visit)->answer(*question, value); !done) return done;
            }
            auto saved = (*visit)->save();
            if (!saved) return base::fail(std::move(saved.error()));
        }
        say("demo.edited");
        return {};
    }

    base::Status print() {
        auto counts = hq_->store().counts();
        auto rows = hq_->store().list();
        auto conflicts = survey::list_conflicts(*hq_, {}, console_.texts.language());
        if (!counts) return base::fail(std::move(counts.error()));
        if (!rows) return base::fail(std::move(rows.error()));
        if (!conflicts) return base::fail(std::move(conflicts.error()));
        result_.households = rows->size();
        result_.changes = counts->changes;
        result_.conflicts = conflicts->size();
        for (const auto& row : *rows) {
            auto record = hq_->store().record(row.id);
            if (!record) return base::fail(std::move(record.error()));
            result_.members += record->rows("members").size();
        }
        for (const auto& conflict : *conflicts) {
            std::string both;
            for (const auto& version : conflict.versions) both += (both.empty() ? "" : " ⇄ ") + version.text + " (" + version.author + ")";
            say("demo.conflict", {{"household", conflict.record_title}, {"question", conflict.question_label}, {"versions", both}});
        }
        hq_.reset();  // The commands below open the workspace themselves, as a person's would.
        laptops_.clear();
        ExportDossier dossiers;
        dossiers.workspace = path("hq");
        dossiers.out = path("dossiers");
        if (run_quietly(dossiers) != kSuccess) return base::fail(base::ErrorCode::io_failed, dossiers.out);
        auto files = base::list_folder(dossiers.out);
        if (!files) return base::fail(std::move(files.error()));
        result_.dossiers = files->size();
        ExportData data;
        data.workspace = path("hq");
        data.out = path("data");
        if (run_quietly(data) != kSuccess) return base::fail(base::ErrorCode::io_failed, data.out);
        say("demo.printed", {{"count", std::to_string(result_.dossiers)}});
        return {};
    }

    // The list of files that an export prints is of no interest here.
    template <class Command>
    int run_quietly(const Command& command) const {
        std::ostream nowhere(nullptr);
        return cli::run(command, Console{nowhere, console_.err, console_.texts});
    }

    std::string folder_;
    const Console& console_;
    std::string assets_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Workspace> hq_;
    std::vector<std::unique_ptr<Workspace>> laptops_;
    std::optional<record::RecordId> shared_;   // The household that both will edit.
    Result result_;
};

}  // namespace

int run(const Demo& command, const Console& console) {
    Demonstration demonstration(command.folder, console);
    auto result = demonstration.run();
    if (!result) return console.fail(result.error());
    if (command.json) {
        console.out << Json{{"households", result->households}, {"members", result->members}, {"changes", result->changes},
                            {"conflicts", result->conflicts}, {"dossiers", result->dossiers},
                            {"folder", demonstration.path("dossiers")}, {"data", demonstration.path("data")},
                            {"workspace", demonstration.path("hq")}}
                           .dump(1)
                    << '\n';
        return kSuccess;
    }
    console.say(console.tr("demo.done", {{"households", std::to_string(result->households)},
                                         {"members", std::to_string(result->members)},
                                         {"dossiers", demonstration.path("dossiers")},
                                         {"data", demonstration.path("data")},
                                         {"hq", demonstration.path("hq")},
                                         {"laptop", demonstration.path("laptop-1")}}));
    return kSuccess;
}

}  // namespace yuanquan::cli
