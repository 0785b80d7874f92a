/* expect.h - what a case expects of the server.
 *
 * What comes is kept in the order of arrival; expecting an event takes the first of its kind that
 * was not taken yet, so that other kinds may come in between. When it does not come, the case ends
 * (case.h). Every payload is validated by its schema on arrival, and what is wrong with it counts
 * against the requirement of that schema, not against the case. */
#ifndef CONFORM_EXPECT_H
#define CONFORM_EXPECT_H
#include "conform/worker.h"

/** The kinds that say that the server ends the connection. */
#define CONFORM_ENDS (CONFORM_KIND(CONFORM_DISCONNECTED) | CONFORM_KIND(CONFORM_LOST))

/** The next arrival of a kind, decoded into `out` (the generated struct of the event; NULL: not
 *  wanted). */
struct conform_event *conform_expect(struct conform_worker *w, int kind, void *out);

/** The next arrival whose kind is in the set; `what` says in words what is expected. */
struct conform_event *conform_expect_any(struct conform_worker *w, uint64_t kinds,
                                         const char *what);

/** As above, but NULL when none has come at `deadline` (client_now()). */
struct conform_event *conform_look(struct conform_worker *w, uint64_t kinds, int64_t deadline);

/** fragment:ack and then fragment:processed of that fragment. Returns the latter. */
struct conform_event *conform_expect_result(struct conform_worker *w,
                                            const struct conform_fragment *fragment,
                                            struct sts_fragment_processed *result);

/** That arrival is an error with that code, whatever else is wrong with it, or the case fails:
 *  `what` was expected. */
void conform_check_code(struct conform_worker *w, const struct conform_event *event,
                        enum sts_error_code code, const char *what);

/** An error event with that code. `error` may be NULL. */
struct conform_event *conform_expect_error(struct conform_worker *w, enum sts_error_code code,
                                           struct sts_error *error);

/** stream:end, and the stream:complete that follows. */
void conform_finish(struct conform_worker *w, struct sts_stream_complete *complete);

/** The connection closes; a Socket.IO DISCONNECT may come before. */
void conform_expect_close(struct conform_worker *w);

/** Reads until the server has had time to answer everything that was sent. */
void conform_settle(struct conform_worker *w);

/** None of a kind came that was not taken. Call conform_settle before. */
void conform_expect_none(struct conform_worker *w, int kind);

/** The stream works: a new fragment is acked and processed. */
void conform_still_works(struct conform_worker *w);

/** True when an arrival is an error with that code, whatever else is wrong with it. */
bool conform_has_code(struct conform_worker *w, const struct conform_event *event,
                      enum sts_error_code code);

/** True when such an event has come, taken or not. */
bool conform_has_come(struct conform_worker *w, uint64_t kinds);

/** What came within so many milliseconds instead of what was expected, in full, as words. */
const char *conform_came(struct conform_worker *w, int64_t waited);

/** As conform_check below; `cause` is the requirement that says so. */
void conform_check_because(struct conform_worker *w, bool condition, enum sts_requirement_id cause,
                           const struct conform_event *event, const char *expected);

/** Notes for the case's own requirement that this came instead of what was expected. */
void conform_note_check(struct conform_worker *w, const struct conform_event *event,
                        const char *expected);

/** `condition`, or the case fails: `expected` in words, and the message that breaks it (NULL: what
 * came that was not expected). */
void conform_check(struct conform_worker *w, bool condition, const struct conform_event *event,
                   const char *expected);

#endif
