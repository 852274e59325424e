#pragma once
// Failures as values. An Error says *what kind* of thing went wrong (a code that some caller or person
// reacts to), *where* (context added on the way up) and the facts; it holds no sentence for people: text is
// made at the edge from the code's key (`error.<name>` in assets/lang) in the user's language.
// A Finding is a fault in something a person wrote (a questionnaire, an import): data, not a failure.
// A bug is neither: see check.hpp.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace yuanquan::base {

// Stored in logs and scripts: never renumber; retired codes stay as comments.
enum class ErrorCode : std::uint16_t {
    io_failed = 1,         // The system refused to read or write; subject: the path.
    not_found = 2,         // subject: what was looked for.
    already_exists = 3,    // subject: what is in the way.
    disk_full = 4,         // subject: the path.
    damaged = 5,           // Bytes fail their check; subject: which file or message.
    too_large = 6,         // A limit was reached; subject: which.
    too_new = 7,           // Written by a newer program; subject: which file or message.
    bad_input = 8,         // Malformed outside input; subject: what, detail: why.
    wrong_use = 9,         // Command line or call used wrongly; detail: why.
    in_use = 10,           // Another program holds the store; subject: the path.
    store_failed = 11,     // SQLite said no; detail: its words.
    unsafe_store = 12,     // A sync to disk failed: nothing more is accepted until reopened.
    network_failed = 13,   // No connection, or it broke; subject: the address.
    refused = 14,          // The other side said no; detail: its code.
    bad_signature = 15,    // subject: whose.
    not_authorised = 16,   // subject: what was asked for.
    expression_error = 17, // XPath: detail: why, position: the column in the expression.
    form_has_errors = 18,  // A form with error findings cannot be used; subject: the form.
    cancelled = 19,
    no_display = 20,
    missing_resource = 21, // A font, language or media file; subject: which.
    too_old = 22,          // Written by a program too old for this one; subject: which message.
};

// "io_failed" etc.; the key of its text is "error." + name.
std::string_view name(ErrorCode code);

struct Error {
    ErrorCode code{};
    std::string subject;  // What it is about: a path, an address, a record id.
    std::string detail;   // The library's or system's own words, or a machine-readable reason. English.
    std::vector<std::string> context;  // Innermost first: "reading bundle", "record 7f3a…".
    int position = -1;    // Column in an expression or byte in a file, 0-based, where known.

    Error with_context(std::string step) &&;
    // For logs and developers: "damaged: enrolment.yq (hash differs) while reading enrolment".
    std::string describe() const;
};

inline Error make_error(ErrorCode code, std::string subject = {}, std::string detail = {}, int position = -1) {
    return Error{code, std::move(subject), std::move(detail), {}, position};
}

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline auto fail(ErrorCode code, std::string subject = {}, std::string detail = {}, int position = -1) {
    return tl::make_unexpected(make_error(code, std::move(subject), std::move(detail), position));
}
inline auto fail(Error error) { return tl::make_unexpected(std::move(error)); }

}  // namespace yuanquan::base
