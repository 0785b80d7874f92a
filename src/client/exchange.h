/* exchange.h - one HTTP request and its answer, on a connection of their own. */
#ifndef CLIENT_EXCHANGE_H
#define CLIENT_EXCHANGE_H
#include "client/http.h"
#include "client/socket.h"

/** Connects, asks, reads the answer, closes. False with a sentence when no whole answer came before
 *  `deadline` (client_now()). `response` takes its memory from `memory`; client_response_free in
 *  either case. `request` need not ask for the connection to be closed. */
bool client_exchange(const struct client_address *address, const struct client_request *request,
                     struct client_response *response, struct base_memory *memory, int64_t deadline,
                     char *error, size_t error_size);

#endif
