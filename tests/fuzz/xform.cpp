// Any bytes as XForms XML: a form that opens, can be written and read again, or findings.
#include "model/base/clock.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/live_form.hpp"
#include "model/form/xform_writer.hpp"
#include "tests/fuzz/target.hpp"

using namespace yuanquan;

void fuzz(std::string_view bytes) {
    const auto read = form::read_xform(bytes, {});
    require((read.form == nullptr) == base::has_errors(read.findings));
    if (!read.form) return;
    require(form::read_xform(form::write_xform(*read.form), {}).form != nullptr);
    base::FixedClock clock(1'774'000'000'000);
    base::SeededRandom random(1);
    form::Environment environment;
    environment.clock = &clock;
    environment.random = &random;
    const auto live = form::LiveForm::open(read.form, environment);
    if (live) static_cast<void>((*live)->instance_xml());
}
