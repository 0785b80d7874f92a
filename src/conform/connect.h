/* connect.h - connections, joined namespaces, and streams that are active. */
#ifndef CONFORM_CONNECT_H
#define CONFORM_CONNECT_H
#include "conform/worker.h"

/** An answer to a request that has to do with limits, keys or the server's state. */
bool conform_is_refusal(int status);

/** A WebSocket connection whose Engine.IO handshake has come; no namespace is joined. `path` is
 *  that of Engine.IO; NULL: the server's. */
struct conform_worker *conform_open(struct conform_case *c, const char *path);

/** A WebSocket connection to `target`, path and query; nothing is read from it yet. */
struct conform_worker *conform_open_target(struct conform_case *c, const char *target);

/** Sends CONNECT for `namespace` with an API key (NULL: without one), and returns what came: kind
 *  JOINED or REFUSED. */
struct conform_event *conform_join(struct conform_worker *w, const char *namespace,
                                   const char *key);

/** A connection that has joined with the right key. */
struct conform_worker *conform_connect(struct conform_case *c);

/** A connection whose stream is active, with a new stream_id. */
struct conform_worker *conform_begin(struct conform_case *c);

/** As conform_begin, with `members` (JSON members, each followed by a comma) in stream:init. */
struct conform_worker *conform_begin_with(struct conform_case *c, const char *members);

/** Sends stream:init with that payload, again while the server still counts connections that this
 *  run has left. The stream:ready or error that comes. */
struct conform_event *conform_ask_stream_with(struct conform_worker *w, const char *json);

/** The same with the payload of conform_init. */
struct conform_event *conform_ask_stream(struct conform_worker *w, const char *members);

/** The same, expecting stream:ready, which is decoded into `ready` (NULL: not wanted). */
struct conform_event *conform_expect_stream(struct conform_worker *w, const char *members,
                                            struct sts_stream_ready *ready);

/** What CONNECT says, in words. `key` NULL: no token. */
const char *conform_describe_connect(struct conform_case *c, const char *namespace,
                                     const char *key);

#endif
