/* Numbers, exactly: what is an integer, how decimals compare, what divides what, which double is
 * nearest. */
#include "codec_fixture.h"

#include "codec/number.h"
#include "codec/out.h"

#include <errno.h>
#include <math.h>

static struct codec_number read_number(const char *text) {
    struct base_slice slice = exact(base_slice_of(text));
    assert_ptr_equal(codec_number_end(slice.ptr, slice.ptr + slice.len), slice.ptr + slice.len);
    struct codec_number number = codec_number_read(slice);
    exact_free(slice);
    return number;
}

static void integers_of_64_bits(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t integer;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"0.0", 0},
        {"-0.000e-5", 0},
        {"0e99999999999999999999999", 0},
        {"0.000e-99999999999999999999999", 0},
        {"1", 1},
        {"1.0", 1},
        {"1.000000000000000000000000000000000000000", 1},
        {"1e0", 1},
        {"1e3", 1000},
        {"1E+3", 1000},
        {"10e-1", 1},
        {"1000000e-6", 1},
        {"0.001e3", 1},
        {"12.50e1", 125},
        {"12.50e2", 1250},
        {"-12.5e1", -125},
        {"100.00e-2", 1},
        {"0.00000000000000000000000000000000000000000000000000001e53", 1},
        {"1e18", 1000000000000000000},
        {"999999999999999999", 999999999999999999},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775807.0", INT64_MAX},
        {"9.223372036854775807e18", INT64_MAX},
        {"0.9223372036854775807e19", INT64_MAX},
        {"92233720368547758070e-1", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"-9.223372036854775808E18", INT64_MIN},
        {"-9223372036854775807", -INT64_MAX},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_number number = read_number(cases[i].text);
        if (!number.is_integer || !number.fits || number.integer != cases[i].integer)
            fail_msg("%s: %d %d %lld", cases[i].text, number.is_integer, number.fits,
                     (long long)number.integer);
    }
}

static void integers_out_of_range(void **state) {
    (void)state;
    static const char *const cases[] = {
        "9223372036854775808",
        "-9223372036854775809",
        "9223372036854775808.0",
        "9.3e18",
        "1e19",
        "10000000000000000000",
        "18446744073709551615",
        "18446744073709551616",
        "36893488147419103233",
        "1e400",
        "-1e400",
        "1e99999999999999999999999",
        "123456789012345678901234567890123456789012345678901234567890",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct codec_number number = read_number(cases[i]);
        if (!number.is_integer || number.fits)
            fail_msg("%s: %d %d", cases[i], number.is_integer, number.fits);
    }
}

/* Digits of every count, behind what may stand before and before what may stand behind. */
static void numbers_end_where_the_grammar_says(void **state) {
    (void)state;
    static const char *const heads[] = {"", "-", "0", "-0", "00", "+", "--"};
    static const char *const tails[] = {"",   ",",   ".",    ".5", "e", "e1", "E+2", "e-",
                                        "-1", ".0,", "1e0 ", "}",  "x", "/",  ":",   "\xFF"};
    static const char digits[] = "98765432109876543210987";
    for (size_t head = 0; head < COUNT(heads); head++)
        for (size_t tail = 0; tail < COUNT(tails); tail++)
            for (size_t count = 0; count < sizeof digits; count++) {
                char text[64];
                int len = sprintf(text, "%s%.*s%s", heads[head], (int)count, digits, tails[tail]);
                struct base_slice slice = exact(base_slice(text, (size_t)len));
                const char *end = codec_number_end(slice.ptr, slice.ptr + slice.len);
                struct codec_number next;
                bool found = codec_number_next(slice.ptr, slice.ptr + slice.len, &next);
                assert_int_equal(found, end != NULL);
                if (found) {
                    assert_ptr_equal(next.text.ptr, slice.ptr);
                    assert_ptr_equal(next.text.ptr + next.text.len, end);
                }
                if (found && !memchr(next.text.ptr, '.', next.text.len) &&
                    !memchr(next.text.ptr, 'e', next.text.len) &&
                    !memchr(next.text.ptr, 'E', next.text.len)) {
                    errno = 0;
                    long long value = strtoll(text, NULL, 10);
                    assert_true(next.is_integer);
                    assert_int_equal(next.fits, errno == 0);
                    assert_true(!next.fits || next.integer == value);
                }
                exact_free(slice);
            }
}

static void fractions(void **state) {
    (void)state;
    static const char *const cases[] = {
        "0.5",
        "-0.5",
        "1.5e0",
        "15e-1",
        "1e-1",
        "1e-400",
        "1e-99999999999999999999999",
        "1.05e1",
        "100e-3",
        "9223372036854775807.5",
        "0.10e0",
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (read_number(cases[i]).is_integer)
            fail_msg("%s is no integer", cases[i]);
}

static int sign(int value) {
    return (value > 0) - (value < 0);
}

static void compared_as_decimals(void **state) {
    (void)state;
    static const struct {
        const char *a;
        int order;
        const char *b;
    } cases[] = {
        {"0", 0, "-0"},
        {"0", 0, "0.000"},
        {"0", 0, "-0e99"},
        {"1", 0, "1.0"},
        {"1", 0, "10e-1"},
        {"1000", 0, "1e3"},
        {"-1000", 0, "-1.000e3"},
        {"120.50", 0, "1.205e2"},
        {"1", 1, "0"},
        {"-1", -1, "0"},
        {"-1", -1, "1"},
        {"-2", -1, "-1"},
        {"1.5", 1, "1.25"},
        {"1.25", 1, "1.2"},
        {"1.2", -1, "1.20000000000000000000000000000000000000000001"},
        {"9007199254740993", 1, "9007199254740992"},
        {"9007199254740992.5", -1, "9007199254740993"},
        {"9223372036854775808", 1, "9223372036854775807"},
        {"1e400", 1, "9e399"},
        {"1e400", -1, "1.0000000000000000000000000001e400"},
        {"1e-400", 1, "0"},
        {"-1e-400", -1, "0"},
        {"1e-400", -1, "1e-399"},
        {"0.1", 1, "0.09999999999999999999999999999999999"},
        {"99999999999999999999", -1, "100000000000000000000"},
        {"123.456", 0, "123456e-3"},
        {"0.00123", 0, "123e-5"},
        {"1e999999999999999999999999", 1, "1e99999"},
        {"1e99999999999999999", 0, "1e100000000000000000000"}, /* beyond any use: all alike */
        {"1e-999999999999999999999999", 1, "0"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_slice a = base_slice_of(cases[i].a), b = base_slice_of(cases[i].b);
        if (sign(codec_number_compare(a, b)) != cases[i].order ||
            sign(codec_number_compare(b, a)) != -cases[i].order)
            fail_msg("%s <> %s: %d", cases[i].a, cases[i].b, codec_number_compare(a, b));
    }
}

/* Against long double, where both are exact. */
static void compared_at_random(void **state) {
    (void)state;
    srand(3);
    for (int round = 0; round < 200000; round++) {
        int64_t left = rand() % 200001 - 100000, right = rand() % 200001 - 100000;
        int el = rand() % 4, er = rand() % 4;
        char a[64], b[64];
        (void)sprintf(a, "%llde-%d", (long long)left, el);
        (void)sprintf(b, er ? "%s%lld.%0*lld" : "%s%lld", right < 0 ? "-" : "",
                      llabs(right) / (er == 3   ? 1000
                                      : er == 2 ? 100
                                      : er == 1 ? 10
                                                : 1),
                      er,
                      llabs(right) % (er == 3   ? 1000
                                      : er == 2 ? 100
                                                : 10));
        static const int64_t powers[] = {1, 10, 100, 1000};
        int64_t l = left * powers[3 - el], r = right * powers[3 - er];
        int order = codec_number_compare(base_slice_of(a), base_slice_of(b));
        if (sign(order) != (l > r) - (l < r))
            fail_msg("%s <> %s: %d", a, b, order);
    }
}

static void multiples_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *value, *step;
        bool multiple;
    } cases[] = {
        {"0", "7", true},
        {"0.0", "0.01", true},
        {"-0", "3", true},
        {"21", "7", true},
        {"22", "7", false},
        {"-21", "7", true},
        {"1e1", "5", true},
        {"4.5", "1.5", true},
        {"35", "1.5", false},
        {"0.0075", "0.0001", true},
        {"0.00751", "0.0001", false},
        {"19.99", "0.01", true},
        {"1.1", "0.1", true},
        {"0.3", "0.1", true},
        {"1.11", "0.01", true},
        {"1.115", "0.01", false},
        {"4.02", "0.02", true},
        {"4.03", "0.02", false},
        {"12391239123", "1e-8", true},
        {"9223372036854775807", "1e-8", true},
        {"123456789012345678901234567890", "1e-8", true},
        {"123456789012345678901234567891", "7", false},
        {"123456789012345678901234567890", "30", true},
        {"1e308", "0.123456789", false},
        {"1e308", "0.5", true},
        {"1e400", "1e399", true},
        {"1e400", "3", false},
        {"3e400", "3", true},
        {"1e-400", "1", false},
        {"1e1000000000000", "999999999999999999", false},
        {"1e1000000000000", "8", true},
        {"999999999999999998000000000000000001", "999999999999999999", true},
        {"999999999999999998000000000000000002", "999999999999999999", false},
        {"100", "1e2", true},
        {"150", "1e2", false},
        {"1.50", "0.5", true},
        {"0.5", "1", false},
        {"7", "1", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (codec_number_multiple_of(base_slice_of(cases[i].value), base_slice_of(cases[i].step)) !=
            cases[i].multiple)
            fail_msg("%s of %s", cases[i].value, cases[i].step);
}

static void check_double(const char *text) {
    struct base_slice slice = exact(base_slice_of(text));
    double value = 0, expected = strtod(text, NULL);
    bool finite = codec_number_double(slice, &value);
    exact_free(slice);
    assert_int_equal(finite, isfinite(expected) != 0);
    if (memcmp(&value, &expected, sizeof value) != 0)
        fail_msg("%s: %.17g, not %.17g", text, value, expected);
}

static void nearest_double(void **state) {
    (void)state;
    static const char *const cases[] = {
        "0",
        "-0",
        "0.1",
        "1e22",
        "1e23",
        "123456789012345678",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e309",
        "-1e400",
        "4.9e-324",
        "2.4e-324",
        "1e-400",
        "2.2250738585072011e-308",
        "9007199254740993",
        "9007199254740992.999999999999999999999",
        "0.500000000000000166533453693773481063544750213623046875",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "0e99999999999",
        "100000000000000000000000000e-26",
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_double(cases[i]);
    /* a tie that only the digit far behind breaks */
    char text[2000];
    memset(text, '0', sizeof text);
    memcpy(text, "9007199254740993.", 17);
    strcpy(text + sizeof text - 2, "1");
    check_double(text);
    text[sizeof text - 2] = '0';
    check_double(text);
}

static void random_doubles_there_and_back(void **state) {
    (void)state;
    srand(4);
    for (int round = 0; round < 100000; round++) {
        uint64_t bits = (uint64_t)rand() << 42 ^ (uint64_t)rand() << 21 ^ (uint64_t)rand();
        double value, back = 0;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        char text[64];
        (void)snprintf(text, sizeof text, "%.*g", 1 + rand() % 20, value);
        if (isfinite(strtod(text, NULL))) {
            /* "1e+05" is JSON; "5." or "inf" does not come out of %g */
            check_double(text);
        }
        size_t len = codec_out_write_double(value, text);
        assert_true(len > 0 && len < CODEC_DOUBLE_SIZE);
        assert_ptr_equal(codec_number_end(text, text + len), text + len);
        assert_true(codec_number_double(base_slice(text, len), &back));
        assert_memory_equal(&back, &value, sizeof value);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_end_where_the_grammar_says),
        cmocka_unit_test(integers_of_64_bits),
        cmocka_unit_test(integers_out_of_range),
        cmocka_unit_test(fractions),
        cmocka_unit_test(compared_as_decimals),
        cmocka_unit_test(compared_at_random),
        cmocka_unit_test(multiples_are_exact),
        cmocka_unit_test(nearest_double),
        cmocka_unit_test(random_doubles_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
