#include "model/survey/form_files.hpp"

#include <filesystem>

#include "model/base/files.hpp"

namespace yuanquan::survey {

namespace {

bool is_list(const std::filesystem::path& file) {
    const auto extension = file.extension().string();
    return extension == ".csv" || extension == ".xml" || extension == ".geojson";
}

void read_lists(const std::string& folder, const std::string& except, form::Media& media) {
    auto names = base::list_folder(folder);
    if (!names) return;
    for (const auto& name : *names) {
        if (!is_list(name) || name == except || media.contains(name)) continue;
        if (auto bytes = base::read_file(base::join_path(folder, name))) media.emplace(name, std::move(*bytes));
    }
}

}  // namespace

form::Media media_beside(const std::string& form_path) {
    const std::filesystem::path path(form_path);
    const auto folder = path.parent_path().string();
    form::Media media;
    read_lists(folder.empty() ? "." : folder, path.filename().string(), media);
    if (const auto assets = base::assets_folder()) read_lists(*assets, {}, media);
    return media;
}

}  // namespace yuanquan::survey
