#pragma once
// The household card (明白卡): one page that hangs on the household's wall. The record's first section in short, then each
// roster with its first columns (the members all, of the others the latest rows), and a QR code that names the record.
// What does not fit is counted on it; the dossier has it.

#include "app/export/dossier.hpp"

namespace yuanquan::exports {

// Exactly one page.
base::Result<SetDossier> set_household_card(const survey::RecordView& record, const DossierOptions& options);
base::Result<std::string> write_household_card(const survey::RecordView& record, const DossierOptions& options);

}  // namespace yuanquan::exports
