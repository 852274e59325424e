#include "model/form/form_reader.hpp"

#include "model/base/text.hpp"

namespace yuanquan::form {

ReadForm read_form(std::string_view bytes, const ReadOptions& options) {
    if (base::ends_with(base::fold_case(options.file_name), ".xml")) return read_xform(bytes, options);
    base::SheetLimits limits;
    limits.cells = 8 * kChoiceRowsMax;
    auto workbook = base::read_workbook(options.file_name, bytes, limits);
    if (workbook) return read_xlsform(*workbook, options);
    base::Finding finding;
    finding.code = workbook.error().code == base::ErrorCode::too_large ? "form.too_large" : "form.not_workbook";
    finding.parameters = {{"detail", workbook.error().detail.empty() ? workbook.error().subject : workbook.error().detail}};
    finding.place.file = options.file_name;
    if (workbook.error().code == base::ErrorCode::too_large) finding.place.sheet = workbook.error().subject;
    finding.place.position = workbook.error().position;
    return {nullptr, {std::move(finding)}};
}

}  // namespace yuanquan::form
