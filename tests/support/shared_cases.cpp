#include "tests/support/shared_cases.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace yuanquan::support {

std::optional<std::string> shared_folder() {
    const char* set = std::getenv("YUANQUAN_SHARED");
    const std::string folder = set != nullptr ? set : std::string(YUANQUAN_SOURCE_DIR) + "/../shared";
    if (std::filesystem::is_directory(folder)) return folder;
    return std::nullopt;
}

std::string read_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

namespace {

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

// The string that starts after the quote at `at`, which moves past its end.
std::string string_at(std::string_view line, std::size_t& at) {
    std::string out;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] != '\\') {
            out += line[at];
            continue;
        }
        const char c = line[++at];
        if (c == 'n') out += '\n';
        else if (c == 't') out += '\t';
        else if (c == 'r') out += '\r';
        else if (c != 'u') out += c;
        else {
            auto code = static_cast<unsigned>(std::stoul(std::string(line.substr(at + 1, 4)), nullptr, 16));
            at += 4;
            if (code >= 0xD800 && code < 0xDC00 && line.substr(at + 1, 2) == "\\u") {
                const auto low = static_cast<unsigned>(std::stoul(std::string(line.substr(at + 3, 4)), nullptr, 16));
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                at += 6;
            }
            append_utf8(out, code);
        }
    }
    ++at;
    return out;
}

// Members of the outermost object only.
std::optional<std::string> member_of(std::string_view line, const std::string& name) {
    int depth = 0;
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        if (c == '"') {
            const std::string text = string_at(line, at);
            if (depth != 1 || text != name) continue;
            while (at < line.size() && (line[at] == ' ' || line[at] == ':')) ++at;
            if (at < line.size() && line[at] == '"') return string_at(line, at);
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> json_members(const std::string& file, const std::string& member) {
    std::vector<std::pair<std::string, std::string>> out;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        auto id = member_of(line, "id");
        auto value = member_of(line, member);
        if (id && value) out.emplace_back(*std::move(id), *std::move(value));
    }
    return out;
}

}  // namespace yuanquan::support
