#pragma once
// A workspace on a scratch disk with a questionnaire in it, and the driver with one filling open: what tests of the
// questionnaire screen start from.

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "app/screens/questionnaire.hpp"
#include "model/base/files.hpp"
#include "tests/support/scratch_store.hpp"
#include "tests/support/screen_driver.hpp"

namespace yuanquan::support {

struct Desk {
    explicit Desk(std::uint64_t seed = 7) : random(seed) { open(); }
    void open() {
        auto opened = survey::Workspace::open(folder.path + "/w", clock, random);
        REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
        workspace = std::move(*opened);
    }
    void install(const std::string& text) {
        const auto path = folder.file("small.md");
        REQUIRE(base::write_file(path, text));
        install_file(path);
    }
    std::string install_file(const std::string& path) {
        auto installed = workspace->install_form(path);
        REQUIRE_MESSAGE(installed.has_value(), installed.error().describe());
        std::string faults;
        for (const auto& finding : installed->findings) {
            if (finding.severity == base::Severity::error) faults += " " + finding.code + " row " + std::to_string(finding.place.row);
        }
        REQUIRE_MESSAGE(!installed->id.empty(), faults);
        return installed->id;
    }
    std::unique_ptr<survey::Visit> start(const std::string& form = "small") {
        auto visit = survey::Visit::start(*workspace, form, "");
        REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
        return std::move(*visit);
    }
    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random;
    std::unique_ptr<survey::Workspace> workspace;
};


// The driver with a questionnaire open in it.
struct Filling {
    Filling(Desk& desk, std::unique_ptr<survey::Visit> visit, const ScreenDriver::Options& options = {})
        : driver(*desk.workspace, options) {
        auto screen = std::make_unique<screens::Questionnaire>(driver.state(), std::move(visit));
        questionnaire = screen.get();
        driver.open(std::move(screen));
    }
    std::string value(const std::string& path) const { return questionnaire->visit().form().value_at(path); }
    ScreenDriver driver;
    screens::Questionnaire* questionnaire;
};

}  // namespace yuanquan::support
