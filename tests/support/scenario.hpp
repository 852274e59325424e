#pragma once
// Form behaviour told as a story, in the manner of JavaRosa: a form, answers by path, assertions. Paths are absolute with
// 1-based rows: "/data/member[2]/name". The clock stands still and chance has a seed, so a story always ends the same.
// For tests only.

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/base/clock.hpp"
#include "model/base/ids.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/live_form.hpp"

namespace yuanquan::support {

// An XForm around the parts that matter: the primary instance's root, binds (and other instances), the body.
inline std::string xform(std::string_view instance, std::string_view binds, std::string_view body) {
    std::string out = R"(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" )"
                      R"(xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms" )"
                      R"(xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Test</h:title><model><instance>)";
    return out.append(instance).append("</instance>").append(binds).append("</model></h:head><h:body>").append(body).append("</h:body></h:html>");
}

class Scenario {
  public:
    explicit Scenario(const std::string& xml, form::Media media = {})
        : media_(std::make_shared<const form::Media>(std::move(media))) {
        form::ReadOptions options;
        options.file_name = "test.xml";
        options.media = *media_;
        auto read = form::read_xform(xml, options);
        if (!read.form) throw std::runtime_error("the form has errors: " + (read.findings.empty() ? "" : read.findings.front().code));
        form_ = read.form;
        open(nullptr);
    }
    explicit Scenario(std::shared_ptr<const form::Form> form, form::Media media = {})
        : form_(std::move(form)), media_(std::make_shared<const form::Media>(std::move(media))) {
        open(nullptr);
    }

    form::LiveForm& live() { return *live_; }
    base::FixedClock& clock() { return clock_; }
    std::shared_ptr<const form::Form> form() const { return form_; }

    form::Element at(std::string_view path) const {
        auto const found = live_->find_by_position(path);
        if (!found) throw std::runtime_error("nothing at " + std::string(path));
        return *found;
    }
    // False where the text cannot be of the question's type.
    bool answer(std::string_view path, std::string_view value) { return live_->answer(at(path), value).has_value(); }
    std::string value(std::string_view path) const {  // Of calculations too.
        auto const found = live_->find_by_position(path);
        return found ? live_->value(*found) : live_->value_at_position(path);
    }
    bool relevant(std::string_view path) const { return live_->relevant(at(path)); }
    form::Validity validity(std::string_view path) const { return live_->validity(at(path)); }
    std::string label(std::string_view path) const { return live_->label(at(path)); }
    std::string choices(std::string_view path) const {  // Values, separated by spaces.
        std::string out;
        for (auto const& choice : live_->choices(at(path))) out += (out.empty() ? "" : " ") + choice.value;
        return out;
    }
    // The repeat whose control is bound to this path: "/data/member".
    form::Element repeat(std::string_view path) const {
        std::size_t const slash = path.rfind('/');
        auto const name = path.substr(slash + 1);
        form::Element found;
        auto look = [&](auto&& self, const form::Element& element) -> bool {
            if (element.kind == form::ElementKind::repeat && live_->node(element)->name == name) {
                found = element;
                auto const rows = live_->children(element, false);
                if (path.find('[') == path.npos) return true;
                auto const above = live_->find_by_position(path.substr(0, slash));
                if (above && above->node == element.node) return true;
            }
            for (auto const& child : live_->children(element, false)) {
                if (self(self, child)) return true;
            }
            return false;
        };
        if (!look(look, live_->root())) throw std::runtime_error("no repeat at " + std::string(path));
        return found;
    }
    bool add_row(std::string_view path) { return live_->add_row(repeat(path)).has_value(); }
    bool remove_row(std::string_view row) { return live_->remove_row(at(row)).has_value(); }
    std::size_t rows(std::string_view path) const { return live_->children(repeat(path), false).size(); }

    // Saves as records do, without what is not relevant, and opens it again.
    void reopen() {
        form::Answers kept = live_->answers();
        std::erase_if(kept.cells, [](auto const& cell) { return !cell.relevant; });
        open(&kept);
    }

  private:
    void open(const form::Answers* existing) {
        form::Environment environment;
        environment.clock = &clock_;
        environment.random = &random_;
        environment.media = media_;
        environment.properties = {{"deviceid", "laptop-7"}, {"username", "zhang"}};
        auto live = form::LiveForm::open(form_, std::move(environment), existing);
        if (!live) throw std::runtime_error(live.error().describe());
        live_ = *std::move(live);
    }

    base::FixedClock clock_{1'774'000'000'000};
    base::SeededRandom random_{42};
    std::shared_ptr<const form::Form> form_;
    std::shared_ptr<const form::Media> media_;
    std::unique_ptr<form::LiveForm> live_;
};

}  // namespace yuanquan::support
