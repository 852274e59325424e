#include "model/survey/duplicates.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/record/cell.hpp"

namespace yuanquan::survey {

namespace {

using record::RecordId;

constexpr std::string_view kSameAsCell = "@same_as";

// Union-find: the least id of a group is its root.
class Groups {
  public:
    RecordId root(RecordId id) const {
        for (auto up = parents_.find(id); up != parents_.end(); up = parents_.find(id)) id = up->second;
        return id;
    }
    void join(const RecordId& a, const RecordId& b) {
        members_.insert({a, b});
        const auto [least, greatest] = std::minmax({root(a), root(b)});  // By value: of two temporaries it would give references.
        if (least != greatest) parents_[greatest] = least;
    }
    std::vector<std::vector<RecordId>> all() const {
        std::map<RecordId, std::vector<RecordId>> by_root;
        for (const auto& id : members_) by_root[root(id)].push_back(id);
        std::vector<std::vector<RecordId>> groups;
        for (auto& [id, group] : by_root) groups.push_back(std::move(group));
        return groups;
    }

  private:
    std::map<RecordId, RecordId> parents_;
    std::set<RecordId> members_;
};

// Every head counts: two people who name different records at once are both heard.
std::set<RecordId> named_by(const record::Record& record) {
    std::set<RecordId> named;
    const auto cell = record.cells.find(kSameAsCell);
    if (cell == record.cells.end()) return named;
    for (const auto& head : cell->second.heads) {
        if (const auto id = RecordId::parse(head.value); id && *id != record.id) named.insert(*id);
    }
    return named;
}

template <class Visit>
Status each_record(Workspace& workspace, const Visit& visit) {
    const auto rows = workspace.store().list();
    if (!rows) return base::fail(rows.error());
    for (const auto& row : *rows) {
        if (!row.parent.empty()) continue;  // A visit is of a household, and not one itself.
        const auto record = workspace.store().record(row.id);
        if (!record) return base::fail(record.error());
        visit(*record);
    }
    return {};
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

using Likes = std::set<std::pair<Likeness, std::string>>;

// A household number says nothing of sameness, and one telephone may serve a village: too short a one is none.
Likes likes_of(const record::Record& record) {
    constexpr std::size_t kNumberMin = 7;
    Likes likes;
    for (const auto& [path, cell] : record.cells) {
        const auto value = plain(record.value(path));
        const auto word = last_word(path);
        const bool is_identity = word == "document_number" || word == "id_number" || word == "identity_number";
        if (is_identity && value.size() >= kNumberMin) likes.insert({Likeness::identity_number, value});
        if (word == "phone" && value.size() >= kNumberMin) likes.insert({Likeness::phone, value});
        if (word != "birth_date" || value.empty()) continue;
        const auto named = record.value(path.substr(0, path.size() - word.size()) + "name");
        if (!named.empty()) likes.insert({Likeness::name_birth_village, plain(named) + '\n' + value + '\n' + record.area});
    }
    return likes;
}

Result<record::ChangeId> say(Workspace& workspace, const record::Record& record, std::string value) {
    return workspace.store().save(record.id, workspace.identity().person, record.area, record.form_id, record.form_version,
                                  {record::settle_op(record, kSameAsCell, std::move(value))});
}

Result<Groups> declared(Workspace& workspace) {
    Groups groups;
    const auto done = each_record(workspace, [&](const record::Record& record) {
        for (const auto& other : named_by(record)) groups.join(record.id, other);
    });
    if (!done) return base::fail(done.error());
    return groups;
}

}  // namespace

std::string_view name(Likeness likeness) {
    constexpr std::string_view kNames[] = {"identity_number", "name_birth_village", "phone"};
    return kNames[static_cast<std::size_t>(likeness)];
}

Result<std::vector<Proposal>> propose_duplicates(Workspace& workspace) {
    auto groups = declared(workspace);
    if (!groups) return base::fail(std::move(groups.error()));
    std::map<std::pair<Likeness, std::string>, std::set<RecordId>> by_likeness;
    const auto done = each_record(workspace, [&](const record::Record& record) {
        for (const auto& like : likes_of(record)) by_likeness[like].insert(record.id);
    });
    if (!done) return base::fail(done.error());
    std::vector<Proposal> proposals;
    std::set<std::vector<RecordId>> known;
    for (const auto& [like, records] : by_likeness) {  // The strongest likeness first.
        std::set<RecordId> roots;
        for (const auto& id : records) roots.insert(groups->root(id));
        std::vector<RecordId> sorted(records.begin(), records.end());
        if (roots.size() > 1 && known.insert(sorted).second) proposals.push_back({like.first, std::move(sorted)});
    }
    return proposals;
}

Result<std::vector<std::vector<RecordId>>> same_households(Workspace& workspace) {
    auto groups = declared(workspace);
    if (!groups) return base::fail(std::move(groups.error()));
    return groups->all();
}

Result<record::ChangeId> declare_same(Workspace& workspace, const RecordId& record, const RecordId& other) {
    auto one = workspace.store().record(record), two = workspace.store().record(other);
    if (!one) return base::fail(std::move(one.error()));
    if (!two) return base::fail(std::move(two.error()));
    if (record == other || one->form_id != two->form_id) return base::fail(base::ErrorCode::wrong_use, record.text());
    auto groups = declared(workspace);
    if (!groups) return base::fail(std::move(groups.error()));
    if (groups->root(record) == groups->root(other)) return base::fail(base::ErrorCode::already_exists, record.text());
    // A record names one other. The least of a group names none, so there is always room: the greater of the two names the
    // lesser.
    const auto [least, greatest] = std::minmax({groups->root(record), groups->root(other)});
    auto speaker = workspace.store().record(greatest);
    if (!speaker) return base::fail(std::move(speaker.error()));
    return say(workspace, *speaker, least.text());
}

Result<std::vector<record::ChangeId>> declare_different(Workspace& workspace, const RecordId& record) {
    std::vector<record::Record> speaking;
    const auto done = each_record(workspace, [&](const record::Record& one) {
        const auto named = named_by(one);
        if (one.id == record ? !named.empty() : named.contains(record)) speaking.push_back(one);
    });
    if (!done) return base::fail(done.error());
    if (speaking.empty()) return base::fail(base::ErrorCode::not_found, record.text());
    // Those who named it stay together under the least of them.
    RecordId least = record;
    for (const auto& one : speaking) {
        if (one.id != record && (least == record || one.id < least)) least = one.id;
    }
    std::vector<record::ChangeId> changes;
    for (const auto& one : speaking) {
        auto said = say(workspace, one, one.id == record || one.id == least ? std::string() : least.text());
        if (!said) return base::fail(std::move(said.error()));
        changes.push_back(*said);
    }
    return changes;
}

}  // namespace yuanquan::survey
