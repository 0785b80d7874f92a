/* How often rules hit which streams, in bounded memory: what had to be forgotten is said, never
 * taken for nothing. */
#include "echo/uses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define RULES 3
/* More than are remembered. */
#define MANY 40000

static size_t allocations, fail_at;

static void *failing(struct base_memory *memory, size_t size) {
    (void)memory;
    return ++allocations == fail_at ? NULL : malloc(size);
}

struct room {
    struct base_memory memory;
    struct echo_uses uses;
    struct echo_tally tally;
    struct echo_hit hits[RULES];
};

static void begin(struct room *room) {
    *room = (struct room){.memory = base_memory_heap()};
    allocations = fail_at = 0;
    room->memory.allocate = failing;
    echo_uses_init(&room->uses, &room->memory, (struct base_hash_seed){1, 2});
    echo_tally_init(&room->tally, room->hits, RULES);
}

static void end(struct room *room) {
    echo_tally_clear(&room->tally);
    assert_int_equal(room->uses.count, 0);
    assert_int_equal(room->uses.bytes, 0);
    assert_int_equal(room->memory.in_use, 0);
}

static struct base_slice name(char text[16], size_t number) {
    (void)snprintf(text, 16, "s%zu", number);
    return base_slice_of(text);
}

/* -1: not known. */
static int64_t count(const struct room *room, size_t stream, size_t rule) {
    char text[16];
    struct echo_hit hit;
    return echo_tally_find(&room->tally, name(text, stream), rule, &hit) ? (int64_t)hit.count : -1;
}

static void hits_are_known_by_stream_and_rule(void **state) {
    struct room room;
    char text[16];
    (void)state;
    begin(&room);
    struct echo_use *one = echo_use_begin(&room.uses, &room.tally, name(text, 1));
    struct echo_use *two = echo_use_begin(&room.uses, &room.tally, name(text, 2));
    echo_use_hit(&room.tally, one, 0, 7, 100);
    echo_use_hit(&room.tally, one, 2, 8, 101);
    echo_use_hit(&room.tally, two, 2, 9, 102);
    echo_use_end(one); /* it has gone, and what is known of it stays */
    assert_int_equal(count(&room, 1, 0), 1);
    assert_int_equal(count(&room, 1, 1), 0);
    assert_int_equal(count(&room, 2, 0), 0);
    assert_int_equal(count(&room, 3, 0), 0);
    assert_int_equal(room.hits[2].count, 2);
    assert_int_equal(room.hits[2].number, 9);
    assert_int_equal(room.hits[2].last_ms, 102);
    assert_ptr_equal(room.hits[2].by, two);
    assert_ptr_equal(echo_use_begin(&room.uses, &room.tally, name(text, 1)), one);
    echo_use_hit(&room.tally, one, 0, 1, 200);
    assert_int_equal(count(&room, 1, 0), 2);
    assert_int_equal(room.tally.streams, 2);
    end(&room);
}

static void the_oldest_that_has_gone_is_forgotten_first(void **state) {
    struct room room;
    char text[16];
    (void)state;
    begin(&room);
    struct echo_use *here = echo_use_begin(&room.uses, &room.tally, name(text, 0));
    echo_use_hit(&room.tally, here, 0, 0, 0);
    for (size_t i = 1; i < MANY; i++) {
        struct echo_use *use = echo_use_begin(&room.uses, &room.tally, name(text, i));
        assert_non_null(use);
        echo_use_hit(&room.tally, use, 1, i, i);
        echo_use_end(use);
    }
    assert_true(room.uses.count < MANY);
    assert_true(room.uses.bytes <= (size_t)16 << 20);
    assert_int_equal(room.tally.streams, MANY);
    assert_int_equal(room.tally.forgotten, MANY - room.uses.count);
    assert_int_equal(count(&room, 0, 0), 1);        /* it is there */
    assert_int_equal(count(&room, 1, 1), -1);       /* forgotten, not 0 */
    assert_int_equal(count(&room, MANY - 1, 1), 1); /* the latest */
    assert_int_equal(room.hits[1].count, MANY - 1); /* the total is not */
    /* one that comes back may have been hit before */
    struct echo_use *back = echo_use_begin(&room.uses, &room.tally, name(text, 1));
    assert_int_equal(count(&room, 1, 1), -1);
    echo_use_hit(&room.tally, back, 1, 0, 0);
    assert_int_equal(count(&room, 1, 1), 1);
    echo_use_end(back);
    end(&room);
}

static void a_total_does_not_point_to_who_is_forgotten(void **state) {
    struct room room;
    char text[16];
    (void)state;
    begin(&room);
    struct echo_use *first = echo_use_begin(&room.uses, &room.tally, name(text, 0));
    echo_use_hit(&room.tally, first, 0, 5, 9);
    echo_use_end(first);
    for (size_t i = 1; i < MANY; i++)
        echo_use_end(echo_use_begin(&room.uses, &room.tally, name(text, i)));
    assert_int_equal(room.hits[0].count, 1);
    assert_null(room.hits[0].by);
    assert_int_equal(echo_use_id(room.hits[0].by).len, 0);
    end(&room);
}

/* Whichever allocation fails: what is not known is told, and the total is right. */
static void without_memory_hits_are_not_known(void **state) {
    (void)state;
    for (size_t failure = 1; failure < 12; failure++) {
        struct room room;
        char text[16];
        begin(&room);
        fail_at = failure;
        for (size_t i = 0; i < 3; i++) {
            struct echo_use *use = echo_use_begin(&room.uses, &room.tally, name(text, i));
            for (size_t rule = 0; rule < RULES; rule++)
                echo_use_hit(&room.tally, use, rule, 0, 0);
            echo_use_end(use);
        }
        fail_at = 0;
        for (size_t rule = 0; rule < RULES; rule++) {
            assert_int_equal(room.hits[rule].count, 3);
            for (size_t i = 0; i < 3; i++) {
                int64_t known = count(&room, i, rule);
                assert_true(known == 1 || known == -1);
            }
        }
        assert_int_equal(room.tally.streams, 3);
        end(&room);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_known_by_stream_and_rule),
        cmocka_unit_test(the_oldest_that_has_gone_is_forgotten_first),
        cmocka_unit_test(a_total_does_not_point_to_who_is_forgotten),
        cmocka_unit_test(without_memory_hits_are_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
