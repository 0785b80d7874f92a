#include "client/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct scheme {
    const char *prefix;
    bool tls;
} schemes[] = {{"http://", false}, {"https://", true}, {"ws://", false}, {"wss://", true}};

static bool wrong(char *error, size_t size, const char *what) {
    (void)snprintf(error, size, "%s. A URL looks like http://localhost:8000", what);
    return false;
}

/* Copies `length` bytes; false when they do not fit, or there are none. */
static bool take(char *to, size_t room, const char *from, size_t length) {
    if (length == 0 || length >= room)
        return false;
    memcpy(to, from, length);
    to[length] = '\0';
    return true;
}

static bool read_host(const char **at, struct client_address *address) {
    bool six = **at == '[';
    const char *start = *at + six;
    size_t length = strcspn(start, six ? "]" : ":/?#");
    *at = start + length;
    if (six && **at != ']')
        return false;
    *at += six;
    return take(address->host, sizeof address->host, start, length);
}

static bool read_port(const char **at, struct client_address *address) {
    if (**at != ':') {
        (void)snprintf(address->port, sizeof address->port, "%s", address->tls ? "443" : "80");
        return true;
    }
    size_t length = strspn(++*at, "0123456789");
    bool taken = take(address->port, sizeof address->port, *at, length);
    *at += length;
    long port = taken ? strtol(address->port, NULL, 10) : 0;
    return port > 0 && port <= 65535;
}

static bool read_path(const char *at, struct client_address *address) {
    size_t length = strlen(at);
    if (length <= 1) {
        (void)snprintf(address->path, sizeof address->path, "/socket.io/");
        return length == 0 || *at == '/';
    }
    if (*at != '/' || strpbrk(at, "?# \r\n"))
        return false;
    bool slash = at[length - 1] == '/';
    int n = snprintf(address->path, sizeof address->path, "%s%s", at, slash ? "" : "/");
    return n < (int)sizeof address->path;
}

bool client_address_parse(const char *url, struct client_address *address, char *error,
                          size_t error_size) {
    const char *at = url;
    *address = (struct client_address){.tls = false};
    if (strstr(url, "://")) {
        size_t i = 0;
        while (i < sizeof schemes / sizeof schemes[0] &&
               strncmp(url, schemes[i].prefix, strlen(schemes[i].prefix)) != 0)
            i++;
        if (i == sizeof schemes / sizeof schemes[0])
            return wrong(error, error_size, "the scheme must be http, https, ws or wss");
        address->tls = schemes[i].tls;
        at += strlen(schemes[i].prefix);
    }
    if (!read_host(&at, address))
        return wrong(error, error_size, "the host is missing");
    if (!read_port(&at, address))
        return wrong(error, error_size, "the port must be a number from 1 to 65535");
    if (!read_path(at, address))
        return wrong(error, error_size, "the path must not contain spaces or control characters");
    return true;
}
