#include "app/screens/third_version.hpp"

#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"

namespace yuanquan::screens {

base::Result<ThirdVersion> ThirdVersion::make(survey::Workspace& workspace, const record::RecordId& id,
                                              const std::string& path, const std::string& language) {
    auto record = workspace.store().record(id);
    if (!record) return base::fail(std::move(record.error()));
    auto live = survey::open_to_read(workspace, *record, language);
    if (!live) return base::fail(std::move(live.error()));
    const auto question = (*live)->find(path);
    if (!question || question->kind != form::ElementKind::question) return base::fail(base::ErrorCode::not_found, path);
    ThirdVersion third;
    third.kind_ = (*live)->control(*question).kind;
    third.question_ = *question;
    third.form_ = std::move(*live);
    return third;
}

bool ThirdVersion::can_write() const {
    return kind_ == form::ControlKind::input || kind_ == form::ControlKind::select_one || kind_ == form::ControlKind::range;
}

base::Result<ThirdVersion::Checked> ThirdVersion::check(const std::string& text) {
    if (auto done = form_->answer(question_, text); !done) return base::fail(std::move(done.error()));
    Checked checked{form_->value(question_), {}};
    if (form_->validity(question_) != form::Validity::valid) {
        checked.refusal = form_->message(question_);
        if (checked.refusal.empty()) checked.refusal = " ";
    }
    return checked;
}

}  // namespace yuanquan::screens
