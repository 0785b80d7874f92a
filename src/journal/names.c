#include "journal/names.h"

#include "base/glob.h"
#include "codec/closest.h"
#include "journal/pointer.h"
#include "journal/values.h"

#include <stdio.h>

static void no_such(char *message, const char *what, struct base_slice closest) {
    if (closest.len)
        (void)snprintf(message, CODEC_MESSAGE_SIZE, "is not a %s; did you mean \"%.*s\"?", what,
                       (int)closest.len, closest.ptr);
    else
        (void)snprintf(message, CODEC_MESSAGE_SIZE, "is not a %s", what);
}

/* ---- events -------------------------------------------------------------------------------- */

static bool goes(enum sts_event_id id, const enum journal_direction *direction) {
    return !direction ||
           (sts_event_directions[id] == STS_FROM_WORKER) == (*direction == JOURNAL_IN);
}

/* The name that entries of a kind have; empty: that of their event, or only the file has them. */
static struct base_slice word_of(int kind) {
    return kind == JOURNAL_EVENT || kind == JOURNAL_SERVER
               ? base_slice(NULL, 0)
               : base_slice_of(journal_kind_word((enum journal_kind)kind));
}

/* Whether the name is known but for its direction. */
static bool is_known(struct base_slice event) {
    struct journal_names names;
    char message[CODEC_MESSAGE_SIZE];
    return journal_names_find(&names, event, NULL, message);
}

static void refuse_event(struct base_slice event, const enum journal_direction *direction,
                         char *message) {
    if (direction && is_known(event)) {
        (void)snprintf(message, CODEC_MESSAGE_SIZE, "never goes %s",
                       *direction == JOURNAL_IN ? "in, from a worker to the server"
                                                : "out, from the server to a worker");
        return;
    }
    struct codec_closest search = codec_closest(event);
    for (int id = 0; id < STS_EVENT_COUNT; id++)
        codec_closest_try(&search, sts_events[id].name);
    for (int kind = 0; kind < STS_CONTROL_JOURNAL_KIND_COUNT; kind++)
        codec_closest_try(&search, word_of(kind));
    no_such(message, "known event or kind of entry", search.best);
}

bool journal_names_find(struct journal_names *names, struct base_slice event,
                        const enum journal_direction *direction, char *message) {
    bool others = false;
    names->count = 0;
    for (int id = 0; id < STS_EVENT_COUNT; id++)
        if (goes((enum sts_event_id)id, direction) && base_glob_match(event, sts_events[id].name))
            names->schemas[names->count++] = sts_events[id].payload;
    for (int kind = 0; kind < STS_CONTROL_JOURNAL_KIND_COUNT; kind++)
        if ((!direction || kind == JOURNAL_ACK) && word_of(kind).len)
            others = others || base_glob_match(event, word_of(kind));
    names->events = names->count;
    if (others)
        names->schemas[names->count++] = sts_bodies[STS_BODY_CONTROL_JOURNAL_ENTRY].payload;
    if (!names->count)
        refuse_event(event, direction, message);
    return names->count;
}

/* ---- members ------------------------------------------------------------------------------- */

static bool is_closed(const struct codec_object_rules *rules) {
    return rules->closed_softly || (rules->additional && !rules->additional->types);
}

/* The schema of a member of an object or list; `*open`: anything may be there. NULL and not open:
 * there is none. */
static const struct codec_schema *step(const struct codec_schema *schema, struct base_slice name,
                                       bool *open) {
    const struct codec_object_rules *rules = schema->object;
    bool number = name.len && strspn(name.ptr, "0123456789") >= name.len;
    *open = !rules && !schema->array;
    for (size_t i = 0; rules && i < rules->count; i++)
        if (base_slice_equal(rules->members[i].name, name))
            return rules->members[i].schema;
    if (rules && !is_closed(rules)) {
        *open = !rules->additional;
        return rules->additional;
    }
    if (!schema->array || !number)
        return NULL;
    *open = schema->array->prefix_count || !schema->array->items;
    return *open ? NULL : schema->array->items;
}

static void try_members(struct codec_closest *search, const struct codec_schema *schema) {
    for (size_t i = 0; schema->object && i < schema->object->count; i++)
        codec_closest_try(search, schema->object->members[i].name);
}

static bool leads(const struct codec_schema *schema, const struct journal_matcher *matcher,
                  bool any_value, bool *is_named, char *message) {
    char name[JOURNAL_POINTER_NAME + 1];
    struct base_slice pointer = {matcher->pointer, matcher->pointer_length};
    size_t length;
    while (pointer.len) {
        bool open;
        if (!journal_pointer_next(&pointer, name, &length)) {
            (void)snprintf(message, CODEC_MESSAGE_SIZE,
                           "has a name of over %d bytes, which is never found",
                           JOURNAL_POINTER_NAME);
            return false;
        }
        name[length] = '\0';
        const struct base_slice token = base_slice(name, length);
        const struct codec_schema *next = step(schema, token, &open);
        if (open)
            return true;
        if (!next) {
            struct codec_closest search = codec_closest(token);
            try_members(&search, schema);
            no_such(message, schema->object ? "known member" : "list index", search.best);
            return false;
        }
        schema = next;
    }
    *is_named = true;
    return any_value || journal_values_may_be(schema, matcher, message);
}

static bool is_required(const struct codec_schema *schema, struct base_slice name) {
    for (size_t i = 0; schema->object && i < schema->object->count; i++)
        if (base_slice_equal(schema->object->members[i].name, name))
            return schema->object->members[i].presence == CODEC_REQUIRED;
    return false;
}

/* Whether what a matcher points to is in each payload. */
static bool is_always_there(const struct codec_schema *schema,
                            const struct journal_matcher *matcher) {
    char name[JOURNAL_POINTER_NAME + 1];
    struct base_slice pointer = {matcher->pointer, matcher->pointer_length};
    size_t length;
    bool open;
    while (pointer.len) {
        if (!journal_pointer_next(&pointer, name, &length) ||
            !is_required(schema, base_slice(name, length)))
            return false;
        name[length] = '\0';
        schema = step(schema, base_slice(name, length), &open);
        if (open || !schema)
            return !pointer.len;
    }
    return true;
}

/* Of several events one may lack what another always has. */
static bool may_be_absent(const struct journal_names *names, const struct journal_matcher *matcher,
                          char *message) {
    if (!matcher->judges_presence || matcher->present)
        return true;
    for (size_t i = 0; i < names->count; i++)
        if (!is_always_there(names->schemas[i], matcher))
            return true;
    (void)snprintf(message, CODEC_MESSAGE_SIZE, "is required, so it is never absent");
    return false;
}

bool journal_names_lead(const struct journal_names *names, const struct journal_matcher *matcher,
                        bool any_value, bool *is_named, char *message) {
    char other[CODEC_MESSAGE_SIZE];
    *is_named = false;
    for (size_t i = 0; i < names->count; i++) /* what is wrong with a value tells more */
        if (leads(names->schemas[i], matcher, any_value, is_named, *is_named ? other : message))
            return any_value || may_be_absent(names, matcher, message);
    return !names->count;
}
