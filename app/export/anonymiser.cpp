#include "app/export/anonymiser.hpp"

#include <algorithm>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"

namespace yuanquan::exports {

namespace {

constexpr char kKeySetting[] = "pseudonym.key";
constexpr std::size_t kKeyBytes = 32, kPseudonymBytes = 8, kTownshipDigits = 9, kMonth = 7;
constexpr int kOldest = 90;

enum Rule : std::uint8_t { as_is, age, month, township };

// Whether the column may stay at all, and as what.
std::optional<Rule> rule_for(const form::Form& form, const QuestionColumn& column) {
    const auto& node = form.nodes[column.node];
    if (column.mask == survey::MaskRule::year) return age;
    if (column.mask == survey::MaskRule::whole) return std::nullopt;
    if (column.area) return township;
    if (column.data.kind == DataKind::date) return month;
    if (column.data.kind == DataKind::number || column.choice || node.type == form::DataType::boolean) return as_is;
    return std::nullopt;   // Free text, times to the second, places, files: anything may be in them.
}

std::string age_at(const std::string& birth, const std::string& day) {
    if (birth.size() < 10 || day.size() < 10) return {};
    const auto born = base::parse_integer(birth.substr(0, 4)), now = base::parse_integer(day.substr(0, 4));
    if (!born || !now || *now < *born) return {};
    const auto years = *now - *born - (day.substr(5, 5) < birth.substr(5, 5) ? 1 : 0);
    return std::to_string(std::clamp<std::int64_t>(years, 0, kOldest));
}

}  // namespace

base::Result<Anonymiser> Anonymiser::open(survey::Workspace& workspace) {
    auto key = workspace.store().setting(kKeySetting);
    if (!key) return base::fail(std::move(key.error()));
    if (key->empty()) {
        std::uint8_t bytes[kKeyBytes];
        base::system_random().fill(bytes, kKeyBytes);
        *key = base::to_hex(bytes, kKeyBytes);
        if (auto set = workspace.store().set_setting(kKeySetting, *key); !set) return base::fail(std::move(set.error()));
    }
    return Anonymiser(std::move(*key));
}

void Anonymiser::plan(const form::Form& form, std::vector<FormTable>& tables) {
    for (auto& table : tables) {
        std::erase_if(table.columns, [&](const auto& column) { return !rule_for(form, column); });
        for (auto& column : table.columns) {
            const auto rule = *rule_for(form, column);
            rules_[column.data.name] = rule;
            if (rule == age) column.data = {column.data.name + ":age", column.data.label, DataKind::number};
            if (rule == month) column.data.kind = DataKind::text;
            if (rule == township) column.choice = false, column.data.choices.clear();
            if (rule == age) rules_[column.data.name] = rule;
        }
    }
}

std::string Anonymiser::pseudonym(std::string_view id) const {
    if (id.empty()) return {};
    const auto hash = base::blake2b_256(key_ + std::string(id));   // BLAKE2b with a secret in front is a keyed hash.
    return base::to_hex(hash.data(), kPseudonymBytes);
}

std::string Anonymiser::area(std::string_view code) const { return std::string(code.substr(0, kTownshipDigits)); }

std::string Anonymiser::value(const QuestionColumn& column, const std::string& stored, const std::string& day) const {
    const auto rule = rules_.find(column.data.name);
    switch (rule == rules_.end() ? as_is : static_cast<Rule>(rule->second)) {
        case age: return age_at(stored, day);
        case month: return stored.substr(0, kMonth);
        case township: return area(stored);
        case as_is: break;
    }
    return stored;
}

bool Anonymiser::counts(const QuestionColumn& column) const {
    const auto rule = rules_.find(column.data.name);
    return column.choice || (rule != rules_.end() && (rule->second == age || rule->second == township));
}

void Anonymiser::count(std::size_t table, const std::string& column, const std::string& value) {
    if (!value.empty()) ++counted_[{table, column}][value];
}

void Anonymiser::settle() {
    for (auto& [place, values] : counted_) {
        std::vector<std::pair<std::uint64_t, std::string>> rising;
        for (const auto& [value, times] : values) rising.emplace_back(times, value);
        std::sort(rising.begin(), rising.end());
        std::uint64_t hidden = 0;
        std::size_t next = 0;
        while (next < rising.size() && rising[next].first < kFewest) hidden += rising[next++].first;
        // One value hidden alone is known by what is missing; few rows together are still few.
        while (next > 0 && next < rising.size() && (next == 1 || hidden < kFewest)) hidden += rising[next++].first;
        values.clear();
        for (std::size_t i = 0; i < next; ++i) values[rising[i].second] = 0;   // From here on: what is hidden.
    }
}

bool Anonymiser::hidden(std::size_t table, const std::string& column, const std::string& value) const {
    const auto values = counted_.find({table, column});
    return values != counted_.end() && values->second.contains(value);
}

}  // namespace yuanquan::exports
