#pragma once
// All records of one questionnaire as a lead looks through them: which were saved with problems, which have figures far
// from those of the others, which fall into the sample, and where each stands. Reads records in portions, so that a window
// goes on drawing; what has not changed is not read again. Draws nothing; used by the Review screen and the command.

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/survey/review.hpp"

namespace yuanquan::survey {

inline constexpr unsigned kSampleOneIn = 10;

struct Outlier {
    std::string path;
    double value = 0, low = 0, high = 0;   // Most of the others lie between.
};
struct ReviewRow {
    record::RecordId id;
    std::string title, area, author, assigned;
    std::int64_t last_ms = 0;
    std::uint64_t changes = 0;
    Standing standing = Standing::unchecked;
    bool problems = false;          // Saved with problems left, as its questionnaire sees them.
    std::uint32_t conflicts = 0;
    bool sampled = false;           // By its id: the same tenth for everybody.
    std::vector<Outlier> outliers;
};
enum class ReviewRule : std::uint8_t { waiting, problems, outliers, sample, mended, returned, approved };
bool falls_under(const ReviewRow& row, ReviewRule rule);

class ReviewQueue {
  public:
    ReviewQueue(Workspace& workspace, std::string form_id) : workspace_(workspace), form_id_(std::move(form_id)) {}

    // Reads at most so many records; true when rows() is another than before.
    Result<bool> work(std::size_t most);
    bool complete() const { return next_ >= rows_.size(); }
    std::size_t looked_at() const { return next_; }
    const std::vector<ReviewRow>& rows() const { return rows_; }   // What waits longest first.
    const std::string& form_id() const { return form_id_; }

  private:
    struct Read {
        std::uint64_t changes = 0;
        Standing standing = Standing::unchecked;
        std::vector<std::pair<std::uint16_t, double>> figures;   // By place in figure_paths_.
    };
    Status reload();
    Status read(ReviewRow& row);
    void find_outliers();

    Workspace& workspace_;
    std::string form_id_;
    std::uint64_t generation_ = ~std::uint64_t{0};
    std::vector<std::string> figure_paths_;
    std::vector<ReviewRow> rows_;
    std::unordered_map<record::RecordId, Read> read_;
    std::size_t next_ = 0;
};

}  // namespace yuanquan::survey
