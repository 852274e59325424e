#pragma once
// A questionnaire, compiled: immutable, shared by every filling of it. XLSForm and XForms XML both become this, and
// xform_writer.hpp prints it as XForms XML. Two trees, as in XForms: the *model* (FormNode: what is stored, with its
// bind) and the *body* (Control: what is asked, in what order, with which words). A Control refers to a FormNode; a node
// without a control is a calculation or metadata. Terms: https://getodk.github.io/xforms-spec/
// Holds no answers (live_form.hpp), does no IO (media come as parameters).

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/finding.hpp"
#include "model/base/xml.hpp"
#include "model/xpath/expression.hpp"

namespace yuanquan::form {

using NodeIndex = std::uint32_t;     // Into Form::nodes; 0 is the root element of the primary instance.
using ControlIndex = std::uint32_t;  // Into Form::controls; 0 is the body itself (kind group, no ref).
inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

// Text with answers in it: "How old is ${name}?" is {"How old is ", <name>, "?"}.
struct TextPart {
    std::string literal;
    xpath::Expression output;  // Used when not empty; evaluated at the node that shows the text.
    bool operator==(const TextPart& other) const {
        return literal == other.literal && output.text() == other.output.text();
    }
};
struct Phrase {                // One language's version of a text.
    std::vector<TextPart> parts;
    std::map<std::string, std::string> media;  // "image", "big-image", "audio", "video" → file name.
    bool operator==(const Phrase&) const = default;
    bool empty() const { return parts.empty() && media.empty(); }
};
// Sentences in every language of the form. by_language is as long as Form::languages, or has one entry that holds for
// all; a language without the text falls back to the default language, then to the first that has it.
struct Text {
    std::string id;            // itext id in XForms ("/data/name:label"); '' for text written in place.
    std::vector<std::optional<Phrase>> by_language;
    bool empty() const { return by_language.empty(); }
    bool operator==(const Text&) const = default;
};

enum class DataType : std::uint8_t {
    none, string, integer, decimal, boolean, date, time, date_time, geopoint, geotrace, geoshape, binary, barcode, intent
};

// A node of the primary instance and its bind.
struct FormNode {
    std::string name;              // Local name.
    std::string prefix;            // "orx" for orx:meta; '' mostly. Unprefixed names in paths match it when ''.
    std::string namespace_uri;     // '' for that of the root element.
    bool attribute = false;        // An attribute that a bind or an action names (meta/entity/@create): a leaf that is
                                   // never asked. Other attributes live in Form::initial only.
    NodeIndex parent = kNone;
    std::vector<NodeIndex> children;
    bool repeat = false;           // Instances of it are rows.
    DataType type = DataType::string;  // none for groups.
    std::string type_text;         // As the bind wrote it ("select1", "int"), for the writer.
    xpath::Expression relevant, constraint, required, readonly, calculate;  // Empty when absent.
    Text constraint_message, required_message, no_app_error;
    std::string preload, preload_params;                   // jr:preload
    std::string save_to;                                   // Entity property (entities:saveto).
    std::map<std::string, std::string> bind_attributes;    // Other attributes of the bind, kept.
    base::Place place;             // Where its author wrote it.
};

// A choice written in place.
struct Item {
    std::string value;
    Text label;
    bool operator==(const Item&) const = default;
};
struct Itemset {
    xpath::Expression nodeset;     // instance('villages')/root/item[township = current()/../township]; with randomize taken out.
    std::string nodeset_text;      // As written, randomize included.
    std::string value_ref = "name";
    std::string label_ref = "label";
    bool label_is_itext = false;   // label_ref holds an itext id: jr:itext(itextId).
    bool randomize = false;
    xpath::Expression seed;
};

enum class ControlKind : std::uint8_t {
    group, repeat, input, select_one, select_multiple, rank, range, trigger, upload, secret
};
struct Control {
    ControlKind kind = ControlKind::group;
    ControlIndex parent = kNone;
    std::vector<ControlIndex> children;
    NodeIndex node = kNone;        // kNone for a group without ref.
    Text label, hint, guidance;
    std::string appearance;        // As written; words separated by spaces.
    std::map<std::string, std::string> attributes;  // mediatype, start, end, step, rows, accuracyThreshold, autoplay, intent …
    std::vector<Item> items;         // Of a select; of an upload, the tags that OpenStreetMap answers carry.
    std::optional<Itemset> itemset;
    xpath::Expression repeat_count;  // jr:count, evaluated at the repeat itself (so ../n stands beside it); rows cannot
                                     // be added or removed by hand when present.
    bool no_add_remove = false;
    base::Place place;             // Where its author wrote it.
    bool has_appearance(std::string_view word) const;
};

// setvalue, setgeopoint (odk:), recordaudio …
struct Action {
    std::string element;                   // "setvalue", "odk:setgeopoint"
    std::vector<std::string> events;       // odk-instance-first-load, odk-new-repeat, xforms-value-changed …
    NodeIndex target = kNone;
    NodeIndex trigger = kNone;             // The question whose change fires it (nested action), or the repeat of odk-new-repeat.
    xpath::Expression value;               // Empty: literal.
    std::string literal;
    std::map<std::string, std::string> attributes;
    base::Place place;             // Where its author wrote it.
};

// A list that expressions and choices read: instance('id').
struct SecondaryInstance {
    std::string id;
    std::string source;                    // "jr://file-csv/areas.csv", '' when inline.
    // Inline, as a table when it is one (root/item/columns, all leaves): a choices sheet of 700,000 rows stays small.
    // A row is as long as columns; '' = the item has no such element (a choices sheet with a blank cell).
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::optional<base::XmlNode> xml;      // Inline of any other shape: the root element inside <instance>.
    base::Place place;
};

// What a submission makes of an entity. A summary for exports: what is done stands in the model like everything else
// (attribute nodes @id, @create, @update, node label with their binds, and actions), which the live form runs and the
// writer prints.
struct EntityDeclaration {
    std::string dataset;
    NodeIndex node = kNone;                // meta/entity
    std::map<std::string, std::string> attributes;
    xpath::Expression create_if, update_if, entity_id, label;
};

struct Form {
    std::string id, version, title;
    std::string root_name = "data";
    std::string root_namespace;            // xmlns of the primary instance's root, '' for none.
    std::map<std::string, std::string> root_attributes;  // Other attributes of the root element.
    std::string style;                     // settings style / body class: "pages", "theme-grid".
    std::vector<std::string> languages;    // {""} for a form without translations; as written: "中文 (zh)".
    std::size_t default_language = 0;
    bool names_default_language = false;   // The form says which; else it is the first. For the writer.
    xpath::Namespaces namespaces;          // Prefixes usable in paths and names; the writer adds the standard ones.
    std::vector<FormNode> nodes;
    std::vector<Control> controls;
    std::vector<Action> actions;
    std::vector<SecondaryInstance> instances;
    std::map<std::string, Text, std::less<>> texts;  // itext by id, for choices and jr:itext(); those of controls and
                                                     // binds may be missing here.
    std::vector<EntityDeclaration> entities;
    base::XmlNode initial;                 // The primary instance as written: defaults, first rows. Root element.
                                           // Without the jr:template elements: no row here = opens without rows.
    std::map<NodeIndex, base::XmlNode> templates;  // Of each repeat: jr:template, else its first row as written;
                                                   // without jr:template elements inside either.
    std::map<std::string, std::string> model_attributes;  // "entities:entities-version"; odk:xforms-version is the writer's.
    std::map<std::string, std::string> submission;  // action, method, base64RsaPublicKey, auto-send …

    // "identity/head_name", "members/name", "meta/entity/@id" (root name left out): kNone when there is none.
    NodeIndex find_node(std::string_view path) const;
    // As cells name it; "" for the root.
    std::string path(NodeIndex node) const;
    // "/data/identity/head_name"
    std::string absolute_path(NodeIndex node) const;
    ControlIndex control_of(NodeIndex node) const;   // The first control bound to it, kNone without one.
    NodeIndex innermost_repeat(NodeIndex node) const;  // Itself when a repeat; kNone in none.
};

// What a reader gives back: every finding, and the form when no finding is an error.
struct ReadForm {
    std::shared_ptr<const Form> form;
    std::vector<base::Finding> findings;
};

}  // namespace yuanquan::form
