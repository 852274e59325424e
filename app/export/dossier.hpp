#pragma once
// The household dossier (一户一档) on paper: A4 PDF of one record in words. Sections and labels are the form's own, so any
// questionnaire prints; Chinese type is embedded as a subset. No window, no store: a RecordView and what it names.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/export/dossier_story.hpp"
#include "app/export/paper.hpp"
#include "app/words/texts.hpp"
#include "model/base/error.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::exports {

struct DossierOptions {
    const words::Texts* texts = nullptr;      // Its language is the dossier's.
    std::int64_t printed_ms = 0;              // On the footer, with the offset.
    int offset_minutes = 0;
    std::string office;                       // Who printed it: on the footer.
    // Bytes of a photo or signature; not_found leaves a framed note in its place.
    std::function<base::Result<std::string>(const record::BlobId& id)> blob;
    // "What changed since" edition: these lines in the place of the sections, under "since" (a date).
    std::optional<std::vector<survey::HistoryLine>> changes = {};
    // Of this record; its years stand behind the section "income", its decisions behind all sections.
    std::optional<DossierStory> story = {};
    std::string since = {};
};
// Laid out, to stand in a larger file. The record's and the options' texts must live as long.
struct SetDossier {
    Paper paper;
    Footer footer;
};
base::Result<SetDossier> set_dossier(const survey::RecordView& record, const DossierOptions& options);
// The whole file's bytes. missing_resource without a font for Chinese.
base::Result<std::string> write_dossier_pdf(const survey::RecordView& record, const DossierOptions& options);

// "620981-张三-1a2b3c4d.pdf": village, head and the record's id; safe on any file system, unique in a folder.
std::string dossier_file_name(const survey::RecordView& record);

}  // namespace yuanquan::exports
