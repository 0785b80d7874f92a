/* address.h - where the server under test is: the URL of the command line, taken apart. */
#ifndef CONFORM_ADDRESS_H
#define CONFORM_ADDRESS_H
#include <stdbool.h>
#include <stddef.h>

struct conform_address {
    bool tls;      /**< https or wss */
    bool insecure; /**< the certificate is not checked */
    char host[256];
    char port[6];
    char path[256]; /**< of Engine.IO, "/socket.io/" unless the URL names one; ends in a slash */
};

/** Reads `[http|https|ws|wss://]HOST[:PORT][/PATH]`; IPv6 in brackets. False with a sentence that
 *  says what would be right. */
bool conform_address_parse(const char *url, struct conform_address *address, char *error,
                           size_t error_size);

#endif
