// The entities sheet and the save_to column → meta/entity in the section where each entity belongs.
// https://getodk.github.io/xforms-spec/entities
//
// Where an entity goes: as deep as its references need, and no two in one section. save_to fixes the repeat;
// what is only referred to (label, conditions) may lie anywhere above.

#include <algorithm>
#include <optional>
#include <set>

#include "model/form/xlsform_reading.hpp"
#include "model/form/xlsform_references.hpp"
#include "model/form/xlsform_words.hpp"

namespace yuanquan::form {

namespace {

using Path = std::vector<Draft*>;  // From the root down to a section.

struct Reference {
    Path path;  // The section that holds the question.
    int row = 0;
    std::string property;  // Of save_to; '' for a name that the entity refers to.
    std::string question;
};

struct Entity {
    int row = 0;
    std::string name, id, create_if, update_if, label;
    bool has_label = false;
    std::set<std::string, std::less<>> names;  // That its expressions refer to.
    std::vector<Reference> references;
    Path wanted;                 // Section, and above it those that would do.
    std::size_t scope = 0;       // Sections of its path down to the repeat that bounds it.
    std::vector<Path> lineages;  // Distinct sections of its save_to.
    Draft* section = nullptr;
};

bool bounds(const Draft& section) {
    return section.kind == Draft::Kind::repeat || section.kind == Draft::Kind::survey;
}

Path scope_of(const Path& path) {
    for (std::size_t i = path.size(); i > 0; --i) {
        if (bounds(*path[i - 1])) return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i)};
    }
    return {path.front()};
}

std::size_t repeats_in(const Path& path) {
    return static_cast<std::size_t>(std::count_if(
        path.begin(), path.end(), [](const Draft* d) { return d->kind == Draft::Kind::repeat; }));
}

std::size_t groups_below_scope(const Path& path) {
    return path.size() - scope_of(path).size();
}

bool begins_with(const Path& path, const Path& start) {
    return path.size() >= start.size() && std::equal(start.begin(), start.end(), path.begin());
}

struct Placement {
    XlsformReading& reading;
    std::vector<Entity> entities{};

    base::Place at(const Entity& entity, const char* key) const {
        return reading.place(SheetKind::entities, entity.row, key);
    }

    void read_sheet() {
        SheetTable& table = reading.entities_table;
        for (const Heading& heading : table.headings) {
            if (heading.tokens.empty() || heading.known || table.rows() == 0) continue;
            base::Place place = table.place(reading.options.file_name, table.sheet->rows.front().number, "");
            place.column = heading.written;
            reading.error("form.entities_column", place, {{"column", heading.written}});
        }
        for (std::size_t i = 0; i < table.rows(); ++i) {
            const Record record = read_record(table, table.row(i), false, "default");
            Entity entity;
            entity.row = record.row;
            entity.name = record.text("dataset");
            entity.id = record.text("entity_id");
            entity.create_if = record.text("create_if");
            entity.update_if = record.text("update_if");
            const auto label = record.texts.find("label");
            entity.has_label = label != record.texts.end();
            if (entity.has_label) entity.label = label->second.any();
            for (const std::string* text :
                 {&entity.id, &entity.create_if, &entity.update_if, &entity.label}) {
                for (std::string& name : referred_names(*text))
                    entity.names.insert(std::move(name));
            }
            if (check(entity)) entities.push_back(std::move(entity));
        }
    }

    bool check(const Entity& entity) {
        const auto fault = [&](const char* code, const char* key) {
            reading.error(code, at(entity, key), {{"list", entity.name}});
            return false;
        };
        if (entity.name.empty()) return fault("form.entity_without_name", "dataset");
        if (entity.name.starts_with("__")) return fault("form.entity_reserved", "dataset");
        if (entity.name.find('.') != std::string::npos) return fault("form.entity_period", "dataset");
        if (!is_xml_name(entity.name)) return fault("form.entity_name", "dataset");
        const bool twice = std::any_of(entities.begin(), entities.end(),
                                       [&](const Entity& e) { return e.name == entity.name; });
        if (twice) return fault("form.entity_twice", "dataset");
        if (entity.id.empty() && !entity.update_if.empty()) return fault("form.entity_needs_id", "entity_id");
        if (!entity.id.empty() && !entity.create_if.empty() && entity.update_if.empty()) {
            return fault("form.entity_needs_update_if", "update_if");
        }
        if (entity.id.empty() && !entity.has_label) return fault("form.entity_needs_label", "label");
        return true;
    }

    Entity* named(std::string_view name) {
        const auto it =
            std::find_if(entities.begin(), entities.end(), [&](const Entity& e) { return e.name == name; });
        return it == entities.end() ? nullptr : &*it;
    }

    // What of the survey sheet belongs to which entity.
    void collect(Draft& section, Path path) {
        path.push_back(&section);
        for (const auto& child : section.children) {
            if (child->meta_child) continue;
            const Path& above = path;
            if (child->bind.find("entities:saveto") != nullptr) save_to(*child, above);
            for (Entity& entity : entities) {
                if (entity.names.contains(child->name))
                    entity.references.push_back({above, child->row, {}, child->name});
            }
            if (child->is_section()) collect(*child, path);
        }
    }

    void save_to(Draft& draft, const Path& path) {
        const base::Place place = reading.place(draft, "bind/entities:saveto");
        std::string property = draft.bind.text("entities:saveto");
        const auto fault = [&](const char* code, const std::string& list = {}) {
            reading.error(code, place, {{"property", property}, {"list", list}});
        };
        if (entities.empty())
            return reading.entities_table.rows() == 0 ? fault("form.save_to_without_entity") : void();
        const auto hashes = std::count(property.begin(), property.end(), '#');
        if (hashes > 1) return fault("form.save_to_hashes");
        std::string list = entities.front().name;
        if (hashes == 1) {
            list = property.substr(0, property.find('#'));
            property = property.substr(property.find('#') + 1);
            draft.bind.set("entities:saveto", property);
        } else if (entities.size() > 1) {
            return fault("form.save_to_which");
        }
        Entity* entity = named(list);
        if (entity == nullptr) return fault("form.save_to_list", list);
        if (draft.is_section()) return fault("form.save_to_section");
        const std::string lower = lower_ascii(property);
        if (lower == "name" || lower == "label") return fault("form.save_to_reserved");
        if (property.starts_with("__")) return fault("form.save_to_underscores");
        if (!is_xml_name(property)) return fault("form.save_to_name");
        for (const Reference& other : entity->references) {
            if (other.property == property) return fault("form.save_to_twice", list);
        }
        entity->references.push_back({path, draft.row, property, draft.name});
    }

    // The section that an entity asks for, or a finding.
    void decide(Entity& entity) {
        Draft* root = reading.root.get();
        if (entity.references.empty()) {
            entity.wanted = {root};
            entity.scope = 1;
            return;
        }
        const Reference* scope = &entity.references.front();
        for (const Reference& r : entity.references) {
            if (repeats_in(scope_of(r.path)) > repeats_in(scope_of(scope->path))) scope = &r;
        }
        const Path deepest = scope_of(scope->path);
        const Reference* container = nullptr;
        const Reference* saved = nullptr;
        for (const Reference& r : entity.references) {
            if (scope_of(r.path) == deepest &&
                (container == nullptr || groups_below_scope(r.path) > groups_below_scope(container->path))) {
                container = &r;
            }
            if (r.property.empty()) continue;
            if (std::find(entity.lineages.begin(), entity.lineages.end(), r.path) == entity.lineages.end()) {
                entity.lineages.push_back(r.path);
            }
            const bool deeper =
                scope_of(r.path) == deepest &&
                groups_below_scope(r.path) > groups_below_scope(saved == nullptr ? r.path : saved->path);
            if (saved == nullptr || deeper ||
                repeats_in(scope_of(r.path)) > repeats_in(scope_of(saved->path)))
                saved = &r;
        }
        entity.wanted = saved != nullptr ? saved->path : container->path;
        if (!entity.lineages.empty()) {
            Path common = entity.lineages.front();
            for (const Path& path : entity.lineages) {
                while (!begins_with(path, common))
                    common.pop_back();
            }
            const Path bound = scope_of(saved->path);
            const auto rank = [](const Path& p) { return std::pair(repeats_in(p), groups_below_scope(p)); };
            entity.wanted = entity.lineages.size() > 1 && !(rank(common) > rank(bound)) ? bound : common;
        }
        check_scopes(entity, deepest);
        entity.scope = deepest.size();
    }

    void check_scopes(const Entity& entity, const Path& deepest) {
        const Path wanted = scope_of(entity.wanted);
        for (const Reference& r : entity.references) {
            const Path own = scope_of(r.path);
            const bool fits = begins_with(deepest, own) && (r.property.empty() || own == wanted);
            if (fits) continue;
            if (!r.property.empty()) {
                reading.error("form.save_to_scope",
                              reading.place(SheetKind::survey, r.row, "bind/entities:saveto"),
                              {{"list", entity.name}, {"property", r.property}});
            } else {
                reading.error("form.entity_scope", at(entity, "label"),
                              {{"list", entity.name}, {"name", r.question}});
            }
        }
    }

    void place_all() {
        std::map<Path, Entity*> taken;
        std::vector<Entity*> order;
        std::vector<Draft*> scopes;  // In the order in which the survey sheet meets them.
        std::stable_sort(entities.begin(), entities.end(), [](const Entity& a, const Entity& b) {
            const auto first = [](const Entity& e) {
                return e.references.empty() ? 1 << 30 : e.references.front().row;
            };
            return first(a) < first(b);
        });
        for (Entity& entity : entities) {
            Draft* bound = scope_of(entity.wanted).back();
            if (std::find(scopes.begin(), scopes.end(), bound) == scopes.end()) scopes.push_back(bound);
        }
        if (scopes.size() == 1 && entities.size() == 1 && scopes.front() == reading.root.get()) {
            entities.front().section = reading.root.get();
            return;
        }
        for (Draft* scope : scopes) {
            std::vector<Entity*> here;
            for (Entity& entity : entities) {
                if (scope_of(entity.wanted).back() == scope) here.push_back(&entity);
            }
            std::stable_sort(here.begin(), here.end(),
                             [](const Entity* a, const Entity* b) { return a->row < b->row; });
            for (Entity* entity : here)
                place_one(*entity, taken);
        }
    }

    void place_one(Entity& entity, std::map<Path, Entity*>& taken) {
        for (std::size_t depth = entity.wanted.size(); depth >= entity.scope && depth > 0; --depth) {
            const Path here(entity.wanted.begin(),
                            entity.wanted.begin() + static_cast<std::ptrdiff_t>(depth));
            if (taken.contains(here)) {
                const bool blocked = std::any_of(entity.lineages.begin(), entity.lineages.end(),
                                                 [&](const Path& path) { return taken.contains(path); });
                if (blocked) break;
                continue;
            }
            entity.section = here.back();
            taken[here] = &entity;
            for (const Path& lineage : entity.lineages) {
                for (std::size_t i = lineage.size(); i >= here.size(); --i) {
                    taken[{lineage.begin(), lineage.begin() + static_cast<std::ptrdiff_t>(i)}] = &entity;
                }
            }
            return;
        }
        reading.error("form.entity_no_room", at(entity, "dataset"), {{"list", entity.name}});
    }

    static std::unique_ptr<Draft> part(const Entity& entity, Draft::Kind kind, const char* name,
                                       std::string calculate) {
        auto draft = std::make_unique<Draft>();
        draft->kind = kind;
        draft->name = name;
        draft->sheet = SheetKind::entities;
        draft->row = entity.row;
        draft->meta_child = true;
        if (calculate.empty()) return draft;
        draft->bind.set("calculate", std::move(calculate));
        draft->bind.set("readonly", "true()");
        draft->bind.set("type", "string");
        return draft;
    }

    // meta/entity with its attributes: dataset, create or update, id, and the versions it rests on.
    std::unique_ptr<Draft> entity_draft(const Entity& entity) {
        auto draft = part(entity, Draft::Kind::entity, "entity", {});
        const auto attribute = [&](const char* name, std::string value, std::string calculate) -> Draft& {
            auto node = part(entity, Draft::Kind::attribute, name, std::move(calculate));
            node->attribute_value = std::move(value);
            return draft->add(std::move(node));
        };
        attribute("dataset", entity.name, {});
        if (entity.id.empty() || !entity.create_if.empty()) attribute("create", "1", entity.create_if);
        if (!entity.id.empty()) {
            attribute("update", "1", entity.update_if);
            const std::string item = "instance('" + entity.name + "')/root/item[name=" + entity.id + "]";
            attribute("baseVersion", "", item + "/__version");
            attribute("trunkVersion", "", item + "/__trunkVersion");
            attribute("branchId", "", item + "/__branchId");
        }
        Draft& id = attribute("id", "", entity.id);
        id.bind.set("readonly", "true()");
        id.bind.set("type", "string");
        if (entity.id.empty()) {
            id.events.push_back({"setvalue", "odk-instance-first-load", "uuid()", {}});
            const bool in_repeat = std::any_of(entity.wanted.begin(), entity.wanted.end(),
                                               [](const Draft* d) { return d->kind == Draft::Kind::repeat; });
            if (in_repeat) id.events.push_back({"setvalue", "odk-new-repeat", "uuid()", {}});
        }
        if (entity.has_label) draft->add(part(entity, Draft::Kind::question, "label", entity.label));
        return draft;
    }
};

}  // namespace

void XlsformReading::read_entities() {
    entities_table = read_headings(workbook, SheetKind::entities, options.file_name, findings);
    Placement placement{*this};
    placement.read_sheet();
    placement.collect(*root, {});
    if (placement.entities.empty()) return;
    for (Entity& entity : placement.entities) {
        placement.decide(entity);
        if (!entity.id.empty() && !has_file_named(*root, entity.name)) {
            error("form.entity_needs_list", placement.at(entity, "dataset"), {{"list", entity.name}});
        }
    }
    if (has_errors()) return;
    placement.place_all();
    for (const Entity& entity : placement.entities) {
        if (entity.section == nullptr) continue;
        auto meta = std::make_unique<Draft>();
        meta->kind = Draft::Kind::group;
        meta->name = "meta";
        meta->bodyless = true;
        meta->meta_child = true;
        Draft* into = nullptr;
        for (const auto& child : entity.section->children) {
            if (child->bodyless) into = child.get();
        }
        if (into == nullptr) into = &entity.section->add(std::move(meta));
        into->add(placement.entity_draft(entity));
    }
}

}  // namespace yuanquan::form
