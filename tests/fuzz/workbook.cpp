// Any bytes as a workbook; the first one chooses the kind. What is a workbook goes on into the XLSForm reader.
#include "model/form/form_reader.hpp"
#include "tests/fuzz/target.hpp"

using namespace yuanquan;

void fuzz(std::string_view bytes) {
    if (bytes.empty()) return;
    static constexpr const char* kNames[] = {"fuzz.md", "fuzz.csv", "fuzz.xlsx"};
    form::ReadOptions options;
    // The zip's own first letter chooses XLSX, so that real files are seeds as they are.
    options.file_name = bytes.front() == 'P' ? kNames[2] : kNames[static_cast<unsigned char>(bytes.front()) % 2];
    const auto read = form::read_form(bytes, options);
    require((read.form == nullptr) == base::has_errors(read.findings));
}
