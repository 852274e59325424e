#include "model/store/store.hpp"

#include <algorithm>

#include "model/record/change_codec.hpp"
#include "model/store/schema.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {

std::string join_lines(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += part + '\n';
    return text;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
        parts.emplace_back(text.substr(0, end));
    }
    return parts;
}

Store::Store() = default;
Store::~Store() = default;

namespace {

// At headquarters they are judged first: see sync/hq.
Status read_again(Store& store) {
    if (const auto role = store.setting("role"); !role || *role == "hq") return {};
    const auto aside = store.quarantine(base::name(ErrorCode::too_new));
    if (!aside) return fail(aside.error());
    for (const auto& one : *aside) {
        if (one.from != "hq" || !record::decode(one.bytes)) continue;
        if (auto released = store.release(one.number); !released) return fail(std::move(released.error()));
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string& path, const base::Clock& clock, base::Random& random) {
    auto database = Database::open(path);
    if (!database) return fail(std::move(database.error()).with_context("opening the workspace"));
    if (auto status = prepare_schema(**database); !status) {
        return fail(std::move(status.error()).with_context("opening the workspace"));
    }
    std::unique_ptr<Store> store(new Store);
    store->impl_ = std::make_unique<Impl>(std::move(*database), clock, random);
    if (auto status = store->impl_->load(); !status) {
        return fail(std::move(status.error()).with_context("opening the workspace"));
    }
    if (auto status = read_again(*store); !status) {
        return fail(std::move(status.error()).with_context("opening the workspace"));
    }
    return store;
}

Status Shared::load() {
    Query any(*database, "SELECT 1 FROM replicas WHERE own = 1");
    if (!any.step()) {
        Transaction transaction(*database);
        new_replica();
        if (auto status = transaction.commit(); !status) return status;
    }
    Query replica(*database, "SELECT number, id FROM replicas WHERE own = 1 ORDER BY number DESC LIMIT 1");
    if (replica.step()) {
        own.replica_number = replica.integer(0);
        own.replica = replica.id<ReplicaId>(1);
    }
    Query tail(*database, "SELECT sequence, id FROM changes WHERE replica = ? ORDER BY sequence DESC LIMIT 1",
               own.replica_number);
    if (tail.step()) {
        own.sequence = tail.number(0);
        own.previous = tail.id<ChangeId>(1);
    }
    Query last(*database, "SELECT arrival, digest, counter FROM changes ORDER BY arrival DESC LIMIT 1");
    if (last.step()) {
        log.arrival = last.number(0);
        log.digest = last.text(1);
        log.counter = last.number(2);
    }
    random.fill(reinterpret_cast<std::uint8_t*>(&opening), sizeof opening);
    Query sent(*database, "SELECT sent FROM peers WHERE name = 'hq'");
    if (sent.step()) hq_sent = sent.number(0);
    Query role(*database, "SELECT value FROM settings WHERE name = 'role'");
    is_hq = role.step() && role.view(0) == "hq";
    for (Query area(*database, "SELECT code, parent FROM areas"); area.step();) {
        area_parents.emplace(area.text(0), area.text(1));
    }
    for (Query form(*database, "SELECT form_id, columns, search FROM list_columns"); form.step();) {
        list_columns.emplace(form.text(0), ListColumns{form.text(0), split_lines(form.view(1)), split_lines(form.view(2))});
    }
    return database->status();
}

void Shared::new_replica() {
    own = OwnTail{};
    own.replica = ReplicaId::random(random);
    database->run("INSERT INTO replicas(id, own) VALUES(?, 1)", own.replica);
    Query number(*database, "SELECT number FROM replicas WHERE id = ?", own.replica);
    if (number.step()) own.replica_number = number.integer(0);
}

bool Shared::area_is_within(std::string_view area, const std::vector<std::string>& areas) const {
    for (int depth = 0; depth < 64 && !area.empty(); ++depth) {  // A ring in the list of areas must not hang us.
        if (std::find(areas.begin(), areas.end(), area) != areas.end()) return true;
        const auto parent = area_parents.find(area);
        if (parent == area_parents.end()) return false;
        area = parent->second;
    }
    return false;
}

bool Store::area_within(std::string_view area, std::string_view ancestor) const {
    return impl_->area_is_within(area, {std::string(ancestor)});
}

Status Store::start_incarnation() {
    const OwnTail before = impl_->own;
    Transaction transaction(*impl_->database);
    impl_->new_replica();
    auto status = transaction.commit();
    if (!status) impl_->own = before;
    return status;
}

const ReplicaId& Store::replica() const { return impl_->own.replica; }
bool Store::is_own(const ReplicaId& replica) const {
    Query own(*impl_->database, "SELECT own FROM replicas WHERE id = ?", replica);
    return own.step() && own.integer(0) == 1;
}
Arrival Store::last_arrival() const { return impl_->log.arrival; }
std::uint64_t Store::generation() const { return impl_->generation; }

Result<Store::Counts> Store::counts() const {
    Query query(*impl_->database,
                "SELECT (SELECT count(*) FROM records), (SELECT count(*) FROM changes),"
                " (SELECT coalesce(sum(conflicts), 0) FROM records),"
                " (SELECT count(*) FROM changes WHERE arrival > ? AND replica IN"
                "   (SELECT number FROM replicas WHERE own = 1)),"
                " (SELECT count(*) FROM quarantine), (SELECT count(*) FROM drafts)",
                impl_->hq_sent);
    Counts counts;
    if (query.step()) {
        counts = {query.number(0), query.number(1), query.number(2), query.number(3), query.number(4), query.number(5)};
    }
    if (impl_->is_hq) counts.unsent = 0;
    return impl_->database->result(counts);
}

Status Store::set_areas(const std::vector<std::pair<std::string, std::string>>& code_and_parent) {
    Transaction transaction(*impl_->database);
    impl_->database->run("DELETE FROM areas");
    for (const auto& [code, parent] : code_and_parent) {
        impl_->database->run("INSERT OR REPLACE INTO areas(code, parent) VALUES(?, ?)", code, parent);
    }
    if (auto status = transaction.commit(); !status) return status;
    impl_->area_parents.clear();
    for (const auto& [code, parent] : code_and_parent) impl_->area_parents[code] = parent;
    ++impl_->generation;
    return {};
}

}  // namespace yuanquan::store
