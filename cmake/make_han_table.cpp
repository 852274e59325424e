// Prints the table behind reading_in_table() of model/base/han_reading.hpp, out of ICU's transliterators: C++ on standard
// output. Run by the build; its own file of C++, so that the table is always that of the ICU it was built with.

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "model/base/han_reading.hpp"

using namespace yuanquan::base;

int main() {
    std::map<std::string, std::size_t> number;   // Of a reading; '' is 0: not in the table.
    std::vector<std::string> readings{""};
    number[""] = 0;
    const auto number_of = [&](const std::string& reading) {
        const auto [known, is_new] = number.emplace(reading, readings.size());
        if (is_new) readings.push_back(reading);
        return known->second;
    };
    std::vector<std::size_t> han;
    std::string names;
    for (char32_t c = kTableFirst; c <= kTableLast; ++c) {
        const std::u32string_view text(&c, 1);
        const auto plain = read_with_icu(Reading::han, text), name = read_with_icu(Reading::name, text);
        const bool is_read = !plain.empty() && static_cast<unsigned char>(plain.front()) < 0x80;   // Else it came back as it was.
        han.push_back(is_read ? number_of(plain) : 0);
        if (is_read && name != plain) {
            names += "    {" + std::to_string(static_cast<unsigned long>(c)) + ", " + std::to_string(number_of(name)) + "},\n";
        }
    }
    std::puts("// Made by cmake/make_han_table.cpp.\n#include \"model/base/han_reading.hpp\"\n");
    std::puts("#include <cstdint>\n\nnamespace yuanquan::base {\nnamespace {\n\nconstexpr std::string_view kReadings[] = {");
    for (const auto& reading : readings) std::printf("    \"%s\",\n", reading.c_str());
    std::puts("};\nconstexpr std::uint16_t kHan[] = {");
    for (std::size_t i = 0; i < han.size(); ++i) std::printf("%zu,%s", han[i], i % 24 == 23 ? "\n" : "");
    std::printf("};\nstruct Name {\n    char32_t character;\n    std::uint16_t reading;\n};\nconstexpr Name kNames[] = {\n%s};\n", names.c_str());
    std::puts("\n}  // namespace\n\nstd::string_view reading_in_table(Reading kind, char32_t character) {\n"
              "    if (character < kTableFirst || character > kTableLast || kind == Reading::other) return {};\n"
              "    if (kind == Reading::name) {\n"
              "        for (const auto& name : kNames) {\n"
              "            if (name.character == character) return kReadings[name.reading];\n"
              "        }\n"
              "    }\n"
              "    return kReadings[kHan[character - kTableFirst]];\n"
              "}\n\n}  // namespace yuanquan::base");
    return std::fclose(stdout) == 0 ? 0 : 1;
}
