#pragma once
// Headquarters' TLS key and the certificate it signs for itself. Laptops pin the key (not a name, not a date: their clocks
// may say 1970), so no authority of the network can stand in for it. The only user of OpenSSL in this folder.

#include <string>

#include "model/base/error.hpp"

namespace yuanquan::hq {

struct TlsIdentity {
    std::string key, certificate;   // PEM.
    std::string pin;                // "sha256//" and base64: of the public key, as libcurl has it.
};
base::Result<TlsIdentity> make_tls_identity();
base::Result<std::string> tls_pin(const std::string& certificate);   // damaged

}  // namespace yuanquan::hq
