#pragma once
// Exchange by file: on a laptop, what headquarters has not receipted; at headquarters, reading it and writing the answer.
// A file is "safe to unplug" only after it was synced, dropped from memory, read back and compared (verified_write).

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/survey/workspace.hpp"
#include "sync/link/exchange.hpp"
#include "sync/session/laptop_session.hpp"

namespace yuanquan::team {

// A file that we wrote: custody counts what is in it as on a stick, until headquarters has it.
struct WrittenBundle {
    std::uint64_t number = 0, from = 0, to = 0, changes = 0, bytes = 0;
    std::int64_t made_ms = 0;
    std::string file;
    std::string last_request;      // Digest of its last message, in hex: headquarters' answer names it.
    bool complete = true;          // False: there is more than fits one file; write another after the answer.
};
struct WriteProgress {
    enum class Step : std::uint8_t { packing, writing, comparing } step = Step::packing;
    std::uint64_t changes = 0;           // Packed so far.
    std::uint64_t bytes = 0, all = 0;    // Packed, written, compared; all: 0 while it is not known.
    double fraction = -1;                // Of the step; < 0: not known.
};
using OnWriting = std::function<bool(const WriteProgress&)>;   // False: stop.
// On a laptop, for headquarters. already_exists: a file is never written over. wrong_use when not enrolled. A stick is slow:
// with_store (link/exchange.hpp) runs the steps that use the store, a batch at a time, the rest is done on the calling
// thread, and so is on_writing. cancelled when that says so, or with_store cannot run its step any more (the program
// closes): then there is no file.
base::Result<WrittenBundle> write_bundle(survey::Workspace& workspace, const std::string& file, const link::WithStore& with_store,
                                         const OnWriting& on_writing = {});
base::Result<WrittenBundle> write_bundle(survey::Workspace& workspace, const std::string& file);   // All here and now.
base::Result<std::vector<WrittenBundle>> written_bundles(const survey::Workspace& workspace);
// Something was heard from headquarters after all files written so far (an exchange by network): their answers are older.
base::Status note_later_word(survey::Workspace& workspace);

struct ReadBundle {
    session::Summary summary;              // On a laptop.
    std::vector<std::string> new_forms;
    std::string from;                      // At headquarters: whose, and where the answer went.
    std::string answer_file;
    std::uint64_t requests = 0;
};
// On a laptop, headquarters' answer; at headquarters, a laptop's file, and the answer goes to answer_file (beside the
// file when ''). The file itself is only ever read. not_authorised when it is for others. The store is used a batch at a
// time; cancelled when told so between two: what was taken stays taken, and the file can be read again.
using ReadProgress = std::function<bool(double fraction)>;   // False: stop.
base::Result<ReadBundle> read_bundle(survey::Workspace& workspace, const std::string& file, const std::string& answer_file,
                                     const link::WithStore& with_store, const ReadProgress& go_on = {});
base::Result<ReadBundle> read_bundle(survey::Workspace& workspace, const std::string& file, const std::string& answer_file);

// Folders of the sticks and cards that are plugged in now.
std::vector<std::string> stick_folders();
std::string proposed_folder();   // A stick where one is plugged in, else the person's own folder.

}  // namespace yuanquan::team
