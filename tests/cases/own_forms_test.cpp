// The questionnaires that come with the program compile without a word, as an install reads them.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "model/base/sheet.hpp"
#include "model/form/form_reader.hpp"

using namespace yuanquan;

namespace {

std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string line_of(const base::Finding& finding) {
    return std::string(finding.severity == base::Severity::error ? "error " : "warning ") + finding.code +
           " " + finding.place.sheet + ":" + std::to_string(finding.place.row) + ":" + finding.place.column;
}

}  // namespace

TEST_CASE("the questionnaires of the program itself have no faults") {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(YUANQUAN_SOURCE_DIR) / "assets/forms")) {
        if (entry.path().extension() != ".md" || entry.path().filename() == "README.md") continue;
        form::ReadOptions options;
        options.file_name = entry.path().filename().string();
        options.strict_columns = true;
        options.media["areas.csv"] = slurp(std::filesystem::path(YUANQUAN_SOURCE_DIR) / "assets/areas.csv");
        const auto workbook = base::read_markdown(slurp(entry.path()));
        REQUIRE(workbook);
        const form::ReadForm result = form::read_xlsform(*workbook, options);
        for (const base::Finding& finding : result.findings)
            FAIL_CHECK(options.file_name << ": " << line_of(finding));
        CHECK(result.form != nullptr);
    }
}
