#pragma once
// A4 pages of typeset Chinese and Latin text as PDF, over Pango and Cairo: text that measures itself, blocks that flow
// down the pages and are never cut, a footer that knows the number of pages. Knows no record: dossier.cpp says what
// stands where. Distances are points (1/72 inch). One Paper makes one file; several threads may each make one.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"

struct _PangoLayout;
struct _cairo_surface;

namespace yuanquan::exports {

inline constexpr double kPageWidth = 595.276, kPageHeight = 841.89, kMargin = 56.693;  // A4, 2 cm.
inline constexpr double kTextWidth = kPageWidth - 2 * kMargin, kTextHeight = kPageHeight - 2 * kMargin;

enum class Script : std::uint8_t { chinese, latin };   // In which most of a paper is written.
enum class Style : std::uint8_t { title, heading, strong, body, label, cell, cell_label, small };

// A paragraph, laid out. Wraps between characters where a word is too long: nothing is ever clipped. Laying out is most of
// the work of composing a page, and papers say the same again and again: what was laid out is shared and never changes.
class Text {
  public:
    struct Setting;                       // In one line, and in every width that was asked for.
    explicit Text(std::shared_ptr<Setting> setting);
    double natural_width() const;         // In one line per paragraph.
    double least_width() const;           // Of its longest word.
    // What fits in one line is not laid out again.
    void set_width(double width, bool right_aligned = false);
    double shift() const { return shift_; }            // To the right, of a figure that was not laid out again.
    double height() const;
    double baseline() const;              // Of the first line, from the top.
    std::vector<Text> split(double max_height) const;  // Into pieces of whole lines.
    Text cut(double max_height) const;    // The lines that fit; … says that there was more.
    _PangoLayout* layout() const { return layout_.get(); }

  private:
    Text lines_of(int from, int to, std::string_view ending) const;
    std::shared_ptr<Setting> setting_;
    std::shared_ptr<_PangoLayout> layout_;
    double shift_ = 0;
};

// A JPEG goes into the file as it is, a PNG as its pixels.
struct Picture {
    std::shared_ptr<_cairo_surface> surface;  // None: not a picture that we can read.
    double width = 0, height = 0;             // Pixels.
};
Picture read_picture(const std::string& bytes);

// Columns of a table, fitted to the page: the narrow ones get what they would like (natural), the wide ones share the rest, and
// none gets less than its longest word (least) as long as the page holds those and they are no longer than a fifth of it.
std::vector<double> fitted_widths(std::vector<double> natural, std::vector<double> least);

// One thing in a block, at a place in it.
struct Mark {
    enum class Kind : std::uint8_t { text, picture, rule, green_rule, frame, bar, black };
    Kind kind = Kind::rule;
    double x = 0, y = 0, width = 0, height = 0;
    std::shared_ptr<const Text> text;
    std::shared_ptr<const Picture> picture;
};
struct Block {
    double height = 0;
    double gap = 0;               // Above it, but not at the top of a page.
    bool keep_next = false;       // Stays on one page with the next one.
    std::vector<Mark> marks;
    std::shared_ptr<const Block> header;  // Stands again on top of a page that begins with this block.
    std::string link;             // The whole of it leads to the paper of that name in the same file.

    void add(Text text, double x, double y);
    void rule(double y);
};

struct Footer {
    std::string left;                                           // Who, what, when.
    std::function<std::string(std::size_t page, std::size_t pages)> right;
};

class Paper {
  public:
    // missing_resource without a font that has Chinese.
    static base::Result<Paper> open(Script script);
    Text text(std::string_view words, Style style) const;
    Text labelled(std::string_view label, std::string_view value) const;  // Both in one paragraph, told apart by colour.
    void add(Block block) { blocks_.push_back(std::move(block)); }
    std::size_t page_count() const { return paginate().size(); }
    // title and when_ms (metadata) make the bytes; nothing else of the machine or the moment does.
    base::Result<std::string> finish(const std::string& title, const std::string& iso_time, const Footer& footer) const;

  private:
    friend class PaperBook;
    explicit Paper(Script script) : script_(script) {}
    struct Placed {
        const Block* block;
        double y;
    };
    std::vector<std::vector<Placed>> paginate() const;
    Script script_;
    std::vector<Block> blocks_;
};

// Papers one after the other as one PDF file, written as it grows: only one of them is in memory.
class PaperBook {
  public:
    using Sink = std::function<base::Status(std::string_view bytes)>;
    PaperBook(const std::string& title, const std::string& iso_time, Sink sink);
    ~PaperBook();
    PaperBook(const PaperBook&) = delete;
    PaperBook& operator=(const PaperBook&) = delete;
    // first: the number of its first page; pages: of the whole file. name: what links call it, and its line in the outline of
    // the file; '' = neither.
    void add(const Paper& paper, const Footer& footer, std::size_t first, std::size_t pages, const std::string& name = {},
             const std::string& outline = {});
    base::Status finish();

  private:
    struct Drawing;
    std::unique_ptr<Drawing> drawing_;
};

}  // namespace yuanquan::exports
