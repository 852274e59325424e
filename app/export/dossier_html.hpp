#pragma once
// A dossier as one web page that needs nothing beside it: pictures inside, no script, laid out for the screen and for
// printing. Word processors open it too, for offices that want to go on writing in it.

#include "app/export/dossier.hpp"

namespace yuanquan::exports {

std::string write_dossier_html(const survey::RecordView& record, const DossierOptions& options);

}  // namespace yuanquan::exports
