#include "model/form/live_form.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/form/answer_types.hpp"
#include "model/form/filling.hpp"

namespace yuanquan::form {

using base::ErrorCode;

namespace {

bool in_range(const Control& control, std::string_view value) {
    auto bound = [&](const char* name) {
        auto const found = control.attributes.find(name);
        return found == control.attributes.end() ? std::nullopt : base::parse_decimal(found->second);
    };
    auto const number = base::parse_decimal(value);
    auto const start = bound("start"), end = bound("end");
    if (!number || !start || !end) return true;
    return *number >= std::min(*start, *end) && *number <= std::max(*start, *end);
}

}  // namespace

LiveForm::LiveForm() = default;
LiveForm::~LiveForm() = default;

base::Result<std::unique_ptr<LiveForm>> LiveForm::open(std::shared_ptr<const Form> form, Environment environment,
                                                       const Answers* existing) {
    YQ_CHECK(form && environment.clock && environment.random);
    if (form->nodes.empty()) return base::fail(ErrorCode::form_has_errors, form->id, "no model");
    std::unique_ptr<LiveForm> live(new LiveForm);
    live->impl_ = std::make_unique<Impl>(std::move(form), std::move(environment));
    if (auto status = live->impl_->filling.start(existing); !status) return base::fail(std::move(status.error()));
    return live;
}

const Form& LiveForm::form() const { return *impl_->filling.form; }
const Media& LiveForm::files() const { return *impl_->filling.environment.media; }
std::size_t LiveForm::language() const { return impl_->filling.language; }
std::uint64_t LiveForm::revision() const { return impl_->filling.revision; }
const std::vector<AnswerCell>& LiveForm::unknown() const { return impl_->filling.unknown; }

void LiveForm::finish() { impl_->filling.finish(); }
void LiveForm::set_language(std::size_t language) { impl_->filling.switch_language(language); }

base::Status LiveForm::answer(const Element& question, std::string_view value) {
    auto& filling = impl_->filling;
    bool const is_question = question.kind == ElementKind::question && question.node < filling.tree.size() &&
                             filling.tree.item(question.node).alive && control(question).node != kNone;
    if (!is_question) return base::fail(ErrorCode::wrong_use, "answer", "not a question of this form");
    auto const kind = control(question).kind;
    bool const list = kind == ControlKind::select_multiple || kind == ControlKind::rank;
    auto canonical = list ? canonical_choices(value)
                          : canonical_answer(filling.tree.def(question.node).type, value, filling.offset_minutes());
    if (!canonical) return base::fail(ErrorCode::bad_input, cell_path(question), std::string(value.substr(0, 100)));
    if (kind == ControlKind::range && !in_range(control(question), *canonical)) {
        return base::fail(ErrorCode::bad_input, cell_path(question), "outside of the range");
    }
    filling.answer(question.node, *std::move(canonical));
    return {};
}

base::Result<Element> LiveForm::add_row(const Element& repeat, const Element* before, std::optional<base::RowId> id) {
    auto& filling = impl_->filling;
    if (repeat.kind != ElementKind::repeat || !filling.tree.item(repeat.node).alive) {
        return base::fail(ErrorCode::wrong_use, "add_row", "not a repeat of this form");
    }
    if (!control(repeat).repeat_count.empty()) return base::fail(ErrorCode::wrong_use, "add_row", "rows follow a count");
    NodeIndex const def = control(repeat).node;
    std::size_t index = filling.tree.rows(repeat.node, def).size();
    if (before) {
        auto const& item = filling.tree.item(before->node);
        if (!item.alive || item.def != def || item.parent != repeat.node) {
            return base::fail(ErrorCode::wrong_use, "add_row", "the row to stand before is of another repeat");
        }
        index = item.position;
    }
    base::RowId const row_id = id ? *id : base::RowId::random(*filling.environment.random);
    if (filling.tree.find_row(row_id) != kNoInstance) return base::fail(ErrorCode::already_exists, row_id.text());
    InstanceId const row = filling.add_row(repeat.node, def, index, row_id);
    filling.settle();
    ++filling.revision;
    return Element{ElementKind::row, repeat.control, row};
}

base::Status LiveForm::remove_row(const Element& row) {
    auto& filling = impl_->filling;
    if (row.kind != ElementKind::row || !filling.tree.item(row.node).alive || !filling.tree.def(row.node).repeat) {
        return base::fail(ErrorCode::wrong_use, "remove_row", "not a row of this form");
    }
    if (!control(row).repeat_count.empty()) return base::fail(ErrorCode::wrong_use, "remove_row", "rows follow a count");
    filling.remove_row(row.node);
    filling.settle();
    ++filling.revision;
    return {};
}

std::string LiveForm::check_against_full_recompute() {
    auto& filling = impl_->filling;
    std::vector<std::string> before;
    auto describe = [&](InstanceId id) {
        auto const& item = filling.tree.item(id);
        std::string out = item.relevant ? "relevant" : "hidden";
        if (item.relevant) {
            for (auto kind : {BindGraph::Kind::readonly, BindGraph::Kind::required, BindGraph::Kind::constraint}) {
                out += filling.flag(id, kind) ? " yes" : " no";
            }
            out += " " + item.value;
        }
        return out;
    };
    auto all = [&](auto&& visit) { filling.tree.each_below(Instance::kRoot, visit); };
    all([&](InstanceId id) { before.push_back(describe(id)); });
    filling.recompute_all();
    std::string different;
    std::size_t at = 0;
    all([&](InstanceId id) {
        if (different.empty() && (at >= before.size() || before[at] != describe(id))) {
            different = filling.cell_path(id) + ": " + (at < before.size() ? before[at] : "nothing") + " became " + describe(id);
        }
        ++at;
    });
    return different.empty() && at != before.size() ? "other rows" : different;
}

}  // namespace yuanquan::form
