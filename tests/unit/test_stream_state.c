/* The machines of this room: their tables are printed and compared with what the protocol says. */
#include "stream/fragment.h"
#include "stream/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char page[] = "initializing + init -> active\n"
                           "active + fragment -> active\n"
                           "active + pause -> paused\n"
                           "active + end -> ending\n"
                           "paused + resume -> active\n"
                           "paused + end -> ending\n"
                           "ending + drained -> completed\n"
                           "completed + init -> active\n";

static void the_table_is_the_page(void **state) {
    (void)state;
    static const char *const requests[STREAM_REQUESTS] = {
        [STREAM_REQUEST_INIT] = "init",   [STREAM_REQUEST_FRAGMENT] = "fragment",
        [STREAM_REQUEST_PAUSE] = "pause", [STREAM_REQUEST_RESUME] = "resume",
        [STREAM_REQUEST_END] = "end",     [STREAM_REQUEST_DRAINED] = "drained"};
    char printed[1024] = "";
    size_t used = 0;
    for (int from = STS_STREAM_STATE_INITIALIZING; from <= STS_STREAM_STATE_PARKED; from++)
        for (int request = 0; request < STREAM_REQUESTS; request++) {
            enum sts_stream_state to;
            if (stream_state_next((enum sts_stream_state)from, (enum stream_request)request, &to))
                used += (size_t)snprintf(printed + used, sizeof printed - used, "%s + %s -> %s\n",
                                         stream_state_name((enum sts_stream_state)from),
                                         requests[request], stream_state_name(to));
        }
    assert_string_equal(printed, page);
}

static void a_refused_request_leaves_the_state_alone(void **state) {
    (void)state;
    enum sts_stream_state next = STS_STREAM_STATE_PAUSED;
    assert_false(stream_state_next(STS_STREAM_STATE_PAUSED, STREAM_REQUEST_FRAGMENT, &next));
    assert_int_equal(next, STS_STREAM_STATE_PAUSED);
}

static const char stages[] = "queued + start -> processing\n"
                             "queued + finish -> held\n"
                             "queued + drop -> settled\n"
                             "processing + finish -> held\n"
                             "processing + drop -> settled\n"
                             "held + send -> settled\n"
                             "held + drop -> settled\n";

static void the_stages_of_a_fragment(void **state) {
    (void)state;
    static const char *const steps[STREAM_STEPS] = {"start", "finish", "send", "drop"};
    char printed[1024] = "";
    size_t used = 0;
    for (int from = 0; from < STREAM_STAGES; from++)
        for (int step = 0; step < STREAM_STEPS; step++) {
            enum stream_stage to;
            if (stream_stage_next((enum stream_stage)from, (enum stream_step)step, &to))
                used += (size_t)snprintf(printed + used, sizeof printed - used, "%s + %s -> %s\n",
                                         stream_stage_name((enum stream_stage)from), steps[step],
                                         stream_stage_name(to));
        }
    assert_string_equal(printed, stages);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_page),
        cmocka_unit_test(a_refused_request_leaves_the_state_alone),
        cmocka_unit_test(the_stages_of_a_fragment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
