#pragma once
// The rows behind the Work screen: all records of the workspace in memory, filtered, sorted and counted by area, so that
// 50,000 of them answer a keystroke at once. Reloads when the store has changed. Draws nothing; used by Work.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/survey/workspace.hpp"

namespace yuanquan::screens {

inline constexpr std::string_view kNoArea = "-";   // Selects what lies in no known area.

struct RecordQuery {
    std::string form_id;                 // '' = every form.
    std::string area;                    // '' = all, kNoArea, or a code: it and what lies below.
    std::string text;                    // Each word must occur.
    bool only_conflicts = false, only_unsent = false;
    bool operator==(const RecordQuery&) const = default;
};
enum class SortKey : std::uint8_t { changed, title, area, author, status, column };
struct RecordSort {
    SortKey key = SortKey::changed;
    std::size_t column = 0;              // Of SortKey::column.
    bool descending = true;
    bool operator==(const RecordSort&) const = default;
};

class RecordList {
  public:
    explicit RecordList(survey::Workspace& workspace) : workspace_(workspace) {}

    // Brings everything up to date; cheap when nothing has changed. True when visible() may be another.
    base::Result<bool> update(const RecordQuery& query, const RecordSort& sort, bool chinese);
    const store::ListRow& row(std::uint32_t index) const { return rows_[index]; }
    const std::vector<std::uint32_t>& visible() const { return visible_; }
    const std::vector<std::uint32_t>& order() const { return order_; }   // Of all rows, whatever the query lets through.
    const std::string& area_name(const store::ListRow& row) const;

    struct Counts {
        std::uint32_t all = 0, conflicts = 0, unsent = 0;
    };
    const Counts& counts() const { return counts_; }                    // Of the query's form, in every area.
    std::uint32_t in_area(std::string_view area) const;                 // Likewise, it and below.
    std::uint32_t of_form(std::string_view form_id) const;

  private:
    base::Status reload();
    void count();
    void sort_all();
    void filter();
    std::vector<std::uint32_t> ranks() const;

    survey::Workspace& workspace_;
    std::uint64_t generation_ = ~std::uint64_t{0};
    bool chinese_ = false;
    RecordQuery query_;
    RecordSort sort_;
    std::vector<store::ListRow> rows_;
    std::vector<std::uint32_t> order_, visible_;          // All rows as sorted; those that the query lets through.
    std::map<std::string, std::string, std::less<>> area_names_;
    std::map<std::string, std::uint32_t, std::less<>> area_counts_, form_counts_;
    Counts counts_;
};

}  // namespace yuanquan::screens
