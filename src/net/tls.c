#include "net/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_readable(const char *path, char *error, size_t error_size) {
    if (access(path, R_OK) == 0)
        return true;
    (void)snprintf(error, error_size, "cannot read %s: %s", path, strerror(errno));
    return false;
}

static bool fail_file(const char *path, const char *what, char *error, size_t error_size) {
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    (void)snprintf(error, error_size, "%s %s (%s)", path, what, reason ? reason : "OpenSSL");
    ERR_clear_error();
    return false;
}

/* A key with a passphrase would make OpenSSL ask for it on the terminal. */
static int no_passphrase(char *buffer, int size, int writing, void *context) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)context;
    return 0;
}

bool net_tls_check(const char *certificate, const char *key, char *error, size_t error_size) {
    if (!is_readable(certificate, error, error_size) || !is_readable(key, error, error_size))
        return false;
    ERR_clear_error();
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    bool fits = false;
    if (!context) {
        (void)snprintf(error, error_size, "cannot set up TLS");
        return false;
    }
    SSL_CTX_set_default_passwd_cb(context, no_passphrase);
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1)
        (void)fail_file(certificate, "is not a PEM file with a usable certificate", error,
                        error_size);
    else if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        (void)fail_file(key, "is not a PEM file with the private key of the certificate", error,
                        error_size);
    else if (SSL_CTX_check_private_key(context) != 1)
        (void)fail_file(key, "is not the private key of the certificate", error, error_size);
    else
        fits = true;
    SSL_CTX_free(context);
    return fits;
}
