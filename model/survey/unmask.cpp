#include "model/survey/unmask.hpp"

#include "model/base/text.hpp"

namespace yuanquan::survey {

Status may_unmask(const Workspace& workspace, std::string_view reason) {
    if (workspace.identity().role == Role::member) return base::fail(base::ErrorCode::not_authorised, "unmask");
    if (base::trim(reason).empty()) return base::fail(base::ErrorCode::wrong_use, "unmask", "a reason is needed: --reason");
    return {};
}

Status unmask(Workspace& workspace, std::span<const record::RecordId> records, std::string_view reason) {
    if (auto may = may_unmask(workspace, reason); !may) return may;
    const auto act = base::RowId::random(workspace.random()).text();
    for (const auto& id : records) {
        auto record = workspace.store().record(id);
        if (!record) return base::fail(std::move(record.error()));
        std::vector<record::Op> ops{{record::OpKind::set, std::string(kUnmaskedCells) + act + "]/reason", std::string(base::trim(reason)), {}}};
        auto saved = workspace.store().save(id, workspace.identity().person, record->area, record->form_id, record->form_version, std::move(ops));
        if (!saved) return base::fail(std::move(saved.error()));
    }
    return {};
}

}  // namespace yuanquan::survey
