#include "model/survey/duplicates.hpp"

#include <algorithm>
#include <optional>

#include "model/record/cell.hpp"

namespace yuanquan::survey {

namespace {

using record::RecordId;

constexpr std::string_view kSameAsCell = "@same_as", kNotSameRows = "@not_same[", kNotSameCell = "]/as";
constexpr std::size_t kRowText = 16;

// Every head counts: two people who name different records at once are both heard.
void add_named(const record::Cell& cell, const RecordId& self, std::set<RecordId>& named) {
    for (const auto& head : cell.heads) {
        if (const auto id = RecordId::parse(head.value); id && *id != self) named.insert(*id);
    }
}

std::string plain(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c != ' ' && c != '-') text += c == 'x' ? 'X' : c;
    }
    return text;
}

std::string_view last_word(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

using Likes = std::set<std::pair<Likeness, std::uint64_t>>;

// A household number says nothing of sameness, and one telephone may serve a village: too short a one is none.
Likes likes_of(const record::Record& record) {
    constexpr std::size_t kNumberMin = 7;
    Likes likes;
    const auto add = [&](Likeness likeness, const std::string& text) { likes.insert({likeness, std::hash<std::string>{}(text)}); };
    for (const auto& [path, cell] : record.cells) {
        const auto word = last_word(path);
        const bool is_identity = word == "document_number" || word == "id_number" || word == "identity_number";
        if (!is_identity && word != "phone" && word != "birth_date") continue;
        const auto value = plain(record.value(path));
        if (is_identity && value.size() >= kNumberMin) add(Likeness::identity_number, value);
        if (word == "phone" && value.size() >= kNumberMin) add(Likeness::phone, value);
        if (word != "birth_date" || value.empty()) continue;
        const auto named = record.value(path.substr(0, path.size() - word.size()) + "name");
        if (!named.empty()) add(Likeness::name_birth_village, plain(named) + '\n' + value + '\n' + record.area);
    }
    return likes;
}

RecordPair pair_of(const RecordId& a, const RecordId& b) { return a < b ? RecordPair(a, b) : RecordPair(b, a); }

}  // namespace

// Union-find: the least id of a group is its root.
struct DuplicateSearch::Groups {
    RecordId root(RecordId id) const {
        for (auto up = parents.find(id); up != parents.end(); up = parents.find(id)) id = up->second;
        return id;
    }
    void join(const RecordId& a, const RecordId& b) {
        members.insert({a, b});
        const auto [least, greatest] = std::minmax({root(a), root(b)});  // By value: of two temporaries it would give references.
        if (least != greatest) parents[greatest] = least;
    }
    std::map<RecordId, RecordId> parents;
    std::set<RecordId> members;
};

std::string_view name(Likeness likeness) {
    constexpr std::string_view kNames[] = {"identity_number", "name_birth_village", "phone"};
    return kNames[static_cast<std::size_t>(likeness)];
}

void DuplicateSearch::expect(const std::vector<store::ListRow>& rows) {
    unread_.clear();
    for (const auto& row : rows) {
        if (!row.parent.empty()) continue;  // A visit is of a household, and not one itself.
        const auto known = told_.find(row.id);
        if (known == told_.end() || known->second.changes != row.changes) unread_.push_back(row.id);
    }
}

Status DuplicateSearch::read(std::size_t most) {
    for (; most > 0 && !unread_.empty(); --most) {
        if (auto done = read_again(unread_.back()); !done) return done;
        unread_.pop_back();
    }
    return {};
}

Status DuplicateSearch::read_again(const RecordId& id) {
    const auto record = workspace_.store().record(id);
    if (!record) return base::fail(record.error());
    Told told;
    told.changes = record->changes;
    told.likes = likes_of(*record);
    if (const auto cell = record->cells.find(kSameAsCell); cell != record->cells.end()) add_named(cell->second, id, told.same_as);
    for (auto cell = record->cells.lower_bound(kNotSameRows); cell != record->cells.end() && cell->first.starts_with(kNotSameRows); ++cell) {
        add_named(cell->second, id, told.not_same);
    }
    told_[id] = std::move(told);
    return {};
}

DuplicateSearch::Groups DuplicateSearch::groups() const {
    Groups groups;
    for (const auto& [id, told] : told_) {
        for (const auto& other : told.same_as) groups.join(id, other);
    }
    return groups;
}

std::vector<Proposal> DuplicateSearch::proposals() const {
    const auto groups = this->groups();
    std::set<RecordPair> apart;   // By roots: what is said of one is said of all that are the same.
    for (const auto& [id, told] : told_) {
        for (const auto& other : told.not_same) apart.insert(pair_of(groups.root(id), groups.root(other)));
    }
    std::map<std::pair<Likeness, std::uint64_t>, std::vector<RecordId>> by_likeness;
    for (const auto& [id, told] : told_) {
        for (const auto& like : told.likes) by_likeness[like].push_back(id);
    }
    std::vector<Proposal> proposals;
    std::set<std::vector<RecordId>> known;
    for (const auto& [like, records] : by_likeness) {
        if (records.size() < 2) continue;
        std::vector<RecordId> open;
        for (const auto& id : records) {
            const auto root = groups.root(id);
            const bool undecided = std::any_of(records.begin(), records.end(), [&](const auto& other) {
                const auto other_root = groups.root(other);
                return other_root != root && !apart.contains(pair_of(root, other_root));
            });
            if (undecided) open.push_back(id);
        }
        if (open.size() > 1 && known.insert(open).second) proposals.push_back({like.first, std::move(open)});
    }
    return proposals;
}

std::vector<std::vector<RecordId>> DuplicateSearch::same() const {
    const auto groups = this->groups();
    std::map<RecordId, std::vector<RecordId>> by_root;
    for (const auto& id : groups.members) by_root[groups.root(id)].push_back(id);
    std::vector<std::vector<RecordId>> all;
    for (auto& [id, group] : by_root) all.push_back(std::move(group));
    return all;
}

std::vector<RecordPair> DuplicateSearch::not_same() const {
    const auto groups = this->groups();
    std::set<RecordPair> pairs;
    for (const auto& [id, told] : told_) {
        for (const auto& other : told.not_same) {
            if (groups.root(id) != groups.root(other)) pairs.insert(pair_of(id, other));
        }
    }
    return {pairs.begin(), pairs.end()};
}

Result<record::ChangeId> DuplicateSearch::say(const RecordId& speaker, std::string_view cell, std::string value) {
    const auto record = workspace_.store().record(speaker);
    if (!record) return base::fail(record.error());
    auto said = workspace_.store().save(record->id, workspace_.identity().person, record->area, record->form_id, record->form_version,
                                        {record::settle_op(*record, cell, std::move(value))});
    if (!said) return said;
    if (auto done = read_again(speaker); !done) return base::fail(std::move(done.error()));
    return said;
}

Result<record::ChangeId> DuplicateSearch::declare_same(const RecordId& record, const RecordId& other) {
    const auto one = workspace_.store().record(record), two = workspace_.store().record(other);
    if (!one) return base::fail(one.error());
    if (!two) return base::fail(two.error());
    if (record == other || one->form_id != two->form_id) return base::fail(base::ErrorCode::wrong_use, record.text());
    const auto groups = this->groups();
    if (groups.root(record) == groups.root(other)) return base::fail(base::ErrorCode::already_exists, record.text());
    // A record names one other. The least of a group names none, so there is always room: the greater of the two names the
    // lesser.
    const auto [least, greatest] = std::minmax({groups.root(record), groups.root(other)});
    return say(greatest, kSameAsCell, least.text());
}

Result<std::vector<record::ChangeId>> DuplicateSearch::declare_different(const RecordId& record) {
    std::vector<RecordId> speaking;
    for (const auto& [id, told] : told_) {
        if (id == record ? !told.same_as.empty() : told.same_as.contains(record)) speaking.push_back(id);
    }
    if (speaking.empty()) return base::fail(base::ErrorCode::not_found, record.text());
    // Those who named it stay together under the least of them.
    std::optional<RecordId> least;
    for (const auto& id : speaking) {
        if (id != record && (!least || id < *least)) least = id;
    }
    std::vector<record::ChangeId> changes;
    for (const auto& id : speaking) {
        auto said = say(id, kSameAsCell, id == record || id == *least ? std::string() : least->text());
        if (!said) return base::fail(std::move(said.error()));
        changes.push_back(*said);
    }
    return changes;
}

Status DuplicateSearch::declare_not_same(const RecordId& record, const RecordId& other, bool stands) {
    if (record == other) return base::fail(base::ErrorCode::wrong_use, record.text());
    const auto [least, greatest] = pair_of(record, other);
    const auto told = told_.find(greatest);
    const bool stood = told != told_.end() && told->second.not_same.contains(least);
    if (stood == stands) return {};
    const auto cell = std::string(kNotSameRows) + least.text().substr(0, kRowText) + std::string(kNotSameCell);
    if (auto said = say(greatest, cell, stands ? least.text() : std::string()); !said) return base::fail(std::move(said.error()));
    return {};
}

Result<DuplicateSearch> search_duplicates(Workspace& workspace) {
    const auto rows = workspace.store().list();
    if (!rows) return base::fail(rows.error());
    DuplicateSearch search(workspace);
    search.expect(*rows);
    if (auto done = search.read(rows->size()); !done) return base::fail(std::move(done.error()));
    return search;
}

}  // namespace yuanquan::survey
