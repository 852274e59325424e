#pragma once
// What every command works with: where data goes (stdout), where words go (stderr), the words in the user's language, and
// the exit codes. One command or family of commands a file; command_line.cpp alone knows their options.

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "app/words/texts.hpp"
#include "model/base/error.hpp"
#include "model/base/finding.hpp"
#include "model/survey/workspace.hpp"

namespace yuanquan::cli {

inline constexpr int kSuccess = 0, kFindings = 1, kWrongUse = 2;  // Also 1: the work could not be done.

struct Console {
    std::ostream& out;   // Data.
    std::ostream& err;   // Progress and messages.
    words::Texts& texts;

    int fail(const base::Error& error) const;          // Says it, gives the exit code.
    void print(const std::vector<base::Finding>& findings) const;
    void say(const std::string& words) const { err << words << '\n'; }
    std::string tr(std::string_view key, const words::Parameters& parameters = {}) const { return texts.tr(key, parameters); }
};

// $YUANQUAN_WORKSPACE, else ~/.local/share/yuanquan.
std::string default_workspace();
base::Result<std::unique_ptr<survey::Workspace>> open_workspace(const std::string& folder);
// An existing one: not_found instead of an empty workspace made by a slip of the pen.
base::Result<std::unique_ptr<survey::Workspace>> open_existing_workspace(const std::string& folder);
// A record by its id, or by the first figures of it when they fit one record only.
base::Result<record::RecordId> find_record(survey::Workspace& workspace, const std::string& text);

}  // namespace yuanquan::cli
