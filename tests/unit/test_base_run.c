/* Runs of base64 against plain loops: whatever the pieces, their masks and where they lie, the
 * bytes arrive, each byte of a run is in the alphabet, and its sum is that of these bytes. */
#include "base/alphabet.h"
#include "base/run.h"
#include "base/unmask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
/* A message that is looked at, and that any piece of a run fits in. */
#define SIZE (BASE_RUN_LOOK + 4 * BASE_RUN_LONG)

static char plain[SIZE], masked[SIZE], data[SIZE];
/** Whether this processor looks for runs. */
static bool wide;

static size_t draw(size_t below) {
    return (size_t)rand() % below;
}

static bool is_letter(char c) {
    return c && strchr(LETTERS, c);
}

static void fill(char *at, size_t length) {
    for (size_t i = 0; i < length; i++)
        at[i] = LETTERS[draw(64)];
}

static void mask_all(const char *key, size_t length) {
    for (size_t i = 0; i < length; i++)
        masked[i] = (char)(plain[i] ^ key[i % 4]);
}

static uint64_t mask_at(const char *key, size_t at) {
    uint64_t mask;
    char turned[8];
    for (size_t i = 0; i < sizeof turned; i++)
        turned[i] = key[(at + i) % 4];
    memcpy(&mask, turned, sizeof mask);
    return mask;
}

/* What must be true of a run, whatever the bytes. */
static void check(const struct base_run *run, size_t length) {
    struct base_sum sum = {.length = 0};
    assert_memory_equal(data, plain, length);
    assert_true(run->begin <= run->end && run->end <= length);
    assert_int_equal((run->end - run->begin) % BASE_RUN_BLOCK, 0);
    for (size_t i = run->begin; i < run->end; i++)
        assert_true(is_letter(data[i]));
    if (run->begin == run->end)
        return;
    base_sum_add(&sum, base_slice(data + run->begin, run->end - run->begin));
    assert_true(base_sum_end(&sum) == base_sum_end(&run->sum));
}

/* Puts `length` bytes of `plain` in pieces of `piece` bytes (0: of random size), each from where it
 * lies, masked, or from its place. */
static struct base_run put(size_t length, size_t piece, const char *key, bool in_place) {
    struct base_run run;
    memset(data, '#', sizeof data);
    mask_all(key, length);
    base_run_init(&run, SIZE);
    for (size_t at = 0, part; at < length; at += part) {
        size_t size = piece ? piece : 1 + draw(draw(4) ? 300 : 4000);
        part = length - at < size ? length - at : size;
        if (in_place)
            memcpy(data + at, masked + at, part);
        base_run_put(&run, data, at, in_place ? data + at : masked + at, part, mask_at(key, at));
    }
    check(&run, length);
    return run;
}

/* The bytes from `begin` up to `end` are the run that whoever reads them wants. */
static void expect_run(const struct base_run *run, size_t begin, size_t end) {
    if (!wide) {
        assert_int_equal(run->begin, run->end);
        return;
    }
    assert_int_equal(run->begin, begin);
    assert_true(run->end <= end && end - run->end < BASE_RUN_BLOCK);
}

static void every_byte_is_told_apart(void **state) {
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        assert_int_equal(base_alphabet_has((char)byte), is_letter((char)byte));
        for (size_t at = 200; at < 200 + BASE_RUN_BLOCK; at++) {
            fill(plain, 1000);
            plain[at] = (char)byte;
            struct base_run run = put(1000, 1000, "\0\0\0\0", false);
            if (is_letter((char)byte))
                expect_run(&run, 0, 1000);
            else
                expect_run(&run, at + 1, 1000);
        }
    }
}

/* The vectors shift bits of a byte into its neighbours: all of these that there are. */
static void neighbours_make_no_difference(void **state) {
    (void)state;
    for (int byte = 0; byte < 256; byte++)
        for (int next = 0; next < 256; next++) {
            fill(plain, BASE_RUN_BLOCK);
            plain[40] = (char)byte, plain[41] = (char)next;
            struct base_run run = put(BASE_RUN_BLOCK, BASE_RUN_BLOCK, "\0\0\0\0", false);
            assert_int_equal(run.begin == 0 && run.end == BASE_RUN_BLOCK,
                             wide && is_letter((char)byte) && is_letter((char)next));
        }
}

/* The byte that ends a run at every place, and so each phase of mask and block. */
static void a_run_ends_at_any_place(void **state) {
    static const size_t pieces[] = {0, 1, 7, 64, 127, 128, 129, 1000, SIZE};
    static const char others[] = {'"', '=', '\\', '\0', '-', '_', '\n', (char)0x80, (char)0xff};
    (void)state;
    for (size_t end = 0; end < 700; end++) {
        size_t length = 1500 + end, piece = pieces[end % (sizeof pieces / sizeof *pieces)];
        fill(plain, length);
        plain[end] = others[end % sizeof others];
        struct base_run run = put(length, piece, "k\xffz\x01", end % 2);
        expect_run(&run, end + 1, length);
        plain[end + 1 + BASE_RUN_LONG + 300] = '"'; /* that one is long enough */
        run = put(length, piece, "k\xffz\x01", end % 2);
        expect_run(&run, end + 1, end + 1 + BASE_RUN_LONG + 300);
    }
}

/* Audio is known from its first character on, whatever came before it, and in whatever pieces. */
static void pieces_make_no_difference(void **state) {
    (void)state;
    for (size_t piece = 1; piece < 400; piece++) {
        size_t begin = 1 + draw(BASE_RUN_LOOK - 1), end = begin + BASE_RUN_LONG + 200 + draw(900);
        const char key[] = {(char)rand(), (char)rand(), (char)rand(), (char)rand()};
        for (size_t i = 0; i < begin; i++)
            plain[i] = i % 50 ? LETTERS[draw(64)] : '"';
        plain[begin - 1] = '"';
        fill(plain + begin, SIZE - begin);
        memcpy(plain + end, "==\"}]", 5);
        struct base_run run = put(SIZE, piece, key, piece % 3 == 0);
        expect_run(&run, begin, end);
    }
}

static void random_bytes(void **state) {
    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t length = draw(SIZE), rare = 1 + draw(draw(2) ? 100 : 3000);
        const char key[] = {(char)rand(), (char)rand(), (char)rand(), (char)rand()};
        for (size_t i = 0; i < length; i++)
            plain[i] = draw(rare) ? LETTERS[draw(64)] : (char)rand();
        (void)put(length, 0, key, draw(2));
    }
}

/* None where it would not pay, and none after a change. */
static void some_messages_have_none(void **state) {
    struct base_run run;
    (void)state;
    fill(plain, SIZE);
    memset(plain, '"', BASE_RUN_LOOK + 1);
    run = put(SIZE, 0, "abcd", false);
    assert_int_equal(run.begin, run.end);
    base_run_init(&run, BASE_RUN_MESSAGE - 1);
    base_run_put(&run, data, 0, plain, BASE_RUN_MESSAGE - 1, 0);
    assert_int_equal(run.begin, run.end);
    fill(plain, SIZE);
    run = put(SIZE, 0, "abcd", false);
    expect_run(&run, 0, SIZE);
    base_run_forget(&run);
    assert_int_equal(run.begin, run.end);
}

static void bytes_are_unmasked(void **state) {
    (void)state;
    for (size_t length = 0; length < 300; length++)
        for (size_t phase = 0; phase < 4; phase++) {
            const char *key = "\x80"
                              "a\0k";
            memset(data, '#', sizeof data);
            fill(plain, phase + length);
            mask_all(key, phase + length);
            base_unmask(data, masked + phase, length, mask_at(key, phase));
            assert_memory_equal(data, plain + phase, length);
            assert_int_equal(data[length], '#');
            assert_true(base_unmask_turn(mask_at(key, phase), length) ==
                        mask_at(key, phase + length));
        }
}

static int look_at_processor(void **state) {
    struct base_run run;
    (void)state;
    srand(1);
    base_run_init(&run, SIZE);
    wide = !run.over;
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_told_apart),
        cmocka_unit_test(neighbours_make_no_difference),
        cmocka_unit_test(a_run_ends_at_any_place),
        cmocka_unit_test(pieces_make_no_difference),
        cmocka_unit_test(random_bytes),
        cmocka_unit_test(some_messages_have_none),
        cmocka_unit_test(bytes_are_unmasked),
    };
    return cmocka_run_group_tests(tests, look_at_processor, NULL);
}
