#include "echo/armed.h"

#include "base/glob.h"
#include "stream/id.h"

struct entry {
    struct base_list_node node;
    struct echo_configuration *configuration;
    size_t length;          /* of the pattern */
    struct base_slice text; /* base_glob_text of the pattern: the key; it follows that */
    char pattern[];
};

/* ---- configurations ------------------------------------------------------------------------ */

struct echo_configuration *echo_configuration_new(struct base_memory *memory, size_t size,
                                                  size_t texts, size_t rules) {
    const size_t align = _Alignof(struct echo_hit);
    const size_t before = (size + align - 1) / align * align;
    const size_t whole = before + rules * sizeof(struct echo_hit);
    struct echo_configuration *configuration = base_memory_zero(memory, whole);
    if (!configuration)
        return NULL;
    configuration->memory = memory;
    configuration->references = 1;
    configuration->size = whole;
    echo_tally_init(&configuration->tally, (void *)((char *)configuration + before), rules);
    configuration->texts = base_buffer_new(memory, texts);
    if (!configuration->texts) {
        echo_configuration_unref(configuration);
        return NULL;
    }
    configuration->texts->length = texts;
    return configuration;
}

struct echo_configuration *echo_configuration_ref(struct echo_configuration *configuration) {
    if (configuration)
        configuration->references++;
    return configuration;
}

void echo_configuration_unref(struct echo_configuration *configuration) {
    if (!configuration || --configuration->references)
        return;
    echo_tally_clear(&configuration->tally);
    base_buffer_unref(configuration->texts);
    base_memory_give(configuration->memory, configuration, configuration->size);
}

size_t echo_configuration_bytes(const struct echo_configuration *configuration) {
    return configuration->size + configuration->texts->capacity;
}

/* ---- the table ----------------------------------------------------------------------------- */

static struct entry *entry_of(struct base_list_node *node) {
    return BASE_CONTAINER(node, struct entry, node);
}

static struct base_slice pattern_of(const struct entry *entry) {
    return base_slice(entry->pattern, entry->length);
}

void echo_armed_init(struct echo_armed *armed, struct base_memory *memory,
                     struct base_hash_seed seed) {
    *armed = (struct echo_armed){.memory = memory, .generation = 1};
    base_map_init(&armed->by_text, memory, seed);
    base_list_init(&armed->exact);
    base_list_init(&armed->globs);
}

static size_t size_of(size_t pattern_length) {
    return sizeof(struct entry) + 2 * pattern_length;
}

static void erase(struct echo_armed *armed, struct entry *entry) {
    base_map_remove(&armed->by_text, entry->text);
    base_list_remove(&entry->node);
    armed->count--;
    armed->bytes -= echo_configuration_bytes(entry->configuration);
    armed->generation++;
    base_list_remove(&entry->configuration->record.node);
    echo_configuration_unref(entry->configuration);
    base_memory_give(armed->memory, entry, size_of(entry->length));
}

/* Erases those of a list that `pattern` matches. */
static void erase_matching(struct echo_armed *armed, const struct base_list *list,
                           struct base_slice pattern) {
    struct base_list_node *node = base_list_first(list);
    while (node) {
        struct entry *entry = entry_of(node);
        node = base_list_next(list, node);
        if (base_glob_match(pattern, entry->text))
            erase(armed, entry);
    }
}

void echo_armed_clear(struct echo_armed *armed) {
    erase_matching(armed, &armed->exact, base_slice_of("*"));
    erase_matching(armed, &armed->globs, base_slice_of("*"));
    base_map_clear(&armed->by_text);
}

static struct entry *find(const struct echo_armed *armed, struct base_slice pattern) {
    char room[STREAM_ID_SIZE];
    return base_map_get(&armed->by_text, base_glob_text(pattern, room));
}

enum echo_armed_result echo_armed_set(struct echo_armed *armed, struct base_slice pattern,
                                      struct echo_configuration *configuration,
                                      struct base_slice *kept) {
    struct entry *old = find(armed, pattern);
    size_t bytes = echo_configuration_bytes(configuration);
    size_t freed = old ? echo_configuration_bytes(old->configuration) : 0;
    if (armed->bytes - freed + bytes > ECHO_ARMED_BYTES_MAX ||
        (!old && armed->count >= ECHO_ARMED_MAX))
        return ECHO_ARMED_FULL;
    struct entry *entry = base_memory_zero(armed->memory, size_of(pattern.len));
    if (!entry)
        return ECHO_ARMED_NO_MEMORY;
    memcpy(entry->pattern, pattern.ptr, pattern.len);
    entry->length = pattern.len;
    entry->text = base_glob_text(pattern, entry->pattern + pattern.len);
    if (old)
        erase(armed, old);
    /* there is room for it now where an old one has just gone */
    if (!base_map_put(&armed->by_text, entry->text, entry)) {
        base_memory_give(armed->memory, entry, size_of(pattern.len));
        return ECHO_ARMED_NO_MEMORY;
    }
    entry->configuration = echo_configuration_ref(configuration);
    base_list_append(base_glob_is_plain(pattern) ? &armed->exact : &armed->globs, &entry->node);
    armed->count++;
    armed->bytes += bytes;
    armed->generation++;
    *kept = pattern_of(entry);
    return ECHO_ARMED_OK;
}

void echo_armed_remove(struct echo_armed *armed, struct base_slice pattern) {
    if (!base_glob_is_plain(pattern)) {
        erase_matching(armed, &armed->exact, pattern);
        erase_matching(armed, &armed->globs, pattern);
        return;
    }
    struct entry *entry = find(armed, pattern);
    if (entry)
        erase(armed, entry);
}

struct echo_configuration *echo_armed_find(const struct echo_armed *armed,
                                           struct base_slice stream_id) {
    struct entry *exact = base_map_get(&armed->by_text, stream_id);
    if (exact)
        return exact->configuration;
    const struct base_list_node *head = &armed->globs.head;
    for (struct base_list_node *node = head->previous; node != head; node = node->previous) {
        struct entry *entry = entry_of(node);
        if (base_glob_match(pattern_of(entry), stream_id))
            return entry->configuration;
    }
    return NULL;
}
