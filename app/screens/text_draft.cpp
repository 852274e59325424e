#include "app/screens/text_draft.hpp"

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kField = '\x1f', kText = '\x1e';   // No text that is typed holds them.

}  // namespace

TextDraft::TextDraft(survey::Workspace& workspace, std::string setting) : setting_(std::move(setting)) {
    kept_ = workspace.store().setting(setting_).value_or("");
    for (const auto part : base::split(kept_, kText)) {
        const auto end = part.find(kField);
        if (end != std::string_view::npos) texts.emplace(part.substr(0, end), part.substr(end + 1));
    }
}

base::Status TextDraft::keep(survey::Workspace& workspace) {
    if (setting_.empty()) return {};
    std::string whole;
    for (const auto& [about, text] : texts) {
        if (!base::trim(text).empty()) whole += (whole.empty() ? "" : std::string(1, kText)) + about + kField + std::string(base::trim(text));
    }
    if (whole == kept_) return {};
    if (auto done = workspace.store().set_setting(setting_, whole); !done) return done;
    kept_ = whole;
    return {};
}

base::Status TextDraft::forget(survey::Workspace& workspace) {
    texts.clear();
    return keep(workspace);
}

}  // namespace yuanquan::screens
