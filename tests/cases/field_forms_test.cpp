// Real questionnaires open without a fault and stay the same form, whichever way they are written and read again.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "model/base/sheet.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xform_writer.hpp"
#include "tests/support/equal_forms.hpp"
#include "tests/support/shared_cases.hpp"

using namespace yuanquan;

namespace {

form::ReadOptions options_of(const std::filesystem::path& file) {
    form::ReadOptions options;
    options.file_name = file.filename().string();
    return options;
}

void check_no_fault(const form::ReadForm& read) {
    for (const base::Finding& finding : read.findings) {
        if (finding.severity == base::Severity::error) FAIL_CHECK(finding.code << " in row " << finding.place.row);
    }
    REQUIRE(read.form);
}

void check_same(const form::ReadForm& first, const form::ReadForm& again) {
    REQUIRE(again.form);
    CHECK(support::difference(*first.form, *again.form) == "");
}

void check_workbook(const std::filesystem::path& file) {
    const auto options = options_of(file);
    const auto workbook = base::read_xlsx(support::read_bytes(file));
    REQUIRE(workbook);
    const auto first = form::read_xlsform(*workbook, options);
    check_no_fault(first);

    const auto written = base::write_xlsx(*workbook);
    REQUIRE(written);
    const auto from_xlsx = base::read_xlsx(*written);
    const auto from_table = base::read_markdown(base::write_markdown(*workbook));
    REQUIRE(from_xlsx);
    REQUIRE(from_table);
    check_same(first, form::read_xlsform(*from_xlsx, options));
    check_same(first, form::read_xlsform(*from_table, options));

    // XForms do not keep blanks at the ends of words, a cell may: the second time nothing is left to lose.
    const auto once = form::read_xform(form::write_xform(*first.form), options);
    check_no_fault(once);
    check_same(once, form::read_xform(form::write_xform(*once.form), options));
}

}  // namespace

TEST_CASE("questionnaires from the field have no fault and come back from a workbook, a table and XML") {
    const auto shared = support::shared_folder();
    if (!shared) {
        MESSAGE("skipped: no shared conformance material");
        return;
    }
    for (const auto& entry : std::filesystem::directory_iterator(*shared + "/conformance/forms")) {
        const auto& file = entry.path();
        CAPTURE(file.filename().string());
        if (file.extension() == ".xlsx") check_workbook(file);
        // xform_writer_test writes and reads back those that come as XML.
        if (file.extension() == ".xml") check_no_fault(form::read_xform(support::read_bytes(file), options_of(file)));
    }
}
