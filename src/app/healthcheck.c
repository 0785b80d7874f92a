#include "app/healthcheck.h"

#include "client/exchange.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Of a status line that is shown. */
#define LINE_SHOWN 80

/* Where a client on this machine reaches a server that listens on `host`. One on :: takes IPv4 as
 * well, and ::1 is not everywhere: Docker's networks have no IPv6 unless they are told to. */
static const char *reachable(const char *host) {
    struct in6_addr six;
    struct in_addr four;
    bool all = (inet_pton(AF_INET, host, &four) == 1 && four.s_addr == htonl(INADDR_ANY)) ||
               (inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_UNSPECIFIED(&six));
    return all ? "127.0.0.1" : host;
}

static bool is_healthy(const struct client_response *response, char *error, size_t error_size) {
    static const char healthy[] = "\"status\":\"healthy\"";
    struct base_slice line = client_response_line(response);
    if (response->status == 200 && response->body.length &&
        memmem(response->body.data, response->body.length, healthy, sizeof healthy - 1))
        return true;
    (void)snprintf(error, error_size, "the server answered %.*s",
                   line.len < LINE_SHOWN ? (int)line.len : LINE_SHOWN, line.ptr);
    return false;
}

static bool ask(const struct client_address *address, char *error, size_t error_size) {
    const struct client_request request = {
        .method = "GET", .target = "/health", .agent = "echo-sts --healthcheck"};
    struct base_memory memory = base_memory_heap();
    struct client_response response;
    bool healthy = client_exchange(address, &request, &response, &memory,
                                   client_now() + APP_HEALTHCHECK_TIMEOUT, error, error_size) &&
                   is_healthy(&response, error, error_size);
    client_response_free(&response);
    return healthy;
}

bool app_healthcheck(const struct app_config *config, char *error, size_t error_size) {
    /* The certificate is not looked at: it names the host that clients use, not this address. */
    struct client_address address = {.tls = config->tls_certificate != NULL, .insecure = true};
    if (config->port == 0) {
        (void)snprintf(error, error_size, "the port is unknown, because ECHO_PORT is 0");
        return false;
    }
    (void)signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
    (void)snprintf(address.port, sizeof address.port, "%lld", (long long)config->port);
    (void)snprintf(address.host, sizeof address.host, "%s", reachable(config->host));
    return ask(&address, error, error_size);
}
