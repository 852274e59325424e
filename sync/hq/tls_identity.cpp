#include "sync/hq/tls_identity.hpp"

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "model/base/digest.hpp"

namespace yuanquan::hq {

namespace {

template <class T, void (*kFree)(T*)>
struct Freed {
    void operator()(T* value) const { kFree(value); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO, BIO_free_all>>;

std::string text_of(BIO* memory) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

// From 1970 to the last day that the format can name: nothing hangs on a laptop's clock.
bool fill(X509* certificate, EVP_PKEY* key) {
    auto* name = X509_get_subject_name(certificate);
    return X509_set_version(certificate, X509_VERSION_3) == 1 &&
           ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
           ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "19700101000000Z") == 1 &&
           ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), "99991231235959Z") == 1 &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("yuanquan"), -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
           X509_sign(certificate, key, EVP_sha256()) != 0;
}

}  // namespace

base::Result<TlsIdentity> make_tls_identity() {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));  // EVP_EC_gen() is a macro that casts const away.
    const Certificate certificate(X509_new());
    const Memory key_text(BIO_new(BIO_s_mem())), certificate_text(BIO_new(BIO_s_mem()));
    if (!key || !certificate || !key_text || !certificate_text || !fill(certificate.get(), key.get()) ||
        PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1) {
        return base::fail(base::ErrorCode::io_failed, "TLS key", "libcrypto");
    }
    TlsIdentity identity{text_of(key_text.get()), text_of(certificate_text.get()), {}};
    auto pin = tls_pin(identity.certificate);
    if (!pin) return base::fail(std::move(pin.error()));
    identity.pin = std::move(*pin);
    return identity;
}

base::Result<std::string> tls_pin(const std::string& text) {
    const Memory memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    const Certificate certificate(memory ? PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr) : nullptr);
    unsigned char* bytes = nullptr;
    const int size = certificate ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &bytes) : -1;
    if (size <= 0) return base::fail(base::ErrorCode::damaged, "TLS certificate");
    const std::string key(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return "sha256//" + base::to_base64(base::named_digest(base::NamedDigest::sha256, key));
}

}  // namespace yuanquan::hq
