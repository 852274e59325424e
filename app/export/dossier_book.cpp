#include "app/export/dossier_book.hpp"

#include <algorithm>

#include "app/export/dossier_table.hpp"
#include "app/export/household_card.hpp"
#include "app/export/paper.hpp"
#include "model/base/clock.hpp"
#include "model/base/streamed_file.hpp"

namespace yuanquan::exports {

namespace {

struct Entry {
    std::string title, area;
    std::size_t page = 0, pages = 0;
    std::string name(std::size_t number) const { return "d" + std::to_string(number); }
};

constexpr double kNumber = 34, kPage = 40, kRowPad = 3;

class Contents {
  public:
    Contents(const DossierBook& book, const std::vector<Entry>& entries, const DossierOptions& options, Paper paper)
        : paper_(std::move(paper)) {
        Block head;
        double y = line(head, book.title, Style::title, 0);
        const auto& texts = *options.texts;
        y = line(head, texts.tr("paper.contents", {}) + std::string(" · ") + texts.tr("paper.contents.count", {{"count", std::to_string(entries.size())}}), Style::small, y);
        Mark rule;
        rule.kind = Mark::Kind::green_rule;
        rule.y = y + 5;
        rule.width = kTextWidth;
        head.marks.push_back(rule);
        head.height = y + 12;
        head.keep_next = true;
        paper_.add(std::move(head));
        for (std::size_t i = 0; i < entries.size(); ++i) add(i, entries[i]);
    }
    Paper take() { return std::move(paper_); }

  private:
    double line(Block& block, const std::string& words, Style style, double y) const {
        Text text = paper_.text(words, style);
        text.set_width(kTextWidth);
        const double height = text.height();
        block.add(std::move(text), 0, y);
        return y + height;
    }
    void add(std::size_t i, const Entry& entry) {
        constexpr double kWords = kTextWidth - kNumber - kPage;
        Text number = paper_.text(std::to_string(i + 1), Style::label), page = paper_.text(std::to_string(entry.page), Style::body);
        Text title = paper_.text(entry.title, Style::body), area = paper_.text(entry.area, Style::label);
        number.set_width(kNumber - 8);
        title.set_width(kWords * 0.45 - 8);
        area.set_width(kWords * 0.55 - 8);
        page.set_width(kPage, true);
        Block block;
        block.link = entry.name(i);
        block.height = std::max({title.height(), area.height(), page.height()}) + 2 * kRowPad;
        const double base = kRowPad + title.baseline();
        const double number_y = base - number.baseline(), area_y = base - area.baseline(), page_y = base - page.baseline();
        block.add(std::move(number), 0, number_y);
        block.add(std::move(title), kNumber, kRowPad);
        block.add(std::move(area), kNumber + kWords * 0.45, area_y);
        block.add(std::move(page), kTextWidth - kPage, page_y);
        block.rule(block.height);
        paper_.add(std::move(block));
    }
    Paper paper_;
};

base::Result<Paper> contents(const DossierBook& book, const std::vector<Entry>& entries, const DossierOptions& options) {
    auto paper = Paper::open(options.texts->chinese() ? Script::chinese : Script::latin);
    if (!paper) return paper;
    return Contents(book, entries, options, std::move(*paper)).take();
}

}  // namespace

base::Result<std::size_t> write_dossier_book(const DossierBook& book, const DossierOptions& options, const std::string& path) {
    if (options.texts == nullptr) return base::fail(base::ErrorCode::wrong_use, "dossiers", "no texts");
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < book.count; ++i) {
        auto view = book.view(i);
        if (!view) return base::fail(std::move(view.error()));
        auto set = book.cards ? set_household_card(*view, options) : set_dossier(*view, options);
        if (!set) return base::fail(std::move(set.error()));
        entries.push_back({view->title, view->area_name, 0, set->paper.page_count()});
    }
    auto table = contents(book, entries, options);   // To know how long it is.
    if (!table) return base::fail(std::move(table.error()));
    std::size_t pages = table->page_count();
    for (auto& entry : entries) {
        entry.page = pages + 1;
        pages += entry.pages;
    }
    table = contents(book, entries, options);
    if (!table) return base::fail(std::move(table.error()));
    auto file = base::StreamedFile::create(path);
    if (!file) return base::fail(std::move(file.error()));
    PaperBook out(book.title, base::iso_date_time(options.printed_ms, options.offset_minutes).substr(0, 19),
                  [&](std::string_view bytes) { return file->append(bytes); });
    Footer footer;
    footer.left = book.title + " · " + options.texts->tr("paper.printed", {{"date", date_time(options.printed_ms, options.offset_minutes)}, {"office", options.office}});
    footer.right = [&](std::size_t page, std::size_t of) {
        return options.texts->tr("paper.page", {{"page", std::to_string(page)}, {"pages", std::to_string(of)}});
    };
    out.add(*table, footer, 1, pages);
    for (std::size_t i = 0; i < book.count; ++i) {
        auto view = book.view(i);
        if (!view) return base::fail(std::move(view.error()));
        auto set = book.cards ? set_household_card(*view, options) : set_dossier(*view, options);
        if (!set) return base::fail(std::move(set.error()));
        out.add(set->paper, set->footer, entries[i].page, pages, entries[i].name(i), entries[i].title);
    }
    if (auto done = out.finish(); !done) return base::fail(std::move(done.error()));
    if (auto done = file->finish(); !done) return base::fail(std::move(done.error()));
    return pages;
}

}  // namespace yuanquan::exports
