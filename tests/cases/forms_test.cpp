// Every questionnaire of forms/ has the findings that stand beside it, at the places that stand beside it.

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "model/form/form_reader.hpp"
#include "tests/support/shared_cases.hpp"

using namespace yuanquan;

namespace {

std::string listed(const std::set<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
}

std::string found_in(const std::filesystem::path& file) {
    form::ReadOptions options;
    options.file_name = file.filename().string();
    const auto read = form::read_form(support::read_bytes(file.string()), options);
    CHECK((read.form == nullptr) == base::has_errors(read.findings));
    std::set<std::string> lines;
    for (const auto& finding : read.findings) {
        lines.insert((finding.severity == base::Severity::error ? "error " : "warning ") + finding.code + " " +
                     finding.place.sheet + ":" + std::to_string(finding.place.row) + ":" + finding.place.column);
    }
    return listed(lines);
}

std::string expected_in(const std::filesystem::path& file) {
    std::istringstream text(support::read_bytes(file.string()));
    std::set<std::string> lines;
    for (std::string line; std::getline(text, line);) {
        if (!line.empty() && line.front() != '#') lines.insert(line);
    }
    return listed(lines);
}

}  // namespace

TEST_CASE("faulty questionnaires have the findings written beside them") {
    std::size_t cases = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(YUANQUAN_SOURCE_DIR) + "/tests/cases/forms")) {
        if (entry.path().extension() != ".expected") continue;
        ++cases;
        auto form = entry.path();
        form.replace_extension(".md");
        INFO(form.filename().string());
        CHECK(found_in(form) == expected_in(entry.path()));
    }
    CHECK(cases >= 13);
}

TEST_CASE("a list that is missing is reported once") {
    form::ReadOptions options;
    options.file_name = "x.md";
    const auto file = std::string(YUANQUAN_SOURCE_DIR) + "/tests/cases/forms/missing_instance.md";
    CHECK(form::read_form(support::read_bytes(file), options).findings.size() == 1);
}
