// Values that come by themselves: preloads and setvalue on events.
#include <algorithm>

#include "model/base/clock.hpp"
#include "model/form/answer_types.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {
namespace {

constexpr int kChainMax = 32;  // Actions that fire each other.

bool has_event(const Action& action, std::string_view event) {
    return std::find(action.events.begin(), action.events.end(), event) != action.events.end();
}

std::string new_uuid(base::Random& random) {
    std::uint8_t bytes[16];
    random.fill(bytes, sizeof bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    std::string hex = base::to_hex(bytes, sizeof bytes);
    for (std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
    return "uuid:" + hex;
}

}  // namespace

// https://getodk.github.io/xforms-spec/#preload-attributes
std::string Filling::preload_value(const FormNode& node) const {
    std::int64_t const now = environment.clock->now_ms();
    int const offset = environment.clock->offset_minutes(now);
    if (node.preload == "uid") return new_uuid(*environment.random);
    if (node.preload == "date") return base::iso_date(now, offset);
    if (node.preload == "timestamp" && node.preload_params == "start") return base::iso_date_time(now, offset);
    if (node.preload == "property") return property(node.preload_params);
    return {};
}

void Filling::preload_below(InstanceId top) {
    tree.each_below(top, [&](InstanceId id) {
        auto const& node = tree.def(id);
        bool const is_instance_id = node.name == "instanceID" && node.parent != kNone && form->nodes[node.parent].name == "meta" &&
                                    node.calculate.empty();
        if (node.preload.empty() && !is_instance_id) return;
        if (is_instance_id && !tree.item(id).value.empty()) return;
        std::string value = is_instance_id ? new_uuid(*environment.random) : preload_value(node);
        if (value.empty()) return;
        if (auto canonical = canonical_answer(node.type, value, offset_minutes())) set_value(id, *std::move(canonical));
    });
}

// The moment of finishing, for forms that ask for it.
void Filling::finish() {
    tree.each_below(Instance::kRoot, [&](InstanceId id) {
        auto const& node = tree.def(id);
        if (node.preload != "timestamp" || node.preload_params != "end") return;
        std::int64_t const now = environment.clock->now_ms();
        std::string const moment = base::iso_date_time(now, environment.clock->offset_minutes(now));
        set_value(id, canonical_answer(node.type, moment, offset_minutes()).value_or(moment));
    });
    settle();
    ++revision;
}

void Filling::run_action(const Action& action, InstanceId at, int depth) {
    if (action.element != "setvalue" || action.target == kNone) return;  // Others need a device: the screen does them.
    InstanceId const target = tree.nearest(action.target, at);
    if (target == kNoInstance || !tree.is_leaf(target)) {
        if (target == kNoInstance || !tree.def(target).attribute) return;
    }
    std::string value = action.literal;
    DataType const type = tree.def(target).type;
    if (!action.value.empty()) {
        auto const computed = action.value.evaluate(context(tree.handle(target)));
        value = computed ? stored_value(type, *computed, offset_minutes()) : std::string();
    } else {
        value = canonical_answer(type, value, offset_minutes()).value_or(std::string());
    }
    if (tree.item(target).value == value) return;
    set_value(target, std::move(value));
    if (depth >= 0) {
        settle();
        fire_value_changed(target, depth + 1);
    }
}

// Before the first computation: calculations see what was set. In rows, for every row there is.
void Filling::fire(std::string_view event) {
    for (auto const& action : form->actions) {
        if (!has_event(action, event) || action.target == kNone) continue;
        NodeIndex repeat = form->innermost_repeat(action.target);
        if (repeat == kNone || action.trigger == kNone || !graph->shape.is_below(action.trigger, repeat)) {
            run_action(action, Instance::kRoot, -1);
            continue;
        }
        std::vector<InstanceId> rows;
        tree.each_below(Instance::kRoot, [&](InstanceId id) {
            if (tree.item(id).def == repeat) rows.push_back(id);
        });
        for (InstanceId row : rows) run_action(action, row, -1);
    }
}

void Filling::fire_new_row(InstanceId row) {
    for (std::uint32_t index : graph->triggered[tree.item(row).def]) {
        if (has_event(form->actions[index], "odk-new-repeat")) run_action(form->actions[index], row, -1);
    }
}

void Filling::fire_value_changed(InstanceId question, int depth) {
    if (depth > kChainMax) return;
    for (std::uint32_t index : graph->triggered[tree.item(question).def]) {
        if (has_event(form->actions[index], "xforms-value-changed")) run_action(form->actions[index], question, depth);
    }
}

}  // namespace yuanquan::form
