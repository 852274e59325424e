#include "model/form/named_files.hpp"

namespace yuanquan::form {
namespace {

// "jr://images/house.png" and "house.png" alike; a name with a folder in it names nothing.
void add(std::string name, std::set<std::string>& files) {
    if (name.starts_with("jr://")) name.erase(0, name.rfind('/') + 1);
    const bool plain = !name.empty() && name.front() != '.' && name.find_first_of("/\\:") == std::string::npos;
    if (plain) files.insert(std::move(name));
}

void add(const Text& text, std::set<std::string>& files) {
    for (const auto& phrase : text.by_language) {
        if (!phrase) continue;
        for (const auto& [kind, file] : phrase->media) add(file, files);
    }
}

}  // namespace

std::set<std::string> named_files(const Form& form) {
    std::set<std::string> files;
    for (const auto& list : form.instances) {
        if (list.source != "jr://instance/last-saved") add(list.source, files);
    }
    for (const auto& [id, text] : form.texts) add(text, files);
    for (const auto& control : form.controls) {
        for (const Text* text : {&control.label, &control.hint, &control.guidance}) add(*text, files);
        for (const auto& item : control.items) add(item.label, files);
    }
    return files;
}

}  // namespace yuanquan::form
