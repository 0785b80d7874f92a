/* tls.h - looks at the TLS files before libwebsockets does, whose messages name neither the file
 * nor what is wrong with it. */
#ifndef NET_TLS_H
#define NET_TLS_H
#include <stdbool.h>
#include <stddef.h>

/** True when `certificate` is a PEM file with a certificate and its chain, and `key` one with its
 *  private key; otherwise false with a sentence in `error`. */
bool net_tls_check(const char *certificate, const char *key, char *error, size_t error_size);

#endif
