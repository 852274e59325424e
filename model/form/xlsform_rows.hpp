#pragma once
// The survey sheet as it is read, row by row: which section is open, which names are taken, what was promised
// (lists, triggers) and must be kept at the end. Used by xlsform_rows.cpp and xlsform_questions.cpp only.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "model/form/xlsform_reading.hpp"

namespace yuanquan::form {

struct SurveyRows {
    struct Frame {
        Draft* section = nullptr;
        std::string_view kind;  // group, repeat, loop
        std::set<std::string, std::less<>> names;
        std::set<std::string, std::less<>> names_lower;
        int row = 0;
    };

    XlsformReading& reading;
    std::vector<Frame> stack{};
    bool given_up = false;
    std::optional<std::string> table_list{};  // '' until its first select names the list.
    std::set<std::string> repeat_names{}, loop_repeats{}, question_names{};
    std::vector<std::pair<Draft*, std::string>> loops{};
    std::vector<std::pair<std::string, int>> trigger_names{};
    std::vector<std::tuple<Draft*, std::string, int>> generated_names{};

    void read_row(Record& record);
    void finish();

    std::unique_ptr<Draft> draft_of(const Record& record, Draft::Kind kind);
    std::unique_ptr<Draft> generated(std::string name, std::string_view type, int row);
    bool take_name(Frame& frame, const std::string& name, int row);
    bool is_comment(const Record& record);
    bool is_disabled(const Record& record);
    bool is_setting(const Record& record, std::string_view type);
    void end_section(const Record& record, const SectionType& section);
    void check_section(const Record& record, const SectionType& section);
    void begin_section(const Record& record, const SectionType& section);
    void make_count(Draft& repeat, Draft& parent);
    void open_table_list(Draft& group);
    void check_generated_names();
    void expand_loop(Draft& loop, const std::string& list_name);
    void check_triggers();

    // xlsform_questions.cpp
    void read_question(const Record& record, std::string_view type);
    void read_audit(const Record& record);
    void read_select(std::unique_ptr<Draft> draft, const SelectType& select);
    void read_trigger(Draft& draft, const Record& record);
    void read_default(Draft& draft, const Record& record, std::string_view type);
    bool check_list(const Draft& draft, const SelectType& select);
    std::unique_ptr<Draft> specify_other(Draft& draft, const SelectType& select);
    void join_table_list(Draft& draft, const SelectType& select);
    void read_external(const Record& record, std::string_view type);
};

}  // namespace yuanquan::form
