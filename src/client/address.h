/* address.h - where a server is: its URL, taken apart. */
#ifndef CLIENT_ADDRESS_H
#define CLIENT_ADDRESS_H
#include <stdbool.h>
#include <stddef.h>

struct client_address {
    bool tls;      /**< https or wss */
    bool insecure; /**< the certificate is not checked */
    char host[256];
    char port[6];
    char path[256]; /**< of Engine.IO, "/socket.io/" unless the URL names one; ends in a slash */
};

/** Reads `[http|https|ws|wss://]HOST[:PORT][/PATH]`; IPv6 in brackets. False with a sentence that
 *  says what would be right. */
bool client_address_parse(const char *url, struct client_address *address, char *error,
                          size_t error_size);

#endif
