/* gold_protocol.c - generated from the schemas by codegen. Do not edit. */
#include "gold_protocol.h"

#include "codec/closest.h"

/* ---- short forms for the tables below -------------------------------------------------------- */

#define ARRAY_OF(type, ...)                                                                        \
    (const type[]){__VA_ARGS__}, sizeof((const type[]){__VA_ARGS__}) / sizeof(type)
#define BOUNDS(...) &(const struct codec_number_rules){ARRAY_OF(struct codec_bound, __VA_ARGS__)}
#define MINIMUM(n) {CODEC_MINIMUM, {#n, true, n}}
#define MAXIMUM(n) {CODEC_MAXIMUM, {#n, true, n}}
#define EXCLUSIVE_MINIMUM(n) {CODEC_EXCLUSIVE_MINIMUM, {#n, true, n}}
#define EXCLUSIVE_MAXIMUM(n) {CODEC_EXCLUSIVE_MAXIMUM, {#n, true, n}}
#define MULTIPLE_OF(n) {CODEC_MULTIPLE_OF, {#n, true, n}}
#define VALUES(...) &(const struct codec_values){__VA_ARGS__}
#define ENUM(...) VALUES(false, false, ARRAY_OF(struct codec_value, __VA_ARGS__))
#define CONST(...) VALUES(true, false, ARRAY_OF(struct codec_value, __VA_ARGS__))
#define KNOWN(...) VALUES(false, true, ARRAY_OF(struct codec_value, __VA_ARGS__))
#define STRING(text) {CODEC_STRING, "\"" text "\"", BASE_SLICE(text)}
#define VALUE(type, json) {CODEC_##type, json, {NULL, 0}}
#define BRANCH(kind, ...) {CODEC_##kind, ARRAY_OF(struct codec_schema *const, __VA_ARGS__)}
#define BRANCHES(...)                                                                              \
    .branches = (const struct codec_branch[]){__VA_ARGS__},                                        \
    .branch_count = sizeof((const struct codec_branch[]){__VA_ARGS__}) / sizeof(struct codec_branch)
#define MEMBER(text, state, table, ...)                                                            \
    {.name = {&",\"" text "\":"[2], sizeof(text) - 1}, .presence = CODEC_##state,                  \
     .schema = &(table), .quoted = true, __VA_ARGS__}
#define ESCAPED_MEMBER(text, state, table, ...)                                                    \
    {.name = BASE_SLICE(text), .presence = CODEC_##state, .schema = &(table), __VA_ARGS__}
#define ROWS(rows) .members = (rows), .count = sizeof(rows) / sizeof *(rows)
#define AT(member) .offset = offsetof(THIS, member)
#define NOWHERE .offset = CODEC_NO_OFFSET

_Static_assert(1024 <= CODEC_MEMBERS_MAX, "codegen allows objects that the codec refuses");

/* ---- patterns as automata -------------------------------------------------------------------- */

/* ^[A-Z]{2}$ */
static const struct codec_symbol_range order_code_pattern_ranges[] = {
    {0x41, 0x5A, 1},
};
static const uint16_t order_code_pattern_next[] = {
    1, 2, 1, 1, 1, 3, 1, 1,
};
static const uint8_t order_code_pattern_accept[] = {
    0, 0, 0, 2,
};
static const struct codec_pattern order_code_pattern = {
    .source = "^[A-Z]{2}$",
    .ranges = order_code_pattern_ranges,
    .range_count = 1,
    .symbols = 2,
    .next = order_code_pattern_next,
    .accept = order_code_pattern_accept,
};

/* ---- schemas, each after those that it uses -------------------------------------------------- */

static const struct codec_schema item_schema;
static const struct codec_schema node_schema;

/* types/base.json#/properties/id/x-deviation */
static const struct codec_schema base_id_deviation_schema = {
    .types = CODEC_ANY,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .format = CODEC_FORMAT_UUID},
};

/* types/base.json#/properties/id */
static const struct codec_schema base_id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 64},
    .deviation = &base_id_deviation_schema,
};

/* types/base.json#/properties/sent */
static const struct codec_schema base_sent_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
};

/* events/order.json#/properties/kind */
static const struct codec_schema order_kind_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("now"), STRING("next-day"), STRING("")),
};

/* events/order.json#/properties/level */
static const struct codec_schema order_level_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT32,
    .values = ENUM(VALUE(INTEGER, "1"), VALUE(INTEGER, "2"), VALUE(INTEGER, "3")),
};

/* events/order.json#/properties/urgent/x-deviation */
static const struct codec_schema order_urgent_deviation_schema = {
    .types = CODEC_ANY,
    .values = CONST(VALUE(BOOLEAN, "false")),
};

/* events/order.json#/properties/urgent */
static const struct codec_schema order_urgent_schema = {
    .types = CODEC_BOOLEAN,
    .store = CODEC_STORE_BOOL,
    .deviation = &order_urgent_deviation_schema,
};

/* events/order.json#/properties/limit */
static const struct codec_schema order_limit_schema = {
    .types = CODEC_INTEGER | CODEC_STRING,
    .store = CODEC_STORE_INT_OR_TEXT,
};

/* events/order.json#/properties/code */
static const struct codec_schema order_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){
        .max_length = CODEC_UNBOUNDED, .pattern = &order_code_pattern},
};

/* events/order.json#/properties/blob */
static const struct codec_schema order_blob_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.max_length = 1024, .base64 = true},
};

/* types/id.json */
static const struct codec_schema id_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
    .string = &(const struct codec_string_rules){.min_length = 1, .max_length = 64},
};

/* types/item.json#/properties/count */
static const struct codec_schema item_count_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* types/item.json#/properties/price */
static const struct codec_schema item_price_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
    .number = BOUNDS(MINIMUM(0), {CODEC_MULTIPLE_OF, {"0.01", false, INT64_C(0)}}),
};

/* types/item.json#/properties/parts */
static const struct codec_schema item_parts_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &item_schema,
        .max_items = 10,
        .stride = sizeof(struct gold_item),
    },
};

/* types/item.json#/additionalProperties */
static const struct codec_schema item_other_schema = {
    .types = 0,
};

/* types/item.json */
#define THIS struct gold_item
static const struct codec_member item_members[] = {
    MEMBER("id", REQUIRED, id_schema, AT(id)),
    MEMBER("count", OPTIONAL, item_count_schema, AT(count), .fallback = "1"),
    MEMBER("price", OPTIONAL, item_price_schema, AT(price), .has = 1 + 0),
    MEMBER("parts", OPTIONAL, item_parts_schema, AT(parts), .has = 1 + 1),
};
static const struct codec_schema item_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(item_members),
        .additional = &item_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/order.json#/properties/items */
static const struct codec_schema order_items_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &item_schema,
        .min_items = 1,
        .max_items = CODEC_UNBOUNDED,
        .unique = true,
        .stride = sizeof(struct gold_item),
    },
};

/* events/order.json#/properties/numbers/items */
static const struct codec_schema order_numbers_item_schema = {
    .types = CODEC_NUMBER,
    .store = CODEC_STORE_DOUBLE,
};

/* events/order.json#/properties/numbers */
static const struct codec_schema order_numbers_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &order_numbers_item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(double),
    },
};

/* events/order.json#/properties/pair/prefixItems/0 */
static const struct codec_schema order_pair_prefix0_schema = {
    .types = CODEC_STRING,
};

/* events/order.json#/properties/pair/prefixItems/1 */
static const struct codec_schema order_pair_prefix1_schema = {
    .types = CODEC_INTEGER,
};

/* events/order.json#/properties/pair/items */
static const struct codec_schema order_pair_item_schema = {
    .types = 0,
};

/* events/order.json#/properties/pair */
static const struct codec_schema order_pair_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_RAW,
    .array = &(const struct codec_array_rules){
        .prefix = (const struct codec_schema *const[]){
            &order_pair_prefix0_schema, &order_pair_prefix1_schema},
        .prefix_count = 2,
        .items = &order_pair_item_schema,
        .max_items = CODEC_UNBOUNDED,
    },
};

/* events/order.json#/properties/any */
static const struct codec_schema order_any_schema = {
    .types = CODEC_ANY,
    .store = CODEC_STORE_RAW,
};

/* events/order.json#/properties/maybe */
static const struct codec_schema order_maybe_schema = {
    .types = CODEC_NULL | CODEC_STRING,
    .store = CODEC_STORE_RAW,
};

/* events/order.json#/properties/extra/additionalProperties */
static const struct codec_schema order_extra_other_schema = {
    .types = CODEC_STRING,
};

/* events/order.json#/properties/extra */
static const struct codec_schema order_extra_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RAW,
    .object = &(const struct codec_object_rules){
        .additional = &order_extra_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* types/node.json#/properties/name */
static const struct codec_schema node_name_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* types/node.json */
static const struct codec_schema node_text_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RAW,
    BRANCHES(BRANCH(REF, &node_schema)),
};

/* types/node.json#/additionalProperties */
static const struct codec_schema node_other_schema = {
    .types = 0,
};

/* types/node.json */
#define THIS struct gold_node
static const struct codec_member node_members[] = {
    MEMBER("name", REQUIRED, node_name_schema, AT(name)),
    MEMBER("next", OPTIONAL, node_text_schema, AT(next), .has = 1 + 0),
};
static const struct codec_schema node_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(node_members),
        .additional = &node_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* events/order.json#/properties/default/properties/note */
static const struct codec_schema order_default_note_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* events/order.json#/properties/default */
#define THIS struct gold_order_default
static const struct codec_member order_default_members[] = {
    MEMBER("id", REQUIRED, base_id_schema, AT(id)),
    MEMBER("sent", EXPECTED, base_sent_schema, AT(sent), .has = 1 + 0),
    MEMBER("note", OPTIONAL, order_default_note_schema, AT(note), .fallback = "\"a \\\"b\\\"\""),
};
static const struct codec_schema order_default_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(order_default_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = offsetof(THIS, raw),
    },
};
#undef THIS

/* events/order.json#/properties/gone */
static const struct codec_schema order_gone_schema = {
    .types = 0,
};

/* events/order.json#/if/properties/kind */
static const struct codec_schema order_if_kind_schema = {
    .types = CODEC_STRING,
    .values = CONST(STRING("next-day")),
};

/* events/order.json#/if */
static const struct codec_member order_if_members[] = {
    MEMBER("kind", REQUIRED, order_if_kind_schema, NOWHERE),
};
static const struct codec_schema order_if_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(order_if_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* anything but null */
static const struct codec_schema any_but_null_schema = {
    .types = CODEC_NUMBER | CODEC_BOOLEAN | CODEC_STRING | CODEC_ARRAY | CODEC_OBJECT,
};

/* events/order.json#/then */
static const struct codec_member order_then_members[] = {
    MEMBER("code", REQUIRED, any_but_null_schema, NOWHERE, .undeclared = true),
};
static const struct codec_schema order_then_schema = {
    .types = CODEC_ANY,
    .object = &(const struct codec_object_rules){
        ROWS(order_then_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};

/* events/order.json */
#define THIS struct gold_order
static const struct codec_member order_members[] = {
    MEMBER("id", REQUIRED, base_id_schema, AT(id)),
    MEMBER("sent", OPTIONAL, base_sent_schema, AT(sent), .has = 1 + 0),
    MEMBER("kind", OPTIONAL, order_kind_schema, AT(kind), .fallback = "\"now\""),
    MEMBER("level", OPTIONAL, order_level_schema, AT(level), .fallback = "2"),
    MEMBER("urgent", OPTIONAL, order_urgent_schema, AT(urgent), .has = 1 + 1),
    MEMBER("limit", OPTIONAL, order_limit_schema, AT(limit), .has = 1 + 2),
    MEMBER("code", OPTIONAL, order_code_schema, AT(code), .has = 1 + 3),
    MEMBER("blob", OPTIONAL, order_blob_schema, AT(blob), .has = 1 + 4),
    MEMBER("items", REQUIRED, order_items_schema, AT(items)),
    MEMBER("numbers", OPTIONAL, order_numbers_schema, AT(numbers), .has = 1 + 5),
    MEMBER("pair", OPTIONAL, order_pair_schema, AT(pair), .has = 1 + 6),
    MEMBER("any", OPTIONAL, order_any_schema, AT(any), .has = 1 + 7),
    MEMBER("maybe", OPTIONAL, order_maybe_schema, AT(maybe), .has = 1 + 8),
    MEMBER("extra", OPTIONAL, order_extra_schema, AT(extra), .has = 1 + 9),
    MEMBER("tree", OPTIONAL, node_schema, AT(tree), .has = 1 + 10),
    MEMBER("default", OPTIONAL, order_default_schema, AT(default_), .has = 1 + 11),
    MEMBER("gone", OPTIONAL, order_gone_schema, NOWHERE),
};
static const struct codec_schema order_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(order_members),
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = offsetof(THIS, raw),
    },
    BRANCHES(BRANCH(IF, &order_if_schema, &order_then_schema, NULL)),
};
#undef THIS

/* events/order_ack.json#/properties/status */
static const struct codec_schema order_ack_status_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = CONST(STRING("known")),
};

/* events/order_ack.json#/properties/error */
static const struct codec_schema order_ack_error_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_OPEN_ENUM,
    .values = KNOWN(STRING("SOLD_OUT"), STRING("BAD")),
    .string = &(const struct codec_string_rules){.max_length = 16},
};

/* types/error_severity.json */
static const struct codec_schema error_severity_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("error"), STRING("fatal")),
};

/* events/order_ack.json */
#define THIS struct gold_order_ack
static const struct codec_member order_ack_members[] = {
    MEMBER("id", REQUIRED, id_schema, AT(id)),
    MEMBER("status", REQUIRED, order_ack_status_schema, AT(status)),
    MEMBER("error", OPTIONAL, order_ack_error_schema, AT(error), .has = 1 + 0),
    MEMBER("severity", OPTIONAL, error_severity_schema, AT(severity), .has = 1 + 1),
};
static const struct codec_schema order_ack_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(order_ack_members),
        .closed_softly = true,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* control/shelf.json#/properties/items */
static const struct codec_schema control_shelf_items_schema = {
    .types = CODEC_ARRAY,
    .store = CODEC_STORE_LIST,
    .array = &(const struct codec_array_rules){
        .items = &item_schema,
        .max_items = CODEC_UNBOUNDED,
        .stride = sizeof(struct gold_item),
    },
};

/* control/shelf.json#/properties/note */
static const struct codec_schema control_shelf_note_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* control/shelf.json#/properties/order */
static const struct codec_schema control_shelf_order_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("up"), STRING("down")),
};

/* control/shelf.json#/additionalProperties */
static const struct codec_schema control_shelf_other_schema = {
    .types = 0,
};

/* control/shelf.json */
#define THIS struct gold_control_shelf
static const struct codec_member control_shelf_members[] = {
    MEMBER("items", REQUIRED, control_shelf_items_schema, AT(items)),
    MEMBER("note", OPTIONAL, control_shelf_note_schema, AT(note), .has = 1 + 0),
    MEMBER("order", OPTIONAL, control_shelf_order_schema, AT(order), .fallback = "\"up\""),
};
static const struct codec_schema control_shelf_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(control_shelf_members),
        .additional = &control_shelf_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1shelves~1{shelf}/get/parameters/0/schema */
static const struct codec_schema openapi_paths__shelves__shelf__get_parameters_0_schema_schema = {
    .types = CODEC_INTEGER,
    .store = CODEC_STORE_INT64,
    .number = BOUNDS(MINIMUM(1)),
};

/* openapi.json#/paths/~1shelves~1{shelf}/get/parameters/1/schema */
static const struct codec_schema openapi_paths__shelves__shelf__get_parameters_1_schema_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_TEXT,
};

/* openapi.json#/paths/~1shelves~1{shelf}/get/parameters/additionalProperties */
static const struct codec_schema openapi_paths__shelves__shelf__get_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1shelves~1{shelf}/get/parameters */
#define THIS struct gold_get_shelf_parameters
static const struct codec_member get_shelf_parameters_members[] = {
    MEMBER("shelf", REQUIRED, id_schema, AT(shelf)),
    MEMBER("most", OPTIONAL, openapi_paths__shelves__shelf__get_parameters_0_schema_schema,
           AT(most), .has = 1 + 0),
    MEMBER("x-reader", OPTIONAL, openapi_paths__shelves__shelf__get_parameters_1_schema_schema,
           AT(x_reader), .fallback = "\"nobody\""),
};
static const struct codec_schema get_shelf_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(get_shelf_parameters_members),
        .additional = &openapi_paths__shelves__shelf__get_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = offsetof(THIS, has),
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* openapi.json#/paths/~1shelves~1{shelf}/put/parameters/additionalProperties */
static const struct codec_schema openapi_paths__shelves__shelf__put_parameters_other_schema = {
    .types = 0,
};

/* openapi.json#/paths/~1shelves~1{shelf}/put/parameters */
#define THIS struct gold_put_shelf_parameters
static const struct codec_member put_shelf_parameters_members[] = {
    MEMBER("shelf", REQUIRED, id_schema, AT(shelf)),
};
static const struct codec_schema put_shelf_parameters_schema = {
    .types = CODEC_OBJECT,
    .store = CODEC_STORE_RECORD,
    .object = &(const struct codec_object_rules){
        ROWS(put_shelf_parameters_members),
        .additional = &openapi_paths__shelves__shelf__put_parameters_other_schema,
        .null_is_absent = true,
        .max_members = CODEC_UNBOUNDED,
        .size = sizeof(THIS),
        .has_offset = CODEC_NO_OFFSET,
        .raw_offset = CODEC_NO_OFFSET,
    },
};
#undef THIS

/* types/error_code.json */
static const struct codec_schema error_code_schema = {
    .types = CODEC_STRING,
    .store = CODEC_STORE_ENUM,
    .values = ENUM(STRING("SOLD_OUT"), STRING("BAD")),
};

#undef ARRAY_OF
#undef BOUNDS
#undef MINIMUM
#undef MAXIMUM
#undef EXCLUSIVE_MINIMUM
#undef EXCLUSIVE_MAXIMUM
#undef MULTIPLE_OF
#undef VALUES
#undef ENUM
#undef CONST
#undef KNOWN
#undef STRING
#undef VALUE
#undef BRANCH
#undef BRANCHES
#undef MEMBER
#undef ESCAPED_MEMBER
#undef ROWS
#undef AT
#undef NOWHERE

/* ---- open enums ------------------------------------------------------------------------------ */

#define IS_OPEN_ENUM(type)                                                                         \
    _Static_assert(sizeof(type) == sizeof(struct codec_open_enum) &&                               \
                       offsetof(type, value) == offsetof(struct codec_open_enum, value) &&         \
                       offsetof(type, text) == offsetof(struct codec_open_enum, text),             \
                   "the codec keeps it as struct codec_open_enum")
IS_OPEN_ENUM(struct gold_error_code_or_other);

/* ---- enums ----------------------------------------------------------------------------------- */

static struct base_slice value_text(const struct codec_schema *schema, size_t value) {
    return value < schema->values->count ? schema->values->items[value].string
                                         : base_slice(NULL, 0);
}

struct base_slice gold_error_code_text(enum gold_error_code value) {
    return value_text(&error_code_schema, (size_t)value);
}

struct codec_text gold_error_code_or_other_text(const struct gold_error_code_or_other *word) {
    return word->value == GOLD_ERROR_CODE_OTHER ? word->text
                                           : codec_text_plain(gold_error_code_text(word->value));
}

struct base_slice gold_error_severity_text(enum gold_error_severity value) {
    return value_text(&error_severity_schema, (size_t)value);
}

struct base_slice gold_order_kind_text(enum gold_order_kind value) {
    return value_text(&order_kind_schema, (size_t)value);
}

struct base_slice gold_order_ack_status_text(enum gold_order_ack_status value) {
    return value_text(&order_ack_status_schema, (size_t)value);
}

struct base_slice gold_control_shelf_order_text(enum gold_control_shelf_order value) {
    return value_text(&control_shelf_order_schema, (size_t)value);
}

/* ---- lists ----------------------------------------------------------------------------------- */

bool gold_order_items_next(const struct codec_list *list,
                           struct codec_list_cursor *cursor,
                           struct gold_item *item) {
    return codec_list_next(list, &item_schema, cursor, item);
}

bool gold_order_numbers_next(const struct codec_list *list,
                             struct codec_list_cursor *cursor,
                             double *item) {
    return codec_list_next(list, &order_numbers_item_schema, cursor, item);
}

bool gold_item_parts_next(const struct codec_list *list,
                          struct codec_list_cursor *cursor,
                          struct gold_item *item) {
    return codec_list_next(list, &item_schema, cursor, item);
}

bool gold_control_shelf_items_next(const struct codec_list *list,
                                   struct codec_list_cursor *cursor,
                                   struct gold_item *item) {
    return codec_list_next(list, &item_schema, cursor, item);
}

/* ---- keeping structs ------------------------------------------------------------------------- */

size_t gold_item_keep(struct gold_item *value, char *into) {
    return codec_keep(&item_schema, value, into);
}

size_t gold_node_keep(struct gold_node *value, char *into) {
    return codec_keep(&node_schema, value, into);
}

size_t gold_order_default_keep(struct gold_order_default *value, char *into) {
    return codec_keep(&order_default_schema, value, into);
}

size_t gold_order_keep(struct gold_order *value, char *into) {
    return codec_keep(&order_schema, value, into);
}

size_t gold_order_ack_keep(struct gold_order_ack *value, char *into) {
    return codec_keep(&order_ack_schema, value, into);
}

size_t gold_control_shelf_keep(struct gold_control_shelf *value, char *into) {
    return codec_keep(&control_shelf_schema, value, into);
}

size_t gold_get_shelf_parameters_keep(struct gold_get_shelf_parameters *value, char *into) {
    return codec_keep(&get_shelf_parameters_schema, value, into);
}

size_t gold_put_shelf_parameters_keep(struct gold_put_shelf_parameters *value, char *into) {
    return codec_keep(&put_shelf_parameters_schema, value, into);
}

/* ---- events ---------------------------------------------------------------------------------- */

const struct codec_event gold_events[GOLD_EVENT_COUNT] = {
    [GOLD_EVENT_ORDER] =
        {BASE_SLICE("order"), &order_schema, sizeof(struct gold_order)},
    [GOLD_EVENT_ORDER_ACK] =
        {BASE_SLICE("order:ack"), &order_ack_schema, sizeof(struct gold_order_ack)},
};

const enum gold_direction gold_event_directions[GOLD_EVENT_COUNT] = {
    [GOLD_EVENT_ORDER] = GOLD_FROM_WORKER,
    [GOLD_EVENT_ORDER_ACK] = GOLD_TO_WORKER,
};

const enum gold_event_id gold_event_replies[GOLD_EVENT_COUNT] = {
    [GOLD_EVENT_ORDER] = GOLD_EVENT_ORDER_ACK,
    [GOLD_EVENT_ORDER_ACK] = (enum gold_event_id)GOLD_EVENT_COUNT,
};

const struct codec_event *gold_event_find(enum gold_direction direction, struct base_slice name) {
    for (size_t i = 0; i < GOLD_EVENT_COUNT; i++)
        if (gold_event_directions[i] == direction &&
            base_slice_equal(gold_events[i].name, name))
            return &gold_events[i];
    return NULL;
}

const struct codec_event *gold_event_closest(enum gold_direction direction,
                                             struct base_slice name) {
    struct codec_closest search = codec_closest(name);
    for (size_t i = 0; i < GOLD_EVENT_COUNT; i++)
        if (gold_event_directions[i] == direction)
            codec_closest_try(&search, gold_events[i].name);
    return search.best.ptr ? gold_event_find(direction, search.best) : NULL;
}

bool gold_order_decode(struct codec_in *in, struct gold_order *message) {
    return codec_decode(in, &order_schema, message);
}

bool gold_order_encode(struct codec_out *out, const struct gold_order *message) {
    return codec_encode(out, &order_schema, message);
}

bool gold_order_validate(struct base_slice json,
                         const struct codec_scratch *scratch,
                         struct codec_error *error) {
    return codec_validate(json, &order_schema, scratch, error);
}

bool gold_order_ack_decode(struct codec_in *in, struct gold_order_ack *message) {
    return codec_decode(in, &order_ack_schema, message);
}

bool gold_order_ack_encode(struct codec_out *out, const struct gold_order_ack *message) {
    return codec_encode(out, &order_ack_schema, message);
}

bool gold_order_ack_validate(struct base_slice json,
                             const struct codec_scratch *scratch,
                             struct codec_error *error) {
    return codec_validate(json, &order_ack_schema, scratch, error);
}

/* ---- HTTP ------------------------------------------------------------------------------------ */

const struct codec_event gold_bodies[GOLD_BODY_COUNT] = {
    [GOLD_BODY_CONTROL_SHELF] =
        {BASE_SLICE("control_shelf"), &control_shelf_schema, sizeof(struct gold_control_shelf)},
    [GOLD_BODY_ORDER_ACK] =
        {BASE_SLICE("order_ack"), &order_ack_schema, sizeof(struct gold_order_ack)},
};

bool gold_control_shelf_decode(struct codec_in *in, struct gold_control_shelf *body) {
    return codec_decode(in, &control_shelf_schema, body);
}

bool gold_control_shelf_encode(struct codec_out *out, const struct gold_control_shelf *body) {
    return codec_encode(out, &control_shelf_schema, body);
}

bool gold_control_shelf_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error) {
    return codec_validate(json, &control_shelf_schema, scratch, error);
}

static const struct codec_event get_shelf_parameters = {
    BASE_SLICE("parameters"), &get_shelf_parameters_schema, sizeof(struct gold_get_shelf_parameters)};
static const enum codec_place get_shelf_places[] = {
    CODEC_IN_PATH, /* shelf */
    CODEC_IN_QUERY, /* most */
    CODEC_IN_HEADER, /* x-reader */
};

static const struct codec_event put_shelf_parameters = {
    BASE_SLICE("parameters"), &put_shelf_parameters_schema, sizeof(struct gold_put_shelf_parameters)};
static const enum codec_place put_shelf_places[] = {
    CODEC_IN_PATH, /* shelf */
};

const struct codec_operation gold_operations[GOLD_OPERATION_COUNT] = {
    [GOLD_OPERATION_GET_SHELF] = {
        .name = BASE_SLICE("get_shelf"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/shelves/{shelf}"),
        .parameters = &get_shelf_parameters,
        .places = get_shelf_places,
    },
    [GOLD_OPERATION_PUT_SHELF] = {
        .name = BASE_SLICE("put_shelf"),
        .method = BASE_SLICE("PUT"),
        .path = BASE_SLICE("/shelves/{shelf}"),
        .parameters = &put_shelf_parameters,
        .places = put_shelf_places,
        .body = &gold_bodies[GOLD_BODY_CONTROL_SHELF],
        .body_required = true,
    },
    [GOLD_OPERATION_GET_LIST] = {
        .name = BASE_SLICE("get_list"),
        .method = BASE_SLICE("GET"),
        .path = BASE_SLICE("/list"),
    },
};

/* ---- errors ---------------------------------------------------------------------------------- */

const struct gold_error_info gold_error_table[GOLD_ERROR_CODE_COUNT] = {
    [GOLD_ERROR_CODE_SOLD_OUT] = {
        .code = GOLD_ERROR_CODE_SOLD_OUT,
        .name = BASE_SLICE("SOLD_OUT"),
        .severity = GOLD_ERROR_SEVERITY_ERROR,
        .retryable = true,
        .text = BASE_SLICE(
            "There is none left."),
    },
    [GOLD_ERROR_CODE_BAD] = {
        .code = GOLD_ERROR_CODE_BAD,
        .name = BASE_SLICE("BAD"),
        .severity = GOLD_ERROR_SEVERITY_FATAL,
        .retryable = false,
        .text = BASE_SLICE(
            "A \"bad\" order: \303\251, |, */."),
    },
};

/* ---- the documents --------------------------------------------------------------------------- */

#if defined __GNUC__
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
const char gold_asyncapi_json[] =
    "{"
    "\"asyncapi\":\"3.0.0\","
    "\"info\":{"
    "\"title\":\"Golden\","
    "\"version\":\"0.1\","
    "\"description\":\"A protocol with one of everything.\""
    "},"
    "\"channels\":{"
    "\"main\":{"
    "\"address\":\"/\","
    "\"description\":\"Where all of it happens.\","
    "\"messages\":{"
    "\"order\":{\"$ref\":\"#/components/messages/order\"},"
    "\"order_ack\":{\"$ref\":\"#/components/messages/order_ack\"}"
    "}"
    "}"
    "},"
    "\"operations\":{"
    "\"order\":{"
    "\"action\":\"receive\","
    "\"channel\":{\"$ref\":\"#/channels/main\"},"
    "\"messages\":[{\"$ref\":\"#/channels/main/messages/order\"}],"
    "\"reply\":{\"messages\":[{\"$ref\":\"#/channels/main/messages/order_ack\"}]}"
    "},"
    "\"order_ack\":{"
    "\"action\":\"send\","
    "\"channel\":{\"$ref\":\"#/channels/main\"},"
    "\"messages\":[{\"$ref\":\"#/channels/main/messages/order_ack\"}]"
    "}"
    "},"
    "\"components\":{"
    "\"messages\":{"
    "\"order\":{"
    "\"name\":\"order\","
    "\"summary\":\"Orders something.\","
    "\"payload\":{\"$ref\":\"#/components/schemas/order\"}"
    "},"
    "\"order_ack\":{"
    "\"name\":\"order:ack\","
    "\"summary\":\"The order is known.\","
    "\"payload\":{\"$ref\":\"#/components/schemas/order_ack\"}"
    "}"
    "},"
    "\"schemas\":{"
    "\"order\":{"
    "\"title\":\"Order\","
    "\"description\":\"An order: one member of every kind.\","
    "\"$ref\":\"#/components/schemas/base\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"kind\":{\"description\":\"How.\",\"enum\":[\"now\",\"next-day\",\"\"],\"default\":\"now\"},"
    "\"level\":{\"description\":\"One of three.\",\"type\":\"integer\",\"enum\":[1,2,3],\"default\""
    ":2},"
    "\"urgent\":{\"description\":\"true */ false\",\"type\":\"boolean\",\"x-deviation\":{\"const\":"
    "false}},"
    "\"limit\":{\"description\":\"A number or a name.\",\"type\":[\"integer\",\"string\"]},"
    "\"code\":{\"description\":\"Two letters.\",\"type\":\"string\",\"pattern\":\"^[A-Z]{2}$\"},"
    "\"blob\":{"
    "\"description\":\"Bytes.\","
    "\"type\":\"string\","
    "\"contentEncoding\":\"base64\","
    "\"maxLength\":1024"
    "},"
    "\"items\":{"
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/item\"},"
    "\"minItems\":1,"
    "\"uniqueItems\":true"
    "},"
    "\"numbers\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}},"
    "\"pair\":{"
    "\"description\":\"A name and a number.\","
    "\"type\":\"array\","
    "\"prefixItems\":[{\"type\":\"string\"},{\"type\":\"integer\"}],"
    "\"items\":false"
    "},"
    "\"any\":{\"description\":\"Anything.\"},"
    "\"maybe\":{\"description\":\"A name or nothing.\",\"type\":[\"string\",\"null\"]},"
    "\"extra\":{\"description\":\"Free.\",\"type\":\"object\",\"additionalProperties\":{\"type\":\""
    "string\"}},"
    "\"tree\":{\"$ref\":\"#/components/schemas/node\"},"
    "\"default\":{"
    "\"description\":\"An object of its own.\","
    "\"allOf\":[{\"$ref\":\"#/components/schemas/base\"}],"
    "\"properties\":{\"note\":{\"type\":\"string\",\"default\":\"a \\\"b\\\"\"}},"
    "\"x-deviation\":{\"required\":[\"sent\"]}"
    "},"
    "\"gone\":false"
    "},"
    "\"required\":[\"items\"],"
    "\"if\":{\"properties\":{\"kind\":{\"const\":\"next-day\"}},\"required\":[\"kind\"]},"
    "\"then\":{\"required\":[\"code\"]},"
    "\"examples\":[{\"id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\",\"items\":[{\"id\":\"pen\"}]}]"
    "},"
    "\"order_ack\":{"
    "\"title\":\"Order acknowledgement\","
    "\"description\":\"The order is known.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"$ref\":\"#/components/schemas/id\"},"
    "\"status\":{\"const\":\"known\"},"
    "\"error\":{"
    "\"anyOf\":[{\"$ref\":\"#/components/schemas/error_code\"},{\"type\":\"string\",\"maxLength\":1"
    "6}]"
    "},"
    "\"severity\":{\"$ref\":\"#/components/schemas/error_severity\"}"
    "},"
    "\"required\":[\"id\",\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"error_code\":{"
    "\"title\":\"Error code\","
    "\"description\":\"Code of an error.\","
    "\"enum\":[\"SOLD_OUT\",\"BAD\"]"
    "},"
    "\"error_severity\":{"
    "\"title\":\"Severity\","
    "\"description\":\"How bad it is.\","
    "\"type\":\"string\","
    "\"enum\":[\"error\",\"fatal\"]"
    "},"
    "\"base\":{"
    "\"title\":\"Base\","
    "\"description\":\"What all orders have.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"$ref\":\"#/components/schemas/id\",\"x-deviation\":{\"format\":\"uuid\"}},"
    "\"sent\":{\"description\":\"Unix time in ms.\",\"type\":\"integer\"}"
    "},"
    "\"required\":[\"id\"]"
    "},"
    "\"item\":{"
    "\"title\":\"Item\","
    "\"description\":\"One thing that is ordered.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"$ref\":\"#/components/schemas/id\"},"
    "\"count\":{\"description\":\"How many.\",\"type\":\"integer\",\"minimum\":1,\"default\":1},"
    "\"price\":{\"description\":\"In euros.\",\"type\":\"number\",\"minimum\":0,\"multipleOf\":0.01"
    "},"
    "\"parts\":{"
    "\"description\":\"What it is made of.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/item\"},"
    "\"maxItems\":10"
    "}"
    "},"
    "\"required\":[\"id\"],"
    "\"additionalProperties\":false"
    "},"
    "\"node\":{"
    "\"title\":\"Node\","
    "\"description\":\"A tree that holds itself.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"name\":{\"type\":\"string\"},"
    "\"next\":{\"description\":\"The rest, as text.\",\"$ref\":\"#/components/schemas/node\"}"
    "},"
    "\"required\":[\"name\"],"
    "\"additionalProperties\":false"
    "},"
    "\"id\":{"
    "\"title\":\"Id\","
    "\"description\":\"Name of a thing.\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":64"
    "}"
    "}"
    "},"
    "\"x-connecting\":[\"Knock `twice`: {\\\"a\\\": 1}.\"],"
    "\"x-error-table\":["
    "{"
    "\"code\":\"SOLD_OUT\","
    "\"severity\":\"error\","
    "\"retryable\":true,"
    "\"text\":\"There is none left.\""
    "},"
    "{"
    "\"code\":\"BAD\","
    "\"severity\":\"fatal\","
    "\"retryable\":false,"
    "\"text\":\"A \\\"bad\\\" order: \303\251, |, */.\""
    "}"
    "]"
    "}";
const size_t gold_asyncapi_json_length = sizeof gold_asyncapi_json - 1;

const char gold_openapi_json[] =
    "{"
    "\"openapi\":\"3.1.0\","
    "\"info\":{\"title\":\"Golden over HTTP\",\"version\":\"0.1\",\"description\":\"Two paths.\"},"
    "\"security\":[{\"key\":[]}],"
    "\"paths\":{"
    "\"/shelves/{shelf}\":{"
    "\"parameters\":["
    "{"
    "\"name\":\"shelf\","
    "\"in\":\"path\","
    "\"required\":true,"
    "\"description\":\"Which shelf.\","
    "\"schema\":{\"$ref\":\"#/components/schemas/id\"}"
    "}"
    "],"
    "\"get\":{"
    "\"operationId\":\"get_shelf\","
    "\"summary\":\"What lies there.\","
    "\"parameters\":["
    "{"
    "\"name\":\"most\","
    "\"in\":\"query\","
    "\"description\":\"Most items to list.\","
    "\"schema\":{\"type\":\"integer\",\"minimum\":1}"
    "},"
    "{"
    "\"name\":\"X-Reader\","
    "\"in\":\"header\","
    "\"description\":\"Who reads.\","
    "\"schema\":{\"type\":\"string\",\"default\":\"nobody\"}"
    "}"
    "],"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"The shelf.\","
    "\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/shelf\"}},"
    "\"text/plain\":{\"schema\":{\"type\":\"string\"}}"
    "}"
    "},"
    "\"404\":{\"$ref\":\"#/components/responses/Missing\"}"
    "}"
    "},"
    "\"put\":{"
    "\"operationId\":\"put_shelf\","
    "\"summary\":\"Fills it.\","
    "\"requestBody\":{"
    "\"required\":true,"
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/shelf\"}}}"
    "},"
    "\"responses\":{"
    "\"200\":{"
    "\"description\":\"Filled.\","
    "\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/order_ack\"}}}"
    "}"
    "}"
    "}"
    "},"
    "\"/list\":{"
    "\"get\":{"
    "\"operationId\":\"get_list\","
    "\"summary\":\"Anything.\","
    "\"responses\":{\"200\":{\"description\":\"A list.\",\"content\":{\"application/json\":{}}}}"
    "}"
    "}"
    "},"
    "\"components\":{"
    "\"responses\":{\"Missing\":{\"description\":\"No such shelf.\"}},"
    "\"securitySchemes\":{\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
    "\"schemas\":{"
    "\"order_ack\":{"
    "\"title\":\"Order acknowledgement\","
    "\"description\":\"The order is known.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"$ref\":\"#/components/schemas/id\"},"
    "\"status\":{\"const\":\"known\"},"
    "\"error\":{"
    "\"anyOf\":[{\"$ref\":\"#/components/schemas/error_code\"},{\"type\":\"string\",\"maxLength\":1"
    "6}]"
    "},"
    "\"severity\":{\"$ref\":\"#/components/schemas/error_severity\"}"
    "},"
    "\"required\":[\"id\",\"status\"],"
    "\"x-deviation\":{\"additionalProperties\":false}"
    "},"
    "\"error_code\":{"
    "\"title\":\"Error code\","
    "\"description\":\"Code of an error.\","
    "\"enum\":[\"SOLD_OUT\",\"BAD\"]"
    "},"
    "\"error_severity\":{"
    "\"title\":\"Severity\","
    "\"description\":\"How bad it is.\","
    "\"type\":\"string\","
    "\"enum\":[\"error\",\"fatal\"]"
    "},"
    "\"item\":{"
    "\"title\":\"Item\","
    "\"description\":\"One thing that is ordered.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"id\":{\"$ref\":\"#/components/schemas/id\"},"
    "\"count\":{\"description\":\"How many.\",\"type\":\"integer\",\"minimum\":1,\"default\":1},"
    "\"price\":{\"description\":\"In euros.\",\"type\":\"number\",\"minimum\":0,\"multipleOf\":0.01"
    "},"
    "\"parts\":{"
    "\"description\":\"What it is made of.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/item\"},"
    "\"maxItems\":10"
    "}"
    "},"
    "\"required\":[\"id\"],"
    "\"additionalProperties\":false"
    "},"
    "\"id\":{"
    "\"title\":\"Id\","
    "\"description\":\"Name of a thing.\","
    "\"type\":\"string\","
    "\"minLength\":1,"
    "\"maxLength\":64"
    "},"
    "\"shelf\":{"
    "\"title\":\"Shelf\","
    "\"description\":\"What lies on a shelf.\","
    "\"type\":\"object\","
    "\"properties\":{"
    "\"items\":{"
    "\"description\":\"The items.\","
    "\"type\":\"array\","
    "\"items\":{\"$ref\":\"#/components/schemas/item\"}"
    "},"
    "\"note\":{\"description\":\"What else.\",\"type\":\"string\"},"
    "\"order\":{"
    "\"description\":\"Which way round.\","
    "\"type\":\"string\","
    "\"enum\":[\"up\",\"down\"],"
    "\"default\":\"up\""
    "}"
    "},"
    "\"required\":[\"items\"],"
    "\"additionalProperties\":false,"
    "\"examples\":[{\"items\":[{\"id\":\"a\"}],\"note\":\"dusty\"}]"
    "}"
    "}"
    "}"
    "}";
const size_t gold_openapi_json_length = sizeof gold_openapi_json - 1;
