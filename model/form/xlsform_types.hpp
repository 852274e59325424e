#pragma once
// The question types of XLSForm: what each becomes as a control and a bind. One table; xlsform_rows and
// xlsform_build look types up here. https://xlsform.org/en/#question-types

#include <string_view>
#include <vector>

namespace yuanquan::form {

struct QuestionType {
    std::string_view name;
    std::string_view control;    // input, select1, select, odk:rank, range, trigger, upload; '' asks nothing.
    std::string_view bind_type;  // '' for no bind.
    std::string_view mediatype = {};  // Of an upload.
    std::string_view preload = {};
    std::string_view preload_params = {};
    std::string_view constraint = {};
    std::string_view hint = {};
    bool readonly = false;
};

// nullptr for a type that does not exist.
const QuestionType* question_type(std::string_view name);
// "image" → "photo" and the like; the name itself otherwise.
std::string_view canonical_type(std::string_view name);
std::vector<std::string_view> question_type_names();  // To propose one; begin group … included.

// "select_one from_list or_other", cut into words.
struct SelectType {
    std::string_view
        kind;  // "select one", "select all that apply", "select one external", "rank"; '' no select.
    std::string_view command;  // As written.
    std::string_view list;
    bool from_file = false;
    bool or_other = false;
};
SelectType select_type(std::string_view type);

struct SectionType {
    std::string_view kind;  // "group", "repeat", "loop"; '' is none.
    bool begins = false;
    std::string_view list;  // Of a loop.
};
SectionType section_type(std::string_view type);

}  // namespace yuanquan::form
