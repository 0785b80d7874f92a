#include "stream/internal.h"

#include <stdio.h>

const struct codec_text stream_no_text = {.ptr = NULL};

/* More than can begin in a millisecond. */
#define NUMBERS_PER_MS 1000

struct stream_registry *stream_registry_new(const struct stream_registry_config *config) {
    struct stream_registry *registry = base_memory_zero(config->memory, sizeof *registry);
    if (!registry)
        return NULL;
    registry->config = *config;
    registry->settings = *config->settings;
    registry->config.settings = &registry->settings;
    if (!registry->config.key_count)
        registry->config.key_count = 1;
    registry->by_key =
        base_memory_zero(config->memory, registry->config.key_count * sizeof *registry->by_key);
    bool seeded =
        config->random(config->random_context, &registry->seed, sizeof registry->seed) &&
        config->random(config->random_context, &registry->id_seed, sizeof registry->id_seed);
    base_map_init(&registry->by_id, config->memory, registry->seed);
    base_list_init(&registry->streams);
    base_roll_init(&registry->by_number, config->memory);
    /* above those of the last start: a number from then means none of these streams */
    registry->number = stream_now(registry) * NUMBERS_PER_MS;
    base_list_init(&registry->parked);
    stream_budget_init(registry);
    (void)snprintf(registry->idle_why, sizeof registry->idle_why,
                   "The client sent no event for %llu ms (IDLE_TIMEOUT_MS).",
                   (unsigned long long)registry->settings.idle_timeout_ms);
    if (registry->by_key && seeded)
        return registry;
    stream_registry_free(registry);
    return NULL;
}

void stream_registry_free(struct stream_registry *registry) {
    if (!registry)
        return;
    struct base_list_node *node;
    while ((node = base_list_first(&registry->streams)))
        stream_end(BASE_CONTAINER(node, struct stream, node), STREAM_ENDING_SHUTDOWN);
    base_timer_disarm(registry->config.timers, &registry->budget.relief);
    base_map_clear(&registry->by_id);
    base_roll_clear(&registry->by_number);
    struct base_memory *memory = registry->config.memory;
    base_memory_give(memory, registry->by_key,
                     registry->config.key_count * sizeof *registry->by_key);
    base_memory_give(memory, registry, sizeof *registry);
}

struct stream_registry_counts stream_registry_counts(const struct stream_registry *registry) {
    return (struct stream_registry_counts){
        .attached = registry->attached,
        .parked = registry->parked_count - registry->lingering,
        .bytes = registry->budget.bytes,
        .inflight = registry->inflight,
    };
}

struct stream *stream_registry_find(const struct stream_registry *registry, struct base_slice id) {
    return base_map_get(&registry->by_id, id);
}

const struct stream_settings *stream_registry_settings(const struct stream_registry *registry) {
    return &registry->settings;
}

void stream_registry_uuid(struct stream_registry *registry, char uuid[BASE_UUID_LENGTH + 1]) {
    uint8_t random[16];
    const struct stream_registry_config *config = &registry->config;
    if (!config->random(config->random_context, random, sizeof random)) {
        /* an error must not be lost for want of an id: the secret seed makes one as good */
        for (size_t half = 0; half < 2; half++) {
            registry->ids++;
            uint64_t bits = base_hash(
                registry->seed, base_slice((const char *)&registry->ids, sizeof registry->ids));
            memcpy(random + half * sizeof bits, &bits, sizeof bits);
        }
    }
    base_uuid_format(uuid, random);
}

struct stream_subject stream_subject_of(const struct stream *stream,
                                        struct codec_text fragment_id) {
    return (struct stream_subject){
        .stream_id = stream_id(stream),
        .session_id = {stream->session_id, BASE_UUID_LENGTH, CODEC_TEXT_CLEAN},
        .fragment_id = fragment_id,
        .worker_id = codec_text_plain(base_buffer_slice(stream->worker_id)),
        .connection = stream->connection ? stream->connection->context : NULL,
        .memos = (struct base_map_memo *)(uintptr_t)stream->memos, /* nothing of the stream's own */
    };
}
