/* JSON strings as slices: the same characters in three forms. */
#include "codec_fixture.h"

#include "base/utf8.h"
#include "codec/chars.h"
#include "codec/closest.h"

#define CLEAN(literal)                                                                             \
    { (literal), sizeof(literal) - 1, CODEC_TEXT_CLEAN }
#define JSON(literal)                                                                              \
    { (literal), sizeof(literal) - 1, CODEC_TEXT_JSON }
#define PLAIN(literal)                                                                             \
    { (literal), sizeof(literal) - 1, CODEC_TEXT_PLAIN }

/* Each row holds ways to write the same string; no two rows are equal. */
static const struct {
    size_t length; /* code points */
    struct base_slice plain;
    struct codec_text ways[4];
    size_t count;
} strings[] = {
    {0, BASE_SLICE(""), {CLEAN(""), JSON(""), PLAIN(""), {NULL, 0, CODEC_TEXT_CLEAN}}, 4},
    {1, BASE_SLICE("a"), {CLEAN("a"), JSON("a"), JSON("\\u0061"), PLAIN("a")}, 4},
    {1, BASE_SLICE("A"), {CLEAN("A"), JSON("\\u0041")}, 2},
    {2, BASE_SLICE("aa"), {CLEAN("aa"), JSON("a\\u0061"), JSON("\\u0061a"), PLAIN("aa")}, 4},
    {1, BASE_SLICE("\0"), {PLAIN("\0"), JSON("\\u0000")}, 2},
    {2, BASE_SLICE("\0\0"), {PLAIN("\0\0"), JSON("\\u0000\\u0000")}, 2},
    {8,
     BASE_SLICE("\"\\/\b\f\n\r\t"),
     {PLAIN("\"\\/\b\f\n\r\t"), JSON("\\\"\\\\\\/\\b\\f\\n\\r\\t"),
      JSON("\\u0022\\u005C\\u002F\\u0008\\u000C\\u000A\\u000D\\u0009"),
      JSON("\\\"\\\\/\\b\\f\\n\\r\\t")},
     4},
    {1, BASE_SLICE("\xC3\xA9"), {CLEAN("\xC3\xA9"), JSON("\\u00e9"), JSON("\\u00E9")}, 3},
    {2, BASE_SLICE("e\xCC\x81"), {CLEAN("e\xCC\x81"), JSON("\\u0065\\u0301")}, 2},
    {1,
     BASE_SLICE("\xE2\x82\xAC"),
     {CLEAN("\xE2\x82\xAC"), JSON("\\u20ac"), JSON("\xE2\x82\xAC")},
     3},
    {1,
     BASE_SLICE("\xF0\x9F\x98\x80"),
     {CLEAN("\xF0\x9F\x98\x80"), JSON("\\ud83d\\ude00"), JSON("\\uD83D\\uDE00")},
     3},
    {1, BASE_SLICE("\xF4\x8F\xBF\xBF"), {PLAIN("\xF4\x8F\xBF\xBF"), JSON("\\udbff\\udfff")}, 2},
    {3,
     BASE_SLICE("x\xF0\x9F\x98\x80y"),
     {CLEAN("x\xF0\x9F\x98\x80y"), JSON("x\\ud83d\\ude00y")},
     2},
};

static void equal_is_about_characters(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(strings); i++)
        for (size_t j = 0; j < COUNT(strings); j++)
            for (size_t a = 0; a < strings[i].count; a++)
                for (size_t b = 0; b < strings[j].count; b++)
                    assert_int_equal(codec_text_equal(strings[i].ways[a], strings[j].ways[b]),
                                     i == j);
}

static void length_counts_code_points(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(strings); i++)
        for (size_t a = 0; a < strings[i].count; a++)
            assert_int_equal(codec_text_length(strings[i].ways[a]), strings[i].length);
}

/* Long runs of ASCII are counted by the scanner. */
static void length_of_long_texts(void **state) {
    (void)state;
    char bytes[400];
    for (size_t len = 0; len < 300; len++) {
        memset(bytes, 'x', len);
        memcpy(bytes + len, "\xE2\x82\xAC\x1F\"", 5);
        memset(bytes + len + 5, 'y', 50);
        assert_int_equal(codec_text_length((struct codec_text){bytes, len + 55, CODEC_TEXT_PLAIN}),
                         len + 53);
    }
}

static void copy_is_cut_before_what_does_not_fit(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(strings); i++)
        for (size_t a = 0; a < strings[i].count; a++)
            for (size_t capacity = 0; capacity <= strings[i].plain.len + 2; capacity++) {
                struct base_slice expected = strings[i].plain;
                char *out = malloc(capacity + 1);
                assert_non_null(out);
                memset(out, '#', capacity + 1);
                assert_int_equal(codec_text_copy(strings[i].ways[a], out, capacity), expected.len);
                assert_int_equal(out[capacity], '#');
                size_t used = 0; /* as many whole characters as fit */
                while (used < expected.len) {
                    size_t next = used + 1;
                    while (next < expected.len &&
                           ((unsigned char)expected.ptr[next] & 0xC0) == 0x80)
                        next++;
                    if (next > capacity)
                        break;
                    used = next;
                }
                assert_memory_equal(out, expected.ptr, used);
                for (size_t at = used; at < capacity; at++)
                    assert_int_equal(out[at], '#');
                free(out);
            }
    assert_int_equal(codec_text_copy(CODEC_TEXT("abc"), NULL, 0), 3);
}

/* Every code point there and back. */
static void utf8_of_every_code_point(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char bytes[4], escaped[16];
        size_t n = codec_chars_utf8(c, bytes);
        struct codec_chars chars = codec_chars(codec_text_plain(base_slice(bytes, n)));
        uint32_t back = 0;
        assert_true(codec_chars_next(&chars, &back));
        assert_int_equal(back, c);
        assert_false(codec_chars_next(&chars, &back));
        if (c % 97 && c < 0xFFF0)
            continue; /* the rest for some of them */
        assert_true(base_utf8_valid(base_slice(bytes, n)));
        int len = c < 0x10000 ? sprintf(escaped, "\\u%04x", c)
                              : sprintf(escaped, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
                                        0xDC00 + ((c - 0x10000) & 0x3FF));
        struct codec_text text = {escaped, (size_t)len, CODEC_TEXT_JSON};
        assert_true(codec_text_equal(text, codec_text_plain(base_slice(bytes, n))));
    }
}

static void did_you_mean(void **state) {
    (void)state;
    static const char *const known[] = {"stream_id",  "worker_id", "config",
                                        "timeout_ms", "max",       "rate_limit"};
    static const struct {
        const char *name, *closest;
    } cases[] = {
        {"stream_id", "stream_id"},
        {"streamId", "stream_id"},
        {"strema_id", "stream_id"},
        {"Stream_ID", "stream_id"},
        {"conf", NULL},
        {"confg", "config"},
        {"timeout", "timeout_ms"}, /* a word of it */
        {"Worker", "worker_id"},
        {"ream_id", "stream_id"},
        {"rate", "rate_limit"},
        {"limit", "rate_limit"},
        {"max_", "max"},
        {"time", NULL},
        {"timeoutms", "timeout_ms"},
        {"x", NULL},
        {"", NULL},
        {"mx", NULL},
        {"maxx", "max"},
        {"completely_else", NULL},
        {"a_name_that_is_longer_than_sixty_four_letters_is_compared_with_nothing", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_closest search = codec_closest(base_slice_of(cases[i].name));
        for (size_t k = 0; k < COUNT(known); k++)
            codec_closest_try(&search, base_slice_of(known[k]));
        if (!base_slice_equal(search.best, base_slice_of(cases[i].closest)))
            fail_msg("%s: %.*s", cases[i].name, (int)search.best.len, search.best.ptr);
    }
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The whole table, without any shortcut. */
static size_t plain_distance(const char *a, const char *b) {
    static size_t table[32][32];
    size_t m = strlen(a), n = strlen(b);
    for (size_t i = 0; i <= m; i++)
        for (size_t j = 0; j <= n; j++) {
            size_t best = i && j ? SIZE_MAX : i + j;
            if (i && j) {
                size_t changed = table[i - 1][j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
                best = table[i - 1][j] + 1 < table[i][j - 1] + 1 ? table[i - 1][j] + 1
                                                                 : table[i][j - 1] + 1;
                best = changed < best ? changed : best;
            }
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]) && table[i - 2][j - 2] + 1 < best)
                best = table[i - 2][j - 2] + 1;
            table[i][j] = best;
        }
    return table[m][n];
}

static void make_word(char *word) {
    size_t length = 1 + (size_t)rand() % 12;
    for (size_t i = 0; i < length; i++)
        word[i] = "abcAB"[rand() % 5];
    word[length] = '\0';
}

static void the_closest_name_is_that_of_the_least_distance(void **state) {
    (void)state;
    char name[16], words[8][16];
    srand(1);
    for (int round = 0; round < 20000; round++) {
        make_word(name);
        struct codec_closest search = codec_closest(base_slice_of(name));
        size_t least = strlen(name) / 3 + 1, best = COUNT(words);
        for (size_t i = 0; i < COUNT(words); i++) {
            make_word(words[i]);
            codec_closest_try(&search, base_slice_of(words[i]));
            if (plain_distance(name, words[i]) < least) {
                least = plain_distance(name, words[i]);
                best = i;
            }
        }
        assert_int_equal(search.distance, least);
        assert_ptr_equal(search.best.ptr, best < COUNT(words) ? words[best] : NULL);
    }
}

static void a_search_ends_however_many_names_there_are(void **state) {
    (void)state;
    char name[65], other[65] = "";
    memset(name, 'c', 64);
    name[64] = '\0';
    struct codec_closest search = codec_closest(base_slice_of(name));
    size_t before = 0, most = 0;
    for (int i = 0; i < 100000; i++) {
        for (int k = 0; k < 64; k++)
            other[k] = k % 2 ? 'c' : "ab"[(i >> k % 17) & 1];
        codec_closest_try(&search, base_slice_of(other));
        most = search.steps - before > most ? search.steps - before : most;
        before = search.steps;
    }
    assert_true(codec_closest_over(&search));
    assert_true(search.steps < CODEC_CLOSEST_STEPS + most);
}

static void printed_texts_are_cut_between_characters(void **state) {
    (void)state;
    char room[8];
    struct codec_text text = codec_text_print(room, sizeof room, "%d of %d", 3, 4);
    assert_int_equal(text.len, 6);
    assert_int_equal(text.form, CODEC_TEXT_PLAIN);
    text = codec_text_print(room, sizeof room, "123456%s", "\xF0\x9F\x8E\xA7");
    assert_int_equal(text.len, 6);
    text = codec_text_print(room, sizeof room, "1234567%s", "89");
    assert_int_equal(text.len, 7);
    text = codec_text_print(room, sizeof room, "1234%s", "\xF0\x9F\x8E\xA7");
    assert_int_equal(text.len, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_is_about_characters),
        cmocka_unit_test(length_counts_code_points),
        cmocka_unit_test(length_of_long_texts),
        cmocka_unit_test(copy_is_cut_before_what_does_not_fit),
        cmocka_unit_test(utf8_of_every_code_point),
        cmocka_unit_test(did_you_mean),
        cmocka_unit_test(the_closest_name_is_that_of_the_least_distance),
        cmocka_unit_test(a_search_ends_however_many_names_there_are),
        cmocka_unit_test(printed_texts_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
