// Installed questionnaires. A form that has been installed never changes: records name its version.

#include <algorithm>

#include "model/base/text.hpp"
#include "model/store/shared.hpp"

namespace yuanquan::store {
namespace {

using Media = std::vector<std::pair<std::string, std::string>>;

Media media_of(Database& database, std::int64_t form) {
    Media media;
    Query query(database, "SELECT name, bytes FROM form_media WHERE form = ? ORDER BY place", form);
    while (query.step()) media.emplace_back(query.text(0), query.text(1));
    return media;
}

InstalledForm head_of(const Query& query) {
    InstalledForm form;
    form.id = query.text(1);
    form.version = query.text(2);
    form.title = query.text(3);
    form.file_name = query.text(4);
    form.installed_ms = query.integer(5);
    return form;
}

}  // namespace

Status Store::install_form(const InstalledForm& form) {
    Database& database = *impl_->database;
    auto there = this->form(form.id, form.version);
    if (there) {
        if (there->source == form.source && there->media == form.media) return {};
        return fail(ErrorCode::already_exists, form.id + " " + form.version);
    }
    if (there.error().code != ErrorCode::not_found) return fail(std::move(there.error()));
    Transaction transaction(database);
    database.run(
        "INSERT INTO forms(id, version, title, file_name, source, installed_ms) VALUES(?, ?, ?, ?, ?, ?)", form.id,
        form.version, form.title, form.file_name, Bytes{form.source},
        form.installed_ms != 0 ? form.installed_ms : impl_->clock.now_ms());
    std::int64_t number = 0;
    {
        Query query(database, "SELECT number FROM forms WHERE id = ? AND version = ?", form.id, form.version);
        if (query.step()) number = query.integer(0);
    }
    for (std::size_t place = 0; place < form.media.size(); ++place) {
        database.run("INSERT INTO form_media(form, place, name, bytes) VALUES(?, ?, ?, ?)", number, place,
                     form.media[place].first, Bytes{form.media[place].second});
    }
    if (auto status = transaction.commit(); !status) return status;
    ++impl_->generation;
    return {};
}

Result<std::vector<InstalledForm>> Store::forms(bool with_bytes) const {
    Database& database = *impl_->database;
    std::vector<InstalledForm> forms;
    Query query(database,
                "SELECT number, id, version, title, file_name, installed_ms FROM forms ORDER BY id, number DESC");
    while (query.step()) {
        forms.push_back(head_of(query));
        if (!with_bytes) continue;
        Query source(database, "SELECT source FROM forms WHERE number = ?", query.integer(0));
        if (source.step()) forms.back().source = source.text(0);
        forms.back().media = media_of(database, query.integer(0));
    }
    return database.result(std::move(forms));
}

Result<InstalledForm> Store::form(const std::string& id, const std::optional<std::string>& version) const {
    Database& database = *impl_->database;
    Query query(database,
                "SELECT number, id, version, title, file_name, installed_ms, source FROM forms"
                " WHERE id = ? AND (? OR version = ?) ORDER BY number DESC LIMIT 1",
                id, version ? 0 : 1, version.value_or(""));
    if (!query.step()) {
        if (auto status = database.status(); !status) return fail(std::move(status.error()));
        return fail(ErrorCode::not_found, version ? id + " " + *version : id);
    }
    InstalledForm form = head_of(query);
    form.source = query.text(6);
    form.media = media_of(database, query.integer(0));
    return database.result(std::move(form));
}

}  // namespace yuanquan::store
