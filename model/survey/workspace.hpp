#pragma once
// One folder of one person (or of headquarters): its store, the questionnaires installed in it, its area tree and who
// works here. Every use case of this folder takes a Workspace. Owned by one thread, as its Store is.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/base/clock.hpp"
#include "model/base/error.hpp"
#include "model/form/form.hpp"
#include "model/form/live_form.hpp"
#include "model/store/store.hpp"
#include "model/survey/areas.hpp"

namespace yuanquan::survey {

using base::Result;
using base::Status;

enum class Role : std::uint8_t { member, lead, headquarters };  // Stored as words, see role_name.
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

struct Identity {
    std::string person;                // "zhang.wei": the author of changes.
    Role role = Role::member;
    std::vector<std::string> areas;    // Codes; empty = all.
};

class Workspace {
  public:
    // Opens `folder`/yuanquan.db, making both when absent.
    static Result<std::unique_ptr<Workspace>> open(const std::string& folder, const base::Clock& clock,
                                                   base::Random& random);

    const std::string& folder() const { return folder_; }
    store::Store& store() { return *store_; }
    const store::Store& store() const { return *store_; }
    const base::Clock& clock() const { return clock_; }
    base::Random& random() { return random_; }

    const Identity& identity() const { return identity_; }
    Status set_identity(const Identity& identity);
    const Areas& areas() const { return areas_; }

    // Compiles a questionnaire file and installs it; nothing is installed when any finding is an error. Media are files
    // beside it that it names (areas.csv). A media file areas.csv also becomes the workspace's area tree.
    struct Installed {
        std::string id, version;
        std::vector<base::Finding> findings;
    };
    Result<Installed> install_form(const std::string& path);
    Result<Installed> install_form(store::InstalledForm form);   // As received from headquarters.
    // Compiled once and kept. nullopt version = the newest.
    struct OpenForm {
        std::shared_ptr<const form::Form> form;
        std::shared_ptr<const form::Media> media;   // Shared by all visits.
    };
    Result<OpenForm> form(const std::string& id, const std::optional<std::string>& version = {});
    form::Environment environment(const OpenForm& form);         // For a LiveForm of it.

  private:
    Workspace(const base::Clock& clock, base::Random& random) : clock_(clock), random_(random) {}
    Status load();

    std::string folder_;
    const base::Clock& clock_;
    base::Random& random_;
    std::unique_ptr<store::Store> store_;
    Identity identity_;
    Areas areas_;
    std::map<std::pair<std::string, std::string>, OpenForm> forms_;
};

}  // namespace yuanquan::survey
