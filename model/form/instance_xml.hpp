#pragma once
// A submission in XML as answers: what Collect, Kobo or we sent. Values are taken as they stand; rows get new ids.
// Called by imports of ODK submissions and by tests; LiveForm::instance_xml() is the way out.

#include "model/base/ids.hpp"
#include "model/base/xml.hpp"
#include "model/form/live_form.hpp"

namespace yuanquan::form {

// bad_input when the root element is not the form's. Elements the form does not know become cells that it keeps.
base::Result<Answers> read_instance(const Form& form, const base::XmlNode& root, base::Random& random);

}  // namespace yuanquan::form
