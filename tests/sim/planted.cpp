#include "tests/sim/planted.hpp"

#include <algorithm>
#include <array>

#include "model/base/planted.hpp"

namespace yuanquan {

namespace {

std::string_view g_planted;

constexpr std::array kBugs{
    sim::PlantedBug{"edit_sees_only_the_shown", "settling leaves the other values"},
    sim::PlantedBug{"fold_shows_by_clock", "of concurrent values the one with the later clock is shown"},
    sim::PlantedBug{"fold_ties_by_arrival", "equal counters are ordered by arrival"},
    sim::PlantedBug{"fold_compares_two", "a third value does not count as a conflict"},
    sim::PlantedBug{"fold_forgets_what_is_to_come", "an op that arrives after the one that supersedes it comes back"},
    sim::PlantedBug{"fold_last_writer_wins", "a concurrent value that loses is dropped"},
    sim::PlantedBug{"store_does_not_sync", "the store does not wait for the disk"},
    sim::PlantedBug{"store_builds_on_what_it_finds", "what a kill left in the system's cache only is built on"},
    sim::PlantedBug{"store_goes_on_after_failed_sync", "after a failed sync saving goes on"},
    sim::PlantedBug{"store_takes_a_failed_commit_for_done", "a failed commit is reported as done"},
    sim::PlantedBug{"log_counter_of_the_last_only", "the counter follows the last change, not the greatest"},
    sim::PlantedBug{"save_closes_the_draft_first", "the draft is closed before the save is committed"},
    sim::PlantedBug{"apply_drops_what_it_cannot_read", "unreadable changes are not kept aside"},
    sim::PlantedBug{"apply_ignores_the_second_branch", "of a clone only the first branch is kept"},
    sim::PlantedBug{"apply_forgets_photos", "photos named by others are not asked for"},
    sim::PlantedBug{"apply_folds_only_the_first", "of several changes of one record in a batch one is folded"},
    sim::PlantedBug{"apply_moves_the_cursor_first", "the cursor is committed before the changes"},
    sim::PlantedBug{"apply_stops_at_the_first_bad_one", "one bad change blocks those behind it"},
    sim::PlantedBug{"slice_keeps_quiet_of_moves", "those left behind are not told that a record moved"},
    sim::PlantedBug{"slice_skips_at_its_limit", "a batch that is full skips a change"},
    sim::PlantedBug{"slice_forgets_who_came", "a record that moved here comes without its history"},
    sim::PlantedBug{"slice_forgets_the_way_out", "a record that left leaves with its last change only"},
    sim::PlantedBug{"receipt_covers_all_that_is_here", "what was saved during an exchange counts as sent"},
    sim::PlantedBug{"hq_takes_a_seal_for_its_changes", "what a seal lets in counts as given by the laptop that brings the seal"},
    sim::PlantedBug{"judge_follows_no_seal_through_the_log", "a seal does not reach behind what came before"},
    sim::PlantedBug{"hq_moves_in_the_same_life", "a laptop that is given other areas does not get their past"},
    sim::PlantedBug{"hq_gives_the_moved_everything", "a laptop that was given other areas gets what is of none of them"},
    sim::PlantedBug{"judge_lets_the_moved_write_anywhere", "a laptop that was given other areas goes on writing in the former ones"},
    sim::PlantedBug{"laptop_offers_nothing_again_after_a_move", "what was put aside stays so when its laptop gets its areas back"},
    sim::PlantedBug{"meeting_gives_of_all_areas", "at a meeting a laptop gives what is not of the other's areas"},
    sim::PlantedBug{"laptop_keeps_to_itself_what_it_puts_aside", "what a carrier put aside is lost with its author"},
    sim::PlantedBug{"judge_believes_who_keeps_it_aside", "what a carrier does not let stand itself stands on its word"},
    sim::PlantedBug{"judge_lets_the_revoked_write", "a revoked laptop goes on writing"},
    sim::PlantedBug{"judge_ignores_the_author", "writing in another person's name is allowed"},
    sim::PlantedBug{"hq_takes_a_copy_for_the_laptop", "a clone or old backup does not get what the laptop gave"},
    sim::PlantedBug{"hq_refuses_photos_of_the_revoked", "photos of what stands are lost with a revoked laptop"},
    sim::PlantedBug{"hq_confirms_photos_it_lacks", "a photo counts as held when it was offered"},
    sim::PlantedBug{"hq_drops_what_it_refuses", "refused changes are receipted and dropped"},
    sim::PlantedBug{"hq_receipts_what_failed", "a receipt is given although nothing was committed"},
    sim::PlantedBug{"hq_answers_a_file_for_one_reader", "the answer to a file leaves out what its writer brought"},
    sim::PlantedBug{"hq_says_complete_too_early", "the end is announced after the first batch"},
    sim::PlantedBug{"judge_gives_no_credit_after_a_restore", "others' changes are not taken back after a restore"},
    sim::PlantedBug{"judge_believes_the_claimed_area", "the area that a change claims decides"},
    sim::PlantedBug{"laptop_trusts_every_epoch", "what headquarters gave in an earlier life is not given back"},
    sim::PlantedBug{"laptop_believes_anybody", "a reply that headquarters did not sign is taken"},
    sim::PlantedBug{"laptop_takes_any_reply", "the reply to another request is taken"},
    sim::PlantedBug{"hq_says_no_without_looking", "nothing is new, says headquarters, without looking into its log"},
    sim::PlantedBug{"laptop_believes_any_no", "that nothing is new is believed to anybody"},
    sim::PlantedBug{"laptop_ignores_the_epoch", "nothing is offered again after headquarters was set back"},
    sim::PlantedBug{"laptop_takes_a_refusal_for_a_receipt", "an error counts as a receipt"},
    sim::PlantedBug{"laptop_offers_only_what_is_new", "after headquarters was set back only new changes are offered"},
    sim::PlantedBug{"file_answer_of_another_life", "cursors of another life of headquarters are followed"},
    sim::PlantedBug{"file_receipt_over_a_gap", "a receipt counts although a file before it is missing"},
    sim::PlantedBug{"file_receipt_not_compared", "a receipt counts for other changes than it names"},
    sim::PlantedBug{"file_answer_over_a_gap", "the cursor jumps over an answer that is missing"},
};

}  // namespace

namespace base {
bool is_planted(std::string_view name) { return name == g_planted; }
}  // namespace base

namespace sim {

std::span<const PlantedBug> planted_bugs() { return kBugs; }

bool plant(std::string_view name) {
    const auto found = std::find_if(kBugs.begin(), kBugs.end(), [&](const auto& bug) { return bug.name == name; });
    g_planted = found == kBugs.end() ? std::string_view() : found->name;
    return found != kBugs.end() || name.empty();
}

}  // namespace sim

}  // namespace yuanquan
