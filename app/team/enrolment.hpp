#pragma once
// How a workspace comes to belong to headquarters: it takes an enrolment file and keeps who works here, in which areas,
// the laptop's key, headquarters' pinned key and address, and the questionnaires.

#include <string>
#include <string_view>

#include "model/base/digest.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::team {

struct Membership {                 // Of an enrolled workspace.
    std::string laptop;
    base::SigningKey key;
    base::KeyId headquarters;
    std::string address, tls_pin;
    std::string certificate;         // Headquarters' word for this laptop, shown to fellows; '' until it was given one.
    std::string certificate_epoch;   // The life of headquarters in which it was given: in another one the areas may be others.
};

// damaged, bad_signature (altered), already_exists (enrolled elsewhere), form_has_errors. All or nothing until the last
// setting is written.
base::Status join(survey::Workspace& workspace, std::string_view enrolment_file);
bool is_member(const survey::Workspace& workspace);
// Headquarters' latest word for this laptop, in the life that is known here. Other areas in it are the laptop's from here on.
base::Status keep_certificate(survey::Workspace& workspace, std::string_view certificate);
base::Result<Membership> membership(const survey::Workspace& workspace);   // wrong_use when not enrolled.

}  // namespace yuanquan::team
