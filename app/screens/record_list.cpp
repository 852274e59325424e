#include "app/screens/record_list.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_map>

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

int status_rank(const store::ListRow& row) { return row.conflicts > 0 ? 0 : !row.at_headquarters ? 1 : 2; }

}  // namespace

bool RecordQuery::Due::is_past(const store::ListRow& row) const {
    return column < row.columns.size() && !row.columns[column].empty() && row.columns[column] < today;
}

base::Status RecordRows::update() {
    const auto generation = workspace_.store().generation();
    if (generation == generation_) return {};
    auto rows = workspace_.store().list();
    if (!rows) return base::fail(std::move(rows.error()));
    rows_ = std::move(*rows);
    generation_ = generation;
    std::size_t size = 0;
    for (const auto& row : rows_) size += row.search.size() + 1;
    text_.clear();
    text_.shrink_to_fit();
    text_.reserve(size);
    ends_.clear();
    ends_.reserve(rows_.size());
    for (auto& row : rows_) {
        text_ += row.search;
        text_ += '\n';   // No word holds one.
        ends_.push_back(text_.size());
        std::string().swap(row.search);
    }
    return {};
}

RecordRows::Mask RecordRows::holding(const std::vector<std::string_view>& words, const Mask* among) const {
    Mask mask = among != nullptr ? *among : Mask(rows_.size(), 1);
    for (const auto word : words) {
        std::size_t row = 0, from = 0;
        while (row < rows_.size()) {
            if (mask[row] == 0) {
                from = ends_[row++];
                continue;
            }
            // Within this row where the rows around it are out already; else to wherever the word comes next.
            const bool alone = among != nullptr;
            const std::size_t until = alone ? ends_[row] : text_.size();
            const auto* hit = static_cast<const char*>(::memmem(text_.data() + from, until - from, word.data(), word.size()));
            const std::size_t at = hit == nullptr ? until : static_cast<std::size_t>(hit - text_.data());
            while (row < rows_.size() && ends_[row] <= at) mask[row++] = 0;
            if (row < rows_.size() && hit != nullptr) ++row;
            from = row == 0 ? 0 : ends_[row - 1];
        }
    }
    return mask;
}

std::vector<std::uint32_t> RecordRows::find(std::string_view text, std::size_t most) const {
    const auto folded = base::fold_case(text);
    const auto words = base::split_space(folded);
    std::vector<std::uint32_t> first, others;
    if (words.empty()) return first;
    const auto mask = holding(words);
    for (std::uint32_t i = 0; i < rows_.size() && first.size() < most; ++i) {
        if (mask[i] == 0) continue;
        const bool begins = base::starts_with(base::fold_case(rows_[i].title), words.front());
        if (begins) first.push_back(i);
        else if (others.size() < most) others.push_back(i);
    }
    first.insert(first.end(), others.begin(), others.begin() + static_cast<std::ptrdiff_t>(std::min(others.size(), most - first.size())));
    return first;
}

base::Result<bool> RecordList::update(const RecordQuery& query, const RecordSort& sort, bool chinese) {
    if (auto done = rows_.update(); !done) return base::fail(std::move(done.error()));
    const bool stale = generation_ != rows_.generation();
    if (stale) found_for_.clear();
    generation_ = rows_.generation();
    const bool renamed = stale || chinese != chinese_;
    if (renamed) area_names_.clear();
    const bool other_form = query.form_id != query_.form_id;
    const bool other_due = query.due != query_.due;
    const bool other_order = renamed || sort != sort_;
    if (!other_order && !other_form && query == query_) return false;
    chinese_ = chinese;
    query_ = query;
    sort_ = sort;
    if (renamed) {
        for (const auto& row : rows_.all()) {
            if (!area_names_.contains(row.area)) area_names_[row.area] = workspace_.areas().name(row.area, chinese_);
        }
    }
    if (stale || other_form || other_due) count();
    if (other_order) sort_all();
    filter();
    return true;
}

void RecordList::count() {
    std::map<std::string, std::pair<std::uint32_t, std::uint32_t>, std::less<>> direct;   // All, done.
    area_counts_.clear();
    area_done_.clear();
    form_counts_.clear();
    counts_ = {};
    for (const auto& row : rows_.all()) {
        ++form_counts_[row.form_id];
        if (!query_.form_id.empty() && row.form_id != query_.form_id) continue;
        ++counts_.all;
        if (row.conflicts > 0) ++counts_.conflicts;
        if (!row.at_headquarters) ++counts_.unsent;
        if (is_mine(row)) ++counts_.mine;
        if (row.state == "returned") ++counts_.returned;
        if (is_overdue(row)) ++counts_.overdue;
        if (is_unfinished(row)) ++counts_.unfinished;
        auto& here = direct[row.area];
        ++here.first;
        if (row.state == "complete" || row.state == "submitted" || row.state == "approved") ++here.second;
    }
    for (const auto& [code, count] : direct) {
        const auto path = workspace_.areas().path(code);
        if (path.empty()) area_counts_[std::string(kNoArea)] += count.first;
        for (const auto* area : path) {
            area_counts_[area->code] += count.first;
            area_done_[area->code] += count.second;
        }
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
            case SortKey::owner: return row.assigned;
            case SortKey::column:
                return sort_.column < row.columns.size() ? std::string_view(row.columns[sort_.column]) : std::string_view();
            case SortKey::changed:
            case SortKey::status: break;
        }
        return {};
    };
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (const auto& row : rows_.all()) places.emplace(text_of(row), 0);
    std::vector<std::string_view> texts;
    texts.reserve(places.size());
    for (const auto& [text, place] : places) texts.push_back(text);
    std::sort(texts.begin(), texts.end(), [](auto a, auto b) { return base::compare_for_people(a, b) < 0; });
    for (std::uint32_t i = 0; i < texts.size(); ++i) places[texts[i]] = i + 1;
    // What says nothing comes last in either direction.
    if (const auto blank = places.find(std::string_view()); blank != places.end() && !sort_.descending) {
        blank->second = static_cast<std::uint32_t>(texts.size()) + 1;
    } else if (blank != places.end()) {
        blank->second = 0;
    }
    std::vector<std::uint32_t> ranks;
    ranks.reserve(rows_.all().size());
    for (const auto& row : rows_.all()) ranks.push_back(places[text_of(row)]);
    return ranks;
}

void RecordList::sort_all() {
    order_.resize(rows_.all().size());
    std::iota(order_.begin(), order_.end(), 0u);
    const auto newest_first = [this](std::uint32_t a, std::uint32_t b) {
        return rows_.all()[a].last_wall_ms != rows_.all()[b].last_wall_ms ? rows_.all()[a].last_wall_ms > rows_.all()[b].last_wall_ms
                                                              : rows_.all()[a].id < rows_.all()[b].id;
    };
    std::sort(order_.begin(), order_.end(), newest_first);
    if (sort_.key == SortKey::changed) {
        if (!sort_.descending) std::reverse(order_.begin(), order_.end());
        return;
    }
    std::vector<std::uint32_t> places;
    if (sort_.key == SortKey::status) {
        for (const auto& row : rows_.all()) places.push_back(static_cast<std::uint32_t>(status_rank(row)));
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
    // One more letter only narrows what the letters before had found.
    const bool narrows = !found_for_.empty() && folded.starts_with(found_for_);
    if (!words.empty() && folded != found_for_) found_ = rows_.holding(words, narrows ? &found_ : nullptr);
    found_for_ = words.empty() ? std::string() : folded;
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
        const auto& row = rows_.all()[index];
        if (!query_.form_id.empty() && row.form_id != query_.form_id) continue;
        if (query_.only_conflicts && row.conflicts == 0) continue;
        if (query_.only_unsent && row.at_headquarters) continue;
        if (query_.only_mine && !is_mine(row)) continue;
        if (query_.only_overdue && !is_overdue(row)) continue;
        if (query_.only_unfinished && !is_unfinished(row)) continue;
        if (query_.only_returned && row.state != "returned") continue;
        if (!in_wanted_area(row)) continue;
        if (!words.empty() && found_[index] == 0) continue;
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

std::uint32_t RecordList::done_in_area(std::string_view area) const {
    const auto it = area_done_.find(area);
    return it == area_done_.end() ? 0 : it->second;
}

bool RecordList::is_mine(const store::ListRow& row) const {
    const auto& person = workspace_.identity().person;
    return row.assigned.empty() ? row.last_author == person : row.assigned == person;
}

std::uint32_t RecordList::of_form(std::string_view form_id) const {
    const auto it = form_counts_.find(form_id);
    return it == form_counts_.end() ? 0 : it->second;
}

}  // namespace yuanquan::screens
