/* Uses the golden protocol as a program would: decodes, looks, encodes again. */
#include "gold_protocol.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("line %d: %s\n", __LINE__, #condition);                                         \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

static bool is(struct codec_text text, const char *expected) {
    return codec_text_equal(text, codec_text_plain(base_slice_of(expected)));
}

static bool decode(const char *text, struct gold_order *order, struct codec_report *deviations) {
    struct codec_in in;
    codec_in_init(&in, base_slice_of(text), &scratch);
    in.deviations = deviations;
    return gold_order_decode(&in, order) && codec_in_done(&in);
}

static void check_everything(void) {
    struct codec_error errors[8];
    struct codec_report deviations = {errors, 8, 0};
    struct gold_order order;
    CHECK(decode("{\"id\": \"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11\", \"sent\": 1e3,"
                 "\"kind\": \"next-day\", \"level\": 3, \"urgent\": true, \"limit\": \"\\u0061\","
                 "\"code\": \"AB\", \"blob\": \"AAA=\", \"items\": [{\"id\": \"a\"},"
                 "{\"id\": \"b\", \"count\": 7, \"price\": 1.25, \"parts\": [{\"id\": \"c\"}]}],"
                 "\"numbers\": [1, 2.5], \"pair\": [ \"x\", 1 ], \"any\": {\"a\": [1]},"
                 "\"maybe\": null, \"extra\": {\"a\": \"b\"}, \"unknown\": 1,"
                 "\"tree\": {\"name\": \"n\", \"next\": {\"name\": \"m\"}},"
                 "\"default\": {\"id\": \"x\", \"note\": \"\"}}",
                 &order, &deviations));
    CHECK(is(order.id, "6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11") && order.sent == 1000);
    CHECK(order.kind == GOLD_ORDER_KIND_NEXT_DAY && order.level == 3 && order.urgent);
    CHECK(order.limit.is_text && is(order.limit.text, "a") && is(order.code, "AB"));
    CHECK(base_slice_equal(order.pair, base_slice_of("[ \"x\", 1 ]")));
    CHECK(base_slice_equal(order.any, base_slice_of("{\"a\": [1]}")));
    CHECK(base_slice_equal(order.maybe, base_slice_of("null")));
    CHECK(base_slice_equal(order.extra, base_slice_of("{\"a\": \"b\"}")));
    CHECK(is(order.tree.name, "n") && order.tree.has == GOLD_NODE_HAS_NEXT);
    CHECK(base_slice_equal(order.tree.next, base_slice_of("{\"name\": \"m\"}")));
    CHECK(is(order.default_.note, "") && order.default_.has == 0 && order.default_.raw.len > 0);
    CHECK(order.raw.ptr[0] == '{' && order.raw.ptr[order.raw.len - 1] == '}');
    /* urgent is true, default.id is no UUID, default.sent is not there */
    CHECK(deviations.count == 3);

    struct gold_item item, part;
    struct codec_list_cursor items = {0}, parts = {0}, numbers = {0};
    CHECK(order.items.count == 2 && gold_order_items_next(&order.items, &items, &item));
    CHECK(is(item.id, "a") && item.count == 1 && item.has == 0);
    CHECK(gold_order_items_next(&order.items, &items, &item) && item.count == 7);
    CHECK(item.has == (GOLD_ITEM_HAS_PRICE | GOLD_ITEM_HAS_PARTS) && item.price > 1.24);
    CHECK(gold_item_parts_next(&item.parts, &parts, &part) && is(part.id, "c"));
    CHECK(!gold_item_parts_next(&item.parts, &parts, &part));
    CHECK(!gold_order_items_next(&order.items, &items, &item));
    double number;
    CHECK(gold_order_numbers_next(&order.numbers, &numbers, &number) && number > 0.9);
    CHECK(gold_order_numbers_next(&order.numbers, &numbers, &number) && number > 2.4);
}

static void check_defaults(void) {
    struct gold_order order;
    CHECK(decode("{\"id\": \"a\", \"items\": [{\"id\": \"a\"}], \"code\": null, \"level\": null}",
                 &order, NULL));
    CHECK(order.has == 0 && order.kind == GOLD_ORDER_KIND_NOW && order.level == 2);
}

static void check_errors(void) {
    struct gold_order order;
    CHECK(!decode("{\"id\": \"a\"}", &order, NULL));
    CHECK(!decode("{\"id\": \"a\", \"items\": []}", &order, NULL));
    CHECK(!decode("{\"id\": \"a\", \"items\": [{\"id\": \"a\", \"x\": 1}]}", &order, NULL));
    CHECK(!decode("{\"id\": \"a\", \"items\": [{\"id\": \"a\"}], \"gone\": 1}", &order, NULL));
    CHECK(!decode("{\"id\": \"a\", \"items\": [{\"id\": \"a\"}], \"kind\": \"next-day\"}", &order,
                  NULL));
    /* null is absent for `then` too, when the member itself refuses null */
    CHECK(!decode("{\"id\": \"a\", \"items\": [{\"id\": \"a\"}], \"kind\": \"next-day\","
                  "\"code\": null}",
                  &order, NULL));
    struct codec_error error;
    CHECK(!gold_order_validate(base_slice_of("{\"id\": \"a\", \"items\": [{\"id\": 1}]}"), &scratch,
                               &error));
    CHECK(strcmp(error.pointer, "/items/0/id") == 0 && strcmp(error.keyword, "type") == 0);
}

static void check_encode(void) {
    char own[1024], flat[1024];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    struct gold_order_ack ack = {
        .has = GOLD_ORDER_ACK_HAS_ERROR, .id = CODEC_TEXT("x"), .error.value = GOLD_ERROR_CODE_BAD};
    CHECK(gold_order_ack_encode(&out, &ack));
    size_t length = codec_out_length(&out);
    codec_out_flatten(&out, flat);
    CHECK(base_slice_equal(base_slice(flat, length),
                           base_slice_of("{\"id\":\"x\",\"status\":\"known\",\"error\":\"BAD\"}")));

    struct gold_item items[2] = {{.id = CODEC_TEXT("a"), .count = 1},
                                 {.id = CODEC_TEXT("b"), .count = 2}};
    struct gold_order order = {
        .id = CODEC_TEXT("o"), .level = 1, .items = {.items = items, .count = 2}};
    codec_out_init(&out, own, sizeof own);
    CHECK(gold_order_encode(&out, &order));
    length = codec_out_length(&out);
    codec_out_flatten(&out, flat);
    CHECK(base_slice_equal(
        base_slice(flat, length),
        base_slice_of("{\"id\":\"o\",\"kind\":\"now\",\"level\":1,\"items\":"
                      "[{\"id\":\"a\",\"count\":1},{\"id\":\"b\",\"count\":2}]}")));
    order.items.count = 0;
    codec_out_init(&out, own, sizeof own);
    CHECK(!gold_order_encode(&out, &order) && out.error.code == CODEC_VALUE);
}

/* A known word is a constant, any other string is kept. */
static void check_open_enum(void) {
    static const char *const texts[] = {
        "{\"id\":\"x\",\"status\":\"known\",\"error\":\"SOLD_OUT\"}",
        "{\"id\":\"x\",\"status\":\"known\",\"error\":\"LO\\u0053T\"}",
    };
    for (int i = 0; i < 2; i++) {
        struct gold_order_ack ack;
        struct codec_in in;
        codec_in_init(&in, base_slice_of(texts[i]), &scratch);
        CHECK(gold_order_ack_decode(&in, &ack));
        CHECK(ack.error.value == (i ? GOLD_ERROR_CODE_OTHER : GOLD_ERROR_CODE_SOLD_OUT));
        CHECK(is(gold_error_code_or_other_text(&ack.error), i ? "LOST" : "SOLD_OUT"));
        char own[256];
        struct codec_out out;
        codec_out_init(&out, own, sizeof own);
        CHECK(gold_order_ack_encode(&out, &ack));
        CHECK(base_slice_equal(base_slice(out.own, out.own_length), base_slice_of(texts[i])));
    }
    struct codec_error error;
    CHECK(!gold_order_ack_validate(
        base_slice_of("{\"id\":\"x\",\"status\":\"known\",\"error\":\"much longer than 16\"}"),
        &scratch, &error));
    CHECK(strcmp(error.keyword, "maxLength") == 0);
    char own[256];
    struct codec_out out;
    struct gold_order_ack ack = {
        .has = GOLD_ORDER_ACK_HAS_ERROR,
        .id = CODEC_TEXT("x"),
        .error = {GOLD_ERROR_CODE_OTHER, codec_text_plain(base_slice_of("much longer than 16"))}};
    codec_out_init(&out, own, sizeof own);
    CHECK(!gold_order_ack_encode(&out, &ack) && out.error.code == CODEC_VALUE);
    ack.error.value = (enum gold_error_code)(GOLD_ERROR_CODE_OTHER + 1);
    codec_out_init(&out, own, sizeof own);
    CHECK(!gold_order_ack_encode(&out, &ack) && out.error.code == CODEC_VALUE);
}

/* Each list has each name once, in the order of the constants. */
static void check_lists(void) {
#define COUNT(NAME, name, text) +1
#define TEXT(NAME, name, text) base_slice_of(text),
#define SIZE(NAME, name, text) +(int)sizeof(struct gold_##name)
    static const int constants[] = {
#define ROW(NAME, name, text) GOLD_ORDER_KIND_##NAME,
        GOLD_ORDER_KINDS(ROW)
#undef ROW
    };
    CHECK(GOLD_ORDER_KINDS(COUNT) == GOLD_ORDER_KIND_COUNT);
    const struct base_slice kinds[] = {GOLD_ORDER_KINDS(TEXT)};
    for (int i = 0; i < GOLD_ORDER_KIND_COUNT; i++) {
        CHECK(constants[i] == i);
        CHECK(base_slice_equal(kinds[i], gold_order_kind_text((enum gold_order_kind)i)));
    }
    CHECK(GOLD_EVENTS(COUNT) == GOLD_EVENT_COUNT && GOLD_OPERATIONS(COUNT) == GOLD_OPERATION_COUNT);
    CHECK(GOLD_EVENTS_FROM_WORKER(SIZE) == (int)sizeof(union gold_from_worker));
    CHECK(GOLD_EVENTS_TO_WORKER(SIZE) == (int)sizeof(union gold_to_worker));
    CHECK(gold_event_replies[GOLD_EVENT_ORDER] == GOLD_EVENT_ORDER_ACK);
    CHECK(gold_event_replies[GOLD_EVENT_ORDER_ACK] == GOLD_EVENT_COUNT);
#define HEADER(name) CHECK(strcmp(name, "x-reader") == 0);
    GOLD_HEADERS(HEADER)
}

static void check_dispatch(void) {
    const struct codec_event *event = gold_event_find(GOLD_FROM_WORKER, base_slice_of("order"));
    CHECK(event && gold_event_id_of(event) == GOLD_EVENT_ORDER);
    CHECK(event->size == sizeof(struct gold_order));
    CHECK(gold_event_directions[GOLD_EVENT_ORDER_ACK] == GOLD_TO_WORKER);
    CHECK(!gold_event_find(GOLD_TO_WORKER, base_slice_of("order")));
    CHECK(!gold_event_find(GOLD_FROM_WORKER, base_slice_of("order:ack")));
    CHECK(gold_event_closest(GOLD_FROM_WORKER, base_slice_of("ordre")) == event);
    CHECK(!gold_event_closest(GOLD_FROM_WORKER, base_slice_of("something else")));
    CHECK(gold_error_table[GOLD_ERROR_CODE_BAD].severity == GOLD_ERROR_SEVERITY_FATAL);
    CHECK(!gold_error_table[GOLD_ERROR_CODE_BAD].retryable);
    CHECK(base_slice_equal(gold_error_code_text(GOLD_ERROR_CODE_SOLD_OUT),
                           base_slice_of("SOLD_OUT")));
    CHECK(gold_error_code_text((enum gold_error_code)99).len == 0);
    CHECK(strlen(gold_asyncapi_json) == gold_asyncapi_json_length);
    struct codec_in in;
    codec_in_init(&in, base_slice_of(gold_asyncapi_json), &scratch);
    CHECK(codec_in_skip(&in, NULL) && codec_in_done(&in));
}

static void check_http(void) {
    const struct codec_operation *get = &gold_operations[GOLD_OPERATION_GET_SHELF];
    const struct codec_operation *put = &gold_operations[GOLD_OPERATION_PUT_SHELF];
    CHECK(GOLD_OPERATION_COUNT == 3 && GOLD_BODY_COUNT == 2);
    CHECK(base_slice_equal(get->method, base_slice_of("GET")) && !get->body);
    CHECK(base_slice_equal(get->path, base_slice_of("/shelves/{shelf}")));
    CHECK(get->parameters->payload->object->count == 3 && get->places[0] == CODEC_IN_PATH);
    CHECK(get->places[1] == CODEC_IN_QUERY && get->places[2] == CODEC_IN_HEADER);
    struct gold_get_shelf_parameters wanted;
    struct codec_in in;
    CHECK(get->parameters->size == sizeof wanted);
    codec_in_init(&in, base_slice_of("{\"shelf\":\"a\",\"most\":3}"), &scratch);
    CHECK(codec_decode(&in, get->parameters->payload, &wanted) && wanted.most == 3);
    CHECK(wanted.has == GOLD_GET_SHELF_PARAMETERS_HAS_MOST && wanted.shelf.len == 1);
    CHECK(is(wanted.x_reader, "nobody"));
    codec_in_init(&in, base_slice_of("{\"most\":3}"), &scratch);
    CHECK(!codec_decode(&in, get->parameters->payload, &wanted));
    CHECK(put->body == &gold_bodies[GOLD_BODY_CONTROL_SHELF] && put->body_required);
    CHECK(put->body->size == sizeof(struct gold_control_shelf));
    CHECK(gold_bodies[GOLD_BODY_ORDER_ACK].payload == gold_events[GOLD_EVENT_ORDER_ACK].payload);

    struct gold_control_shelf shelf;
    codec_in_init(&in, base_slice_of("{\"items\":[{\"id\":\"a\"}],\"note\":\"n\"}"), &scratch);
    CHECK(gold_control_shelf_decode(&in, &shelf) && codec_in_done(&in));
    CHECK(shelf.has == GOLD_CONTROL_SHELF_HAS_NOTE && shelf.items.count == 1);
    CHECK(shelf.order == GOLD_CONTROL_SHELF_ORDER_UP);
    struct codec_error error;
    CHECK(!gold_control_shelf_validate(base_slice_of("{\"items\":[],\"nota\":1}"), &scratch,
                                       &error));
    CHECK(strcmp(error.pointer, "/nota") == 0);

    struct gold_item items[2] = {{.id = CODEC_TEXT("a"), .count = 1},
                                 {.id = CODEC_TEXT("b"), .count = 2}};
    char own[256], flat[256];
    struct codec_out out;
    codec_out_init(&out, own, sizeof own);
    shelf = (struct gold_control_shelf){.items = {.items = items, .count = 2}};
    CHECK(gold_control_shelf_encode(&out, &shelf));
    size_t length = codec_out_length(&out);
    codec_out_flatten(&out, flat);
    CHECK(base_slice_equal(base_slice(flat, length),
                           base_slice_of("{\"items\":[{\"id\":\"a\",\"count\":1},"
                                         "{\"id\":\"b\",\"count\":2}],\"order\":\"up\"}")));
    CHECK(strlen(gold_openapi_json) == gold_openapi_json_length);
    codec_in_init(&in, base_slice_of(gold_openapi_json), &scratch);
    CHECK(codec_in_skip(&in, NULL) && codec_in_done(&in));
}

int main(void) {
    check_everything();
    check_defaults();
    check_errors();
    check_encode();
    check_open_enum();
    check_lists();
    check_dispatch();
    check_http();
    return 0;
}
