#include "conform/json.h"

#include "client/json.h"

#include <json-c/json.h>
#include <json-c/json_pointer.h>
#include <math.h>

/* Below that, a double that is whole is exact. */
#define INTEGER_MOST 9007199254740992.0

const char *conform_at(struct conform_case *c, struct base_slice json, const char *pointer) {
    const char *text = NULL;
    struct json_object *found = NULL;
    struct json_object *root = json_tokener_parse(conform_copy(c, json));
    if (root && json_pointer_get(root, pointer, &found) == 0)
        text = conform_text(c, "%s",
                            json_object_is_type(found, json_type_string)
                                ? json_object_get_string(found)
                                : json_object_to_json_string_ext(found, JSON_C_TO_STRING_PLAIN));
    (void)json_object_put(root);
    return text;
}

const char *conform_string_at(struct conform_case *c, struct base_slice json, const char *pointer) {
    const char *text = NULL;
    struct json_object *found = NULL;
    struct json_object *root = json_tokener_parse(conform_copy(c, json));
    if (root && json_pointer_get(root, pointer, &found) == 0 &&
        json_object_is_type(found, json_type_string))
        text = conform_text(c, "%s", json_object_get_string(found));
    (void)json_object_put(root);
    return text;
}

bool conform_integer_at(struct conform_case *c, struct base_slice json, const char *pointer,
                        int64_t *value) {
    struct json_object *found = NULL;
    struct json_object *root = json_tokener_parse(conform_copy(c, json));
    bool is_integer = false;
    if (root && json_pointer_get(root, pointer, &found) == 0) {
        double number = json_object_get_double(found);
        is_integer = json_object_is_type(found, json_type_int) ||
                     (json_object_is_type(found, json_type_double) && fabs(number) < INTEGER_MOST &&
                      (double)(int64_t)number == number);
        *value = json_object_get_int64(found);
    }
    (void)json_object_put(root);
    return is_integer;
}

bool conform_at_is(struct conform_case *c, struct base_slice json, const char *pointer,
                   const char *text) {
    const char *found = conform_at(c, json, pointer);
    return found && strcmp(found, text) == 0;
}

const char *conform_without_audio(struct conform_case *c, struct base_slice json) {
    struct base_bytes shown = {.memory = &c->memory};
    const char *text = "";
    if (conform_transcript_elide(&shown, json))
        text = conform_copy(c, base_bytes_slice(&shown));
    base_bytes_free(&shown);
    return text;
}

const char *conform_quote(struct conform_case *c, const char *text) {
    struct base_bytes quoted = {.memory = &c->memory};
    struct base_slice copy = {NULL, 0};
    if (client_json_text(&quoted, base_slice_of(text)) &&
        base_bytes_add(&quoted, base_slice("", 1)))
        copy = base_arena_copy(&c->work, base_bytes_slice(&quoted));
    base_bytes_free(&quoted);
    if (!copy.ptr)
        conform_not_exercised(c, "out of memory");
    return copy.ptr;
}
