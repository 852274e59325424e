// Scenario cases: a form and what is done to it, step by step; after each step the state of every node comes back.
// The protocol stands at the head of score_scenarios.py. What is policy of an app and not of the form is decided here:
// an answer that breaks its constraint is not stored where the recording app (Collect) refuses it.

#include <algorithm>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <unordered_map>

#include "model/base/xml.hpp"
#include "model/form/answer_types.hpp"
#include "model/form/filling.hpp"
#include "model/form/form_reader.hpp"
#include "model/form/instance_xml.hpp"
#include "tests/conformance/cases.hpp"

namespace yuanquan::form {

// Every node's state, by the absolute path with positions.
struct LiveFormInspector {
    static Filling& filling(LiveForm& live) { return live.impl_->filling; }
    static std::optional<Element> element(const LiveForm& live, InstanceId id) { return live.element_at(id); }
};

}  // namespace yuanquan::form

namespace yuanquan::conformance {
namespace {

using form::BindGraph;
using form::InstanceId;
using form::LiveForm;
using form::NodeIndex;
using nlohmann::json;

// What is told of a node, kept compact so that two states of a form with thousands of nodes compare quickly.
struct NodeState {
    bool relevant = true, readonly = false, required = false;
    form::Validity validity = form::Validity::valid;
    std::optional<std::string> value;         // Of a leaf.
    std::optional<std::size_t> rows;          // Of a repeat.
    std::string label, hint;
    std::optional<std::size_t> choices_hash;  // Of a select; the choices themselves are read when they are told.
    std::optional<form::Element> element;
    bool operator==(const NodeState&) const = default;
};

// Every node's state by its absolute path with positions, in the order of the tree.
class States {
  public:
    States(LiveForm& live, bool with_words)
        : live_(&live), filling_(&form::LiveFormInspector::filling(live)), with_words_(with_words) {
        visit(0, "/" + name(filling_->tree.def(0)));
    }
    json all() const {
        json out = json::object();
        for (auto const& [path, state] : states_) out[path] = told(state);
        return out;
    }
    json changed_since(const States& before) const {
        json out = json::object();
        std::unordered_map<std::string_view, const NodeState*> known;  // Only where rows came or went.
        bool const same_shape = std::equal(states_.begin(), states_.end(), before.states_.begin(), before.states_.end(),
                                           [](auto const& a, auto const& b) { return a.first == b.first; });
        if (!same_shape) {
            for (auto const& [path, state] : before.states_) known.emplace(path, &state);
        }
        for (std::size_t i = 0; i < states_.size(); ++i) {
            auto const& [path, state] = states_[i];
            const NodeState* was = same_shape ? &before.states_[i].second : nullptr;
            if (auto const found = known.find(path); found != known.end()) was = std::exchange(found->second, nullptr);
            if (!was || *was != state) out[path] = told(state);
        }
        for (auto const& [path, state] : known) {
            if (state) out[std::string(path)] = nullptr;
        }
        return out;
    }

  private:
    static std::string name(const form::FormNode& node) { return node.prefix.empty() ? node.name : node.prefix + ":" + node.name; }

    void visit(InstanceId id, const std::string& path) {
        states_.emplace_back(path, state(id));
        for (NodeIndex child : filling_->tree.def(id).children) {
            auto const& def = filling_->form->nodes[child];
            if (def.attribute) continue;
            std::string const below = path + "/" + name(def);
            if (!def.repeat) {
                visit(filling_->tree.child(id, child), below);
                continue;
            }
            auto const rows = filling_->tree.rows(id, child);
            NodeState range;
            range.relevant = filling_->tree.item(id).relevant;
            range.rows = rows.size();
            states_.emplace_back(below, std::move(range));
            for (std::size_t i = 0; i < rows.size(); ++i) visit(rows[i], below + "[" + std::to_string(i + 1) + "]");
        }
    }

    NodeState state(InstanceId id) {
        auto const& item = filling_->tree.item(id);
        NodeState out;
        out.relevant = item.relevant;
        out.readonly = filling_->readonly(id);
        out.required = filling_->flag(id, BindGraph::Kind::required);
        if (filling_->tree.is_leaf(id)) {
            out.value = item.relevant ? item.value : std::string();  // What is not relevant reads as blank.
            out.validity = filling_->validity(id);
        }
        out.element = form::LiveFormInspector::element(*live_, id);
        if (!out.element) return out;
        if (with_words_) out.label = live_->label(*out.element);
        if (with_words_) out.hint = live_->hint(*out.element);
        auto const& control = live_->control(*out.element);
        if (control.items.empty() && !control.itemset) return out;
        std::size_t hash = 0;
        for (auto const& choice : live_->choices(*out.element)) {
            for (auto const* text : {&choice.value, &choice.label}) hash = hash * 1099511628211U ^ std::hash<std::string>()(*text);
        }
        out.choices_hash = hash;
        return out;
    }

    json told(const NodeState& state) const {
        if (state.rows) return json{{"count", *state.rows}, {"relevant", state.relevant}};
        json out{{"relevant", state.relevant}, {"readonly", state.readonly}, {"required", state.required}};
        if (state.value) out["value"] = *state.value;
        if (state.value && state.relevant) {
            out["invalid"] = state.validity == form::Validity::required     ? json("required")
                             : state.validity == form::Validity::constraint ? json("constraint")
                                                                            : json(nullptr);
        }
        if (state.element && with_words_) {
            out["label"] = state.label;
            out["hint"] = state.hint;
        }
        if (state.choices_hash) {
            json choices = json::array();
            for (auto const& choice : live_->choices(*state.element)) choices.push_back({choice.value, choice.label});
            out["choices"] = std::move(choices);
        }
        return out;
    }

    LiveForm* live_;
    form::Filling* filling_;
    bool with_words_;
    std::vector<std::pair<std::string, NodeState>> states_;
};

std::string text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_null()) return {};
    if (value.is_boolean()) return value.get<bool>() ? "OK" : "";
    if (value.is_array()) {
        std::string out;
        for (auto const& word : value) out += (out.empty() ? "" : " ") + text_of(word);
        return out;
    }
    if (value.is_object() && value.contains("latitude")) {
        auto number = [&](const char* name) { return value.contains(name) && !value[name].is_null() ? value[name].dump() : "0"; };
        return number("latitude") + " " + number("longitude") + " " + number("altitude") + " " + number("accuracy");
    }
    return value.is_object() ? "file" : value.dump();
}

class Scenario {
  public:
    explicit Scenario(const json& trace) : trace_(trace) {}

    json play() {
        json out{{"id", trace_["id"]}, {"steps", json::array()}};
        for (auto const& step : trace_["steps"]) {
            json answer;
            try {
                answer = play(step);
            } catch (const std::exception& fault) {
                answer = json{{"ok", false}, {"error", fault.what()}};
            }
            out["steps"].push_back(std::move(answer));
        }
        return out;
    }

  private:
    struct Opened {
        std::unique_ptr<LiveForm> live;
        std::optional<States> last;
    };

    json play(const json& step) {
        std::string const op = step["op"];
        int const handle = step.value("i", 0);
        json out{{"ok", true}, {"result", nullptr}};
        if (op == "load") {
            if (!read(out)) return out;
            return open(handle, trace_.contains("edit_instance") ? from_xml(trace_["edit_instance"]) : std::nullopt, out);
        }
        if (!form_) throw std::runtime_error("the form was not read");
        if (op == "newInstance") return open(handle, std::nullopt, out);
        if (op == "restore" || op == "editInstance") {
            if (step.contains("input")) return open(handle, from_xml(step["input"]), out);
            form::Answers kept = opened_.at(step.value("from", 0)).live->answers(true);
            if (op == "editInstance") std::erase_if(kept.cells, [](auto const& cell) { return !cell.relevant; });
            return open(handle, kept, out);
        }
        auto& opened = opened_.at(handle);
        if (op == "next" || op == "prev" || op == "jumpToBeginning") return out;  // No cursor here.
        if (op == "answer") answer(*opened.live, step, out);
        if (op == "createRepeat") out["ok"] = add_rows(*opened.live, step);
        if (op == "removeRepeat") out["ok"] = remove_rows(*opened.live, step);
        if (op == "setLanguage") set_language(*opened.live, step["language"]);
        describe(opened, out);
        return out;
    }

    bool read(json& out) {
        form::ReadOptions options;
        options.file_name = "form.xml";
        for (auto const& resource : trace_.value("resources", json::array())) {
            std::string const url = resource["url"];
            options.media[url.substr(url.rfind('/') + 1)] = resource["body"];
        }
        media_ = std::make_shared<const form::Media>(options.media);
        auto const made = form::read_form(trace_["form"].get<std::string>(), options);
        form_ = made.form;
        if (form_) return true;
        out["ok"] = false;
        for (auto const& finding : made.findings) {
            if (finding.severity == base::Severity::error) out["error"] = finding.code + " " + json(finding.parameters).dump() + " " + finding.place.sheet;
        }
        return false;
    }

    std::optional<form::Answers> from_xml(const std::string& text) {
        auto root = base::read_xml(text);
        if (!root) throw std::runtime_error(root.error().describe());
        auto answers = form::read_instance(*form_, *root, random_);
        if (!answers) throw std::runtime_error(answers.error().describe());
        return *std::move(answers);
    }

    json open(int handle, const std::optional<form::Answers>& existing, json out) {
        form::Environment environment;
        environment.clock = &base::system_clock();
        environment.random = &random_;
        environment.media = media_;
        static const std::map<std::string, std::string> kNames{{"deviceID", "deviceid"}, {"phoneNumber", "phonenumber"}};
        if (trace_.contains("preload_properties")) {
            for (auto const& [name, value] : trace_["preload_properties"].items()) {
                environment.properties[kNames.contains(name) ? kNames.at(name) : name] = value.get<std::string>();
            }
        }
        auto live = LiveForm::open(form_, std::move(environment), existing ? &*existing : nullptr);
        if (!live) return json{{"ok", false}, {"error", live.error().describe()}};
        auto& opened = opened_[handle];
        opened.live = *std::move(live);
        opened.last.emplace(*opened.live, with_words());
        out["state"] = opened.last->all();
        out["xml"] = opened.live->instance_xml();
        return out;
    }

    // Collect's traces hold no words, and one of them has two thousand steps.
    bool with_words() const { return !trace_.value("reject_invalid", false); }

    void describe(Opened& opened, json& out) {
        States now(*opened.live, with_words());
        out["delta"] = now.changed_since(*opened.last);
        opened.last = std::move(now);
        out["xml"] = opened.live->instance_xml();
    }

    void answer(LiveForm& live, const json& step, json& out) {
        auto& filling = form::LiveFormInspector::filling(live);
        std::string const ref = step["ref"];
        InstanceId const id = filling.locate_by_position(ref);
        if (id == form::kNoInstance) {
            out["ok"] = false;
            return;
        }
        std::string value = text_of(step["value"]);
        if (trace_.value("reject_invalid", false)) {
            std::string const canonical = form::canonical_answer(filling.tree.def(id).type, value).value_or("");
            auto const verdict = would_be(filling, id, canonical);
            if (verdict != form::Validity::valid) {
                out["result"] = "constraint";
                return;
            }
        }
        auto const element = form::LiveFormInspector::element(live, id);
        if (element && element->kind == form::ElementKind::question) {
            if (!live.answer(*element, value)) static_cast<void>(live.answer(*element, ""));
        } else {
            filling.answer(id, form::canonical_answer(filling.tree.def(id).type, value).value_or(""));
        }
    }

    static form::Validity would_be(form::Filling& filling, InstanceId id, const std::string& value) {
        auto& item = filling.tree.item(id);
        if (value.empty()) return form::Validity::valid;
        auto const& constraint = filling.tree.def(id).constraint;
        if (constraint.empty()) return form::Validity::valid;
        std::string const before = std::exchange(item.value, value);
        bool const holds = constraint.evaluate_boolean(filling.context(filling.tree.handle(id))).value_or(true);
        item.value = before;
        return holds ? form::Validity::valid : form::Validity::constraint;
    }

    // The repeat as an element: its control, at the container that the path names.
    static std::optional<form::Element> repeat_at(LiveForm& live, const std::string& ref) {
        auto& filling = form::LiveFormInspector::filling(live);
        std::size_t const slash = ref.rfind('/');
        InstanceId const container = filling.locate_by_position(ref.substr(0, slash));
        if (container == form::kNoInstance) return std::nullopt;
        std::string name = ref.substr(slash + 1, ref.find('[', slash) - slash - 1);
        if (auto const colon = name.find(':'); colon != name.npos) name.erase(0, colon + 1);
        for (NodeIndex child : filling.tree.def(container).children) {
            if (filling.form->nodes[child].name != name || !filling.form->nodes[child].repeat) continue;
            return form::Element{form::ElementKind::repeat, filling.graph->repeat_control[child], container};
        }
        return std::nullopt;
    }

    static bool add_rows(LiveForm& live, const json& step) {
        auto const repeat = repeat_at(live, step["ref"]);
        if (!repeat || repeat->control == form::kNone || !live.can_add_row(*repeat)) return false;
        int const count = step.contains("count") && !step["count"].is_null() ? step["count"].get<int>() : 1;
        for (int i = 0; i < count; ++i) {
            auto const rows = live.children(*repeat, false);
            std::size_t at = rows.size();
            if (step.contains("afterIndex") && !step["afterIndex"].is_null()) at = static_cast<std::size_t>(step["afterIndex"].get<int>() + 1 + i);
            if (!live.add_row(*repeat, at < rows.size() ? &rows[at] : nullptr)) return false;
        }
        return true;
    }

    static bool remove_rows(LiveForm& live, const json& step) {
        std::string const ref = step["ref"];
        int const count = step.contains("count") && !step["count"].is_null() ? step["count"].get<int>() : 1;
        for (int i = 0; i < count; ++i) {
            auto const row = live.find_by_position(ref);
            if (!row || !live.remove_row(*row)) return false;
        }
        return true;
    }

    static void set_language(LiveForm& live, const std::string& language) {
        auto const& all = live.form().languages;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i] == language) live.set_language(i);
        }
    }

    const json& trace_;
    std::shared_ptr<const form::Form> form_;
    std::shared_ptr<const form::Media> media_;
    base::SeededRandom random_{7};
    std::map<int, Opened> opened_;
};

}  // namespace

int run_scenario_cases(std::istream& in, std::ostream& out) {
    for (std::string line; std::getline(in, line);) {
        json const trace = json::parse(line);
        out << Scenario(trace).play().dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;  // A crash shows which case it was.
    }
    return 0;
}

}  // namespace yuanquan::conformance
