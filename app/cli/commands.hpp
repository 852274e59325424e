#pragma once
// Every command as a function of its options: the table of what the program can do without a window. Each returns the exit
// code (console.hpp). The code of each family is in the file named for it.

#include <cstdint>
#include <string>
#include <vector>

#include "app/cli/console.hpp"

namespace yuanquan::cli {

// form_commands.cpp
struct FormCheck { std::string file; bool json = false; };
struct FormConvert { std::string file, to, out, form_name; };
int run(const FormCheck& command, const Console& console);
int run(const FormConvert& command, const Console& console);

// record_commands.cpp
struct List { std::string workspace, form, area, text, reason; bool only_conflicts = false, unmask = false, json = false; };
struct Show { std::string workspace, record, reason; bool unmask = false, json = false; };
struct History { std::string workspace, record, path, reason; bool unmask = false, json = false; };
struct Conflicts { std::string workspace, reason; bool unmask = false, json = false; };
int run(const List& command, const Console& console);
int run(const Show& command, const Console& console);
int run(const History& command, const Console& console);
int run(const Conflicts& command, const Console& console);

// review_commands.cpp
struct ReviewList { std::string workspace, form = "household", rule = "waiting"; bool json = false; };
struct ReviewDecide { std::string workspace, record, path, text; };   // text '' and path '' where they are not asked for.
struct ReviewApprove : ReviewDecide {};
struct ReviewReturn : ReviewDecide {};
struct ReviewComment : ReviewDecide {};
struct ReviewAssign { std::string workspace, person; std::vector<std::string> records; };
int run(const ReviewList& command, const Console& console);
int run(const ReviewApprove& command, const Console& console);
int run(const ReviewReturn& command, const Console& console);
int run(const ReviewComment& command, const Console& console);
int run(const ReviewAssign& command, const Console& console);

// dossier_command.cpp, export_commands.cpp
struct ExportDossier {
    std::string workspace, out, record, form, area, book, since, reason, format = "pdf";   // record '' = all.
    bool unmask = false;
};
struct ExportData {
    std::string workspace, out, form, area, reason, format = "xlsx", layout = "tables";
    std::vector<std::string> with;
    bool unmask = false, anonymised = false;
};
int run(const ExportDossier& command, const Console& console);
int run(const ExportData& command, const Console& console);

// import_command.cpp
struct ImportFiles {
    std::string workspace, form, area, plan, save_plan;
    std::vector<std::string> files;   // Or folders of them.
    bool dry_run = false, update = false, json = false;
};
int run(const ImportFiles& command, const Console& console);

// report_commands.cpp
struct ExportReport { std::string workspace, report, pdf, xlsx, area, year, reason; bool unmask = false, json = false; };
int run(const ExportReport& command, const Console& console);

// hq_commands.cpp
struct HqInit { std::string folder, person = "office", address; std::vector<std::string> forms; };
struct HqInstall { std::string folder, form; };
struct HqEnrol { std::string folder, name, person, role = "member", out, qr; std::vector<std::string> areas; bool code = false; };
struct HqServe { std::string folder, host = "127.0.0.1"; std::uint16_t port = 8600; };
int run(const HqInit& command, const Console& console);
int run(const HqInstall& command, const Console& console);
int run(const HqEnrol& command, const Console& console);
int run(const HqServe& command, const Console& console);

// sync_commands.cpp
struct Join { std::string workspace, file; };
struct Sync { std::string workspace; bool json = false; };
int run(const Join& command, const Console& console);
struct Meet { std::string workspace, place, code; std::uint16_t port = 8610; bool json = false; };   // place '': opens one.
int run(const Sync& command, const Console& console);
int run(const Meet& command, const Console& console);

// custody_commands.cpp
struct BundleWrite { std::string workspace, file; };
struct BundleRead { std::string workspace, file, answer; };
struct CustodyOf { std::string workspace, record; bool json = false; };   // record '' = all.
struct QuarantineList { std::string workspace; bool json = false; };
struct QuarantineRelease { std::string workspace; std::uint64_t number = 0; };
struct HqMove { std::string folder, name; std::vector<std::string> areas; };
struct HqRevoke { std::string folder, name, replica; std::uint64_t sequence = 0; };
struct HqSettle { std::string folder; };
int run(const BundleWrite& command, const Console& console);
int run(const BundleRead& command, const Console& console);
int run(const CustodyOf& command, const Console& console);
int run(const QuarantineList& command, const Console& console);
int run(const QuarantineRelease& command, const Console& console);
int run(const HqMove& command, const Console& console);
int run(const HqRevoke& command, const Console& console);
int run(const HqSettle& command, const Console& console);

// duplicates_command.cpp: lists proposals and what is declared; same, not_same and different declare.
struct Duplicates { std::string workspace; std::vector<std::string> same, not_same; std::string different; bool json = false; };
int run(const Duplicates& command, const Console& console);

// doctor_command.cpp
struct Doctor { std::string workspace, backup, restore; bool rebuild = false, unlock = false; };
int run(const Doctor& command, const Console& console);

// demo.cpp
struct Demo { std::string folder; bool json = false; };
int run(const Demo& command, const Console& console);

// The command line itself (command_line.cpp). opens_window: no command was given; open the app on `workspace`.
struct Parsed {
    int exit_code = kSuccess;
    bool opens_window = false;
    std::string workspace;
    bool shows_demo = false;  // `demo` succeeded and a window would help: open the app on `workspace`.
};
Parsed run_command_line(int argc, const char* const* argv, const Console& console);

}  // namespace yuanquan::cli
