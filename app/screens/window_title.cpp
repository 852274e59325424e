#include "app/screens/window_title.hpp"

#include <filesystem>

#include "app/team/enrolment.hpp"

namespace yuanquan::screens {

std::string window_title(const survey::Workspace& workspace, const words::Texts& texts) {
    const auto& identity = workspace.identity();
    std::string title;
    const auto add = [&title](const std::string& part) {
        if (!part.empty()) title += (title.empty() ? "" : " · ") + part;
    };
    if (identity.role == survey::Role::headquarters) add(texts.tr("settings.role.headquarters"));
    add(identity.person);
    if (const auto member = team::membership(workspace)) add(member->laptop);
    if (identity.areas.size() == 1) {
        add(workspace.areas().name(identity.areas.front(), texts.chinese(), 1));
    } else {   // Of all areas, or of many: the folder tells.
        add(std::filesystem::path(workspace.folder()).filename().string());
    }
    return title + " – " + texts.tr("app.name");
}

}  // namespace yuanquan::screens
