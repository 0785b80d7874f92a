/* schema.h - the tables that a schema is compiled into, and the interpreter that runs them.
 *
 * One table validates, decodes and encodes. A table is the schema, row by row: whoever holds one
 * beside the other can check it. Tables are constants, made by `python3 -m codegen`.
 *
 * Decoding allocates nothing and copies nothing: strings in the struct are slices of the text. A
 * struct that is to outlive the text needs codec_keep().
 *
 * Stack: no function of the library has a frame of more than 4 KiB. Reading takes half a KiB more
 * for each level that the value nests, and a quarter for each schema on the way that is applied to
 * another's value ($ref, allOf, anyOf, oneOf, not, if). The deepest value that is read, with a $ref
 * on each of its 64 levels, takes 40 KiB all in all: a thread with a stack of 64 KiB will do.
 * Memory beside the stack: the scratch of the cursor, which the caller gives. See codec/scratch.h
 * for how large it is, and what becomes of a value for which it is too small.
 *
 * Threads: nothing is shared. A cursor, an output and a scratch belong to one thread at a time.
 */
#ifndef CODEC_SCHEMA_H
#define CODEC_SCHEMA_H
#include "codec/in.h"
#include "codec/out.h"

/** The types of JSON values, one bit each. A number with an integer value (`1.0`, `1e3`) is an
 *  INTEGER, any other number a FRACTION; JSON Schema's "number" is both. */
enum codec_type {
    CODEC_NULL = 1 << 0,
    CODEC_BOOLEAN = 1 << 1,
    CODEC_INTEGER = 1 << 2,
    CODEC_FRACTION = 1 << 3,
    CODEC_STRING = 1 << 4,
    CODEC_ARRAY = 1 << 5,
    CODEC_OBJECT = 1 << 6,
    CODEC_NUMBER = CODEC_INTEGER | CODEC_FRACTION,
    CODEC_ANY =
        CODEC_NULL | CODEC_BOOLEAN | CODEC_NUMBER | CODEC_STRING | CODEC_ARRAY | CODEC_OBJECT,
};

/** How a decoded value is kept in the struct. */
enum codec_store {
    CODEC_STORE_NONE,        /**< validated only */
    CODEC_STORE_BOOL,        /**< bool */
    CODEC_STORE_INT32,       /**< int32_t */
    CODEC_STORE_INT64,       /**< int64_t */
    CODEC_STORE_DOUBLE,      /**< double */
    CODEC_STORE_TEXT,        /**< struct codec_text */
    CODEC_STORE_ENUM,        /**< a C enum: the index into the schema's `values` */
    CODEC_STORE_RECORD,      /**< a nested struct */
    CODEC_STORE_LIST,        /**< struct codec_list */
    CODEC_STORE_RAW,         /**< struct base_slice: any value, its text as it stands */
    CODEC_STORE_INT_OR_TEXT, /**< struct codec_int_or_text */
    CODEC_STORE_OPEN_ENUM,   /**< struct codec_open_enum */
};

/**
 * An array. Decoded: the validated text `raw` (`[...]`) and the number of items, to be read with
 * codec_list_next. To encode: either `raw`, or `items`, `count` C values in a row of the kind that
 * the schema's `items` stores.
 */
struct codec_list {
    struct base_slice raw;
    size_t count;
    const void *items;
};

/**
 * An open enum: one of the schema's `values`, or any other string. Generated structs of this shape
 * have the C enum as their first member.
 */
struct codec_open_enum {
    int value;              /**< the index into `values`; their count: another string */
    struct codec_text text; /**< decoded: the string, whichever; to encode: that other string */
};

/** A decimal number exactly as the schema has it. */
struct codec_decimal {
    const char *text; /**< JSON number */
    bool is_integer;  /**< the value fits `integer` exactly */
    int64_t integer;
};

enum codec_bound_kind {
    CODEC_MINIMUM,
    CODEC_MAXIMUM,
    CODEC_EXCLUSIVE_MINIMUM,
    CODEC_EXCLUSIVE_MAXIMUM,
    CODEC_MULTIPLE_OF, /**< > 0 */
};

struct codec_bound {
    enum codec_bound_kind kind;
    struct codec_decimal value;
};

/** Numbers (minimum, maximum, exclusive*, multipleOf). Compared exactly, as decimals. */
struct codec_number_rules {
    const struct codec_bound *bounds;
    size_t count;
};

/** A range of code points that one symbol of a pattern's alphabet stands for. */
struct codec_symbol_range {
    uint32_t first, last; /**< inclusive */
    uint16_t symbol;
};

/**
 * A regular expression as a deterministic automaton: one table look-up per character, so that no
 * input is slow. State 0 is the start. `next[state * symbols + symbol]` is the state after a
 * character; symbol 0 is every character in no range. `accept[state]` has bit 0 set when a match
 * has been found whatever follows (nothing more need be read), bit 1 when the text matches if it
 * ends here.
 */
struct codec_pattern {
    const char *source;                      /**< as the schema has it, for messages */
    const struct codec_symbol_range *ranges; /**< ascending, disjoint */
    size_t range_count;
    uint16_t symbols;
    const uint16_t *next;
    const uint8_t *accept;
};

#define CODEC_PATTERN_ALWAYS 1
#define CODEC_PATTERN_AT_END 2

/** No upper bound. */
#define CODEC_UNBOUNDED UINT64_MAX

enum codec_format {
    CODEC_FORMAT_NONE,
    CODEC_FORMAT_UUID
};

/** Strings. Lengths are in code points. */
struct codec_string_rules {
    uint64_t min_length, max_length;
    const struct codec_pattern *pattern; /**< or NULL */
    enum codec_format format;
    bool base64; /**< contentEncoding base64: RFC 4648 §4, padded */
};

/** One value of enum or const. */
struct codec_value {
    enum codec_type type;
    const char *json;         /**< the value as JSON text */
    struct base_slice string; /**< of a string: its plain UTF-8 */
};

/** enum, const (`is_const`, one value), or an open enum (`is_open`): values that are known, beside
 *  which any other string is valid. */
struct codec_values {
    bool is_const, is_open;
    const struct codec_value *items;
    size_t count;
};

struct codec_schema;

/** Arrays. */
struct codec_array_rules {
    const struct codec_schema *const *prefix; /**< prefixItems */
    size_t prefix_count;
    const struct codec_schema *items; /**< of the rest; NULL allows anything */
    uint64_t min_items, max_items;
    bool unique;
    size_t stride; /**< size of one C value in codec_list.items; 0 when items are not stored */
};

enum codec_presence {
    CODEC_OPTIONAL,
    CODEC_REQUIRED, /**< its absence is an error */
    CODEC_EXPECTED, /**< its absence is a deviation */
};

/** One member of an object: a row of the schema's `properties`. A name that the schema only
 *  requires has a row too, whose schema is that of additionalProperties, and is `undeclared`. */
struct codec_member {
    struct base_slice name; /**< plain UTF-8 */
    enum codec_presence presence;
    const struct codec_schema *schema;
    uint32_t offset;      /**< in the struct, when the schema stores */
    uint8_t has;          /**< 1 + the bit in `has` that says it is there; 0: none */
    bool undeclared;      /**< named in `required` alone: still an unknown member to x-deviation */
    bool quoted;          /**< `name` lies in a text `,"NAME":`, and JSON escapes nothing of it */
    const char *fallback; /**< `default` as JSON text; NULL: none */
};

#define CODEC_NO_OFFSET UINT32_MAX

/** Objects. */
struct codec_object_rules {
    const struct codec_member *members;
    size_t count;
    const struct codec_schema *additional; /**< additionalProperties; NULL allows anything */
    bool closed_softly;                    /**< an unknown member is a deviation */
    bool null_is_absent; /**< null in an optional member whose schema refuses null: as if absent */
    uint64_t min_members, max_members;
    size_t size;         /**< of the struct; 0: not stored */
    uint32_t has_offset; /**< of `uint32_t has`; CODEC_NO_OFFSET: the struct has none */
    uint32_t raw_offset; /**< of `struct base_slice raw`, the object's text; or CODEC_NO_OFFSET */
};

enum codec_branch_kind {
    CODEC_ALL_OF,
    CODEC_ANY_OF,
    CODEC_ONE_OF,
    CODEC_NOT, /**< one schema */
    CODEC_IF,  /**< three schemas: if, then, else; NULL where there is none */
    CODEC_REF, /**< one schema: a $ref beside other keywords, or around a recursion */
};

/** A keyword that applies other schemas to the same value. They store nothing. */
struct codec_branch {
    enum codec_branch_kind kind;
    const struct codec_schema *const *schemas;
    size_t count;
};

/** One schema. A value that fails a rule of a type it does not have is not affected by it. */
struct codec_schema {
    unsigned types; /**< bits of enum codec_type; 0 is the schema `false` */
    enum codec_store store;
    const struct codec_values *values;
    const struct codec_number_rules *number;
    const struct codec_string_rules *string;
    const struct codec_array_rules *array;
    const struct codec_object_rules *object;
    const struct codec_branch *branches;
    size_t branch_count;
    /** x-deviation's rules for values that are not objects (values, number, string of it are
     *  looked at); those for objects are in `object`. Or NULL. */
    const struct codec_schema *deviation;
};

/** The row of one event, or of one body of an HTTP request or response: what the generated tables
 *  hold. */
struct codec_event {
    struct base_slice name;
    const struct codec_schema *payload;
    size_t size; /**< of its struct */
};

/** Where a parameter of an HTTP operation stands. */
enum codec_place {
    CODEC_IN_PATH,
    CODEC_IN_QUERY,
    CODEC_IN_HEADER, /**< its name is in lower case */
};

/** One HTTP operation. `path` is a template: `/control/streams/{id}`. Its parameters are the
 * members of one object: strings, integers, booleans and enums. */
struct codec_operation {
    struct base_slice name;
    struct base_slice method;
    struct base_slice path;
    const struct codec_event *parameters; /**< NULL: none */
    const enum codec_place *places;       /**< of each member of `parameters` */
    const struct codec_event *body;       /**< of the request; NULL: none */
    bool body_required;
};

/**
 * Reads one value and checks it against `schema`. With `out` (the struct or C value that `schema`
 * stores) decodes it too: absent members with a default hold it, absent ones without are zero and
 * their `has` bit is clear. What was wrong is in `in->error`, and every finding in `in->errors`
 * and `in->deviations`; after a SCHEMA error the members of `out` that were understood are set.
 */
bool codec_decode(struct codec_in *in, const struct codec_schema *schema, void *out);

/** codec_decode without an `out`, of a whole text: nothing may follow the value. `scratch` as for
 *  codec_in_init. */
bool codec_validate(struct base_slice text, const struct codec_schema *schema,
                    const struct codec_scratch *scratch, struct codec_error *error);

/**
 * Copies the text that a decoded `value` points to into `into`, and lets `value` point there, so
 * that it outlives the text it was decoded from. Returns the bytes that this takes; `into` NULL:
 * only counts them, and changes nothing. The `items` of a list are not copied: decoded ones have
 * none. The text of a list loses the members of its items that are null and count as absent.
 */
size_t codec_keep(const struct codec_schema *schema, void *value, char *into);

/**
 * Appends `value`, kept as `schema` stores it, as JSON. Bounds, enums and required members are
 * checked (VALUE), and the rules of PLAIN strings except base64; strings that were decoded, and RAW
 * values, are taken as valid.
 * Members whose `has` bit is clear are left out. A record whose `raw` is set is written as it
 * stands there.
 */
bool codec_encode(struct codec_out *out, const struct codec_schema *schema, const void *value);

/**
 * Appends one part of that, so that something else can be done in between: all parts from 0 on, one
 * after the other, make the same text. A part is a member of the record, or an item of a member
 * that is a list. `*last`: it is the end. Fails as codec_encode does, but for what is missing.
 */
bool codec_encode_part(struct codec_out *out, const struct codec_schema *schema, const void *value,
                       size_t part, bool *last);

/**
 * Reads the next item of a decoded list into `item`, as `items` (the schema of its items) stores
 * it. `cursor` starts zeroed. false after the last. The list has been read before, so this needs no
 * scratch.
 */
struct codec_list_cursor {
    struct codec_in in;
    size_t index;
};
bool codec_list_next(const struct codec_list *list, const struct codec_schema *items,
                     struct codec_list_cursor *cursor, void *item);

#endif
