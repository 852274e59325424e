#pragma once
// What is kept of a passphrase: Argon2id over libsodium, slow on purpose, with its own salt and parameters in the text.

#include <string>
#include <string_view>

namespace yuanquan::base {

std::string hash_passphrase(std::string_view passphrase);
bool passphrase_fits(const std::string& hash, std::string_view passphrase);   // False also for a damaged hash.

}  // namespace yuanquan::base
