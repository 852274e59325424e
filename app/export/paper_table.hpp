#pragma once
// Rows and bars on paper: tables whose heads stand again on every page, and bars all to one scale. What reports and dossiers
// have in common; rosters of a dossier, whose rows may become blocks, are dossier_table.hpp's.

#include <string>
#include <vector>

#include "app/export/paper.hpp"

namespace yuanquan::exports {

// How wide columns are, from what stands in them. No word is broken, nor a name, as long as the page is wide enough.
class ColumnWidths {
  public:
    ColumnWidths(std::size_t columns, double narrowest, double pad) : natural_(columns, narrowest), least_(natural_), pad_(pad) {}
    void take(std::size_t column, const std::string& words, const Text& text);
    std::vector<double> fitted() const { return fitted_widths(natural_, least_); }

  private:
    std::vector<double> natural_, least_;
    double pad_;
};

struct PaperCell {
    std::string text;
    bool number = false;   // Right-aligned, and its column's head too.
};
using PaperRow = std::vector<PaperCell>;
// heads: none, or one for each column. widths: none = as the words want, fitted to the page.
void add_rows(Paper& paper, const std::vector<std::string>& heads, const std::vector<PaperRow>& rows, std::vector<double> widths = {});

struct PaperBar {
    std::string label, value;
    double number = 0;     // What is not above nought has no bar.
};
void add_bars(Paper& paper, const std::vector<PaperBar>& bars);

}  // namespace yuanquan::exports
