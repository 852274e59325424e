// conformance xlsform NAME IN OUT: one questionnaire to XForms XML, as score_xlsform.py asks for it.

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "model/base/sheet.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/xform_writer.hpp"
#include "tests/conformance/cases.hpp"

namespace yuanquan::conformance {

int run_xlsform_case(const char* form_name, const char* in, const char* out) {
    std::ifstream file(in, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    form::ReadOptions options;
    options.file_name = std::string(in).substr(std::string(in).rfind('/') + 1);
    options.form_name = form_name;
    const auto workbook = base::read_workbook(options.file_name, bytes.str());
    if (!workbook) {
        std::puts(workbook.error().describe().c_str());
        return 1;
    }
    const form::ReadForm result = form::read_xlsform(*workbook, options);
    for (const base::Finding& finding : result.findings) {
        if (finding.severity == base::Severity::error)
            std::printf("%s row %d\n", finding.code.c_str(), finding.place.row);
    }
    if (!result.form) return 1;
    std::ofstream(out, std::ios::binary) << form::write_xform(*result.form);
    return 0;
}

}  // namespace yuanquan::conformance
