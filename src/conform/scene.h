/* scene.h - what several cases do: a stream that is slow, one that comes back, rules armed. */
#ifndef CONFORM_SCENE_H
#define CONFORM_SCENE_H
#include "conform/connect.h"
#include "conform/expect.h"
#include "conform/json.h"

/** The body of the case of a requirement; the names are those of sts_requirements.h. */
#define CONFORM_CASE(name) void conform_case_##name(struct conform_case *c)

#define CONFORM_DECLARE(name) CONFORM_CASE(name);
STS_SERVER_REQUIREMENTS(CONFORM_DECLARE)
#undef CONFORM_DECLARE

/** Sends a config:* or simulate:* event and expects its ack; a server that does not have it ends
 *  the case as not offered. */
__attribute__((format(printf, 3, 4))) void
conform_simulate(struct conform_worker *w, enum sts_event_id event, const char *format, ...);

/** A stream whose fragments take `delay` ms, and up to `jitter` ms more; not offered without
 *  config:processing_delay. `members` as in conform_begin_with. */
struct conform_worker *conform_begin_slow(struct conform_case *c, int delay, int jitter,
                                          const char *members);

/** The same, but as fast as it is on a server without config:processing_delay. */
struct conform_worker *conform_begin_slower(struct conform_case *c, int delay, int jitter,
                                            const char *members);

/** Arms one rule, the members of its object, for the worker's stream. */
void conform_arm(struct conform_worker *w, const char *rule);

/** The last stream:ready of a worker's connection; NULL: none. */
struct conform_event *conform_last_ready(struct conform_worker *w);

/** After conform_lose, or beside a connection that still stands: a new connection that takes the
 *  stream over. `ready` is what the server says. */
struct conform_worker *conform_come_back(struct conform_worker *old,
                                         struct sts_stream_ready *ready);

/** The session_id that a stream's connection was told. */
const char *conform_session(struct conform_worker *w);

/** conform_come_back, or the case is not offered: the server does not resume. */
struct conform_worker *conform_resume(struct conform_worker *old);

/** Sends an event that must be refused. Returns the error, what came of the kinds `forbidden`, or
 *  the end of the connection; NULL: nothing within `wait` ms. A server may end the connection after
 *  an error (sts/3/stays-usable is about that): then `*worker` becomes a new one, whose stream is
 * as new, and the event is sent there. */
struct conform_event *conform_ask_refusal(struct conform_worker **worker, const char *event,
                                          const char *json, uint64_t forbidden, int64_t wait);

/** The same; the answer must be an error with that code. */
void conform_expect_refusal(struct conform_worker **worker, const char *event, const char *json,
                            enum sts_error_code code, uint64_t forbidden);

/** Sends an invalid payload of an event, which must be answered with INVALID_CONFIG, and with none
 * of the forbidden kinds. What is wrong is noted for the case's own requirement. `what` says which
 *  rule it breaks. When the server ends the connection or accepts the message, `*worker` becomes a
 *  new one, whose stream is as new. */
void conform_refusal(struct conform_worker **worker, enum sts_event_id event, const char *json,
                     const char *what, uint64_t forbidden);

/** A session with a little of everything, so that each event comes that can come without the
 *  simulation: fragments, errors, the end. Expects nothing but a stream; the number of errors that
 *  came. */
size_t conform_tour(struct conform_case *c);

#endif
