#pragma once
// A desk with the real household questionnaire or a small one, records saved as a person saves them, and the programs
// that read PDF files back.

#include <sys/wait.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "app/words/texts.hpp"
#include "model/base/files.hpp"
#include "model/survey/record_view.hpp"
#include "model/survey/visit.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::exports {

using Given = std::vector<std::pair<std::string, std::string>>;  // "members[2]/name", value.

struct ExportDesk {
    explicit ExportDesk(const std::string& form_path, std::uint64_t seed = 1) : random(seed) {
        auto opened = survey::Workspace::open(folder.file("w"), clock, random);
        REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
        workspace = std::move(*opened);
        const auto installed = workspace->install_form(form_path);
        REQUIRE_MESSAGE(installed.has_value(), installed.error().describe());
        form_id = installed->id;
        REQUIRE(!form_id.empty());
        REQUIRE(workspace->set_identity({"zhang.wei", survey::Role::member, {}}));
    }
    void give(survey::Visit& visit, const Given& answers) {
        const auto& form = visit.form();
        for (const auto& given : answers) {
            const auto& path = given.first;  // A binding cannot be captured by REQUIRE_MESSAGE.
            const auto& value = given.second;
            for (auto open = path.find('['); open != std::string::npos; open = path.find('[', open + 1)) {
                const auto& repeat_path = path.substr(0, open);
                const auto wanted = static_cast<std::size_t>(std::stoul(path.substr(open + 1)));
                while (!form.find_by_position("/" + form.form().root_name + "/" + repeat_path + "[" + std::to_string(wanted) + "]")) {
                    const auto repeat = repeat_of(form, repeat_path);
                    REQUIRE_MESSAGE(repeat.has_value(), repeat_path);
                    REQUIRE(visit.add_row(*repeat));
                }
            }
            const auto question = form.find_by_position("/" + form.form().root_name + "/" + path);
            REQUIRE_MESSAGE(question.has_value(), path);
            const auto done = visit.answer(*question, value);
            REQUIRE_MESSAGE(done.has_value(), done.error().describe());
        }
    }
    record::RecordId save(const Given& answers, const std::string& area = "") {
        auto visit = survey::Visit::start(*workspace, form_id, area);
        REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
        give(**visit, answers);
        const auto id = (*visit)->record();
        const auto saved = (*visit)->save();
        REQUIRE_MESSAGE(saved.has_value(), saved.error().describe());
        return id;
    }
    void edit(const record::RecordId& id, const Given& answers) {
        auto visit = survey::Visit::open(*workspace, id);
        REQUIRE_MESSAGE(visit.has_value(), visit.error().describe());
        give(**visit, answers);
        REQUIRE((*visit)->save());
    }
    void take_from(ExportDesk& other) {
        std::vector<std::string> changes;
        const auto slice = other.workspace->store().changes_after(0, {}, std::size_t{1} << 30);
        for (const auto& change : slice->changes) changes.push_back(change.bytes);
        REQUIRE(workspace->store().apply(changes, "peer"));
    }
    survey::RecordView view(const record::RecordId& id, const std::string& language, bool masked = false) {
        const auto form = workspace->form(form_id);
        auto view = survey::view_record(*workspace, id, {survey::language_index(*form->form, language), masked, true});
        REQUIRE_MESSAGE(view.has_value(), view.error().describe());
        return std::move(*view);
    }
    static words::Texts texts(const std::string& language) {
        auto loaded = words::Texts::load(*base::assets_folder());
        REQUIRE_MESSAGE(loaded.has_value(), loaded.error().describe());
        loaded->set_language(language);
        return std::move(*loaded);
    }

    store::ScratchFolder folder;
    base::FixedClock clock{1'800'000'000'000};
    base::SeededRandom random;
    std::unique_ptr<survey::Workspace> workspace;
    std::string form_id;

  private:
    // "plots[1]/crops": the repeat below that row.
    static std::optional<form::Element> repeat_of(const form::LiveForm& form, const std::string& path) {
        const auto slash = path.rfind('/');
        if (slash == std::string::npos) return form.find(path);
        const auto row = form.find_by_position("/" + form.form().root_name + "/" + path.substr(0, slash));
        if (!row) return std::nullopt;
        for (const auto& child : form.children(*row, false)) {
            if (child.kind != form::ElementKind::repeat) continue;
            const auto node = form.control(child).node;
            if (form.form().nodes[node].name == path.substr(slash + 1)) return child;
        }
        return std::nullopt;
    }
};

struct Printed {
    bool available = false;   // The program is on this machine.
    std::string out;
};
inline Printed run_on_pdf(const std::string& command, const std::string& path, const std::string& to = "") {
    Printed printed;
    FILE* const pipe = ::popen((command + " '" + path + "' " + to + " 2>/dev/null").c_str(), "r");
    REQUIRE(pipe != nullptr);
    char buffer[4096];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) printed.out.append(buffer, n);
    printed.available = WEXITSTATUS(::pclose(pipe)) != 127;
    return printed;
}

}  // namespace yuanquan::exports
