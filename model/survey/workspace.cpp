#include "model/survey/workspace.hpp"

#include <filesystem>

#include "model/base/files.hpp"
#include "model/base/text.hpp"
#include "model/form/form_reader.hpp"
#include "model/survey/form_file.hpp"
#include "model/survey/markup.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::string_view kStoreFile = "yuanquan.db";
constexpr std::string_view kAreasFile = "areas.csv";
constexpr char kPerson[] = "person", kRole[] = "role", kPersonAreas[] = "person.areas", kAreaList[] = "areas";

std::string join(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
}

}  // namespace

std::string_view role_name(Role role) {
    switch (role) {
        case Role::member: return "member";
        case Role::lead: return "lead";
        case Role::headquarters: return "hq";
    }
    return "member";
}

std::optional<Role> parse_role(std::string_view name) {
    for (const Role role : {Role::member, Role::lead, Role::headquarters}) {
        if (role_name(role) == name) return role;
    }
    return std::nullopt;
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string& folder, const base::Clock& clock,
                                                   base::Random& random) {
    if (auto made = base::make_folder(folder); !made) return base::fail(std::move(made.error()).with_context("opening the workspace"));
    std::unique_ptr<Workspace> workspace(new Workspace(clock, random));
    workspace->folder_ = folder;
    auto store = store::Store::open(base::join_path(folder, kStoreFile), clock, random);
    if (!store) return base::fail(std::move(store.error()));
    workspace->store_ = std::move(*store);
    if (auto loaded = workspace->load(); !loaded) return base::fail(std::move(loaded.error()));
    return workspace;
}

Status Workspace::load() {
    auto person = store_->setting(kPerson), role = store_->setting(kRole), areas = store_->setting(kPersonAreas);
    auto list = store_->setting(kAreaList);
    for (auto* setting : {&person, &role, &areas, &list}) {
        if (!*setting) return base::fail(std::move(setting->error()));
    }
    identity_.person = *person;
    identity_.role = parse_role(*role).value_or(Role::member);
    identity_.areas.clear();
    for (const auto code : base::split_space(*areas)) identity_.areas.emplace_back(code);
    if (!list->empty()) {
        auto read = Areas::read(*list);
        if (!read) return base::fail(std::move(read.error()));
        areas_ = std::move(*read);
        return store_->set_areas(areas_.code_and_parent());
    }
    return {};
}

Status Workspace::set_identity(const Identity& identity) {
    if (auto set = store_->set_setting(kPerson, identity.person); !set) return set;
    if (auto set = store_->set_setting(kRole, role_name(identity.role)); !set) return set;
    if (auto set = store_->set_setting(kPersonAreas, join(identity.areas)); !set) return set;
    identity_ = identity;
    return {};
}

Result<Workspace::Installed> Workspace::install_form(const std::string& path) {
    form::ReadOptions options;
    options.strict_columns = true;
    auto file = read_form_file(path, options);
    if (!file) return base::fail(std::move(file.error()));
    if (!file->read.form) return Installed{{}, {}, std::move(file->read.findings)};
    store::InstalledForm form;
    form.file_name = std::filesystem::path(path).filename().string();
    form.source = std::move(file->source);
    for (auto& [name, bytes] : file->media) form.media.emplace_back(name, std::move(bytes));
    return install_form(std::move(form));
}

Result<Workspace::Installed> Workspace::install_form(store::InstalledForm form) {
    form::ReadOptions options;
    options.file_name = form.file_name;
    for (const auto& [name, bytes] : form.media) options.media.emplace(name, bytes);
    auto read = form::read_form(form.source, options);
    if (!read.form || base::has_errors(read.findings)) return Installed{{}, {}, std::move(read.findings)};
    form.id = read.form->id;
    form.version = read.form->version;
    form.title = read.form->title;
    form.installed_ms = clock_.now_ms();
    if (auto done = store_->install_form(form); !done) return base::fail(std::move(done.error()));
    if (auto done = store_->set_list_columns(list_columns(*read.form)); !done) return base::fail(std::move(done.error()));
    if (const auto it = options.media.find(kAreasFile); it != options.media.end()) {
        auto areas = Areas::read(it->second);
        if (!areas) return base::fail(std::move(areas.error()));
        areas_ = std::move(*areas);
        if (auto done = store_->set_setting(kAreaList, it->second); !done) return base::fail(std::move(done.error()));
        if (auto done = store_->set_areas(areas_.code_and_parent()); !done) return base::fail(std::move(done.error()));
    }
    const std::pair key{form.id, form.version};
    forms_[key] = OpenForm{read.form, std::make_shared<const form::Media>(std::move(options.media))};
    return Installed{form.id, form.version, std::move(read.findings)};
}

Result<Workspace::OpenForm> Workspace::form(const std::string& id, const std::optional<std::string>& version) {
    std::string wanted;
    if (version) {
        wanted = *version;
        if (const auto it = forms_.find({id, wanted}); it != forms_.end()) return it->second;
    }
    auto installed = store_->form(id, version);
    if (!installed) return base::fail(std::move(installed.error()));
    const std::pair key{installed->id, installed->version};
    if (const auto it = forms_.find(key); it != forms_.end()) return it->second;
    form::ReadOptions options;
    options.file_name = installed->file_name;
    for (auto& [name, bytes] : installed->media) options.media.emplace(name, std::move(bytes));
    auto read = form::read_form(installed->source, options);
    if (!read.form) return base::fail(base::ErrorCode::form_has_errors, id);
    OpenForm open{read.form, std::make_shared<const form::Media>(std::move(options.media))};
    forms_[key] = open;
    return open;
}

form::Environment Workspace::environment(const OpenForm& form) {
    form::Environment environment;
    environment.clock = &clock_;
    environment.random = &random_;
    environment.media = form.media;
    environment.properties["username"] = identity_.person;
    environment.properties["deviceid"] = store_->replica().text();
    return environment;
}

}  // namespace yuanquan::survey
