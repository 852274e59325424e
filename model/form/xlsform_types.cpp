#include "model/form/xlsform_types.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "model/base/text.hpp"

namespace yuanquan::form {

namespace {

constexpr QuestionType asked(std::string_view name, std::string_view bind_type) {
    return {name, "input", bind_type};
}

constexpr QuestionType upload(std::string_view name, std::string_view mediatype) {
    return {name, "upload", "binary", mediatype};
}

constexpr QuestionType note(std::string_view name) {
    QuestionType type = asked(name, "string");
    type.readonly = true;
    return type;
}

constexpr QuestionType limited(std::string_view name, std::string_view bind_type, std::string_view constraint,
                               std::string_view hint) {
    QuestionType type = asked(name, bind_type);
    type.constraint = constraint;
    type.hint = hint;
    return type;
}

constexpr QuestionType moment(std::string_view name, std::string_view which) {
    return {name, "", "dateTime", "", "timestamp", which};
}

constexpr QuestionType property(std::string_view name, std::string_view which) {
    return {name, "", "string", "", "property", which};
}

constexpr std::array kTypes{
    asked("text", "string"),
    asked("string", "string"),
    asked("q string", "string"),
    asked("add text prompt", "string"),
    asked("integer", "int"),
    asked("int", "int"),
    asked("q int", "int"),
    asked("add integer prompt", "int"),
    asked("decimal", "decimal"),
    asked("q decimal", "decimal"),
    asked("add decimal prompt", "decimal"),
    asked("date", "date"),
    asked("q date", "date"),
    asked("add date prompt", "date"),
    asked("time", "time"),
    asked("q time", "time"),
    asked("dateTime", "dateTime"),
    asked("datetime", "dateTime"),
    asked("date time", "dateTime"),
    asked("q date time", "dateTime"),
    asked("q dateTime", "dateTime"),
    asked("add date time prompt", "dateTime"),
    asked("add dateTime prompt", "dateTime"),
    asked("barcode", "barcode"),
    asked("q barcode", "barcode"),
    asked("add barcode prompt", "barcode"),
    asked("geopoint", "geopoint"),
    asked("gps", "geopoint"),
    asked("location", "geopoint"),
    asked("q geopoint", "geopoint"),
    asked("q location", "geopoint"),
    asked("add location prompt", "geopoint"),
    asked("geotrace", "geotrace"),
    asked("q geotrace", "geotrace"),
    asked("geoshape", "geoshape"),
    asked("q geoshape", "geoshape"),
    note("note"),
    note("q note"),
    note("add note prompt"),
    limited("percentage", "int", "0 <= . and . <= 100", ""),
    limited("phone number", "string", "regex(., '^\\d*$')", "Enter numbers only."),
    limited("number of days in last month", "int", "0 <= . and . <= 31", "Enter a number 0-31."),
    limited("number of days in last six months", "int", "0 <= . and . <= 183", "Enter a number 0-183."),
    limited("number of days in last year", "int", "0 <= . and . <= 365", "Enter a number 0-365."),
    QuestionType{"select one", "select1", "string"},
    QuestionType{"q select1", "select1", "string"},
    QuestionType{"select one using", "select1", "string"},
    QuestionType{"add select one prompt using", "select1", "string"},
    QuestionType{"select all that apply", "select", "string"},
    QuestionType{"q select", "select", "string"},
    QuestionType{"select multiple from", "select", "string"},
    QuestionType{"select multiple using", "select", "string"},
    QuestionType{"select all that apply from", "select", "string"},
    QuestionType{"add select multiple prompt using", "select", "string"},
    QuestionType{"select one external", "input", "string"},
    QuestionType{"rank", "odk:rank", "odk:rank"},
    QuestionType{"range", "range", "int"},
    QuestionType{"acknowledge", "trigger", "string"},
    QuestionType{"q acknowledge", "trigger", "string"},
    QuestionType{"add acknowledge prompt", "trigger", "string"},
    QuestionType{"trigger", "trigger", ""},
    upload("photo", "image/*"),
    upload("image", "image/*"),
    upload("q image", "image/*"),
    upload("q picture", "image/*"),
    upload("add image prompt", "image/*"),
    upload("audio", "audio/*"),
    upload("q audio", "audio/*"),
    upload("add audio prompt", "audio/*"),
    upload("video", "video/*"),
    upload("q video", "video/*"),
    upload("add video prompt", "video/*"),
    upload("file", "application/*"),
    upload("add file prompt", "application/*"),
    upload("osm", "osm/*"),
    QuestionType{"calculate", "", "string"},
    QuestionType{"q calculate", "", "string"},
    QuestionType{"add calculate prompt", "", "string"},
    QuestionType{"hidden", "", "string"},
    QuestionType{"audit", "", "binary"},
    QuestionType{"start-geopoint", "", "geopoint"},
    QuestionType{"background-geopoint", "", "geopoint"},
    QuestionType{"background-audio", "", "binary"},
    QuestionType{"xml-external", "", ""},
    QuestionType{"csv-external", "", ""},
    moment("start", "start"),
    moment("start time", "start"),
    moment("get start time", "start"),
    moment("end", "end"),
    moment("end time", "end"),
    moment("get end time", "end"),
    QuestionType{"today", "", "date", "", "date", "today"},
    QuestionType{"get today", "", "date", "", "date", "today"},
    property("deviceid", "deviceid"),
    property("device id", "deviceid"),
    property("get device id", "deviceid"),
    property("imei", "deviceid"),
    property("phonenumber", "phonenumber"),
    property("get phone number", "phonenumber"),
    property("simserial", "simserial"),
    property("sim id", "simserial"),
    property("get sim id", "simserial"),
    property("subscriberid", "subscriberid"),
    property("subscriber id", "subscriberid"),
    property("get subscriber id", "subscriberid"),
    property("username", "username"),
    property("email", "email"),
    property("uri:deviceid", "uri:deviceid"),
    property("uri:phonenumber", "uri:phonenumber"),
    property("uri:simserial", "uri:simserial"),
    property("uri:subscriberid", "uri:subscriberid"),
    property("uri:username", "uri:username"),
    property("uri:email", "uri:email"),
};

using Word = std::pair<std::string_view, std::string_view>;

constexpr std::array<Word, 7> kAliases{{
    {"imei", "deviceid"},
    {"image", "photo"},
    {"add image prompt", "photo"},
    {"add photo prompt", "photo"},
    {"add audio prompt", "audio"},
    {"add video prompt", "video"},
    {"add file prompt", "file"},
}};

constexpr std::string_view kOne = "select one";
constexpr std::string_view kMany = "select all that apply";
// Longer commands before those that they begin with.
constexpr std::array<Word, 15> kSelects{{
    {"add select one prompt using", kOne},
    {"add select multiple prompt using", kMany},
    {"select all that apply from", kMany},
    {"select all that apply", kMany},
    {"select one from file", kOne},
    {"select one from", kOne},
    {"select_one_from_file", kOne},
    {"select_multiple_from_file", kMany},
    {"select multiple from file", kMany},
    {"select_one_external", "select one external"},
    {"select1", kOne},
    {"select_one", kOne},
    {"select one", kOne},
    {"select_multiple", kMany},
    {"rank", "rank"},
}};

constexpr std::array<Word, 5> kSections{{
    {"looped group", "repeat"},
    {"lgroup", "repeat"},
    {"group", "group"},
    {"repeat", "repeat"},
    {"loop", "loop"},
}};

bool has_space(std::string_view text) {
    return text.find_first_of(" \t\r\n") != text.npos;
}

}  // namespace

const QuestionType* question_type(std::string_view name) {
    const auto it =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const QuestionType& t) { return t.name == name; });
    return it == kTypes.end() ? nullptr : &*it;
}

std::string_view canonical_type(std::string_view name) {
    for (const auto& [alias, type] : kAliases) {
        if (alias == name) return type;
    }
    return name;
}

std::vector<std::string_view> question_type_names() {
    std::vector<std::string_view> names;
    for (const QuestionType& type : kTypes)
        names.push_back(type.name);
    for (const auto& [command, kind] : kSelects)
        names.push_back(command);
    for (std::string_view name : {"begin group", "end group", "begin repeat", "end repeat", "begin_group",
                                  "end_group", "begin_repeat", "end_repeat"}) {
        names.push_back(name);
    }
    return names;
}

SelectType select_type(std::string_view type) {
    for (const auto& [command, kind] : kSelects) {
        if (!type.starts_with(command) || !type.substr(command.size()).starts_with(" ")) continue;
        SelectType select{kind, command, type.substr(command.size() + 1)};
        for (std::string_view other : {" or specify other", " or_other", " or other"}) {
            if (!select.list.ends_with(other) ||
                has_space(select.list.substr(0, select.list.size() - other.size())))
                continue;
            select.list.remove_suffix(other.size());
            select.or_other = true;
        }
        if (select.list.empty() || has_space(select.list)) continue;
        select.from_file = command.ends_with("from_file") || command.ends_with("from file");
        return select;
    }
    return {};
}

SectionType section_type(std::string_view type) {
    const bool begins = type.starts_with("begin");
    if (!begins && !type.starts_with("end")) return {};
    std::string_view rest = type.substr(begins ? 5 : 3);
    if (rest.empty() || (rest[0] != ' ' && rest[0] != '_')) return {};
    rest.remove_prefix(1);
    for (const auto& [name, kind] : kSections) {
        if (rest == name) return {kind, begins, {}};
        if (!begins || !rest.starts_with(name) || rest[name.size()] != ' ') continue;
        std::string_view list = rest.substr(name.size() + 1);
        if (list.starts_with("over ")) list.remove_prefix(5);
        if (!list.empty() && !has_space(list)) return {kind, true, list};
    }
    return {};
}

}  // namespace yuanquan::form
