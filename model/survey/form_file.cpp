#include "model/survey/form_file.hpp"

#include <filesystem>

#include "model/base/files.hpp"
#include "model/form/named_files.hpp"

namespace yuanquan::survey {

base::Result<FormFile> read_form_file(const std::string& path, form::ReadOptions options) {
    FormFile file;
    auto source = base::read_file(path);
    if (!source) return base::fail(std::move(source.error()));
    file.source = std::move(*source);
    const std::filesystem::path place(path);
    options.file_name = place.filename().string();
    options.media.clear();
    file.read = form::read_form(file.source, options);
    if (!file.read.form) return file;

    std::vector<std::string> folders{place.parent_path().string(), (place.parent_path() / (place.stem().string() + "-media")).string()};
    if (const auto assets = base::assets_folder()) folders.push_back(*assets);
    for (const auto& name : form::named_files(*file.read.form)) {
        for (const auto& folder : folders) {
            auto bytes = base::read_file(folder.empty() ? name : base::join_path(folder, name));
            if (!bytes) continue;
            file.media.emplace(name, std::move(*bytes));
            break;
        }
    }
    if (file.media.empty()) return file;
    options.media = file.media;
    file.read = form::read_form(file.source, options);  // The lists are checked against what the form asks of them.
    return file;
}

}  // namespace yuanquan::survey
