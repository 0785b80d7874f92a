/* ask.h - one HTTP request to the server under test. */
#ifndef CONFORM_ASK_H
#define CONFORM_ASK_H
#include "client/http.h"
#include "conform/case.h"

/** Sends a request with that body (empty: GET, else POST), with `headers` as in client_request.
 *  The answer's bytes live as long as the case. NULL: none came, `*error` says why. */
const struct client_response *conform_ask(struct conform_case *c, const char *target,
                                          const char *headers, struct base_slice body,
                                          const char **error);

#endif
