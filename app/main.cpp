// The entry: everything else is in the layers.
#include <cstdio>

int main() {
    std::puts("yuanquan " YUANQUAN_VERSION);
    return 0;
}
