#include "model/survey/report_load.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "model/record/cell.hpp"
#include "model/survey/mask.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::survey {

namespace {

constexpr const char* kLevels[] = {"province", "city", "county", "township", "village", "group"};
constexpr std::size_t kCounty = 2, kGroup = 5;
constexpr std::size_t kRecordsAtOnce = 20;   // Between two looks at the window: a few milliseconds.

bool reads_calculated(const ReportField& field, const ReportNames& names) {
    return std::any_of(field.fields.begin(), field.fields.end(), [&](const ReportField& below) {
        return names.names.contains(below.name) && (below.calculated || reads_calculated(below, names));
    });
}

class Loader {
  public:
    Loader(Workspace& workspace, const ReportField& root, const ReportNames& names, const ReportScope& scope, const ReportSteps& steps)
        : workspace_(workspace), report_(root.fields.front()), names_(names), scope_(scope), steps_(steps) {}

    Result<LoadedReport> run() {
        Result<std::vector<store::ListRow>> rows;
        if (!with_store([&] { rows = workspace_.store().list(filter()); })) return base::fail(base::ErrorCode::cancelled);
        if (!rows) return base::fail(std::move(rows.error()));
        // Village by village: the same on every machine, whatever came in first.
        std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) { return std::tie(a.area, a.title, a.id) < std::tie(b.area, b.title, b.id); });
        for (const auto& row : *rows) of_ += wanted(row.form_id) ? 1 : 0;
        std::map<std::string, std::vector<record::RecordId>, std::less<>> by_form;
        for (const auto& row : *rows) {
            by_form[row.form_id].push_back(row.id);
            if (wanted(row.form_id)) areas_.insert(row.area);
        }
        *rows = std::vector<store::ListRow>();   // Gives the memory back: the tree needs as much.
        if (auto found = find_year(by_form); !found) return base::fail(std::move(found.error()));
        out_.tree = std::make_unique<ReportTree>();
        const auto now = workspace_.clock().now_ms();
        out_.tree->leaf("year", out_.year, xpath::LeafType::integer);
        out_.tree->leaf("area", scope_.area);
        out_.tree->leaf("today", base::iso_date(now, workspace_.clock().offset_minutes(now)), xpath::LeafType::date);
        if (wanted("place")) add_places();
        for (const auto& form : report_.fields) {
            const auto records = by_form.find(form.name);
            if (!form.repeat || records == by_form.end() || !wanted(form.name)) continue;
            if (auto added = add_form(form, records->second); !added) return base::fail(std::move(added.error()));
        }
        return std::move(out_);
    }

  private:
    bool wanted(std::string_view name) const { return names_.all || names_.names.contains(name); }
    store::ListFilter filter() const {
        store::ListFilter filter;
        filter.area = scope_.area;
        return filter;
    }

    // False: the program is closing, and the step was not run.
    bool with_store(const std::function<void()>& step) const {
        if (!steps_.with_store) {
            step();
            return true;
        }
        bool ran = false;
        steps_.with_store([&] { step(), ran = true; });
        return ran;
    }

    // Each record, a handful at a time, so that whoever owns the store gets it back in between.
    Status each(const std::vector<record::RecordId>& records, const std::function<Status(const record::Record&)>& take) {
        for (std::size_t from = 0; from < records.size(); from += kRecordsAtOnce) {
            Status done;
            const bool ran = with_store([&] {
                for (std::size_t i = from; done && i < std::min(from + kRecordsAtOnce, records.size()); ++i) {
                    auto record = workspace_.store().record(records[i]);
                    done = record ? take(*record) : base::fail(std::move(record.error()).with_context("record " + records[i].text()));
                }
            });
            if (!done) return done;
            if (!ran || (steps_.progress && !steps_.progress(std::min(out_.records, of_), of_))) return base::fail(base::ErrorCode::cancelled);
        }
        return {};
    }

    // The year asked for, else the latest that a record names in its question `year` or `survey_year`.
    Status find_year(const std::map<std::string, std::vector<record::RecordId>, std::less<>>& by_form) {
        out_.year = scope_.year;
        if (!out_.year.empty() || !wanted("year")) return {};
        for (const auto& form : report_.fields) {
            const auto records = by_form.find(form.name);
            const auto* year = form.find("year") != nullptr ? form.find("year") : form.find("survey_year");
            if (!form.repeat || records == by_form.end() || year == nullptr || !wanted(form.name)) continue;
            auto done = each(records->second, [&](const record::Record& record) -> Status {
                const auto value = record.value(year->path);
                if (value.size() == 4 && value > out_.year) out_.year = value;
                return {};
            });
            if (!done) return done;
        }
        return {};
    }

    // Every area that holds a record of a form that is read, or lies above one that does, inside the scope; parents before children.
    void add_places() {
        std::vector<std::vector<const Area*>> paths;
        std::set<std::string> seen;
        for (const auto& code : areas_) {
            const auto path = workspace_.areas().path(code);
            for (std::size_t depth = 0; depth < path.size(); ++depth) {
                if (!scope_.area.empty() && !workspace_.areas().within(path[depth]->code, scope_.area)) continue;
                if (seen.insert(path[depth]->code).second) paths.emplace_back(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth) + 1);
            }
        }
        std::sort(paths.begin(), paths.end(), [](const auto& a, const auto& b) {
            return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](const auto* x, const auto* y) { return x->code < y->code; });
        });
        for (const auto& path : paths) {
            out_.tree->open("place");
            out_.tree->leaf("code", path.back()->code);
            out_.tree->leaf("name", path.back()->label);
            out_.tree->leaf("level", kLevels[std::min(path.size() - 1, kGroup)]);
            out_.tree->leaf("parent", path.back()->parent);
            out_.tree->close();
        }
    }

    Status add_form(const ReportField& field, const std::vector<record::RecordId>& records) {
        std::optional<Workspace::OpenForm> form;
        Status opened;
        if (reads_calculated(field, names_)) {
            with_store([&] {
                auto open = workspace_.form(field.name);
                if (open) form = std::move(*open);
                else opened = base::fail(std::move(open.error()));
            });
        }
        if (!opened) return opened;
        return each(records, [&](const record::Record& record) -> Status {
            std::unique_ptr<form::LiveForm> live;
            if (form) {
                const auto answers = answers_of(record);
                auto filled = form::LiveForm::open(form->form, workspace_.environment(*form), &answers);
                if (!filled) return base::fail(std::move(filled.error()).with_context("record " + record.id.text()));
                live = std::move(*filled);
            }
            out_.tree->open(field.name);
            about(record);
            level(field, record, live.get(), {});
            out_.tree->close();
            ++out_.records;
            return {};
        });
    }

    void about(const record::Record& record) {
        const auto leaf = [&](std::string_view name, std::string_view text) {
            if (wanted(name)) out_.tree->leaf(name, text);
        };
        leaf("_id", record.id.text());
        leaf("_title", scope_.masked ? mask_within(record.value(record::kTitleCell)) : std::string(record.value(record::kTitleCell)));
        leaf("_state", record.value(record::kStateCell));
        leaf("_area", record.area);
        leaf("_author", record.last_author);
        if (wanted("_changed")) {
            const auto at = record.last_wall_ms;
            leaf("_changed", base::iso_date(at, workspace_.clock().offset_minutes(at)));
        }
        if (wanted("_conflicts")) leaf("_conflicts", std::to_string(record::conflicts(record).size()));
        leaf("_parent", record.value(record::kParentCell));
        const auto path = workspace_.areas().path(record.area);
        for (std::size_t depth = kCounty; depth <= kGroup; ++depth) {
            leaf(std::string("_") + kLevels[depth], depth < path.size() ? std::string_view(path[depth]->code) : std::string_view());
        }
    }

    // row: "members[…]", or '' for the record itself. repeat: the question path that stands before the row's own.
    void level(const ReportField& fields, const record::Record& record, const form::LiveForm* live, const std::string& row) {
        const auto cell = [&](const ReportField& field) {
            return row.empty() ? field.path : row + field.path.substr(fields.path.size());
        };
        for (const auto& field : fields.fields) {
            if (field.path.empty() || !wanted(field.name)) continue;
            const auto path = cell(field);
            if (field.repeat) {
                for (const auto& below : record.rows(path)) {
                    out_.tree->open(field.name);
                    level(field, record, live, below);
                    out_.tree->close();
                }
                continue;
            }
            std::string value = field.calculated ? (live == nullptr ? std::string() : live->value_at(path)) : std::string(record.value(path));
            if (field.sensitive && scope_.masked && !value.empty()) value = mask(value);
            out_.tree->leaf(field.name, value, field.type);
        }
    }

    Workspace& workspace_;
    const ReportField& report_;
    const ReportNames& names_;
    const ReportScope& scope_;
    const ReportSteps& steps_;
    std::size_t of_ = 0;
    std::set<std::string> areas_;
    LoadedReport out_;
};

}  // namespace

Result<LoadedReport> load_report(Workspace& workspace, const ReportField& root, const ReportNames& names, const ReportScope& scope,
                                 const ReportSteps& steps) {
    return Loader(workspace, root, names, scope, steps).run();
}

}  // namespace yuanquan::survey
