// What people do: fill in forms on what they see, or saw when they opened them; settle conflicts; move households; and
// what a dishonest or broken program would write.

#include <algorithm>

#include "model/record/cell.hpp"
#include "model/record/change_codec.hpp"
#include "model/record/edit.hpp"
#include "tests/sim/fleet.hpp"

namespace yuanquan::sim {

namespace {

std::string row(std::uint64_t number) {
    record::RowId id;
    id.bytes.fill(static_cast<std::uint8_t>(number + 1));
    return "members[" + id.text() + "]";
}

}  // namespace

std::vector<record::Op> Fleet::some_ops(const record::Record& seen, const std::string& area) {
    static const std::vector<std::string> kCells{"name", "phone", "wages", "address"};
    record::Edit edit;
    edit.cells.push_back({std::string(record::kAreaCell), area});
    for (auto left = 1 + chance_.pick(2); left > 0; --left) {
        edit.cells.push_back({kCells[chance_.pick(kCells.size())], std::to_string(chance_.pick(5))});
    }
    if (chance_.one_in(12)) edit.cells.push_back({"story", std::string(1 + chance_.pick(9000), 's')});
    if (chance_.one_in(3)) edit.rows.push_back({row(chance_.pick(3)), chance_.pick(3) != 0});
    if (chance_.one_in(3)) edit.cells.push_back({row(chance_.pick(3)) + "/age", std::to_string(chance_.pick(4))});
    auto ops = record::edit_ops(seen, edit);
    settled_.clear();
    if (const auto open = record::conflicts(seen); !open.empty() && chance_.one_in(3)) {
        const auto& conflict = open[chance_.pick(open.size())];
        ops.clear();
        ops.push_back(conflict.kind == record::Conflict::Kind::values && !conflict.path.ends_with(']')
                          ? record::settle_op(seen, conflict.path, std::to_string(chance_.pick(4)))
                          : record::settle_row_op(seen, conflict.path, chance_.one_in(2)));
        if (ops[0].kind == record::OpKind::set) settled_ = conflict.path;
    } else if (chance_.one_in(40)) {
        ops.push_back({static_cast<record::OpKind>(9), "of_a_later_program", "x", {}});
    }
    return ops;
}

bool Fleet::save(Machine& machine, const std::string& author, Laptop* laptop) {
    const auto list = machine.store().list();
    if (!list) return false;
    record::Record seen;
    seen.id = RecordId::random(machine.random);
    if (!list->empty() && chance_.pick(4) != 0) {
        seen.id = (*list)[chance_.pick(list->size())].id;
        const auto last = machine.store().last_arrival();
        const auto up_to = chance_.one_in(4) ? chance_.pick(last + 1) : last;
        auto known = machine.store().record_as_of(seen.id, up_to);
        if (known) seen = std::move(*known);
        else if (known.error().code != base::ErrorCode::not_found) return false;
    }
    return change_record(machine, std::move(seen), author, laptop);
}

bool Fleet::change_record(Machine& machine, record::Record seen, const std::string& author, Laptop* laptop) {
    std::string area = seen.area.empty() || chance_.one_in(8) ? (chance_.one_in(4) ? "v2" : "v1") : seen.area;
    if (laptop != nullptr && !laptop->member.areas.empty() && !chance_.one_in(6)) area = laptop->member.areas.front();
    // Where it was before, perhaps because nobody told its person yet.
    if (laptop != nullptr && laptop->member.held.size() > 1 && moves_.one_in(3)) {
        if (const auto& before = moves_.of(laptop->member.held); !before.empty()) area = before.front();
    }
    auto ops = some_ops(seen, area);
    if (laptop != nullptr && laptop->member.role == "lead" && chance_.one_in(5)) {
        const char* decision = chance_.one_in(2) ? "approved" : "returned";
        if (settled_ != record::kStateCell) ops.push_back(record::settle_op(seen, record::kStateCell, decision));
    }
    if (laptop != nullptr && chance_.one_in(10) && !attach_photo(*laptop, seen, ops)) return false;
    const bool closes = laptop != nullptr && laptop->told.draft && chance_.one_in(2);
    const auto now = machine.store().record(seen.id);
    const bool is_latest = now && now->changes == seen.changes;
    const auto arrival = machine.store().last_arrival();
    if (closes) laptop->told.closing.emplace(*laptop->told.draft, arrival), laptop->told.draft.reset();
    auto id = machine.store().save(seen.id, author, area, "household", "1", ops, closes ? &laptop->told.closing->first.id : nullptr);
    if (!id) return false;
    must(machine.store().last_arrival() == arrival + 1, "O1", "saved, but nothing came");
    if (laptop != nullptr) laptop->told.saved.insert(*id);
    if (closes) laptop->told.closing.reset();
    note("saved " + id->text());
    // What headquarters itself saved may be lost with its disk, after a village was told of it.
    areas_[seen.id].insert(area);
    for (const auto& op : ops) {
        if (op.path == record::kAreaCell) areas_[seen.id].insert(op.value);
    }
    check_saved(machine, *id, is_latest);
    ++tally_.changes;
    return true;
}

bool Fleet::attach_photo(Laptop& laptop, const record::Record& seen, std::vector<record::Op>& ops) {
    const auto photo = laptop.store().put_blob("photo " + std::to_string(chance_.pick(1000)) + std::string(700, 'p'));
    if (!photo) return false;
    laptop.told.photos.insert(*photo);
    if (settled_ == "photo") return true;   // One save says one thing of a cell.
    ops.push_back(record::settle_op(seen, "photo", "blob:" + photo->text() + "/p.jpg"));
    return true;
}

// A counter is greater than all that was known of the record, and who settled what they saw has settled it.
void Fleet::check_saved(const Machine& machine, const ChangeId& id, bool is_latest) {
    const auto slice = machine.store().changes_after(machine.store().last_arrival() - 1, {}, 1);
    if (!slice || slice->changes.empty()) return;  // The disk fails just now.
    const auto change = record::decode(slice->changes.front().bytes);
    must(change && slice->changes.front().id == id, "O1", "saved another change than was given");
    const auto all = machine.store().changes_of(change->record);
    if (!all) return;
    for (const auto& [other, known] : *all) {
        must(other == id || known.counter < change->counter, "O4", "a counter that does not grow");
    }
    const auto record = machine.store().record(change->record);
    if (!record || !is_latest || settled_.empty()) return;
    must(!record->cells.find(settled_)->second.in_conflict, "O5", "settled, but still a conflict: " + settled_);
}

void Fleet::edit(Laptop& laptop) {
    note("edit " + laptop.name());
    deed(laptop, [&] {
        for (auto left = 1 + chance_.pick(3); left > 0; --left) {
            if (!save(laptop, laptop.member.person, &laptop)) return false;
        }
        return true;
    });
}

void Fleet::office_edit() {
    note("edit office");
    deed(*office_, [&] { return save(*office_, "office", nullptr); });
}

void Fleet::write_draft(Laptop& laptop) {
    note("draft " + laptop.name());
    deed(laptop, [&] {
        if (!laptop.told.draft) {
            store::DraftHead head;
            head.id = base::DraftId::random(laptop.random);
            head.record = RecordId::random(laptop.random);
            head.form_id = "household", head.form_version = "1";
            if (!laptop.store().put_draft(head)) return false;
            laptop.told.draft = Draft{head.id, head.record, 0};
        }
        auto& draft = *laptop.told.draft;
        for (auto left = 1 + chance_.pick(3); left > 0; --left) {
            const store::DraftEntry entry{store::DraftEntry::Kind::answer, "name", std::to_string(left)};
            if (!laptop.store().append_draft(draft.id, entry, "name")) return false;
            ++draft.answers;
        }
        return true;
    });
}

// In another person's name.
void Fleet::forge(Laptop& laptop) {
    fault("forged change");
    note("forge " + laptop.name());
    deed(laptop, [&] { return save(laptop, kNobody, &laptop); });
}

// Into a household of another village, by naming its own.
void Fleet::trespass(Laptop& laptop) {
    if (laptop.member.areas.empty()) return;
    const auto& own = laptop.member.areas.front();
    const auto rows = office_->store().list();
    if (!rows) return;
    for (const auto& row : *rows) {
        const auto areas = office_->store().areas_of(row.id);
        if (!areas || std::find(areas->begin(), areas->end(), own) != areas->end()) continue;
        fault("trespass");
        note("trespass " + laptop.name());
        deed(laptop, [&] {
            const std::vector<record::Op> ops{{record::OpKind::set, "name", "theirs", {}}};
            const auto id = laptop.store().save(row.id, laptop.member.person, own, "household", "1", ops);
            if (!id) return false;
            laptop.told.saved.insert(*id);
            trespasses_.insert(*id);
            forged_.emplace(*id, &laptop.member);
            return true;
        });
        return;
    }
}

}  // namespace yuanquan::sim
