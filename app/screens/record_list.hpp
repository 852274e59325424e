#pragma once
// The rows behind the Work screen: all records of the workspace in memory, filtered, sorted and counted by area, so that
// 50,000 of them answer a keystroke at once. Draws nothing; used by Work, the palette and Reports.

#include <cstdint>
#include <map>
#include <optional>
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
    bool only_mine = false;              // Given to this person, or last changed by them and given to nobody.
    bool only_returned = false;          // By the review, and not yet saved again.
    bool only_overdue = false;
    bool only_unfinished = false;        // Saved with something still to be answered or corrected.
    struct Due {
        std::size_t column = 0;          // Of the form's own: the day by which something is to be done.
        std::string today;
        bool operator==(const Due&) const = default;
        bool is_past(const store::ListRow& row) const;
    };
    std::optional<Due> due;              // Set by the screen; none: nothing is ever overdue.
    bool operator==(const RecordQuery&) const = default;
};
enum class SortKey : std::uint8_t { changed, title, area, author, owner, status, column };   // Kept as numbers.
struct RecordSort {
    SortKey key = SortKey::changed;
    std::size_t column = 0;              // Of SortKey::column.
    bool descending = true;
    bool operator==(const RecordSort&) const = default;
};

// All rows of the store, read again only when it has changed. One for all screens.
class RecordRows {
  public:
    explicit RecordRows(survey::Workspace& workspace) : workspace_(workspace) {}
    base::Status update();
    const std::vector<store::ListRow>& all() const { return rows_; }
    std::uint64_t generation() const { return generation_; }   // Of the store as it was read.
    // By row, whether its search text (names, pinyin, numbers, phones) holds every word. `among`: only these are looked at.
    using Mask = std::vector<char>;
    Mask holding(const std::vector<std::string_view>& words, const Mask* among = nullptr) const;
    // The first `most` whose search text holds every word, those whose title begins with it before the others.
    std::vector<std::uint32_t> find(std::string_view text, std::size_t most) const;

  private:
    survey::Workspace& workspace_;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::vector<store::ListRow> rows_;     // Their search texts are moved out: one stretch of memory is searched
    std::string text_;                     // twice as fast as 50,000 pieces of it.
    std::vector<std::size_t> ends_;        // Of each row in text_.
};

class RecordList {
  public:
    RecordList(survey::Workspace& workspace, RecordRows& rows) : workspace_(workspace), rows_(rows) {}

    // Brings everything up to date; cheap when nothing has changed. True when visible() may be another.
    base::Result<bool> update(const RecordQuery& query, const RecordSort& sort, bool chinese);
    const store::ListRow& row(std::uint32_t index) const { return rows_.all()[index]; }
    const std::vector<std::uint32_t>& visible() const { return visible_; }
    const std::vector<std::uint32_t>& order() const { return order_; }   // Of all rows, whatever the query lets through.
    const std::string& area_name(const store::ListRow& row) const;
    static bool is_unfinished(const store::ListRow& row) { return row.state == "saved"; }

    struct Counts {
        std::uint32_t all = 0, conflicts = 0, unsent = 0, mine = 0, returned = 0, overdue = 0, unfinished = 0;
    };
    const Counts& counts() const { return counts_; }                    // Of the query's form, in every area.
    std::uint32_t in_area(std::string_view area) const;                 // Likewise, it and below.
    std::uint32_t of_form(std::string_view form_id) const;
    std::uint32_t done_in_area(std::string_view area) const;            // Complete or approved, it and below.

  private:
    bool is_mine(const store::ListRow& row) const;
    bool is_overdue(const store::ListRow& row) const { return query_.due && query_.due->is_past(row); }
    void count();
    void sort_all();
    void filter();
    std::vector<std::uint32_t> ranks() const;

    survey::Workspace& workspace_;
    RecordRows& rows_;
    std::uint64_t generation_ = ~std::uint64_t{0};   // Of the rows that what follows was made of.
    bool chinese_ = false;
    RecordQuery query_;
    RecordSort sort_;
    RecordRows::Mask found_;                               // What found_for_ let through, '' = everything.
    std::string found_for_;
    std::vector<std::uint32_t> order_, visible_;          // All rows as sorted; those that the query lets through.
    std::map<std::string, std::string, std::less<>> area_names_;
    std::map<std::string, std::uint32_t, std::less<>> area_counts_, area_done_, form_counts_;
    Counts counts_;
};

}  // namespace yuanquan::screens
