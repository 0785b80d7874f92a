/* transport_world.h - Engine.IO and Socket.IO without sockets: a network, a clock and an upper room
 * that write down what happens, driven by one-line commands.
 *
 * Fixtures are documents: lines that begin with "> " are commands, lines that begin with "< " are
 * what must come of the command before them, in order and complete; all others are prose.
 *
 *   > set NAME VALUE             before the first command: ping_interval, socketio 1, ...
 *   > get R QUERY                an HTTP request named R; also: request R METHOD QUERY [TYPE [LEN]]
 *   > post R QUERY BODY          a POST with its body; also: begin R QUERY BODY, then end R
 *   > gone R                     its connection is lost
 *   > ws W QUERY                 a WebSocket connection named W; also: wsmethod W METHOD QUERY
 *   > text W PAYLOAD             a message; also: binary W PAYLOAD
 *   > closed W [error]           the connection is lost
 *   > wait MS                    time passes
 *   > jump MS                    time passes while the loop is away
 *   > skip MS                    time stands still for that long
 *   > written W [BYTES]          (set manual 1) what was sent has been written
 *   > send N PAYLOAD             the upper room sends on session N; also: sendbin
 *   > close N CODE, abort N fin|reset, stall N, pause N 0|1
 *   > lag N                      logs how far the client is behind; set lags 1: also when it closes
 *   > emit NS NAME JSON, ask NS NAME JSON MS, leave NS, disconnect NS CODE, drop NS CODE
 *   > shutdown CODE, refuse STATUS, random none|some, visit (logs all sessions and sockets)
 *
 * In payloads \xHH is a byte, \e is 0x1E. $N is the id of the N-th session, @N of the N-th socket,
 * %N*T is the
 * character T repeated N times, %N*(T) a longer text. */
#ifndef TRANSPORT_WORLD_H
#define TRANSPORT_WORLD_H
#include "base/memory.h"
#include "base/slice.h"

struct world;

struct world_options {
    bool trickle;    /**< messages and bodies arrive one byte at a time */
    bool in_silence; /**< no expectations: commands that cannot be carried out are skipped */
    size_t fail_at;  /**< the allocation that fails, counted from 1; 0: none */
};

struct world *world_new(struct world_options options);

/** Ends everything. Fails the test when memory or promises are left over. Returns how many
 *  allocations were asked for. */
size_t world_free(struct world *world);

/** Carries out one command (without "> "). */
void world_command(struct world *world, const char *command);

/** What has happened since the last call, line by line. Valid until the next command. */
const char *world_log(struct world *world);

/** Runs a fixture file and compares. */
void world_run_file(const char *path, struct world_options options);

/** Runs every file of a folder whole, one byte at a time, and with each allocation failing. */
void world_run_folder(const char *folder);

/** The memory of the world. */
struct base_memory *world_memory(struct world *world);

/** Milliseconds passed. */
unsigned long long world_now(const struct world *world);

#endif
