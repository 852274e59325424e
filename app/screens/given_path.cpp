#include "app/screens/given_path.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::screens {

namespace {

constexpr std::string_view kAddress = "file://";

std::string_view unquoted(std::string_view text) {
    text = base::trim(text);
    const bool quoted = text.size() > 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

// "%20" and its like as the bytes that they stand for.
std::string decoded(std::string_view address) {
    std::string out;
    for (std::size_t i = 0; i < address.size(); ++i) {
        unsigned byte = 0;
        const auto figures = address.substr(std::min(i + 1, address.size()), 2);
        const bool coded = address[i] == '%' && figures.size() == 2 &&
                           std::from_chars(figures.data(), figures.data() + 2, byte, 16).ptr == figures.data() + 2;
        out += coded ? static_cast<char>(byte) : address[i];
        if (coded) i += 2;
    }
    return out;
}

}  // namespace

std::string path_of(std::string_view given) {
    const auto text = unquoted(given);
    if (text.starts_with(kAddress)) {
        const auto rest = text.substr(kAddress.size());
        return decoded(rest.substr(std::min(rest.find('/'), rest.size())));   // Behind the machine's name, which is mostly left out.
    }
    const char* home = std::getenv("HOME");
    if (text.starts_with("~/") && home != nullptr) return home + std::string(text.substr(1));
    return std::string(text);
}

bool looks_like_path(std::string_view given) {
    const auto text = unquoted(given);
    constexpr std::array<std::string_view, 5> kBeginnings{"/", "~/", "./", "../", kAddress};
    constexpr std::array<std::string_view, 4> kEndings{".yqe", ".png", ".jpg", ".jpeg"};
    const auto folded = base::fold_case(text);
    const bool drive = text.size() > 2 && text[1] == ':' && (text[2] == '\\' || text[2] == '/');
    return drive || std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](auto beginning) { return text.starts_with(beginning); }) ||
           std::any_of(kEndings.begin(), kEndings.end(), [&](auto ending) { return folded.ends_with(ending); }) ||
           (text.find('/') != text.npos && base::exists(std::string(text)));
}

}  // namespace yuanquan::screens
