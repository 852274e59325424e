#include "app/screens/remark_draft.hpp"

#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr char kField = '\x1f', kRemark = '\x1e';   // No text that is typed holds them.

}  // namespace

RemarkDraft::RemarkDraft(survey::Workspace& workspace, const record::RecordId& record)
    : setting_("review.remarks." + record.text()) {
    kept_ = workspace.store().setting(setting_).value_or("");
    for (const auto part : base::split(kept_, kRemark)) {
        const auto end = part.find(kField);
        if (end != std::string_view::npos) texts.emplace(part.substr(0, end), part.substr(end + 1));
    }
}

base::Status RemarkDraft::keep(survey::Workspace& workspace) {
    if (setting_.empty()) return {};
    std::string text;
    for (const auto& remark : remarks()) text += (text.empty() ? "" : std::string(1, kRemark)) + remark.about + kField + remark.text;
    if (text == kept_) return {};
    if (auto done = workspace.store().set_setting(setting_, text); !done) return done;
    kept_ = text;
    return {};
}

base::Status RemarkDraft::forget(survey::Workspace& workspace) {
    texts.clear();
    return keep(workspace);
}

std::vector<survey::Remark> RemarkDraft::remarks() const {
    std::vector<survey::Remark> out;
    for (const auto& [about, text] : texts) {
        if (!base::trim(text).empty()) out.push_back({about, std::string(base::trim(text))});
    }
    return out;
}

}  // namespace yuanquan::screens
