#include "app/address.h"

#include "base/print.h"

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* Room for a host; three characters for each that a URL cannot have. */
#define HOST_SIZE 256

/* An address can be written in several ways: all of "0", "0.0.0.0", "::" and "0::0" mean all. */
static const char *reachable(const char *host) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    const char *local = host;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return host;
    if (found->ai_family == AF_INET &&
        ((const struct sockaddr_in *)found->ai_addr)->sin_addr.s_addr == htonl(INADDR_ANY))
        local = "127.0.0.1";
    else if (found->ai_family == AF_INET6 &&
             IN6_IS_ADDR_UNSPECIFIED(&((const struct sockaddr_in6 *)found->ai_addr)->sin6_addr))
        local = "::1";
    freeaddrinfo(found);
    return local;
}

/* The name of an interface, behind a %, may have any characters. */
static void escape(const char *host, char out[HOST_SIZE]) {
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:";
    size_t used = 0;
    for (; *host && used + 4 <= HOST_SIZE; host++)
        used += base_print(out + used, HOST_SIZE - used, strchr(plain, *host) ? "%c" : "%%%02X",
                           (unsigned char)*host);
    out[used] = '\0';
}

static const char *print_url(const struct app_address *address, const char *host,
                             char url[APP_ADDRESS_URL]) {
    bool six = strchr(host, ':');
    (void)base_print(url, APP_ADDRESS_URL, "%s://%s%s%s:%u", address->tls ? "https" : "http",
                     six ? "[" : "", host, six ? "]" : "", (unsigned)address->port);
    return url;
}

const char *app_address_shown(const struct app_address *address, char url[APP_ADDRESS_URL]) {
    return print_url(address, address->host, url);
}

const char *app_address_local(const struct app_address *address, char url[APP_ADDRESS_URL]) {
    char host[HOST_SIZE];
    escape(reachable(address->host), host);
    return print_url(address, host, url);
}
