#pragma once
// What a LiveForm is made of: the tree of answers, the graph of rules and the queue of rules to run, and the answers to
// what expressions ask of their host. Its parts by idea: recompute.cpp, rows.cpp, actions.cpp, choice_lists.cpp,
// texts.cpp, answers_out.cpp, answers_in.cpp. Used by live_form.cpp, and by the conformance driver through
// LiveFormInspector.

#include <array>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/form/bind_graph.hpp"
#include "model/form/choices.hpp"
#include "model/form/live_form.hpp"

namespace yuanquan::form {

class Filling final : public xpath::Host {
  public:
    using Kind = BindGraph::Kind;

    Filling(std::shared_ptr<const Form> form, Environment environment);
    base::Status start(const Answers* existing);

    // --- recompute.cpp ---
    // Something about a node has changed that others read: its value, whether it is there, its rows.
    void changed(InstanceId id);
    void mark(std::uint32_t rule, InstanceId holder);
    void mark_all_below(InstanceId id);
    // Runs what is marked, in order. false where rules chase each other without end.
    bool settle();
    void recompute_all();                               // Everything but what depends on clock or chance.
    void set_value(InstanceId id, std::string value);   // And tells the readers; the caller settles.
    void answer(InstanceId id, std::string value);      // With all that follows, actions included.
    void switch_language(std::size_t index);
    bool flag(InstanceId id, Kind kind);                // readonly, required, constraint: computed when asked.
    void refresh(InstanceId id);                        // All three.
    xpath::Context context(xpath::Node at) const;
    int offset_minutes() const { return environment.clock->offset_minutes(environment.clock->now_ms()); }

    // --- rows.cpp ---
    InstanceId add_row(InstanceId container, NodeIndex repeat, std::size_t index, const base::RowId& id);
    void remove_row(InstanceId row);
    void fit_count(std::uint32_t rule, InstanceId container);

    // --- actions.cpp ---
    void preload_below(InstanceId id);
    void fire(std::string_view event);                          // Of the model and everywhere in the body.
    void fire_new_row(InstanceId row);
    void fire_value_changed(InstanceId question, int depth = 0);
    void finish();

    // --- choice_lists.cpp ---
    const std::vector<Choice>& choices(ControlIndex control, InstanceId node) const;
    std::string item_value(const Itemset& itemset, xpath::Node item) const;
    std::string item_label(const Itemset& itemset, xpath::Node item, xpath::Node at) const;
    void drop_unoffered(InstanceId node);
    std::optional<std::string> choice_label(ControlIndex control, InstanceId node, std::string_view value) const;

    // --- texts.cpp ---
    const Phrase* phrase(const Text& text) const;
    std::string words(const Text& text, xpath::Node at) const;

    // --- answers_in.cpp ---
    void take(const Answers& existing);
    void name_rows();   // Ids and places for the rows that the form came with.
    void restore_hidden_defaults();

    // --- paths.cpp ---
    std::string cell_path(InstanceId id) const;
    InstanceId locate(std::string_view cell_path) const;             // Rows by id.
    InstanceId locate_by_position(std::string_view absolute) const;  // Rows by number, the first where none is given.

    // --- What validity means ---
    Validity validity(InstanceId id);
    bool readonly(InstanceId id);   // With all above it.

    // xpath::Host
    std::optional<xpath::Node> instance(std::string_view id) const override;
    std::string choice_name(std::string_view value, std::string_view path, xpath::Node at) const override;
    std::string itext(std::string_view id) const override;
    std::string property(std::string_view name) const override;
    bool is_repeat(xpath::Node node) const override;
    bool contextualises_absolute_paths() const override { return kContextualPaths; }

    std::shared_ptr<const Form> form;
    std::shared_ptr<const BindGraph> graph;
    Environment environment;
    Instance tree;
    std::size_t language = 0;
    std::uint64_t revision = 1;
    std::vector<AnswerCell> unknown;
    bool reopened = false;       // An existing record.
    bool settled_once = false;   // Past opening.

  private:
    friend struct LiveFormInspector;
    struct Due {  // Earliest rule first, then the earliest node.
        std::uint32_t rule;
        InstanceId holder;
        bool operator>(const Due& other) const { return std::pair(rule, holder) > std::pair(other.rule, other.holder); }
    };
    struct ChoiceList {
        std::uint32_t epoch = 0;
        std::size_t language = 0;
        std::uint64_t revision = 0;   // For lists whose labels hold answers.
        std::uint32_t seed = 0;       // Of a shuffle without one of its own: it stays while the form is open.
        std::vector<Choice> choices;
    };
    void run(std::uint32_t rule, InstanceId holder);
    void run_relevant(const BindGraph::Rule& rule, InstanceId id);
    void spread_relevance(InstanceId id, bool above);
    void run_flag(const BindGraph::Rule& rule, InstanceId id);
    void mark_readers(InstanceId id, const std::vector<BindGraph::Reader>& readers, std::uint32_t depth_min, std::uint32_t depth_max);
    void mark_way(const BindGraph::Reader& reader, std::size_t step, InstanceId at);
    void mark_own(InstanceId id);
    void moved(InstanceId row);
    void announce_row(InstanceId row);
    void run_action(const Action& action, InstanceId at, int depth);
    std::string preload_value(const FormNode& node) const;
    bool shows_answers(ControlIndex control) const;
    std::vector<xpath::Node> item_nodes(const Itemset& itemset, InstanceId node, std::uint32_t seed) const;

    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    mutable std::unordered_map<std::uint64_t, ChoiceList> choice_lists_;
    mutable std::map<std::string, std::shared_ptr<const xpath::Tree>, std::less<>> instances_;
};

struct LiveForm::Impl {
    Impl(std::shared_ptr<const Form> form, Environment environment) : filling(std::move(form), std::move(environment)) {}
    mutable Filling filling;  // Looking computes what is asked for the first time.
};

}  // namespace yuanquan::form
