// Random answers, rows added and removed, on real questionnaires: after all of it the state that was kept up answer by
// answer is the state that computing everything anew gives.
#include <cstdlib>
#include <filesystem>

#include <doctest/doctest.h>

#include "model/base/files.hpp"
#include "tests/support/scenario.hpp"

using namespace yuanquan;

namespace {

std::filesystem::path shared_folder() {
    if (const char* given = std::getenv("YUANQUAN_SHARED")) return given;
    return std::filesystem::path(YUANQUAN_SOURCE_DIR) / ".." / "shared";
}

class Monkey {
  public:
    explicit Monkey(std::shared_ptr<const form::Form> form) : scenario_(std::move(form)) {}

    // '' when all is well, else where the states part.
    std::string play(int answers) {
        for (int i = 0; i < answers; ++i) {
            if (i % 50 == 0) collect();
            if (questions_.empty()) return {};
            act();
            if (i % 500 == 499) {
                if (auto const found = scenario_.live().check_against_full_recompute(); !found.empty()) return found;
            }
        }
        return scenario_.live().check_against_full_recompute();
    }

  private:
    std::size_t below(std::size_t n) { return random_.next_u64() % n; }

    void collect() {
        questions_.clear();
        repeats_.clear();
        auto look = [&](auto&& self, const form::Element& element) -> void {
            auto const* node = scenario_.live().node(element);
            bool const computed = node && !node->calculate.empty();  // An answer over a calculation stands until its inputs change.
            if (element.kind == form::ElementKind::question && !computed) questions_.push_back(element);
            if (element.kind == form::ElementKind::repeat) repeats_.push_back(element);
            for (auto const& child : scenario_.live().children(element)) self(self, child);
        };
        look(look, scenario_.live().root());
    }

    void act() {
        auto& live = scenario_.live();
        if (!repeats_.empty() && below(20) == 0) {
            auto const repeat = repeats_[below(repeats_.size())];
            auto const rows = live.children(repeat, false);
            if (live.can_add_row(repeat) && rows.size() < 6) {
                static_cast<void>(live.add_row(repeat, rows.empty() || below(2) ? nullptr : &rows[below(rows.size())]));
            } else if (!rows.empty()) {
                static_cast<void>(live.remove_row(rows[below(rows.size())]));
            }
            return collect();
        }
        auto const question = questions_[below(questions_.size())];
        if (live.find(live.cell_path(question)).has_value()) static_cast<void>(live.answer(question, value_for(question)));
    }

    std::string value_for(const form::Element& question) {
        auto& live = scenario_.live();
        auto const kind = live.control(question).kind;
        if (kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple) {
            auto const& choices = live.choices(question);
            if (choices.empty()) return {};
            std::string out = choices[below(choices.size())].value;
            if (kind == form::ControlKind::select_multiple && below(2)) out += " " + choices[below(choices.size())].value;
            return out;
        }
        if (below(10) == 0) return {};
        switch (live.node(question) ? live.node(question)->type : form::DataType::string) {
            case form::DataType::integer: return std::to_string(below(8));
            case form::DataType::decimal: return std::to_string(below(1000)) + ".5";
            case form::DataType::date: return "20" + std::to_string(10 + below(16)) + "-0" + std::to_string(1 + below(9)) + "-11";
            case form::DataType::geopoint: return "39.7 98.5 0 0";
            default: return "text " + std::to_string(below(20));
        }
    }

    support::Scenario scenario_;
    base::SeededRandom random_{2026};
    std::vector<form::Element> questions_, repeats_;
};

std::shared_ptr<const form::Form> read(const std::filesystem::path& path) {
    auto const bytes = base::read_file(path.string());
    if (!bytes) return nullptr;
    form::ReadOptions options;
    options.file_name = path.filename().string();
    return form::read_form(*bytes, options).form;
}

}  // namespace

TEST_CASE("10,000 random answers leave the state that computing everything gives: our household form") {
    auto const form = read(std::filesystem::path(YUANQUAN_SOURCE_DIR) / "assets" / "forms" / "household.md");
    REQUIRE(form);
    CHECK(Monkey(form).play(10'000) == "");
}

TEST_CASE("random answers leave the state that computing everything gives: real questionnaires") {
    auto const folder = shared_folder() / "conformance" / "forms";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: no shared conformance folder");
        return;
    }
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        auto const form = read(entry.path());
        if (!form) {
            MESSAGE("not read: " << entry.path().filename().string());
            continue;
        }
        INFO(entry.path().filename().string());
        CHECK(Monkey(form).play(1'000) == "");
    }
}
