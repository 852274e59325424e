#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>

#include "app/cli/commands.hpp"

// The options of every command; the only user of CLI11. A command is declared, bound to its option struct, and run after
// parsing, so that wrong use is told before anything is touched.

namespace yuanquan::cli {

namespace {

class CommandLine {
  public:
    explicit CommandLine(const Console& console) : console_(console) {
        app_.set_version_flag("--version", "yuanquan " YUANQUAN_VERSION);
        app_.add_option("--workspace", workspace_, "The folder to work in")->capture_default_str();
        app_.footer("Exit codes: 0 done, 1 the input has findings or the work could not be done, 2 wrong use.");
        app_.require_subcommand(0, 1);
        declare_demo();
        declare_forms();
        declare_records();
        declare_review();
        declare_exports();
        declare_import();
        declare_exchange();
        declare_headquarters();
        declare_duplicates();
        declare_doctor();
    }

    Parsed run(int argc, const char* const* argv) {
        Parsed parsed;
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);  // --help, --version
            app_.exit(error, console_.out, console_.err);
            parsed.exit_code = asked ? kSuccess : kWrongUse;
            return parsed;
        }
        parsed.workspace = workspace_;
        if (!chosen_) {
            parsed.opens_window = true;
            return parsed;
        }
        parsed.exit_code = chosen_();
        if (demo_ran_ && parsed.exit_code == kSuccess && !demo_.json) {
            parsed.shows_demo = true;
            parsed.workspace = demo_.folder + "/hq";
        }
        return parsed;
    }

  private:
    // Binds a command to its options; runs it with them.
    template <class Command>
    CLI::App* declare(CLI::App& parent, const char* name, const char* words, Command& command) {
        auto* sub = parent.add_subcommand(name, words);
        sub->callback([this, &command] { chosen_ = [this, &command] { return cli::run(command, console_); }; });
        return sub;
    }
    template <class Command>
    CLI::App* declare_in_workspace(CLI::App& parent, const char* name, const char* words, Command& command) {
        auto* sub = parent.add_subcommand(name, words);
        sub->add_option("--workspace", workspace_, "The folder to work in")->capture_default_str();
        sub->callback([this, &command] {
            chosen_ = [this, &command] {
                command.workspace = workspace_;
                return cli::run(command, console_);
            };
        });
        return sub;
    }

    void declare_demo() {
        auto* demo = app_.add_subcommand("demo", "The main job, end to end, on sample data");
        demo_.folder = "yuanquan-demo";
        demo->add_option("--dir", demo_.folder, "Where the demo's folders go")->capture_default_str();
        demo->add_flag("--json", demo_.json, "Print the result as one JSON object");
        demo->callback([this] {
            chosen_ = [this] {
                demo_ran_ = true;
                return cli::run(demo_, console_);
            };
        });
    }

    void declare_forms() {
        auto* form = app_.add_subcommand("form", "Questionnaires: check, convert");
        form->require_subcommand(1);
        auto* check = declare(*form, "check", "Compile a questionnaire (.xlsx .md .csv .xml); findings name sheet, row, column", form_check_);
        check->add_option("file", form_check_.file)->required();
        check->add_flag("--json", form_check_.json, "Findings as JSON");
        auto* convert = declare(*form, "convert", "Turn a questionnaire into another form", form_convert_);
        convert->add_option("file", form_convert_.file)->required();
        convert->add_option("--to", form_convert_.to, "xform, xlsx or md")->required()->check(CLI::IsMember({"xform", "xlsx", "md"}));
        convert->add_option("--out", form_convert_.out, "File to write; standard output without it");
        convert->add_option("--form-name", form_convert_.form_name, "Name of the root element");
    }

    void declare_records() {
        auto* list = declare_in_workspace(app_, "list", "List records", list_);
        list->add_option("--form", list_.form, "Only records of this form");
        list->add_option("--area", list_.area, "Only in this area and below");
        list->add_option("--text", list_.text, "Only those in which all these words occur");
        list->add_flag("--conflicts", list_.only_conflicts, "Only those with two versions");
        add_output(*list, list_);
        auto* show = declare_in_workspace(app_, "show", "Show one record", show_);
        show->add_option("record", show_.record, "Its id, or the first figures of it")->required();
        add_output(*show, show_);
        auto* history = declare_in_workspace(app_, "history", "Who changed what, when", history_);
        history->add_option("record", history_.record)->required();
        history->add_option("--path", history_.path, "Only this cell");
        add_output(*history, history_);
        auto* conflicts = declare_in_workspace(app_, "conflicts", "List all that has two versions", conflicts_);
        add_output(*conflicts, conflicts_);
    }

    void declare_duplicates() {
        auto* duplicates = declare_in_workspace(app_, "duplicates", "Households that may be registered twice, or are declared so", duplicates_);
        duplicates->add_option("--same", duplicates_.same, "Declare that two records are one household")->expected(2);
        duplicates->add_option("--not-same", duplicates_.not_same, "Declare that two records are two households: not proposed again")->expected(2);
        duplicates->add_option("--different", duplicates_.different, "Take a record out of its group again");
        duplicates->add_flag("--json", duplicates_.json);
    }

    void declare_review() {
        auto* review = app_.add_subcommand("review", "What a lead decides: approve, return with comments, assign");
        review->require_subcommand(1);
        auto* list = declare_in_workspace(*review, "list", "Records by rule, what waits longest first", review_list_);
        list->add_option("--form", review_list_.form, "Of this form")->capture_default_str();
        list->add_option("--rule", review_list_.rule, "waiting, problems, outliers, sample, mended, returned or approved")
            ->check(CLI::IsMember({"waiting", "problems", "outliers", "sample", "mended", "returned", "approved"}))
            ->capture_default_str();
        list->add_flag("--json", review_list_.json, "Print as JSON");
        auto* approve = declare_in_workspace(*review, "approve", "Approve one record as it is now", review_approve_);
        approve->add_option("record", review_approve_.record)->required();
        auto* back = declare_in_workspace(*review, "return", "Return one record with a comment", review_return_);
        add_remark(*back, review_return_);
        auto* comment = declare_in_workspace(*review, "comment", "Comment on one record", review_comment_);
        add_remark(*comment, review_comment_);
        auto* assign = declare_in_workspace(*review, "assign", "Say who answers for these records", review_assign_);
        assign->add_option("person", review_assign_.person, "Their name, or '' for nobody")->required();
        assign->add_option("records", review_assign_.records, "Ids, or the first figures of them")->required();
    }

    static void add_remark(CLI::App& command, ReviewDecide& remark) {
        command.add_option("record", remark.record)->required();
        command.add_option("--text", remark.text, "What is to be looked at")->required();
        command.add_option("--path", remark.path, "The answer that it is about; the whole record without it");
    }

    template <class Command>
    static void add_output(CLI::App& sub, Command& command) {
        add_unmask(sub, command);
        sub.add_flag("--json", command.json, "Print as JSON");
    }
    template <class Command>
    static CLI::Option* add_unmask(CLI::App& sub, Command& command) {
        auto* const reason = sub.add_option("--reason", command.reason, "Why they are shown whole: goes into each record's history");
        return sub.add_flag("--unmask", command.unmask, "Show identity numbers and phones whole; for leads and headquarters")->needs(reason);
    }

    void declare_exports() {
        auto* export_to = app_.add_subcommand("export", "Papers and tables");
        export_to->require_subcommand(1);
        auto* dossier = declare_in_workspace(*export_to, "dossier", "Household dossiers as PDF", dossier_);
        dossier->add_option("record", dossier_.record, "One record; all of them without it");
        auto* const out = dossier->add_option("--out", dossier_.out, "Folder for the files");
        auto* const book = dossier->add_option("--book", dossier_.book, "All in this one PDF file, with a table of contents");
        book->excludes(out);
        dossier->add_option("--format", dossier_.format, "pdf, card (one page a household) or html")
            ->check(CLI::IsMember({"pdf", "card", "html"}))->capture_default_str();
        dossier->add_option("--form", dossier_.form, "Only records of this form");
        dossier->add_option("--area", dossier_.area, "Only records in this area and below: a village, a group");
        dossier->add_option("--since", dossier_.since, "What changed since this date (2026-05-01) instead of the whole");
        add_unmask(*dossier, dossier_);
        auto* data = declare_in_workspace(*export_to, "data", "All records of a form as tables", data_);
        data->add_option("--form", data_.form, "Which form; the first installed without it");
        data->add_option("--format", data_.format, "csv, xlsx, jsonl, dta (Stata), sav (SPSS), geojson or odk (submission XML)")
            ->check(CLI::IsMember({"csv", "xlsx", "jsonl", "dta", "sav", "geojson", "odk"}))->capture_default_str();
        data->add_option("--layout", data_.layout, "tables (one per roster), wide (a row per record) or long (a row per answer)")
            ->check(CLI::IsMember({"tables", "wide", "long"}))->capture_default_str();
        data->add_option("--with", data_.with, "Also: codebook, history, conflicts, audit")
            ->check(CLI::IsMember({"codebook", "history", "conflicts", "audit"}))->delimiter(',');
        data->add_option("--area", data_.area, "Only records in this area and below");
        data->add_option("--out", data_.out, "Folder for the files")->required();
        auto* const unmask = add_unmask(*data, data_);
        data->add_flag("--anonymised", data_.anonymised, "For researchers: pseudonyms, ages, nothing that names or is rare")->excludes(unmask);
        declare_report(*export_to);
    }

    void declare_import() {
        auto* import = declare_in_workspace(app_, "import", "Lists (XLSX, CSV) and ODK submissions (XML, Central and Kobo CSV) into records", import_);
        import->add_option("files", import_.files, "Files, or folders of them; a repeat's table goes with the records' one")->required();
        import->add_option("--form", import_.form, "Which form a list is for; the only one installed without it");
        import->add_option("--plan", import_.plan, "Which column goes where; proposed from the headings without it");
        import->add_option("--save-plan", import_.save_plan, "Only write the proposed plan to this file, to be changed and used with --plan");
        import->add_option("--area", import_.area, "Area of records that name none");
        import->add_flag("--dry-run", import_.dry_run, "Findings and counts, no change");
        import->add_flag("--update", import_.update, "Change records that are here with other answers");
        import->add_flag("--json", import_.json, "Print the counts as JSON");
    }

    void declare_report(CLI::App& export_to) {
        auto* report = declare_in_workspace(export_to, "report", "A report: figures, text, tables", report_);
        report->add_option("name", report_.report, "chronicle, base, problems, policy, responsibility, tasks, or a file")->required();
        report->add_option("--area", report_.area, "Only records in this area and below");
        report->add_option("--year", report_.year, "The year reported on; the latest recorded one without it");
        report->add_flag("--json", report_.json, "Print the figures as one JSON object");
        report->add_option("--pdf", report_.pdf, "Write it as PDF to this file");
        report->add_option("--xlsx", report_.xlsx, "Write its tables to this workbook");
        add_unmask(*report, report_);
    }

    void declare_exchange() {
        auto* join = declare_in_workspace(app_, "join", "Join headquarters with an enrolment file", join_);
        join->add_option("file", join_.file)->required();
        auto* sync = declare_in_workspace(app_, "sync", "Exchange with headquarters", sync_);
        sync->add_flag("--json", sync_.json, "Print what was exchanged as JSON");
        auto* bundle = app_.add_subcommand("bundle", "Exchange by file, on a stick or by mail");
        bundle->require_subcommand(1);
        auto* write = declare_in_workspace(*bundle, "write", "Write what headquarters does not have, for headquarters alone", bundle_write_);
        write->add_option("file", bundle_write_.file, "A new file")->required();
        auto* read = declare_in_workspace(*bundle, "read", "Read a file: at headquarters a laptop's, on a laptop the answer", bundle_read_);
        read->add_option("file", bundle_read_.file)->required();
        read->add_option("--answer", bundle_read_.answer, "At headquarters: where the answer goes; FILE.answer without it");
        auto* meet = declare_in_workspace(app_, "meet", "Exchange with another laptop: opens a meeting, or joins one", meet_);
        meet->add_option("place", meet_.place, "Where the other laptop says that it is; nothing opens a meeting here");
        meet->add_option("code", meet_.code, "The six figures that it shows");
        meet->add_option("--port", meet_.port, "To open it on")->capture_default_str();
        meet->add_flag("--json", meet_.json, "Print as JSON");
        auto* custody = declare_in_workspace(app_, "custody", "Where each change is: here, on a stick, at headquarters", custody_);
        custody->add_option("record", custody_.record, "Of this record alone");
        custody->add_flag("--json", custody_.json, "Print as JSON");
        auto* quarantine = app_.add_subcommand("quarantine", "What was put aside on arrival");
        quarantine->require_subcommand(1);
        auto* list = declare_in_workspace(*quarantine, "list", "Each with its reason", quarantine_list_);
        list->add_flag("--json", quarantine_list_.json, "Print as JSON");
        auto* release = declare_in_workspace(*quarantine, "release", "Let one in after all", quarantine_release_);
        release->add_option("number", quarantine_release_.number, "As listed")->required();
    }

    void declare_headquarters() {
        auto* office = app_.add_subcommand("hq", "Headquarters");
        office->require_subcommand(1);
        auto* init = declare(*office, "init", "Make a folder headquarters", hq_init_);
        init->add_option("folder", hq_init_.folder)->required();
        init->add_option("--form", hq_init_.forms, "Questionnaires to install, or folders of them");
        init->add_option("--person", hq_init_.person, "Who works here")->capture_default_str();
        init->add_option("--address", hq_init_.address, "Where laptops reach it, https://HOST:PORT");
        auto* install = declare(*office, "install", "Install a questionnaire; laptops get it with their next exchange", hq_install_);
        install->add_option("folder", hq_install_.folder)->required();
        install->add_option("form", hq_install_.form)->required();
        auto* enrol = declare(*office, "enrol", "Write the enrolment file of a new laptop", hq_enrol_);
        enrol->add_option("folder", hq_enrol_.folder)->required();
        enrol->add_option("name", hq_enrol_.name, "The laptop's name")->required();
        enrol->add_option("--person", hq_enrol_.person, "Who works with it; the laptop's name without it");
        enrol->add_option("--role", hq_enrol_.role, "member, lead or hq")->capture_default_str();
        enrol->add_option("--areas", hq_enrol_.areas, "Codes of its areas; all without it")->delimiter(',');
        enrol->add_option("--out", hq_enrol_.out, "File to write. Keep it safe: it holds the laptop's key");
        enrol->add_option("--qr", hq_enrol_.qr, "A picture of its code as a QR code; the questionnaires come with the first exchange");
        enrol->add_flag("--code", hq_enrol_.code, "Print its code, to be pasted; the questionnaires come with the first exchange");
        auto* move = declare(*office, "move", "Give a laptop other areas; it gets their households with its next exchange", hq_move_);
        move->add_option("folder", hq_move_.folder)->required();
        move->add_option("name", hq_move_.name, "The laptop's name")->required();
        move->add_option("--areas", hq_move_.areas, "Codes of its areas from now on")->delimiter(',')->required();
        auto* revoke = declare(*office, "revoke", "Withdraw a laptop; what it made up to the cut-off stands, later work is put aside", hq_revoke_);
        revoke->add_option("folder", hq_revoke_.folder)->required();
        revoke->add_option("name", hq_revoke_.name, "The laptop's name")->required();
        revoke->add_option("--replica", hq_revoke_.replica, "The replica that the cut-off is about; nothing new stands without it");
        revoke->add_option("--up-to", hq_revoke_.sequence, "The last of its changes that stands");
        auto* settle = declare(*office, "settle", "After a restore, when all laptops have exchanged: no more on their word", hq_settle_);
        settle->add_option("folder", hq_settle_.folder)->required();
        auto* serve = declare(*office, "serve", "Answer laptops until stopped", hq_serve_);
        serve->add_option("folder", hq_serve_.folder)->required();
        serve->add_option("--host", hq_serve_.host)->capture_default_str();
        serve->add_option("--port", hq_serve_.port)->capture_default_str();
    }

    void declare_doctor() {
        auto* doctor = declare_in_workspace(app_, "doctor", "Verify the workspace: chains, hashes, photos, lists", doctor_);
        doctor->add_flag("--rebuild", doctor_.rebuild, "Make the lists anew from the log first");
        doctor->add_flag("--unlock", doctor_.unlock, "Take the window's lock away, for whoever forgot the passphrase");
        doctor->add_option("--backup", doctor_.backup, "Also write a copy of the store to this file");
        doctor->add_option("--restore", doctor_.restore, "First put this backup in the workspace's place; what is there is kept beside it");
    }

    const Console& console_;
    CLI::App app_{"Yuanquan, household surveys without a network", "yuanquan"};
    std::string workspace_ = default_workspace();
    std::function<int()> chosen_;
    bool demo_ran_ = false;
    Demo demo_;
    FormCheck form_check_;
    FormConvert form_convert_;
    List list_;
    Show show_;
    History history_;
    Conflicts conflicts_;
    ReviewList review_list_;
    ReviewApprove review_approve_;
    ReviewReturn review_return_;
    ReviewComment review_comment_;
    ReviewAssign review_assign_;
    ExportDossier dossier_;
    ExportData data_;
    ExportReport report_;
    ImportFiles import_;
    Join join_;
    Sync sync_;
    Meet meet_;
    HqInit hq_init_;
    HqInstall hq_install_;
    HqEnrol hq_enrol_;
    HqServe hq_serve_;
    HqMove hq_move_;
    HqRevoke hq_revoke_;
    HqSettle hq_settle_;
    BundleWrite bundle_write_;
    BundleRead bundle_read_;
    CustodyOf custody_;
    QuarantineList quarantine_list_;
    QuarantineRelease quarantine_release_;
    Doctor doctor_;
    Duplicates duplicates_;
};

}  // namespace

Parsed run_command_line(int argc, const char* const* argv, const Console& console) {
    return CommandLine(console).run(argc, argv);
}

}  // namespace yuanquan::cli
