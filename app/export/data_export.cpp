#include "app/export/data_export.hpp"

#include <functional>
#include <map>
#include <optional>

#include "app/export/anonymiser.hpp"
#include "app/export/data_tables.hpp"
#include "app/export/opened_record.hpp"
#include "app/export/reason_words.hpp"
#include "app/export/submission_export.hpp"
#include "model/base/clock.hpp"
#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/record/cell.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/record_view.hpp"

namespace yuanquan::exports {

namespace {

constexpr char kSuppressed[] = "*";

class Exporter {
  public:
    Exporter(survey::Workspace& workspace, const DataOptions& options, survey::Workspace::OpenForm open, DataBook& book)
        : workspace_(workspace), options_(options), form_(*open.form), book_(book), texts_(*options.texts),
          language_(survey::language_index(form_, texts_.language())), tables_(tables_of(form_, language_)),
          extra_(workspace, options, form_, book), open_(std::move(open)) {}

    base::Result<Exported> run() {
        if (options_.privacy == Privacy::anonymised) {
            auto anonymiser = Anonymiser::open(workspace_);
            if (!anonymiser) return base::fail(std::move(anonymiser.error()));
            anonymiser_.emplace(std::move(*anonymiser));
            anonymiser_->plan(form_, tables_);
        }
        opener_.emplace(workspace_, std::move(open_), tables_, language_);
        auto ids = workspace_.store().record_ids(options_.form_id, options_.area);
        if (!ids) return base::fail(std::move(ids.error()));
        if (auto planned = first_pass(*ids); !planned) return base::fail(std::move(planned.error()));
        if (auto added = add_sheets(); !added) return base::fail(std::move(added.error()));
        for (const auto& id : *ids) {
            auto added = add_record(id);
            if (!added) return base::fail(std::move(added.error()).with_context("record " + id.text()));
        }
        return std::move(exported_);
    }

  private:
    // How many rows a wide table needs, and how often an anonymised one gives each value.
    base::Status first_pass(const std::vector<record::RecordId>& ids) {
        if (options_.layout != DataLayout::wide && !anonymiser_) return {};
        for (const auto& id : ids) {
            auto opened = opener_->open(id);
            if (!opened) return base::fail(std::move(opened.error()));
            for (const auto& row : opened->rows) {
                if (!row.place.empty()) places_[row.table][row.place];
                if (anonymiser_) count(*opened, row);
            }
            if (anonymiser_) count_reasons(*opened);
        }
        if (anonymiser_) anonymiser_->settle();
        return {};
    }

    void count(const OpenedRecord& opened, const OpenedRow& row) {
        if (row.path.empty()) anonymiser_->count(0, "area", anonymiser_->area(opened.record.area));
        const auto& columns = tables_[row.table].columns;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!anonymiser_->counts(columns[i]) || row.values[i] == nullptr) continue;
            anonymiser_->count(row.table, columns[i].data.name, anonymiser_->value(columns[i], *row.values[i], day_of(opened.record)));
        }
    }

    // Few who refused are as easily known as few who answered.
    void count_reasons(const OpenedRecord& opened) {
        for (const auto& reason : reasons_of(opened, tables_)) anonymiser_->count(reason.table, counted_as(reason), std::string(survey::reason_code(reason.why.reason)));
    }
    std::string counted_as(const UnansweredRow& reason) const { return tables_[reason.table].columns[reason.column].data.name + "/" + std::string(record::kUnansweredCell); }

    static std::string day_of(const record::Record& record) { return base::iso_date(record.last_wall_ms, 480); }

    // --- Sheets ---
    void add_columns(DataSheet& sheet, std::initializer_list<const char*> names) const {
        for (const char* name : names) sheet.columns.push_back(named_column(texts_, name, std::string_view(name) == "conflicts" ? DataKind::number : DataKind::text));
    }
    void add_about(DataSheet& sheet) const {
        if (anonymiser_) return add_columns(sheet, {"record_id", "parent_record_id", "form_version", "area", "area_name", "author"});
        add_columns(sheet, {"record_id", "parent_record_id", "form_version", "area", "area_name", "title", "state", "author", "changed", "conflicts"});
    }
    // place: "members[2]" in a wide table, else ''.
    void add_questions(DataSheet& sheet, const FormTable& table, const std::string& place) const {
        for (const auto& question : table.columns) {
            auto column = question.data;
            if (!place.empty()) {
                column.name = place + column.name.substr(table.repeat.size());
                column.label += " [" + place.substr(place.find('[') + 1);
            }
            const auto name = column.name, label = column.label;
            sheet.columns.push_back(std::move(column));
            if (!question.choice) continue;
            sheet.columns.push_back({name + ":label", texts_.tr("paper.data.in_words", {{"label", label}}), DataKind::text, {}, true});
        }
    }

    std::vector<DataSheet> answer_sheets() {
        std::vector<DataSheet> sheets;
        if (options_.layout == DataLayout::long_form) {
            sheets.push_back({"answers", {}});
            add_columns(sheets.back(), {"record_id", "row_id", "path", "question", "value", "words"});
            return sheets;
        }
        for (const auto& table : tables_) {
            if (table.repeat.empty() || options_.layout == DataLayout::tables) sheets.push_back({table.sheet_name(), {}});
            auto& sheet = sheets.back();
            if (table.repeat.empty()) {
                add_about(sheet);
                add_questions(sheet, table, {});
            } else if (options_.layout == DataLayout::tables) {
                add_columns(sheet, {"record_id", "row_id"});
                if (table.nested) add_columns(sheet, {"parent_row_id"});
                add_questions(sheet, table, {});
            } else {
                for (const auto& [place, at] : places_[static_cast<std::size_t>(&table - tables_.data())]) add_questions(sheet, table, place);
            }
        }
        return sheets;
    }

    base::Status add_sheets() {
        const auto sheets = answer_sheets();
        for (const auto& sheet : sheets) {
            auto added = book_.add_sheet(sheet);
            if (!added) return base::fail(std::move(added.error()));
            sheets_.push_back(*added);
        }
        if (options_.layout == DataLayout::wide) settle_places(sheets.front().columns.size());
        if (!options_.with.contains("codebook")) return extra_.add_sheets();
        auto codebook = book_.add_sheet(codebook_sheet(texts_));
        if (!codebook) return base::fail(std::move(codebook.error()));
        for (const auto& row : codebook_rows(form_, tables_, sheets)) {
            if (auto added = book_.add_row(*codebook, row); !added) return added;
        }
        return extra_.add_sheets();
    }

    // Where the columns of each row of a wide table begin.
    void settle_places(std::size_t columns) {
        wide_columns_ = columns;
        std::size_t at = columns;
        for (auto table = places_.rbegin(); table != places_.rend(); ++table) {
            for (auto place = table->second.rbegin(); place != table->second.rend(); ++place) {
                at -= width_of(tables_[table->first]);
                place->second = at;
            }
        }
    }
    static std::size_t width_of(const FormTable& table) {
        std::size_t width = table.columns.size();
        for (const auto& column : table.columns) width += column.choice ? 1 : 0;
        return width;
    }

    // --- Rows ---
    base::Status add_record(const record::RecordId& id) {
        auto opened = opener_->open(id);
        if (!opened) return base::fail(std::move(opened.error()));
        masking_ = options_.privacy == Privacy::masked ? survey::Masking(opened->record) : survey::Masking();
        ++exported_.records;
        exported_.rows += opened->rows.size() - 1;
        const auto added = options_.layout == DataLayout::tables ? add_tables(*opened)
                           : options_.layout == DataLayout::wide ? add_wide(*opened)
                                                                 : add_long(*opened);
        if (!added) return added;
        if (auto reasons = add_unanswered(*opened); !reasons || anonymiser_) return reasons;   // The rest tells of people.
        if (auto other = add_unknown(id, opened->live->unknown()); !other) return other;
        return extra_.add_record(opened->record, masking_);
    }

    std::string known_as(const std::string& id) const { return anonymiser_ ? anonymiser_->pseudonym(id) : id; }

    DataRow about(const record::Record& record) const {
        const std::string parent(record.value(record::kParentCell));
        if (anonymiser_) {
            auto area = anonymiser_->area(record.area);
            const bool rare = anonymiser_->hidden(0, "area", area);
            return {known_as(record.id.text()), known_as(parent), record.form_version, rare ? kSuppressed : area,
                    rare ? kSuppressed : workspace_.areas().name(area, texts_.chinese(), 4), known_as(record.last_author)};
        }
        const auto at = record.last_wall_ms;
        return {record.id.text(),
                parent,
                record.form_version,
                record.area,
                workspace_.areas().name(record.area, texts_.chinese(), 4),
                masking_.show(record.value(record::kTitleCell)),
                std::string(record.value(record::kStateCell)),
                record.last_author,
                base::iso_date_time(at, workspace_.clock().offset_minutes(at)),
                std::to_string(record::conflicts(record).size())};
    }

    // The value and, of a choice, its words as they may be shown.
    std::pair<std::string, std::string> shown(const OpenedRecord& opened, const OpenedRow& row, std::size_t i) const {
        const auto& column = tables_[row.table].columns[i];
        if (row.values[i] == nullptr || row.values[i]->empty()) return {};
        const auto& stored = *row.values[i];
        const auto words = column.choice ? opener_->in_words(opened, column, *row.cells[i], stored) : std::string();
        if (!anonymiser_) return {masking_.show(stored, column.mask), masking_.show(words, column.mask)};
        auto value = anonymiser_->value(column, stored, day_of(opened.record));
        if (!anonymiser_->hidden(row.table, column.data.name, value)) return {std::move(value), words};
        return {kSuppressed, column.choice ? kSuppressed : ""};
    }
    void append(const OpenedRecord& opened, const OpenedRow& row, DataRow& to) const {
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            auto [value, words] = shown(opened, row, i);
            to.push_back(std::move(value));
            if (tables_[row.table].columns[i].choice) to.push_back(std::move(words));
        }
    }

    base::Status add_tables(const OpenedRecord& opened) {
        const auto id = known_as(opened.record.id.text());
        for (const auto& row : opened.rows) {
            DataRow out = row.path.empty() ? about(opened.record) : DataRow{id, known_as(row_id(row.path))};
            if (tables_[row.table].nested) out.push_back(known_as(row_id(std::string(record::enclosing_row(row.path)))));
            append(opened, row, out);
            if (auto added = book_.add_row(sheets_[row.table], out); !added) return added;
        }
        return {};
    }

    base::Status add_wide(const OpenedRecord& opened) {
        DataRow out = about(opened.record);
        append(opened, opened.rows.front(), out);
        out.resize(wide_columns_);
        DataRow cells;
        for (const auto& row : opened.rows) {
            if (row.place.empty()) continue;
            cells.clear();
            append(opened, row, cells);
            std::move(cells.begin(), cells.end(), out.begin() + static_cast<std::ptrdiff_t>(places_[row.table][row.place]));
        }
        return book_.add_row(sheets_.front(), out);
    }

    base::Status add_long(const OpenedRecord& opened) {
        const auto id = known_as(opened.record.id.text());
        for (const auto& row : opened.rows) {
            for (std::size_t i = 0; i < row.values.size(); ++i) {
                auto [value, words] = shown(opened, row, i);
                if (value.empty()) continue;
                const auto& column = tables_[row.table].columns[i].data;
                const DataRow out{id, known_as(row_id(row.path)), column.name, column.label, std::move(value), std::move(words)};
                if (auto added = book_.add_row(sheets_.front(), out); !added) return added;
            }
        }
        return {};
    }

    // On a sheet of its own, which is there only when it is needed: no column of answers holds what is none.
    base::Status add_unanswered(const OpenedRecord& opened) {
        for (const auto& reason : reasons_of(opened, tables_)) {
            if (!unanswered_) {
                DataSheet sheet{"unanswered", {}};
                add_columns(sheet, {"record_id", "row_id", "path", "question", "reason", "words", "note"});
                auto added = book_.add_sheet(sheet);
                if (!added) return base::fail(std::move(added.error()));
                unanswered_ = *added;
            }
            const auto& column = tables_[reason.table].columns[reason.column];
            std::string code(survey::reason_code(reason.why.reason)), words = plain_reason(texts_, reason.why.reason);
            if (anonymiser_ && anonymiser_->hidden(reason.table, counted_as(reason), code)) code = words = kSuppressed;
            const auto note = anonymiser_ ? std::string() : masking_.show(reason.why.note, column.mask);   // Anything may be in it.
            const auto row = row_id(std::string(record::innermost_row(reason.path)));
            const DataRow out{known_as(opened.record.id.text()), known_as(row), column.data.name, column.data.label, std::move(code), std::move(words), note};
            if (auto added = book_.add_row(*unanswered_, out); !added) return added;
        }
        return {};
    }

    // What another version of the form asked: on a sheet of its own, which is there only when it is needed.
    base::Status add_unknown(const record::RecordId& id, const std::vector<form::AnswerCell>& unknown) {
        for (const auto& cell : unknown) {
            if (cell.value.empty()) continue;
            if (!other_) {
                DataSheet sheet{"other", {}};
                add_columns(sheet, {"record_id", "path", "value"});
                auto added = book_.add_sheet(sheet);
                if (!added) return base::fail(std::move(added.error()));
                other_ = *added;
            }
            // Whether it was sensitive is not known any more.
            const auto value = masking_.show(cell.value, survey::MaskRule::whole);
            if (auto added = book_.add_row(*other_, {id.text(), cell.path, value}); !added) return added;
        }
        return {};
    }

    survey::Workspace& workspace_;
    const DataOptions& options_;
    const form::Form& form_;
    DataBook& book_;
    const words::Texts& texts_;
    std::size_t language_;
    std::vector<FormTable> tables_;
    DataTables extra_;
    survey::Workspace::OpenForm open_;
    std::optional<RecordOpener> opener_;
    std::optional<Anonymiser> anonymiser_;
    survey::Masking masking_;
    // Of a wide table, by table: every "members[2]" that a record has, in order, and where its columns begin.
    struct ByNumber {
        bool operator()(const std::string& a, const std::string& b) const { return base::compare_for_people(a, b) < 0; }
    };
    std::map<std::size_t, std::map<std::string, std::size_t, ByNumber>> places_;
    std::size_t wide_columns_ = 0;
    std::vector<std::size_t> sheets_;   // By table; one in the other layouts.
    std::optional<std::size_t> unanswered_, other_;
    Exported exported_;
};

}  // namespace

base::Result<Exported> export_data(survey::Workspace& workspace, const DataOptions& options) {
    if (options.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "export", "no texts");
    auto open = workspace.form(options.form_id);
    if (!open) return base::fail(std::move(open.error()));
    if (auto made = base::make_folder(options.folder); !made) return base::fail(std::move(made.error()));
    if (options.format == DataFormat::odk_xml) return export_submissions(workspace, options);
    auto book = open_book(options.format, options.folder, options.form_id);
    if (!book) return base::fail(std::move(book.error()));
    auto exported = Exporter(workspace, options, std::move(*open), **book).run();
    if (!exported) return exported;
    auto files = (*book)->finish();
    if (!files) return base::fail(std::move(files.error()));
    exported->files = std::move(*files);
    return exported;
}

}  // namespace yuanquan::exports
