#include <algorithm>

#include "app/cli/commands.hpp"
#include "app/export/dossier_book.hpp"
#include "app/export/dossier_html.hpp"
#include "app/export/household_card.hpp"
#include "app/export/place_words.hpp"
#include "app/export/reason_words.hpp"
#include "model/base/clock.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/survey/history_view.hpp"
#include "model/survey/unmask.hpp"

// Dossiers and cards of one record, of an area or of all: a file each, or one book.

namespace yuanquan::cli {

namespace {

class Dossiers {
  public:
    Dossiers(const ExportDossier& command, const Console& console, survey::Workspace& workspace)
        : command_(command), console_(console), workspace_(workspace) {
        const auto now = workspace.clock().now_ms();
        options_.texts = &console.texts;
        options_.printed_ms = now;
        options_.offset_minutes = workspace.clock().offset_minutes(now);
        options_.office = workspace.identity().person;
        options_.since = command.since;
        options_.blob = [&store = workspace.store()](const record::BlobId& id) { return store.blob(id); };
    }

    int run() {
        if (command_.out.empty() && command_.book.empty()) return console_.fail(base::make_error(base::ErrorCode::wrong_use, "--out", "or --book"));
        const auto& since = command_.since;
        const bool is_day = since.size() == 10 && since[4] == '-' && since[7] == '-' && since.find_first_not_of("0123456789-") == since.npos;
        if (!since.empty() && !is_day) return console_.fail(base::make_error(base::ErrorCode::wrong_use, "--since " + since, "not a day"));
        if (auto chosen = choose(); !chosen) return console_.fail(chosen.error());
        if (records_.empty()) {
            console_.say(since.empty() ? console_.tr("cli.dossier.none") : console_.tr("cli.dossier.none_since", {{"date", since}}));
            return kSuccess;
        }
        if (command_.unmask) {
            if (auto may = survey::unmask(workspace_, records_, command_.reason); !may) return console_.fail(may.error());
        }
        if (!command_.book.empty()) return book();
        if (auto made = base::make_folder(command_.out); !made) return console_.fail(made.error());
        for (const auto& id : records_) {
            auto path = write(id);
            if (!path) return console_.fail(path.error());
            console_.out << *path << '\n';
        }
        return kSuccess;
    }

  private:
    base::Status choose() {
        if (!command_.record.empty()) {
            auto id = find_record(workspace_, command_.record);
            if (!id) return base::fail(std::move(id.error()));
            records_.push_back(*id);
        } else {
            store::ListFilter filter;
            filter.form_id = command_.form;
            filter.area = command_.area;
            auto rows = workspace_.store().list(filter);
            if (!rows) return base::fail(std::move(rows.error()));
            std::stable_sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) {   // As a person looks for them.
                return a.area != b.area ? a.area < b.area : base::compare_for_people(a.title, b.title) < 0;
            });
            for (const auto& row : *rows) {
                records_.push_back(row.id);
                areas_.push_back(row.area);
            }
        }
        if (command_.since.empty()) return {};
        std::vector<record::RecordId> changed;
        for (const auto& id : records_) {
            auto lines = changes_of(id);
            if (!lines) return base::fail(std::move(lines.error()));
            if (!lines->empty()) changed.push_back(id);
        }
        records_ = std::move(changed);
        return {};
    }

    base::Result<std::vector<survey::HistoryLine>> changes_of(const record::RecordId& id) const {
        auto lines = survey::view_history(workspace_, id, console_.texts.language(), !command_.unmask, exports::reason_words(console_.texts));
        if (!lines) return lines;
        exports::name_places(console_.texts, *lines);
        std::erase_if(*lines, [&](const auto& line) { return base::iso_date(line.wall_ms, line.offset_minutes) < command_.since; });
        return lines;
    }

    base::Result<survey::RecordView> view(const record::RecordId& id) {
        auto record = workspace_.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        auto form = workspace_.form(record->form_id);
        if (!form) return base::fail(std::move(form.error()));
        survey::ViewOptions how;
        how.reasons = exports::reason_words(console_.texts);
        how.language = survey::language_index(*form->form, console_.texts.language());
        how.masked = !command_.unmask;
        if (!command_.since.empty()) {
            auto lines = changes_of(id);
            if (!lines) return base::fail(std::move(lines.error()));
            options_.changes = std::move(*lines);
        }
        auto view = survey::view_record(workspace_, *record, how);
        if (!view) return view;
        exports::name_places(console_.texts, *view);
        if (command_.format == "card") return view;
        auto story = exports::read_story(workspace_, *view, console_.texts.language(), !command_.unmask);
        if (!story) return base::fail(std::move(story.error()));
        options_.story = std::move(*story);
        return view;
    }

    base::Result<std::string> write(const record::RecordId& id) {
        auto record = view(id);
        if (!record) return base::fail(std::move(record.error()));
        auto name = exports::dossier_file_name(*record);
        base::Result<std::string> bytes;
        if (command_.format == "html") {
            bytes = exports::write_dossier_html(*record, options_);
            name.replace(name.size() - 4, 4, ".html");
        } else {
            bytes = command_.format == "card" ? exports::write_household_card(*record, options_) : exports::write_dossier_pdf(*record, options_);
        }
        if (!bytes) return bytes;
        auto path = base::join_path(command_.out, name);
        if (auto written = base::write_file(path, *bytes); !written) return base::fail(std::move(written.error()));
        return path;
    }

    // By what is in it: the village or other area that all are of, else how many they are.
    std::string book_title() const {
        const auto& areas = workspace_.areas();
        std::string area = command_.area;
        if (area.empty() && !areas_.empty()) {
            area = areas_.front();
            const auto outside = [&](const std::string& other) { return !areas.within(other, area); };
            while (!area.empty() && std::any_of(areas_.begin(), areas_.end(), outside)) {
                const auto* found = areas.find(area);
                area = found == nullptr ? std::string() : found->parent;
            }
        }
        if (areas.find(area) != nullptr) return areas.name(area, console_.texts.chinese(), 2);
        return console_.tr("paper.contents.count", {{"count", std::to_string(records_.size())}});
    }

    int book() {
        if (command_.format == "html") return console_.fail(base::make_error(base::ErrorCode::wrong_use, "--book", "is a PDF file"));
        exports::DossierBook book;
        book.cards = command_.format == "card";
        book.count = records_.size();
        book.title = book_title();
        book.view = [&](std::size_t i) { return view(records_[i]); };
        auto pages = exports::write_dossier_book(book, options_, command_.book);
        if (!pages) return console_.fail(pages.error());
        console_.out << command_.book << '\n';
        return kSuccess;
    }

    const ExportDossier& command_;
    const Console& console_;
    survey::Workspace& workspace_;
    exports::DossierOptions options_;
    std::vector<record::RecordId> records_;
    std::vector<std::string> areas_;   // Of all that were listed.
};

}  // namespace

int run(const ExportDossier& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    return Dossiers(command, console, **workspace).run();
}

}  // namespace yuanquan::cli
