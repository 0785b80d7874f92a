/* The session machine (protocol §4): the table is printed and compared with the page. */
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_page),
        cmocka_unit_test(a_refused_request_leaves_the_state_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
