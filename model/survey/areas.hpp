#pragma once
// The tree of administrative areas, county to village group, from areas.csv (name,label,label_en,parent,…). Codes are
// those of GB/T 2260 and its continuations; a code's place in the tree comes from `parent`, not from its digits.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/error.hpp"

namespace yuanquan::survey {

struct Area {
    std::string code;
    std::string label;      // Chinese.
    std::string label_en;   // May be ''.
    std::string parent;     // '' for a root.
    std::vector<std::string> children;  // In the file's order.
};

class Areas {
  public:
    static base::Result<Areas> read(std::string_view csv);
    bool empty() const { return areas_.empty(); }
    const std::vector<std::string>& roots() const { return roots_; }
    const Area* find(std::string_view code) const;
    // Outermost first, the area itself last; empty when unknown.
    std::vector<const Area*> path(std::string_view code) const;
    bool within(std::string_view code, std::string_view ancestor) const;  // Itself included.
    // "源泉村 二组": the last `levels` labels; the code where unknown.
    std::string name(std::string_view code, bool chinese, std::size_t levels = 2) const;
    std::vector<std::pair<std::string, std::string>> code_and_parent() const;

  private:
    std::map<std::string, Area, std::less<>> areas_;
    std::vector<std::string> roots_;
};

}  // namespace yuanquan::survey
