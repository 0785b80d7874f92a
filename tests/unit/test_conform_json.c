/* Values in JSON: written and looked up. */
#include "conform/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void quoted_texts_are_read_back(void **state) {
    static const char *const texts[] = {
        "",       "plain",
        "a\"b",   "a\\b",
        "\\",     "\",\"stream_id\":\"another",
        "\x01\n", "caf\xc3\xa9 \xe2\x82\xac",
    };
    struct base_memory memory = base_memory_heap();
    struct conform_case c = {.memory = memory};
    (void)state;
    base_arena_init(&c.work, &memory);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *json =
            conform_text(&c, "{\"stream_id\":%s,\"n\":1}", conform_quote(&c, texts[i]));
        assert_true(conform_at_is(&c, base_slice_of(json), "/stream_id", texts[i]));
        assert_true(conform_at_is(&c, base_slice_of(json), "/n", "1"));
    }
    base_arena_clear(&c.work);
    assert_int_equal(memory.in_use, 0);
    assert_int_equal(c.memory.in_use, 0);
}

static void what_is_not_there_is_not_found(void **state) {
    struct base_memory memory = base_memory_heap();
    struct conform_case c = {.memory = memory};
    (void)state;
    base_arena_init(&c.work, &memory);
    assert_null(conform_at(&c, base_slice_of("{\"a\":1}"), "/b"));
    assert_null(conform_at(&c, base_slice_of("{\"a\":"), "/a"));
    assert_null(conform_at(&c, base_slice(NULL, 0), ""));
    assert_false(conform_at_is(&c, base_slice_of("{\"a\":1}"), "/a", "2"));
    base_arena_clear(&c.work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_texts_are_read_back),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
