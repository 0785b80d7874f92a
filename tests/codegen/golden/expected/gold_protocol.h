/* gold_protocol.h - generated from the schemas by codegen. Do not edit.
 *
 * Golden, version 0.1.
 *
 * One struct per payload. Texts and raw values are slices of the message that was decoded and live
 * as long as it; nothing in here is ever freed. A member with a default holds it when it is absent;
 * the other optional members have a bit in `has`. `raw` is the text of a whole object, unknown
 * members included: to encode, leave it empty and the members are written, or set it and it is
 * written as it stands.
 *
 * Tables that have a row for each value of an enum, each event or each operation are made with the
 * macro of that name in the plural: X(NAME, name, "word") for each, so that a row that is missing or
 * left over does not compile. The members of an object that no struct holds are listed in the same
 * way.
 */
#ifndef GOLD_PROTOCOL_H
#define GOLD_PROTOCOL_H
#include "codec/schema.h"

/** Version of the protocol, as the index has it. */
#define GOLD_PROTOCOL_VERSION "0.1"
/** Changes with every change of the events' schemas. */
#define GOLD_PROTOCOL_HASH "49b31a03e14da530"

/* ---- enum gold_error_code ---------------------------------------------- types/error_code.json */

/** Code of an error. */
enum gold_error_code {
    GOLD_ERROR_CODE_SOLD_OUT, /**< "SOLD_OUT" */
    GOLD_ERROR_CODE_BAD, /**< "BAD" */
    GOLD_ERROR_CODE_OTHER, /**< any other string, where that is allowed */
};
#define GOLD_ERROR_CODE_COUNT 2
#define GOLD_ERROR_CODES(X) \
    X(SOLD_OUT, sold_out, "SOLD_OUT") \
    X(BAD, bad, "BAD")

/** One of them, or another string. */
struct gold_error_code_or_other {
    enum gold_error_code value;
    struct codec_text text; /**< decoded: the string, whichever it is; encoded: where it is another */
};

/* ---- enum gold_error_severity -------------------------------------- types/error_severity.json */

/** How bad it is. */
enum gold_error_severity {
    GOLD_ERROR_SEVERITY_ERROR, /**< "error" */
    GOLD_ERROR_SEVERITY_FATAL, /**< "fatal" */
};
#define GOLD_ERROR_SEVERITY_COUNT 2
#define GOLD_ERROR_SEVERITIES(X) \
    X(ERROR, error, "error") \
    X(FATAL, fatal, "fatal")

/* ---- enum gold_order_kind --------------------------------- events/order.json#/properties/kind */

/** How. */
enum gold_order_kind {
    GOLD_ORDER_KIND_NOW, /**< "now" */
    GOLD_ORDER_KIND_NEXT_DAY, /**< "next-day" */
    GOLD_ORDER_KIND_EMPTY, /**< "" */
};
#define GOLD_ORDER_KIND_COUNT 3
#define GOLD_ORDER_KINDS(X) \
    X(NOW, now, "now") \
    X(NEXT_DAY, next_day, "next-day") \
    X(EMPTY, empty, "")

/* ---- enum gold_order_ack_status --------------------- events/order_ack.json#/properties/status */

/** Values of events/order_ack.json#/properties/status */
enum gold_order_ack_status {
    GOLD_ORDER_ACK_STATUS_KNOWN, /**< "known" */
};
#define GOLD_ORDER_ACK_STATUS_COUNT 1
#define GOLD_ORDER_ACK_STATUSES(X) \
    X(KNOWN, known, "known")

/* ---- enum gold_control_shelf_order ---------------------- control/shelf.json#/properties/order */

/** Which way round. */
enum gold_control_shelf_order {
    GOLD_CONTROL_SHELF_ORDER_UP, /**< "up" */
    GOLD_CONTROL_SHELF_ORDER_DOWN, /**< "down" */
};
#define GOLD_CONTROL_SHELF_ORDER_COUNT 2
#define GOLD_CONTROL_SHELF_ORDERS(X) \
    X(UP, up, "up") \
    X(DOWN, down, "down")

/* ---- enums as text --------------------------------------------------------------------------- */

/* Each gives the value as it stands in messages, with a NUL behind it; an empty slice for what is no
 * value. */
struct base_slice gold_error_code_text(enum gold_error_code value);
struct base_slice gold_error_severity_text(enum gold_error_severity value);
struct base_slice gold_order_kind_text(enum gold_order_kind value);
struct base_slice gold_order_ack_status_text(enum gold_order_ack_status value);
struct base_slice gold_control_shelf_order_text(enum gold_control_shelf_order value);

/* The same of values that may be other strings. */
struct codec_text gold_error_code_or_other_text(const struct gold_error_code_or_other *word);

/* ---- struct gold_node -------------------------------------------------------- types/node.json */

/** A tree that holds itself. */
struct gold_node {
    /** Which optional members are there. */
    uint32_t has;
    /** required */
    struct codec_text name;
    /** The rest, as text; optional; JSON text; bit GOLD_NODE_HAS_NEXT */
    struct base_slice next;
};

/** Bits of `has` in struct gold_node. */
enum {
    GOLD_NODE_HAS_NEXT = 1 << 0,
};

/* ---- struct gold_order_default ------------------------- events/order.json#/properties/default */

/** An object of its own. */
struct gold_order_default {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of a thing; 1 to 64 code points; a deviation unless a UUID; required */
    struct codec_text id;
    /** Unix time in ms; its absence is a deviation; bit GOLD_ORDER_DEFAULT_HAS_SENT */
    int64_t sent;
    /** default "a \"b\"" */
    struct codec_text note;
    /** The whole object as JSON text, with the members that are not declared. */
    struct base_slice raw;
};

/** Bits of `has` in struct gold_order_default. */
enum {
    GOLD_ORDER_DEFAULT_HAS_SENT = 1 << 0,
};

/* ---- struct gold_order ----------------------------------------------------- events/order.json */

/** An order: one member of every kind. */
struct gold_order {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of a thing; 1 to 64 code points; a deviation unless a UUID; required */
    struct codec_text id;
    /** Unix time in ms; optional; bit GOLD_ORDER_HAS_SENT */
    int64_t sent;
    /** How; default "now" */
    enum gold_order_kind kind;
    /** One of three; 1, 2 or 3; default 2 */
    int32_t level;
    /** true * / false; a deviation unless false; optional; bit GOLD_ORDER_HAS_URGENT */
    bool urgent;
    /** A number or a name; optional; bit GOLD_ORDER_HAS_LIMIT */
    struct codec_int_or_text limit;
    /** Two letters; matches ^[A-Z]{2}$; optional; bit GOLD_ORDER_HAS_CODE */
    struct codec_text code;
    /** Bytes; base64; at most 1024 code points; optional; bit GOLD_ORDER_HAS_BLOB */
    struct codec_text blob;
    /** at least 1 items; no duplicate items; required; read with gold_order_items_next() */
    struct codec_list items;
    /** optional; read with gold_order_numbers_next(); bit GOLD_ORDER_HAS_NUMBERS */
    struct codec_list numbers;
    /** A name and a number; optional; JSON text; bit GOLD_ORDER_HAS_PAIR */
    struct base_slice pair;
    /** Anything; optional; JSON text; bit GOLD_ORDER_HAS_ANY */
    struct base_slice any;
    /** A name or nothing; optional; JSON text; bit GOLD_ORDER_HAS_MAYBE */
    struct base_slice maybe;
    /** Free; optional; JSON text; bit GOLD_ORDER_HAS_EXTRA */
    struct base_slice extra;
    /** A tree that holds itself; optional; bit GOLD_ORDER_HAS_TREE */
    struct gold_node tree;
    /** An object of its own; optional; bit GOLD_ORDER_HAS_DEFAULT */
    struct gold_order_default default_;
    /** The whole object as JSON text, with the members that are not declared. */
    struct base_slice raw;
};

/** Bits of `has` in struct gold_order. */
enum {
    GOLD_ORDER_HAS_SENT = 1 << 0,
    GOLD_ORDER_HAS_URGENT = 1 << 1,
    GOLD_ORDER_HAS_LIMIT = 1 << 2,
    GOLD_ORDER_HAS_CODE = 1 << 3,
    GOLD_ORDER_HAS_BLOB = 1 << 4,
    GOLD_ORDER_HAS_NUMBERS = 1 << 5,
    GOLD_ORDER_HAS_PAIR = 1 << 6,
    GOLD_ORDER_HAS_ANY = 1 << 7,
    GOLD_ORDER_HAS_MAYBE = 1 << 8,
    GOLD_ORDER_HAS_EXTRA = 1 << 9,
    GOLD_ORDER_HAS_TREE = 1 << 10,
    GOLD_ORDER_HAS_DEFAULT = 1 << 11,
};

/* ---- struct gold_item -------------------------------------------------------- types/item.json */

/** One thing that is ordered. */
struct gold_item {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of a thing; 1 to 64 code points; required */
    struct codec_text id;
    /** How many; at least 1; default 1 */
    int64_t count;
    /** In euros; at least 0; a multiple of 0.01; optional; bit GOLD_ITEM_HAS_PRICE */
    double price;
    /** What it is made of; at most 10 items; optional; read with gold_item_parts_next(); bit
     *  GOLD_ITEM_HAS_PARTS */
    struct codec_list parts;
};

/** Bits of `has` in struct gold_item. */
enum {
    GOLD_ITEM_HAS_PRICE = 1 << 0,
    GOLD_ITEM_HAS_PARTS = 1 << 1,
};

/* ---- struct gold_order_ack --------------------------------------------- events/order_ack.json */

/** The order is known. */
struct gold_order_ack {
    /** Which optional members are there. */
    uint32_t has;
    /** Name of a thing; 1 to 64 code points; required */
    struct codec_text id;
    /** required */
    enum gold_order_ack_status status;
    /** or any other string; at most 16 code points; optional; bit GOLD_ORDER_ACK_HAS_ERROR */
    struct gold_error_code_or_other error;
    /** How bad it is; optional; bit GOLD_ORDER_ACK_HAS_SEVERITY */
    enum gold_error_severity severity;
};

/** Bits of `has` in struct gold_order_ack. */
enum {
    GOLD_ORDER_ACK_HAS_ERROR = 1 << 0,
    GOLD_ORDER_ACK_HAS_SEVERITY = 1 << 1,
};

/* ---- struct gold_control_shelf -------------------------------------------- control/shelf.json */

/** What lies on a shelf. */
struct gold_control_shelf {
    /** Which optional members are there. */
    uint32_t has;
    /** The items; required; read with gold_control_shelf_items_next() */
    struct codec_list items;
    /** What else; optional; bit GOLD_CONTROL_SHELF_HAS_NOTE */
    struct codec_text note;
    /** Which way round; default "up" */
    enum gold_control_shelf_order order;
};

/** Bits of `has` in struct gold_control_shelf. */
enum {
    GOLD_CONTROL_SHELF_HAS_NOTE = 1 << 0,
};

/* ---- struct gold_get_shelf_parameters ---- openapi.json#/paths/~1shelves~1{shelf}/get/parameters */

/** Parameters of GET /shelves/{shelf}. */
struct gold_get_shelf_parameters {
    /** Which optional members are there. */
    uint32_t has;
    /** Which shelf; 1 to 64 code points; required */
    struct codec_text shelf;
    /** Most items to list; at least 1; optional; bit GOLD_GET_SHELF_PARAMETERS_HAS_MOST */
    int64_t most;
    /** Who reads; default "nobody" */
    struct codec_text x_reader;
};

/** Bits of `has` in struct gold_get_shelf_parameters. */
enum {
    GOLD_GET_SHELF_PARAMETERS_HAS_MOST = 1 << 0,
};

/* ---- struct gold_put_shelf_parameters ---- openapi.json#/paths/~1shelves~1{shelf}/put/parameters */

/** Parameters of PUT /shelves/{shelf}. */
struct gold_put_shelf_parameters {
    /** Which shelf; 1 to 64 code points; required */
    struct codec_text shelf;
};

/* ---- lengths --------------------------------------------------------------------------------- */

/* The most characters that a valid text of each has, and the most bytes of UTF-8 that it takes. */
#define GOLD_ID_CHARACTERS 64 /* types/id.json */
#define GOLD_ID_BYTES 256 /* types/id.json */

/* ---- reading lists --------------------------------------------------------------------------- */

/* Each reads the next item of a decoded list; `cursor` starts zeroed. false after the last. */
bool gold_order_items_next(const struct codec_list *list,
                           struct codec_list_cursor *cursor,
                           struct gold_item *item);
bool gold_order_numbers_next(const struct codec_list *list,
                             struct codec_list_cursor *cursor,
                             double *item);
bool gold_item_parts_next(const struct codec_list *list,
                          struct codec_list_cursor *cursor,
                          struct gold_item *item);
bool gold_control_shelf_items_next(const struct codec_list *list,
                                   struct codec_list_cursor *cursor,
                                   struct gold_item *item);

/* ---- keeping structs ------------------------------------------------------------------------- */

/* Each copies the text that a decoded struct points to: codec_keep() in codec/schema.h. */
size_t gold_node_keep(struct gold_node *value, char *into);
size_t gold_order_default_keep(struct gold_order_default *value, char *into);
size_t gold_order_keep(struct gold_order *value, char *into);
size_t gold_item_keep(struct gold_item *value, char *into);
size_t gold_order_ack_keep(struct gold_order_ack *value, char *into);
size_t gold_control_shelf_keep(struct gold_control_shelf *value, char *into);
size_t gold_get_shelf_parameters_keep(struct gold_get_shelf_parameters *value, char *into);
size_t gold_put_shelf_parameters_keep(struct gold_put_shelf_parameters *value, char *into);

/* ---- events ---------------------------------------------------------------------------------- */

/** Which way an event goes. */
enum gold_direction {
    GOLD_FROM_WORKER,
    GOLD_TO_WORKER,
};

/** Every event, once for each direction that it goes. */
enum gold_event_id {
    GOLD_EVENT_ORDER, /**< order, worker to STS */
    GOLD_EVENT_ORDER_ACK, /**< order:ack, STS to worker */
};
#define GOLD_EVENT_COUNT 2

/** X(NAME, name, "event") for each: GOLD_EVENT_NAME is its id, struct gold_name its payload. */
#define GOLD_EVENTS(X) \
    X(ORDER, order, "order") \
    X(ORDER_ACK, order_ack, "order:ack")

/** Those that workers send. */
#define GOLD_EVENTS_FROM_WORKER(X) \
    X(ORDER, order, "order")

/** Those that are sent to workers. */
#define GOLD_EVENTS_TO_WORKER(X) \
    X(ORDER_ACK, order_ack, "order:ack")

/** Room for the payload of any event that a worker sends. */
union gold_from_worker {
    struct gold_order order;
};

/** Room for the payload of any event that is sent to workers. */
union gold_to_worker {
    struct gold_order_ack order_ack;
};

/** Name (with a NUL behind it), payload and size of the struct of each event, by id. */
extern const struct codec_event gold_events[GOLD_EVENT_COUNT];

/** Direction of each event, by id. */
extern const enum gold_direction gold_event_directions[GOLD_EVENT_COUNT];

/** The event that answers each; GOLD_EVENT_COUNT: none. */
extern const enum gold_event_id gold_event_replies[GOLD_EVENT_COUNT];

/** The event of that name (plain UTF-8) in that direction, or NULL. */
const struct codec_event *gold_event_find(enum gold_direction direction, struct base_slice name);

/** The event whose name is closest to one that is unknown, or NULL when none is close. */
const struct codec_event *gold_event_closest(enum gold_direction direction, struct base_slice name);

/** Id of an entry of gold_events. */
static inline enum gold_event_id gold_event_id_of(const struct codec_event *event) {
    return (enum gold_event_id)(event - gold_events);
}

/* What decode, encode and validate do, and their errors: codec_decode(), codec_encode() and
 * codec_validate() in codec/schema.h. */

/* order, worker to STS: events/order.json */
bool gold_order_decode(struct codec_in *in, struct gold_order *message);
bool gold_order_encode(struct codec_out *out, const struct gold_order *message);
bool gold_order_validate(struct base_slice json,
                         const struct codec_scratch *scratch,
                         struct codec_error *error);

/* order:ack, STS to worker: events/order_ack.json */
bool gold_order_ack_decode(struct codec_in *in, struct gold_order_ack *message);
bool gold_order_ack_encode(struct codec_out *out, const struct gold_order_ack *message);
bool gold_order_ack_validate(struct base_slice json,
                             const struct codec_scratch *scratch,
                             struct codec_error *error);

/* ---- errors ---------------------------------------------------------------------- errors.json */

/** What the protocol says of an error code. */
struct gold_error_info {
    enum gold_error_code code;
    struct base_slice name; /**< the code as it stands in messages */
    enum gold_error_severity severity;
    bool retryable;
    struct base_slice text; /**< when it occurs, a sentence */
};

/** By code. */
extern const struct gold_error_info gold_error_table[GOLD_ERROR_CODE_COUNT];

/* ---- HTTP ------------------------------------------------------------------------------------ */

/** The JSON bodies of requests and responses. */
enum gold_body_id {
    GOLD_BODY_CONTROL_SHELF, /**< control/shelf.json */
    GOLD_BODY_ORDER_ACK, /**< events/order_ack.json */
};
#define GOLD_BODY_COUNT 2

/** Name, schema and size of the struct of each body, by id. */
extern const struct codec_event gold_bodies[GOLD_BODY_COUNT];

/* control/shelf.json */
bool gold_control_shelf_decode(struct codec_in *in, struct gold_control_shelf *body);
bool gold_control_shelf_encode(struct codec_out *out, const struct gold_control_shelf *body);
bool gold_control_shelf_validate(struct base_slice json,
                                 const struct codec_scratch *scratch,
                                 struct codec_error *error);

/** What can be asked for. */
enum gold_operation_id {
    GOLD_OPERATION_GET_SHELF, /**< GET /shelves/{shelf} */
    GOLD_OPERATION_PUT_SHELF, /**< PUT /shelves/{shelf} */
    GOLD_OPERATION_GET_LIST, /**< GET /list */
};
#define GOLD_OPERATION_COUNT 3

/** X(NAME, name, "name") for each: GOLD_OPERATION_NAME is its id, struct
 *  gold_name_parameters its parameters, if it has any. */
#define GOLD_OPERATIONS(X) \
    X(GET_SHELF, get_shelf, "get_shelf") \
    X(PUT_SHELF, put_shelf, "put_shelf") \
    X(GET_LIST, get_list, "get_list")

/** Room for the body of any request or response. */
union gold_body {
    struct gold_control_shelf control_shelf;
    struct gold_order_ack order_ack;
};

/** Room for the parameters of any operation. */
union gold_parameters {
    struct gold_get_shelf_parameters get_shelf;
    struct gold_put_shelf_parameters put_shelf;
};

/** X("header") for each header that is a parameter of an operation, in lower case. */
#define GOLD_HEADERS(X) \
    X("x-reader")

/** Method, path, parameters and body of each operation, by id. */
extern const struct codec_operation gold_operations[GOLD_OPERATION_COUNT];

/** The OpenAPI document with all schemas in it, as JSON text. */
extern const char gold_openapi_json[];
extern const size_t gold_openapi_json_length;

/** The AsyncAPI document of this protocol with all schemas in it, as JSON text. */
extern const char gold_asyncapi_json[];
extern const size_t gold_asyncapi_json_length;

#endif
