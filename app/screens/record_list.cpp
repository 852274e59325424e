#include "app/screens/record_list.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_map>

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

bool occurs(std::string_view text, std::string_view word) {
    return ::memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

int status_rank(const store::ListRow& row) { return row.conflicts > 0 ? 0 : !row.at_headquarters ? 1 : 2; }

}  // namespace

base::Result<bool> RecordList::update(const RecordQuery& query, const RecordSort& sort, bool chinese) {
    const bool stale = generation_ != workspace_.store().generation();
    if (stale) {
        if (auto done = reload(); !done) return base::fail(std::move(done.error()));
    }
    const bool renamed = stale || chinese != chinese_;
    if (renamed) area_names_.clear();
    const bool other_form = query.form_id != query_.form_id;
    const bool other_order = renamed || sort != sort_;
    if (!other_order && !other_form && query == query_) return false;
    chinese_ = chinese;
    query_ = query;
    sort_ = sort;
    if (renamed) {
        for (const auto& row : rows_) {
            if (!area_names_.contains(row.area)) area_names_[row.area] = workspace_.areas().name(row.area, chinese_);
        }
    }
    if (stale || other_form) count();
    if (other_order) sort_all();
    filter();
    return true;
}

base::Status RecordList::reload() {
    const auto generation = workspace_.store().generation();
    auto rows = workspace_.store().list();
    if (!rows) return base::fail(std::move(rows.error()));
    rows_ = std::move(*rows);
    generation_ = generation;
    return {};
}

void RecordList::count() {
    std::map<std::string, std::uint32_t, std::less<>> direct;
    area_counts_.clear();
    form_counts_.clear();
    counts_ = {};
    for (const auto& row : rows_) {
        ++form_counts_[row.form_id];
        if (!query_.form_id.empty() && row.form_id != query_.form_id) continue;
        ++counts_.all;
        if (row.conflicts > 0) ++counts_.conflicts;
        if (!row.at_headquarters) ++counts_.unsent;
        ++direct[row.area];
    }
    for (const auto& [code, count] : direct) {
        const auto path = workspace_.areas().path(code);
        if (path.empty()) area_counts_[std::string(kNoArea)] += count;
        for (const auto* area : path) area_counts_[area->code] += count;
    }
}

// The place of each row in the order of the key; equal keys share a place. Equal texts are compared once: areas,
// people and answers repeat, and a comparison in Chinese order is dear.
std::vector<std::uint32_t> RecordList::ranks() const {
    const auto text_of = [this](const store::ListRow& row) -> std::string_view {
        switch (sort_.key) {
            case SortKey::title: return row.title;
            case SortKey::area: return area_name(row);
            case SortKey::author: return row.last_author;
            case SortKey::column:
                return sort_.column < row.columns.size() ? std::string_view(row.columns[sort_.column]) : std::string_view();
            case SortKey::changed:
            case SortKey::status: break;
        }
        return {};
    };
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (const auto& row : rows_) places.emplace(text_of(row), 0);
    std::vector<std::string_view> texts;
    texts.reserve(places.size());
    for (const auto& [text, place] : places) texts.push_back(text);
    std::sort(texts.begin(), texts.end(), [](auto a, auto b) { return base::compare_for_people(a, b) < 0; });
    for (std::uint32_t i = 0; i < texts.size(); ++i) places[texts[i]] = i;
    std::vector<std::uint32_t> ranks;
    ranks.reserve(rows_.size());
    for (const auto& row : rows_) ranks.push_back(places[text_of(row)]);
    return ranks;
}

void RecordList::sort_all() {
    order_.resize(rows_.size());
    std::iota(order_.begin(), order_.end(), 0u);
    const auto newest_first = [this](std::uint32_t a, std::uint32_t b) {
        return rows_[a].last_wall_ms != rows_[b].last_wall_ms ? rows_[a].last_wall_ms > rows_[b].last_wall_ms
                                                              : rows_[a].id < rows_[b].id;
    };
    std::sort(order_.begin(), order_.end(), newest_first);
    if (sort_.key == SortKey::changed) {
        if (!sort_.descending) std::reverse(order_.begin(), order_.end());
        return;
    }
    std::vector<std::uint32_t> places;
    if (sort_.key == SortKey::status) {
        for (const auto& row : rows_) places.push_back(static_cast<std::uint32_t>(status_rank(row)));
    } else {
        places = ranks();
    }
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
        return sort_.descending ? places[a] > places[b] : places[a] < places[b];
    });
}

void RecordList::filter() {
    const auto folded = base::fold_case(query_.text);
    const auto words = base::split_space(folded);
    std::unordered_map<std::string_view, bool> inside;  // By area code.
    const auto in_wanted_area = [&](const store::ListRow& row) {
        if (query_.area.empty()) return true;
        const auto [it, is_new] = inside.try_emplace(row.area, false);
        if (is_new) {
            it->second = query_.area == kNoArea ? workspace_.areas().find(row.area) == nullptr
                                                : workspace_.areas().within(row.area, query_.area);
        }
        return it->second;
    };
    visible_.clear();
    for (const auto index : order_) {
        const auto& row = rows_[index];
        if (!query_.form_id.empty() && row.form_id != query_.form_id) continue;
        if (query_.only_conflicts && row.conflicts == 0) continue;
        if (query_.only_unsent && row.at_headquarters) continue;
        if (!in_wanted_area(row)) continue;
        if (!std::all_of(words.begin(), words.end(), [&](auto word) { return occurs(row.search, word); })) continue;
        visible_.push_back(index);
    }
}

const std::string& RecordList::area_name(const store::ListRow& row) const {
    static const std::string none;
    const auto it = area_names_.find(row.area);
    return it == area_names_.end() ? none : it->second;
}

std::uint32_t RecordList::in_area(std::string_view area) const {
    const auto it = area_counts_.find(area);
    return it == area_counts_.end() ? 0 : it->second;
}

std::uint32_t RecordList::of_form(std::string_view form_id) const {
    const auto it = form_counts_.find(form_id);
    return it == form_counts_.end() ? 0 : it->second;
}

}  // namespace yuanquan::screens
