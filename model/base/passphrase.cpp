#include "model/base/passphrase.hpp"

#include <sodium.h>

#include "model/base/check.hpp"

namespace yuanquan::base {

std::string hash_passphrase(std::string_view passphrase) {
    char hash[crypto_pwhash_STRBYTES];
    YQ_CHECK(sodium_init() >= 0);
    // "Interactive": 64 MiB, a tenth of a second on an old laptop.
    YQ_CHECK(crypto_pwhash_str(hash, passphrase.data(), passphrase.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                               crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0);
    return hash;
}

bool passphrase_fits(const std::string& hash, std::string_view passphrase) {
    if (hash.size() >= crypto_pwhash_STRBYTES || sodium_init() < 0) return false;
    return crypto_pwhash_str_verify(hash.c_str(), passphrase.data(), passphrase.size()) == 0;
}

}  // namespace yuanquan::base
