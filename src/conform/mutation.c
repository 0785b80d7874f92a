#include "conform/mutation.h"

#include <json-c/json.h>
#include <json-c/json_pointer.h>
#include <stdio.h>

/* Strings longer than that (audio) have a requirement of their own. */
#define LENGTH_MAX 65536
#define POINTER_SIZE 256

/* A walk over a schema. */
struct walk {
    struct conform_case *c;
    const char *valid;
    struct conform_mutation *first, **end;
};

/* What spec 016 leaves no doubt about: members that must be there, and bounds of numbers. How null,
 * other types, lengths and parts of config are taken, is settled by echo-sts. */
static bool is_plain(const char *pointer, const char *how) {
    static const char *const ways[] = {"missing", "absent", "at its bound", "above its maximum",
                                       "with all members"};
    bool config = strncmp(pointer, "/config/", strlen("/config/")) == 0;
    if (*how == '"' || (*how >= '0' && *how <= '9'))
        return true; /* a value of an enum */
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (strcmp(how, ways[i]) == 0)
            return !config || strcmp(how, "absent") != 0;
    return false;
}

static void add(struct walk *walk, const char *pointer, const char *how, const char *json) {
    struct conform_mutation *one = conform_take(walk->c, sizeof *one);
    one->origin = is_plain(pointer, how) ? STS_FROM_SPEC016 : STS_FROM_ECHO;
    one->what = conform_text(walk->c, "%s %s", *pointer ? pointer : "the payload", how);
    one->json = conform_text(walk->c, "%s", json);
    *walk->end = one;
    walk->end = &one->next;
}

/* The valid message with `value` (JSON text) at `pointer`; NULL takes the member away. */
static void change(struct walk *walk, const char *pointer, const char *value, const char *how) {
    struct json_object *root = json_tokener_parse(walk->valid), *parent = NULL;
    const char *name = strrchr(pointer, '/') + 1;
    char above[POINTER_SIZE];
    (void)snprintf(above, sizeof above, "%.*s", (int)(name - 1 - pointer), pointer);
    if (root && json_pointer_get(root, above, &parent) == 0) {
        if (value) /* kept as its text: 1.0 stays 1.0 */
            (void)json_object_object_add(
                parent, name, strcmp(value, "null") == 0 ? NULL : json_tokener_parse(value));
        else
            json_object_object_del(parent, name);
        add(walk, pointer, how,
            json_object_to_json_string_ext(root, JSON_C_TO_STRING_PLAIN |
                                                     JSON_C_TO_STRING_NOSLASHESCAPE));
    }
    (void)json_object_put(root);
}

static void change_integer(struct walk *walk, const char *pointer, int64_t value, const char *how) {
    char text[CODEC_INTEGER_SIZE];
    (void)snprintf(text, sizeof text, "%lld", (long long)value);
    change(walk, pointer, text, how);
}

/* A string of `length` characters. */
static void change_length(struct walk *walk, const char *pointer, uint64_t length,
                          const char *how) {
    char *text = conform_take(walk->c, (size_t)length + 3);
    text[0] = '"';
    memset(text + 1, 'x', (size_t)length);
    text[length + 1] = '"';
    change(walk, pointer, text, how);
}

/* ---- what breaks a rule -------------------------------------------------------------------- */

static void break_bounds(struct walk *walk, const char *pointer,
                         const struct codec_number_rules *rules) {
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_bound *bound = &rules->bounds[i];
        if (bound->kind == CODEC_MINIMUM)
            change_integer(walk, pointer, bound->value.integer - 1, "below its minimum");
        else if (bound->kind == CODEC_MAXIMUM)
            change_integer(walk, pointer, bound->value.integer + 1, "above its maximum");
    }
}

static void break_string(struct walk *walk, const char *pointer,
                         const struct codec_string_rules *rules) {
    if (rules->min_length > 0)
        change_length(walk, pointer, rules->min_length - 1, "shorter than its minimum");
    if (rules->max_length < LENGTH_MAX)
        change_length(walk, pointer, rules->max_length + 1, "longer than its maximum");
    if (rules->base64) {
        change(walk, pointer, "\"AA*A\"", "with a character that is not base64");
        change(walk, pointer, "\"AAA\"", "without its padding");
        change(walk, pointer, "\"AA-_\"", "in base64url");
    }
}

static void break_value(struct walk *walk, const char *pointer, const struct codec_schema *schema) {
    if (schema->types & CODEC_STRING)
        change(walk, pointer, "12345", "a number");
    else
        change(walk, pointer, "\"12345\"", "a string");
    if (!(schema->types & CODEC_ARRAY))
        change(walk, pointer, "[]", "an array");
    if (schema->types & CODEC_INTEGER && !(schema->types & CODEC_FRACTION))
        change(walk, pointer, "1.5", "a fraction");
    if (schema->types & CODEC_INTEGER)
        change(walk, pointer, "true", "a boolean");
    if (schema->values)
        change(walk, pointer, schema->types & CODEC_STRING ? "\"no-such-value\"" : "123456789",
               "a value that is not in its enum");
    if (schema->number)
        break_bounds(walk, pointer, schema->number);
    if (schema->string)
        break_string(walk, pointer, schema->string);
}

/* ---- what keeps to the rules --------------------------------------------------------------- */

static void reach_value(struct walk *walk, const char *pointer, const struct codec_schema *schema) {
    for (size_t i = 0; schema->number && i < schema->number->count; i++)
        change_integer(walk, pointer, schema->number->bounds[i].value.integer, "at its bound");
    for (size_t i = 0; schema->values && i < schema->values->count; i++)
        change(walk, pointer, schema->values->items[i].json, schema->values->items[i].json);
    const struct codec_string_rules *string = schema->string;
    if (string && string->max_length < LENGTH_MAX && !string->base64) {
        change_length(walk, pointer, string->min_length, "of its minimum length");
        change_length(walk, pointer, string->max_length, "of its maximum length");
    }
}

/* ---- walking ------------------------------------------------------------------------------- */

static void break_object(struct walk *walk, const char *pointer, const struct codec_schema *schema);
static void reach_object(struct walk *walk, const char *pointer, const struct codec_schema *schema);

static const char *below(struct walk *walk, const char *pointer,
                         const struct codec_member *member) {
    return conform_text(walk->c, "%s/%.*s", pointer, (int)member->name.len, member->name.ptr);
}

static void break_object(struct walk *walk, const char *pointer,
                         const struct codec_schema *schema) {
    for (size_t i = 0; i < schema->object->count; i++) {
        const struct codec_member *member = &schema->object->members[i];
        const char *at = below(walk, pointer, member);
        if (member->presence == CODEC_REQUIRED) {
            change(walk, at, NULL, "missing");
            change(walk, at, "null", "null");
        }
        break_value(walk, at, member->schema);
        if (member->schema->object)
            break_object(walk, at, member->schema);
    }
}

static void reach_object(struct walk *walk, const char *pointer,
                         const struct codec_schema *schema) {
    for (size_t i = 0; i < schema->object->count; i++) {
        const struct codec_member *member = &schema->object->members[i];
        const char *at = below(walk, pointer, member);
        if (member->presence != CODEC_REQUIRED) {
            change(walk, at, NULL, "absent");
            change(walk, at, "null", "null");
        }
        reach_value(walk, at, member->schema);
        if (member->schema->object)
            reach_object(walk, at, member->schema);
    }
}

struct conform_mutation *conform_mutations_invalid(struct conform_case *c,
                                                   const struct codec_schema *schema,
                                                   const char *valid) {
    struct walk walk = {.c = c, .valid = valid, .end = &walk.first};
    add(&walk, "", "an array", "[]");
    add(&walk, "", "a string", "\"text\"");
    add(&walk, "", "null", "null");
    break_object(&walk, "", schema);
    return walk.first;
}

struct conform_mutation *conform_mutations_valid(struct conform_case *c,
                                                 const struct codec_schema *schema,
                                                 const char *valid) {
    struct walk walk = {.c = c, .valid = valid, .end = &walk.first};
    add(&walk, "", "with all members", valid);
    reach_object(&walk, "", schema);
    return walk.first;
}
