/* address.h - where a server listens, as URLs. */
#ifndef APP_ADDRESS_H
#define APP_ADDRESS_H
#include <stdbool.h>
#include <stdint.h>

/** Room for a URL; a longer one is cut. */
#define APP_ADDRESS_URL 320

struct app_address {
    const char *host; /**< as the settings have it */
    uint16_t port;
    bool tls;
};

/** For people: "http://0.0.0.0:8000". Returns `url`. */
const char *app_address_shown(const struct app_address *address, char url[APP_ADDRESS_URL]);

/** For a client on this machine, which can use it as it is: with a loopback address where the
 *  server listens on all addresses. Returns `url`. */
const char *app_address_local(const struct app_address *address, char url[APP_ADDRESS_URL]);

#endif
