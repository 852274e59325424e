#pragma once
// A day on one laptop, on a disk with faults: drafts, saves, batches of others' changes, refused bytes, photos,
// receipts, settings, and the program closed and opened. Says after each deed what the store had acknowledged by then,
// and compares what is found later with that (O1 to O3).

#include <doctest/doctest.h>

#include <vector>

#include "tests/support/fault_disk.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::support {

struct Told {  // What was acknowledged.
    std::uint64_t arrivals = 0;
    std::vector<record::ChangeId> changes;
    std::vector<record::BlobId> blobs;
    std::size_t answers = 0, quarantined = 0, receipts = 0;
    bool draft_is_closed = false;
    std::string setting;
};

class DiskSession {
  public:
    DiskSession(FaultDisk& disk, std::string file, std::vector<std::string> of_others)
        : disk_(disk), file_(std::move(file)), of_others_(std::move(of_others)) {
        told_.emplace_back();
    }

    // Goes on after each error, as people do.
    void play() {
        for (int round = 0; round < 3; ++round) {
            if (!open()) continue;
            draft(round);
            for (int i = 0; i < 3; ++i) save("n" + std::to_string(round * 3 + i), nullptr);
            apply(round);
            keep_things(round);
            store_.reset();
        }
    }
    const std::vector<Told>& told() const { return told_; }
    bool went_on_after_bad_sync() const { return went_on_after_bad_sync_; }

    // Of the store on this disk, after a crash when told_[mark] was acknowledged.
    static void check(const store::Store& store, const Told& told, const Told* next) {
        for (const auto& id : told.changes) REQUIRE_MESSAGE(store.has_change(id), "acknowledged and gone");
        for (const auto& id : told.blobs) REQUIRE(store.blob(id));
        REQUIRE(store.last_arrival() >= told.arrivals);
        if (next != nullptr) {  // No half group: this deed is done or that one.
            REQUIRE((store.last_arrival() == told.arrivals || store.last_arrival() == next->arrivals));
            if (told.draft_is_closed && next->draft_is_closed) REQUIRE(store.drafts()->empty());
        }
        const auto entries = store.draft_entries(draft_id());
        REQUIRE(entries);
        if (store.last_arrival() == told.arrivals && !told.draft_is_closed) REQUIRE(entries->size() >= told.answers);
        REQUIRE(store.quarantine()->size() >= told.quarantined);
        REQUIRE(store.receipts("hq")->size() >= told.receipts);
        const auto findings = store.verify();
        REQUIRE(findings);
        REQUIRE_MESSAGE(findings->empty(), findings->front().code << " " << findings->front().parameters.at("detail"));
    }

  private:
    static base::DraftId draft_id() {
        base::DraftId id;
        id.bytes.fill(9);
        return id;
    }
    bool open() {
        auto opened = store::Store::open(file_, clock_, random_);
        if (!opened) return false;
        store_ = std::move(*opened);
        failed_sync_ = false;
        return true;
    }
    // Notes what is acknowledged by now; a store that a sync has failed may not acknowledge anything more.
    template <class Result, class Note>
    void deed(const Result& result, const Note& note) {
        if (!result) {
            failed_sync_ = failed_sync_ || result.error().code == base::ErrorCode::unsafe_store;
            return;
        }
        went_on_after_bad_sync_ = went_on_after_bad_sync_ || failed_sync_;
        Told now = told_.back();
        note(now);
        now.arrivals = store_->last_arrival();
        told_.push_back(std::move(now));
        disk_.mark(static_cast<std::int64_t>(told_.size()) - 1);
    }
    void draft(int round) {
        store::DraftHead head;
        head.id = draft_id();
        head.form_id = "household";
        deed(store_->put_draft(head), [](Told& told) { told.draft_is_closed = false, told.answers = 0; });
        for (int i = 0; i < 3; ++i) {
            deed(store_->append_draft(head.id, {store::DraftEntry::Kind::answer, "a", std::to_string(i)}, "a"),
                 [](Told& told) { ++told.answers; });
        }
        if (round > 0) save("from draft", &head.id);
    }
    void save(const std::string& value, const base::DraftId* draft) {
        record::RecordId id;
        id.bytes.fill(static_cast<std::uint8_t>(value.size()));
        const auto saved = store_->save(id, "zhang", "a1", "household", "1",
                                        {{record::OpKind::set, "note", value + std::string(1500, 'x'), {}}}, draft);
        deed(saved, [&](Told& told) {
            told.changes.push_back(*saved);
            if (draft != nullptr) told.draft_is_closed = true, told.answers = 0;
        });
    }
    void apply(int round) {
        const auto first = of_others_.begin() + round * 4;
        const std::vector<std::string> batch(first, first + 4);
        deed(store_->apply(batch, "hq"), [&](Told& told) {
            for (const auto& bytes : batch) told.changes.push_back(record::change_id(bytes));
        });
    }
    void keep_things(int round) {
        const std::string text = std::to_string(round);
        deed(store_->put_quarantine("garbage " + text, "damaged", "stick"), [](Told& told) { ++told.quarantined; });
        const auto blob = store_->put_blob("photo " + text + std::string(3000, 'p'));
        deed(blob, [&](Told& told) { told.blobs.push_back(*blob); });
        deed(store_->add_receipt("hq", {"receipt " + text, store_->last_arrival(), 1}), [](Told& told) { ++told.receipts; });
        deed(store_->set_setting("person", text), [&](Told& told) { told.setting = text; });
    }

    FaultDisk& disk_;
    std::string file_;
    std::vector<std::string> of_others_;
    base::FixedClock clock_{1'800'000'000'000};
    base::SeededRandom random_{11};
    std::unique_ptr<store::Store> store_;
    std::vector<Told> told_;
    bool failed_sync_ = false, went_on_after_bad_sync_ = false;
};

}  // namespace yuanquan::support
