/* What is done for one stream takes no longer where there are many: all of four times as many
 * streams take about four times as long, not sixteen times. What concerns all of them is done a
 * thousand at a time. */
#include "echo/echo.h"
#include "stream/connection.h"
#include "stream/view.h"
#include "stream_defaults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum {
    FEW = 250,
    MANY = 4 * FEW,
    CROWD = 2500,
    ROUNDS = 25
};
/* Between four and sixteen. */
#define MOST_TIMES 9

struct crowd {
    struct base_memory memory;
    struct base_timers timers;
    struct stream_settings settings;
    struct echo *echo;
    struct stream_processor processor;
    struct stream_registry *registry;
    size_t count;
    struct stream_connection *connections[CROWD];
    char ids[CROWD][16];
    size_t told; /* backpressure */
};

static bool send(void *connection, enum sts_event_id id, const void *event,
                 struct base_buffer *owner) {
    struct crowd *crowd = connection;
    (void)event;
    (void)owner;
    crowd->told += id == STS_EVENT_BACKPRESSURE;
    return true;
}

static void lose(void *connection, const struct stream_loss *loss) {
    (void)connection;
    (void)loss;
}

static bool is_false(void *connection) {
    (void)connection;
    return false;
}

static bool make_seed(void *context, void *bytes, size_t len) {
    (void)context;
    memset(bytes, 7, len);
    return true;
}

static struct codec_text id_of(const struct crowd *crowd, size_t number) {
    return codec_text_plain(base_slice_of(crowd->ids[number]));
}

static struct crowd *gather(size_t count) {
    static const struct stream_output output = {
        .send = send, .stalled = is_false, .unheard = is_false, .lose = lose};
    struct crowd *crowd = calloc(1, sizeof *crowd);
    crowd->memory = base_memory_heap();
    crowd->settings = stream_defaults();
    crowd->settings.max_connections = crowd->settings.max_connections_per_key = 0;
    crowd->count = count;
    crowd->echo = echo_new(&(struct echo_config){.memory = &crowd->memory,
                                                 .timers = &crowd->timers,
                                                 .settings = &crowd->settings,
                                                 .seed = {1, 2}});
    crowd->processor = echo_processor(crowd->echo);
    crowd->registry =
        stream_registry_new(&(struct stream_registry_config){.memory = &crowd->memory,
                                                             .timers = &crowd->timers,
                                                             .random = make_seed,
                                                             .settings = &crowd->settings,
                                                             .output = &output,
                                                             .processor = &crowd->processor});
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(crowd->ids[i], sizeof crowd->ids[i], "stream-%zu", i);
        const struct sts_stream_init init = {.stream_id = id_of(crowd, i),
                                             .worker_id = CODEC_TEXT("w"),
                                             .max_inflight = 3,
                                             .timeout_ms = 8000};
        crowd->connections[i] = stream_connection_new(crowd->registry, crowd, 0);
        stream_connection_on_init(crowd->connections[i], &init);
        assert_non_null(stream_connection_stream(crowd->connections[i]));
    }
    return crowd;
}

static void scatter(struct crowd *crowd) {
    for (size_t i = 0; i < crowd->count; i++)
        if (crowd->connections[i])
            stream_connection_free(crowd->connections[i], STREAM_DEPARTURE_LEFT);
    stream_registry_free(crowd->registry);
    echo_free(crowd->echo);
    assert_int_equal(crowd->memory.in_use, 0);
    free(crowd);
}

/* ---- what is done for each stream ---------------------------------------------------------- */

typedef void action(struct crowd *crowd, size_t number);

static void look(struct crowd *crowd, size_t number) {
    struct echo_view view;
    echo_look(crowd->echo, base_slice_of(crowd->ids[number]), &view);
}

static void arm(struct crowd *crowd, size_t number) {
    const struct sts_scenario_faults faults = {.rules = {.count = 0}};
    struct echo_answer answer;
    assert_int_equal(echo_arm_faults(crowd->echo,
                                     &(struct echo_target){.pattern = id_of(crowd, number)},
                                     &faults, &answer),
                     ECHO_CONFIGURED);
}

static void disarm(struct crowd *crowd, size_t number) {
    const struct echo_target target = {.pattern = id_of(crowd, number)};
    arm(crowd, number);
    (void)echo_disarm(crowd->echo, &target, ECHO_KIND_FAULTS);
}

static void reset(struct crowd *crowd, size_t number) {
    arm(crowd, number);
    echo_reset(crowd->echo, id_of(crowd, number));
}

static void disconnect(struct crowd *crowd, size_t number) {
    const struct sts_scenario_disconnect how = {.mode = STS_DISCONNECT_MODE_RESET};
    const struct echo_target target = {.pattern = id_of(crowd, number)};
    assert_int_equal(echo_disconnect(crowd->echo, &target, &how), ECHO_CONFIGURED);
    base_timers_advance(&crowd->timers, ++crowd->timers.now);
}

static void page(struct crowd *crowd, size_t number) {
    const struct stream *stream =
        stream_registry_find(crowd->registry, base_slice_of(crowd->ids[number]));
    const struct stream *next = stream_registry_after(crowd->registry, stream_number(stream));
    assert_true(!next == (number + 1 == crowd->count));
}

/* ---- how long it takes --------------------------------------------------------------------- */

static uint64_t cpu_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t time_of(action *act, struct crowd *crowd) {
    uint64_t began = cpu_ns();
    for (size_t i = crowd->count; i-- > 0;)
        act(crowd, i);
    return cpu_ns() - began;
}

/* The shortest of several times: what the machine does beside it only adds. */
static void grows_with_the_number(action *act) {
    struct crowd *few = gather(FEW), *many = gather(MANY);
    uint64_t of_few = UINT64_MAX, of_many = UINT64_MAX;
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t first = time_of(act, few), second = time_of(act, many);
        of_few = first < of_few ? first : of_few;
        of_many = second < of_many ? second : of_many;
    }
    scatter(few);
    scatter(many);
    print_message("%d streams: %llu ns, %d streams: %llu ns\n", FEW, (unsigned long long)of_few,
                  MANY, (unsigned long long)of_many);
    assert_true(of_many < MOST_TIMES * of_few);
}

static void looking(void **state) {
    (void)state;
    grows_with_the_number(look);
}

static void arming(void **state) {
    (void)state;
    grows_with_the_number(arm);
}

static void disarming(void **state) {
    (void)state;
    grows_with_the_number(disarm);
}

static void resetting(void **state) {
    (void)state;
    grows_with_the_number(reset);
}

static void disconnecting(void **state) {
    (void)state;
    grows_with_the_number(disconnect);
}

static void paging(void **state) {
    (void)state;
    grows_with_the_number(page);
}

/* ---- what concerns all --------------------------------------------------------------------- */

static const struct echo_target all = {.pattern = {"*", 1, CODEC_TEXT_PLAIN}};

/* Always under pressure. */
static void press(struct crowd *crowd) {
    const struct sts_scenario_backpressure event = {.threshold = 0,
                                                    .severity = STS_BACKPRESSURE_SEVERITY_HIGH,
                                                    .action = STS_BACKPRESSURE_ACTION_PAUSE};
    struct echo_answer answer;
    assert_int_equal(echo_arm_backpressure(crowd->echo, &all, &event, &answer), ECHO_CONFIGURED);
}

/* What happens in the next round of the loop: how many streams are told. */
static size_t go_on(struct crowd *crowd) {
    size_t before = crowd->told;
    base_timers_advance(&crowd->timers, ++crowd->timers.now);
    return crowd->told - before;
}

static void leave(struct crowd *crowd, size_t number) {
    stream_connection_free(crowd->connections[number], STREAM_DEPARTURE_LEFT);
    crowd->connections[number] = NULL;
}

static void a_thousand_are_told_at_a_time(void **state) {
    (void)state;
    struct crowd *crowd = gather(CROWD);
    press(crowd);
    assert_int_equal(crowd->told, 1000);
    leave(crowd, 5);
    leave(crowd, 1000); /* whose turn it was */
    assert_int_equal(go_on(crowd), 1000);
    assert_int_equal(go_on(crowd), CROWD - 2001);
    assert_int_equal(go_on(crowd), 0);
    assert_int_equal(echo_disarm(crowd->echo, &all, ECHO_KIND_BACKPRESSURE), ECHO_CONFIGURED);
    press(crowd); /* nobody has heard of the end of the first, but for those told at once */
    while (go_on(crowd))
        ;
    assert_int_equal(crowd->told, CROWD - 1 + 2 * 1000);
    echo_reset(crowd->echo, CODEC_TEXT("*"));
    size_t told = crowd->told;
    scatter(crowd);
    assert_true(told > 0);
}

/* Who lists the streams meanwhile sees what is armed, and takes nothing from them. */
static void those_that_were_looked_at_are_told_too(void **state) {
    (void)state;
    struct crowd *crowd = gather(CROWD);
    press(crowd);
    for (size_t i = 0; i < CROWD; i++)
        look(crowd, i);
    while (go_on(crowd))
        ;
    assert_int_equal(crowd->told, CROWD);
    scatter(crowd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looking),
        cmocka_unit_test(arming),
        cmocka_unit_test(disarming),
        cmocka_unit_test(resetting),
        cmocka_unit_test(disconnecting),
        cmocka_unit_test(paging),
        cmocka_unit_test(a_thousand_are_told_at_a_time),
        cmocka_unit_test(those_that_were_looked_at_are_told_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
