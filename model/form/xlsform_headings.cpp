#include "model/form/xlsform_headings.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace yuanquan::form {

namespace {

using Names = std::set<std::string_view>;
using Aliases = std::map<std::string_view, std::vector<std::string_view>>;

const Names kSurvey{"name",     "label",         "default",   "guidance_hint", "instance",
                    "query",    "sms_field",     "trigger",   "bind",          "hint",
                    "media",    "choice_filter", "control",   "type",          "parameters",
                    "children", "itemset",       "list_name", "actions",       "choices"};
const Aliases kSurveyAliases{{"sms_field", {"sms_field"}},
                             {"sms_option", {"sms_option"}},
                             {"sms_separator", {"sms_separator"}},
                             {"sms_allow_media", {"sms_allow_media"}},
                             {"sms_date_format", {"sms_date_format"}},
                             {"sms_datetime_format", {"sms_datetime_format"}},
                             {"sms_response", {"sms_response"}},
                             {"compact_tag", {"instance", "odk:tag"}},
                             {"read_only", {"bind", "readonly"}},
                             {"readonly", {"bind", "readonly"}},
                             {"relevant", {"bind", "relevant"}},
                             {"relevance", {"bind", "relevant"}},
                             {"caption", {"label"}},
                             {"appearance", {"control", "appearance"}},
                             {"required", {"bind", "required"}},
                             {"constraint", {"bind", "constraint"}},
                             {"constraining_message", {"bind", "jr:constraintMsg"}},
                             {"constraint_message", {"bind", "jr:constraintMsg"}},
                             {"calculation", {"bind", "calculate"}},
                             {"calculate", {"bind", "calculate"}},
                             {"command", {"type"}},
                             {"tag", {"name"}},
                             {"value", {"name"}},
                             {"image", {"media", "image"}},
                             {"big-image", {"media", "big-image"}},
                             {"audio", {"media", "audio"}},
                             {"video", {"media", "video"}},
                             {"count", {"control", "jr:count"}},
                             {"repeat_count", {"control", "jr:count"}},
                             {"jr:count", {"control", "jr:count"}},
                             {"autoplay", {"control", "autoplay"}},
                             {"rows", {"control", "rows"}},
                             {"noapperrorstring", {"bind", "jr:noAppErrorString"}},
                             {"no_app_error_string", {"bind", "jr:noAppErrorString"}},
                             {"requiredmsg", {"bind", "jr:requiredMsg"}},
                             {"required_message", {"bind", "jr:requiredMsg"}},
                             {"body", {"control"}},
                             {"save_to", {"bind", "entities:saveto"}}};

const Names kSettings{"name",
                      "label",
                      "bind",
                      "children",
                      "control",
                      "hint",
                      "media",
                      "type",
                      "instance",
                      "flat",
                      "sms_field",
                      "add_none_option",
                      "clean_text_values",
                      "attribute",
                      "auto_delete",
                      "auto_send",
                      "choices",
                      "default_language",
                      "file_name",
                      "id_string",
                      "instance_name",
                      "instance_xmlns",
                      "namespaces",
                      "omit_instanceID",
                      "public_key",
                      "sms_allow_media",
                      "sms_date_format",
                      "sms_datetime_format",
                      "sms_keyword",
                      "sms_response",
                      "sms_separator",
                      "style",
                      "submission_url",
                      "title",
                      "version",
                      "allow_choice_duplicates",
                      "client_editable",
                      "delimiter",
                      "prefix"};
const Aliases kSettingsAliases{{"form_title", {"title"}},
                               {"set_form_title", {"title"}},
                               {"form_id", {"id_string"}},
                               {"set_form_id", {"id_string"}},
                               {"prefix", {"prefix"}}};

const Names kOptions{"name", "label", "media", "sms_option"};
const Aliases kOptionAliases{
    {"caption", {"label"}},        {"list_name", {"list name"}},          {"value", {"name"}},
    {"image", {"media", "image"}}, {"big-image", {"media", "big-image"}}, {"audio", {"media", "audio"}},
    {"video", {"media", "video"}}};

const Names kEntities{"dataset", "entity_id", "create_if", "update_if", "label", "repeat"};
const Aliases kEntitiesAliases{{"list_name", {"dataset"}}};

const Names& names_of(SheetKind kind) {
    switch (kind) {
        case SheetKind::survey:
            return kSurvey;
        case SheetKind::settings:
            return kSettings;
        case SheetKind::entities:
            return kEntities;
        default:
            return kOptions;
    }
}

const Aliases& aliases_of(SheetKind kind) {
    switch (kind) {
        case SheetKind::survey:
            return kSurveyAliases;
        case SheetKind::settings:
            return kSettingsAliases;
        case SheetKind::entities:
            return kEntitiesAliases;
        default:
            return kOptionAliases;
    }
}

}  // namespace

bool is_column(SheetKind kind, std::string_view name) {
    return names_of(kind).contains(name);
}

std::vector<std::string_view> column_alias(SheetKind kind, std::string_view name) {
    const auto it = aliases_of(kind).find(name);
    return it == aliases_of(kind).end() ? std::vector<std::string_view>{} : it->second;
}

std::vector<std::string_view> column_names(SheetKind kind) {
    std::vector<std::string_view> names(names_of(kind).begin(), names_of(kind).end());
    for (const auto& [name, tokens] : aliases_of(kind))
        names.push_back(name);
    std::erase(names, "children");
    return names;
}

bool is_harmless_column(std::string_view name) {
    // Columns of other tools (Kobo, Enketo, Ona, SurveyCTO) and notes to oneself.
    static constexpr std::array kKnown{"disabled",
                                       "intent",
                                       "comment",
                                       "comments",
                                       "note",
                                       "notes",
                                       "remark",
                                       "remarks",
                                       "todo",
                                       "description",
                                       "id",
                                       "$kuid",
                                       "$autoname",
                                       "$prev",
                                       "$qpath",
                                       "$xpath",
                                       "_isrepeat",
                                       "oc_item_group",
                                       "hxl",
                                       "kobo--score-choices",
                                       "kobo--rank-items",
                                       "kobo--rank-constraint-message",
                                       "kobo--matrix_list",
                                       "kobo--locking-profile",
                                       "instance_name",
                                       "response_note",
                                       "publishable",
                                       "minimum_seconds",
                                       "image_alt",
                                       "sub_per_view",
                                       "publish",
                                       "备注",
                                       "说明",
                                       "注释"};
    if (name.empty() || name.front() == '_' || name.front() == '#' || name.front() == '$') return true;
    if (name.starts_with("test")) return true;  // Trials of the author's.
    return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
}

}  // namespace yuanquan::form
