#include "model/base/error.hpp"

#include <utility>

namespace yuanquan::base {

std::string_view name(ErrorCode code) {
    switch (code) {
        case ErrorCode::io_failed: return "io_failed";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::already_exists: return "already_exists";
        case ErrorCode::disk_full: return "disk_full";
        case ErrorCode::damaged: return "damaged";
        case ErrorCode::too_large: return "too_large";
        case ErrorCode::too_new: return "too_new";
        case ErrorCode::bad_input: return "bad_input";
        case ErrorCode::wrong_use: return "wrong_use";
        case ErrorCode::in_use: return "in_use";
        case ErrorCode::store_failed: return "store_failed";
        case ErrorCode::unsafe_store: return "unsafe_store";
        case ErrorCode::network_failed: return "network_failed";
        case ErrorCode::refused: return "refused";
        case ErrorCode::bad_signature: return "bad_signature";
        case ErrorCode::not_authorised: return "not_authorised";
        case ErrorCode::expression_error: return "expression_error";
        case ErrorCode::form_has_errors: return "form_has_errors";
        case ErrorCode::cancelled: return "cancelled";
        case ErrorCode::no_display: return "no_display";
        case ErrorCode::missing_resource: return "missing_resource";
        case ErrorCode::too_old: return "too_old";
    }
    return "unknown";  // A number from a newer program's log.
}

Error Error::with_context(std::string step) && {
    context.push_back(std::move(step));
    return std::move(*this);
}

std::string Error::describe() const {
    std::string text{name(code)};
    if (!subject.empty()) text += ": " + subject;
    if (!detail.empty()) text += " (" + detail + ")";
    if (position >= 0) text += " at " + std::to_string(position);
    for (const std::string& step : context) text += " while " + step;
    return text;
}

}  // namespace yuanquan::base
