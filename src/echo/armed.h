/* armed.h - configurations of simulations by stream: for an exact id, or for all that a glob
 * matches, also before there is such a stream (protocol §6). */
#ifndef ECHO_ARMED_H
#define ECHO_ARMED_H
#include "base/buffer.h"
#include "echo/record.h"
#include "echo/uses.h"

struct echo_scenario;

/** Most patterns armed of one kind: whoever may connect can arm some. */
#define ECHO_ARMED_MAX 1024
/** Most bytes of all configurations of one kind. */
#define ECHO_ARMED_BYTES_MAX (64u << 20)

/** The head of every configuration. What it asks for is shared and never changes. */
struct echo_configuration {
    struct base_memory *memory;
    size_t references;
    size_t size;               /**< of the block that begins here */
    struct base_buffer *texts; /**< what it points to; freed with it */
    struct echo_record record;
    struct echo_tally tally;
    const struct echo_scenario *scenario; /**< that it is of a step of; NULL: of none */
    size_t step;
};

/** A block of `size` bytes, zero behind its head, with room for that many bytes of texts and one
 *  reference; its hits are counted by rule, of which there are `rules`. NULL: no memory. */
struct echo_configuration *echo_configuration_new(struct base_memory *memory, size_t size,
                                                  size_t texts, size_t rules);

/** One more reference, and one fewer. NULL is passed through, ignored. */
struct echo_configuration *echo_configuration_ref(struct echo_configuration *configuration);
void echo_configuration_unref(struct echo_configuration *configuration);

/** Bytes that it takes. */
size_t echo_configuration_bytes(const struct echo_configuration *configuration);

/** What is armed of one kind. */
struct echo_armed {
    struct base_memory *memory;
    struct base_map by_text; /**< all, by base_glob_text of the pattern */
    struct base_list exact;  /**< those without wildcards */
    struct base_list globs;  /**< the others, oldest first */
    size_t count, bytes;
    uint64_t generation; /**< changes with every change; never 0 */
};

void echo_armed_init(struct echo_armed *armed, struct base_memory *memory,
                     struct base_hash_seed seed);

/** Disarms everything. */
void echo_armed_clear(struct echo_armed *armed);

enum echo_armed_result {
    ECHO_ARMED_OK,
    ECHO_ARMED_FULL,
    ECHO_ARMED_NO_MEMORY,
};

/** Arms `configuration` for `pattern` (plain UTF-8, at most STREAM_ID_SIZE bytes), in place of what
 * was armed for the same pattern. Takes a reference. `kept` is the pattern as it is kept. */
enum echo_armed_result echo_armed_set(struct echo_armed *armed, struct base_slice pattern,
                                      struct echo_configuration *configuration,
                                      struct base_slice *kept);

/** Disarms `pattern`, and every pattern that matches nothing else than it does. */
void echo_armed_remove(struct echo_armed *armed, struct base_slice pattern);

/** What acts on a stream: what is armed for its exact id, else for the glob armed last of those
 *  that match, else NULL. */
struct echo_configuration *echo_armed_find(const struct echo_armed *armed,
                                           struct base_slice stream_id);

#endif
