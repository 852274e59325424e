#include "model/survey/review_queue.hpp"

#include <algorithm>

#include "model/base/text.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kFewest = 8;       // Of fewer figures nobody says which is far out.
constexpr double kFences = 3;            // Tukey's "far out": three times the middle half's width beyond it.

bool asked_in_figures(const form::Form& form, form::NodeIndex index) {
    const auto& node = form.nodes[index];
    const bool number = node.type == form::DataType::integer || node.type == form::DataType::decimal;
    return number && node.calculate.empty() && form.innermost_repeat(index) == form::kNone && form.control_of(index) != form::kNone;
}

double quantile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

bool in_sample(const record::RecordId& id) { return (id.bytes[0] * 256u + id.bytes[1]) % kSampleOneIn == 0; }

}  // namespace

bool falls_under(const ReviewRow& row, ReviewRule rule) {
    const bool decided = row.standing == Standing::approved || row.standing == Standing::returned;
    switch (rule) {
        case ReviewRule::waiting: return !decided;
        case ReviewRule::problems: return !decided && (row.problems || row.conflicts > 0);
        case ReviewRule::outliers: return !decided && !row.outliers.empty();
        case ReviewRule::sample: return !decided && row.sampled;
        case ReviewRule::mended: return row.standing == Standing::mended || row.standing == Standing::changed;
        case ReviewRule::returned: return row.standing == Standing::returned;
        case ReviewRule::approved: return row.standing == Standing::approved;
    }
    return false;
}

Status ReviewQueue::reload() {
    const auto generation = workspace_.store().generation();
    store::ListFilter filter;
    filter.form_id = form_id_;
    auto listed = workspace_.store().list(filter);
    if (!listed) return base::fail(std::move(listed.error()));
    if (figure_paths_.empty()) {
        if (auto open = workspace_.form(form_id_)) {
            for (form::NodeIndex node = 0; node < open->form->nodes.size(); ++node) {
                if (asked_in_figures(*open->form, node)) figure_paths_.push_back(open->form->path(node));
            }
        }
    }
    rows_.clear();
    for (const auto& row : *listed) {
        ReviewRow out;
        out.id = row.id;
        out.title = row.title.empty() ? row.id.text().substr(0, 8) : row.title;
        out.area = row.area;
        out.author = row.last_author;
        out.assigned = row.assigned;
        out.last_ms = row.last_wall_ms;
        out.changes = row.changes;
        out.conflicts = row.conflicts;
        out.problems = row.state == "saved";
        out.sampled = in_sample(row.id);
        rows_.push_back(std::move(out));
    }
    std::sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) {
        return a.last_ms != b.last_ms ? a.last_ms < b.last_ms : a.id < b.id;
    });
    next_ = 0;
    generation_ = generation;
    return {};
}

Status ReviewQueue::read(ReviewRow& row) {
    auto& known = read_[row.id];
    if (known.changes != row.changes) {
        auto record = workspace_.store().record(row.id);
        if (!record) return base::fail(std::move(record.error()));
        known = {row.changes, standing_of(*record), {}};
        for (std::size_t i = 0; i < figure_paths_.size(); ++i) {
            const auto figure = base::parse_decimal(record->value(figure_paths_[i]));
            if (figure) known.figures.emplace_back(static_cast<std::uint16_t>(i), *figure);
        }
    }
    row.standing = known.standing;
    return {};
}

void ReviewQueue::find_outliers() {
    std::vector<std::vector<double>> figures(figure_paths_.size());
    for (const auto& row : rows_) {
        for (const auto& [place, value] : read_[row.id].figures) figures[place].push_back(value);
    }
    std::vector<std::pair<double, double>> fences(figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i) {
        auto& all = figures[i];
        if (all.size() < kFewest) continue;
        std::sort(all.begin(), all.end());
        const double low = quantile(all, 0.25), high = quantile(all, 0.75), width = kFences * (high - low);
        if (width > 0) fences[i] = {low - width, high + width};
    }
    for (auto& row : rows_) {
        row.outliers.clear();
        for (const auto& [place, value] : read_[row.id].figures) {
            const auto& [low, high] = fences[place];
            if (low < high && (value < low || value > high)) row.outliers.push_back({figure_paths_[place], value, low, high});
        }
    }
}

Result<bool> ReviewQueue::work(std::size_t most) {
    const bool stale = generation_ != workspace_.store().generation();
    if (stale) {
        if (auto done = reload(); !done) return base::fail(std::move(done.error()));
    }
    if (complete()) return stale;
    const auto end = std::min(rows_.size(), next_ + most);
    for (; next_ < end; ++next_) {
        if (auto done = read(rows_[next_]); !done) return base::fail(std::move(done.error()));
    }
    if (complete()) find_outliers();
    return true;
}

}  // namespace yuanquan::survey
