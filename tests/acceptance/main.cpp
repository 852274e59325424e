// chronicle DIR: makes the acceptance set in an empty or new folder.

#include <cstdio>

#include "tests/acceptance/chronicle_set.hpp"

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: chronicle DIR\n", stderr);
        return 2;
    }
    const auto made = yuanquan::acceptance::make_chronicle(argv[1]);
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().describe().c_str());
        return 1;
    }
    std::printf("%zu records on %zu laptops; %zu corrected, %zu edited by two, %zu exchanges cut, %zu laptops late\n", made->records,
                made->laptops, made->corrections, made->conflicts, made->cut_exchanges, made->late);
    return 0;
}
