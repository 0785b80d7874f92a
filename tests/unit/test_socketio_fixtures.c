/* The documents of tests/fixtures/socketio, whole, one byte at a time, and without memory. */
#include "support/transport_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void test_fixtures(void **state) {
    (void)state;
    world_run_folder("tests/fixtures/socketio");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fixtures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
