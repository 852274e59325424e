#include "app/screens/progress_report.hpp"

#include <algorithm>
#include <map>

#include "app/screens/moments.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

using survey::ReportBlock;
using survey::ReportCell;
using survey::ReportFormat;

struct Tally {
    std::uint32_t records = 0, complete = 0, approved = 0, returned = 0, unsent = 0, versions = 0;
    std::int64_t last_ms = 0;

    void add(const store::ListRow& row) {
        ++records;
        if (row.state == "approved") ++approved;
        if (row.state == "approved" || row.state == "complete" || row.state == "submitted") ++complete;
        if (row.state == "returned") ++returned;
        if (!row.at_headquarters) ++unsent;
        if (row.conflicts > 0) ++versions;
        last_ms = std::max(last_ms, row.last_wall_ms);
    }
};

ReportCell words(std::string text) {
    ReportCell cell;
    cell.text = std::move(text);
    return cell;
}

ReportCell figure(double number, std::string text) {
    ReportCell cell;
    cell.text = std::move(text);
    cell.number = number;
    cell.kind = ReportCell::Kind::number;
    return cell;
}

ReportCell count(std::uint32_t number) { return figure(number, std::to_string(number)); }

class Maker {
  public:
    Maker(AppState& state, const words::Texts& texts, const std::string& area) : state_(state), texts_(texts), area_(area) {}

    survey::ComputedReport run() {
        tally();
        survey::ComputedReport report;
        report.name = "progress";
        report.title = texts_.tr("reports.progress");
        report.area = area_;
        if (!area_.empty()) report.area_name = state_.workspace.areas().name(area_, texts_.chinese(), 3);
        report.records = all_.records;
        survey::ReportPart overall;
        overall.kind = ReportBlock::Kind::chart;
        overall.words = texts_.tr("reports.overall");
        for (const auto& [key, number] : {std::pair{"reports.records", all_.records}, {"reports.complete", all_.complete},
                                          {"reports.approved", all_.approved}, {"reports.returned", all_.returned},
                                          {"reports.unsent", all_.unsent}, {"reports.versions", all_.versions}}) {
            overall.rows.push_back({words(texts_.tr(key)), count(number)});
        }
        report.parts.push_back(std::move(overall));
        report.parts.push_back(table("areas", "reports.by_area", "reports.area", by_area_));
        report.parts.push_back(table("people", "reports.by_person", "reports.person", by_person_));
        return report;
    }

  private:
    // The areas one step below the scope, or below where the tree first branches.
    void tally() {
        const auto& areas = state_.workspace.areas();
        for (const auto& row : state_.rows->all()) {
            if (!area_.empty() && !areas.within(row.area, area_)) continue;
            all_.add(row);
            by_person_[row.last_author].add(row);
            by_code_[row.area].add(row);
        }
        std::vector<std::vector<const survey::Area*>> paths;
        for (const auto& [code, tally] : by_code_) paths.push_back(areas.path(code));
        std::size_t depth = 0;
        const auto same_at = [&](std::size_t at) {
            return std::all_of(paths.begin(), paths.end(), [&](const auto& path) { return path.size() > at + 1 && path[at] == paths.front()[at]; });
        };
        while (!paths.empty() && same_at(depth)) ++depth;
        std::size_t i = 0;
        for (const auto& [code, tally] : by_code_) {
            const auto& path = paths[i++];
            const auto name = path.empty() ? std::string(texts_.tr("work.no_area"))
                                           : areas.name(path[std::min(depth, path.size() - 1)]->code, texts_.chinese(), 2);
            auto& sum = by_area_[name];
            sum.records += tally.records, sum.complete += tally.complete, sum.approved += tally.approved;
            sum.returned += tally.returned, sum.unsent += tally.unsent, sum.versions += tally.versions;
            sum.last_ms = std::max(sum.last_ms, tally.last_ms);
        }
    }

    survey::ReportPart table(const char* name, const char* title, const char* first, const std::map<std::string, Tally>& tallies) const {
        survey::ReportPart part;
        part.kind = ReportBlock::Kind::table;
        part.name = name;
        part.words = texts_.tr(title);
        part.heads = {{texts_.tr(first), ReportFormat::text}, {texts_.tr("reports.records"), ReportFormat::integer},
                      {texts_.tr("reports.complete"), ReportFormat::integer}, {texts_.tr("reports.share"), ReportFormat::percent},
                      {texts_.tr("reports.approved"), ReportFormat::integer}, {texts_.tr("reports.returned"), ReportFormat::integer},
                      {texts_.tr("reports.unsent"), ReportFormat::integer}, {texts_.tr("reports.versions"), ReportFormat::integer},
                      {texts_.tr("reports.last"), ReportFormat::text}};
        for (const auto& [label, tally] : tallies) {
            const double share = tally.records == 0 ? 0 : static_cast<double>(tally.complete) / tally.records;
            part.rows.push_back({words(label), count(tally.records), count(tally.complete),
                                 figure(share, survey::figure_text(share, ReportFormat::percent, texts_.language())),
                                 count(tally.approved), count(tally.returned), count(tally.unsent), count(tally.versions),
                                 words(local_day(state_.workspace, tally.last_ms))});
        }
        std::sort(part.rows.begin(), part.rows.end(), [](const auto& a, const auto& b) { return base::compare_for_people(a[0].text, b[0].text) < 0; });
        return part;
    }

    AppState& state_;
    const words::Texts& texts_;
    const std::string& area_;
    Tally all_;
    std::map<std::string, Tally> by_code_, by_area_, by_person_;
};

}  // namespace

survey::ComputedReport make_progress_report(AppState& state, const words::Texts& texts, const std::string& area) {
    return Maker(state, texts, area).run();
}

}  // namespace yuanquan::screens
