#include <nlohmann/json.hpp>

#include "app/cli/commands.hpp"
#include "model/survey/review_queue.hpp"

namespace yuanquan::cli {

namespace {

using nlohmann::json;
using survey::ReviewRule;

constexpr std::size_t kPortion = 1000;
constexpr std::pair<const char*, ReviewRule> kRules[] = {
    {"waiting", ReviewRule::waiting}, {"problems", ReviewRule::problems}, {"outliers", ReviewRule::outliers},
    {"sample", ReviewRule::sample},   {"mended", ReviewRule::mended},     {"returned", ReviewRule::returned},
    {"approved", ReviewRule::approved}};

const char* word(survey::Standing standing) {
    switch (standing) {
        case survey::Standing::unchecked: return "unchecked";
        case survey::Standing::returned: return "returned";
        case survey::Standing::mended: return "mended";
        case survey::Standing::approved: return "approved";
        case survey::Standing::changed: return "changed";
    }
    return "";
}

// What the three decisions share: the record, and what was wrong where it could not be made.
template <class Decide>
int decide(const ReviewDecide& command, const Console& console, Decide decision) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    auto id = find_record(**workspace, command.record);
    if (!id) return console.fail(id.error());
    auto change = decision(**workspace, *id);
    if (!change) return console.fail(change.error());
    console.out << change->text() << '\n';
    return kSuccess;
}

}  // namespace

int run(const ReviewList& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    survey::ReviewQueue queue(**workspace, command.form);
    do {
        if (auto worked = queue.work(kPortion); !worked) return console.fail(worked.error());
    } while (!queue.complete());
    auto rule = ReviewRule::waiting;
    for (const auto& [name, value] : kRules) {
        if (command.rule == name) rule = value;
    }
    json list = json::array();
    for (const auto& row : queue.rows()) {
        if (!survey::falls_under(row, rule)) continue;
        json far = json::array();
        for (const auto& outlier : row.outliers) far.push_back({{"path", outlier.path}, {"value", outlier.value}, {"low", outlier.low}, {"high", outlier.high}});
        list.push_back({{"id", row.id.text()}, {"title", row.title}, {"area", row.area}, {"standing", word(row.standing)},
                        {"problems", row.problems}, {"conflicts", row.conflicts}, {"sampled", row.sampled}, {"outliers", far},
                        {"assigned", row.assigned}, {"last_author", row.author}});
        if (command.json) continue;
        console.out << row.id.text() << '\t' << word(row.standing) << '\t' << row.title << '\t' << row.author;
        for (const auto& outlier : row.outliers) console.out << '\t' << outlier.path << '=' << outlier.value;
        console.out << '\n';
    }
    if (command.json) console.out << list.dump(1) << '\n';
    if (list.empty() && !command.json) console.say(console.tr("cli.review.nothing"));
    return kSuccess;
}

int run(const ReviewApprove& command, const Console& console) {
    return decide(command, console, [](auto& workspace, const auto& id) { return survey::approve(workspace, id); });
}

int run(const ReviewReturn& command, const Console& console) {
    return decide(command, console, [&](auto& workspace, const auto& id) {
        return survey::send_back(workspace, id, {{command.path, command.text}});
    });
}

int run(const ReviewComment& command, const Console& console) {
    return decide(command, console, [&](auto& workspace, const auto& id) {
        return survey::comment(workspace, id, {command.path, command.text});
    });
}

// One change a record; what is named wrongly is found before the first of them.
int run(const ReviewAssign& command, const Console& console) {
    auto workspace = open_existing_workspace(command.workspace);
    if (!workspace) return console.fail(workspace.error());
    std::vector<record::RecordId> ids;
    for (const auto& text : command.records) {
        auto id = find_record(**workspace, text);
        if (!id) return console.fail(id.error());
        ids.push_back(*id);
    }
    for (const auto& id : ids) {
        auto change = survey::assign(**workspace, id, command.person);
        if (change) console.out << change->text() << '\n';
        else if (change.error().code != base::ErrorCode::already_exists) return console.fail(change.error());
    }
    return kSuccess;
}

}  // namespace yuanquan::cli
