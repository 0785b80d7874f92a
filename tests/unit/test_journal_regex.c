/* Regular expressions: what is right, what is refused, and the same answers as the C library. */
#include "journal/regex.h"

#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static bool matches(const char *pattern, const char *text) {
    struct base_memory memory = base_memory_heap();
    const char *reason;
    struct journal_regex *regex = journal_regex_new(&memory, base_slice_of(pattern), &reason);
    if (!regex)
        fail_msg("%s %s", pattern, reason);
    bool found = journal_regex_matches(regex, base_slice_of(text));
    journal_regex_free(&memory, regex);
    assert_int_equal(memory.in_use, 0);
    return found;
}

static void finds_what_is_there(void **state) {
    static const struct {
        const char *pattern, *text;
        bool found;
    } rows[] = {
        {"", "", true},
        {"a", "xax", true},
        {"^a$", "a", true},
        {"^a$", "ba", false},
        {"a|b", "cb", true},
        {"^(a|bc)+$", "abcbca", true},
        {"^(a|bc)+$", "ab", false},
        {"^a{2,3}$", "a", false},
        {"^a{2,3}$", "aaa", true},
        {"^a{2,3}$", "aaaa", false},
        {"^a{2,}$", "aaaaaa", true},
        {"^a{2}$", "aaa", false},
        {"^(ab){0}c$", "c", true},
        {"^(a|b){3}$", "aba", true},
        {"^x*$", "", true},
        {"^.$", "\xc3\xa4", true},
        {"^..$", "\xc3\xa4", false},
        {"[\xc3\xa4-\xc3\xb6]", "\xc3\xb5", true},
        {"[^a-c]", "abc", false},
        {"[]]", "]", true},
        {"[^]]", "]", false},
        {"[a-]", "-", true},
        {"[[:digit:]]+z", "12z", true},
        {"[[:alpha:]_]", "1", false},
        {"\\.", "a", false},
        {"\\{", "{", true},
        {"()", "", true},
        {"(a*)*b", "aaac", false},
        {"^(a?){3}$", "aaaa", false},
        {"a$|^b", "bx", true},
        {".", "\n", true},
        {"}", "}", true},
        {"^$", "a", false},
        {"^\\d{3}$", "123", true},
        {"^\\d{3}$", "12a", false},
        {"^\\d$", "\xd9\xa3", false}, /* an Arabic digit */
        {"^\\D$", "\xd9\xa3", true},
        {"\\D", "123", false},
        {"^\\w{60}$", "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", true},
        {"\\W", "aZ_9", false},
        {"^\\s+$", " \t\r\n\v\f", true},
        {"^\\S$", "x", true},
        {"\\bcat\\b", "a cat.", true},
        {"\\bcat\\b", "concat", false},
        {"\\Bcat", "concat", true},
        {"^\\b", "", false},
        {"\\bx$", "\xc3\xa4x", true}, /* letters beyond ASCII are not part of a word */
        {"^[\\w.-]+@[\\d]+$", "a.b-c@42", true},
        {"^[\\W\\d]$", "-", true},
        {"^[\\W\\d]$", "x", false},
        {"[^\\s]", " \t", false},
        {"^[\\]\\-]+$", "]-", true},
        {"^[a\\-c]$", "b", false},
        {"^(?:ab|c)+$", "abc", true},
        {"^a+?b*?c??$", "aab", true},
        {"^a{2}?$", "aa", true},
        {"a\\tb\\n", "a\tb\n", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (matches(rows[i].pattern, rows[i].text) != rows[i].found)
            fail_msg("%s in %s", rows[i].pattern, rows[i].text);
}

static void refuses_what_is_wrong(void **state) {
    static const char *const rows[][2] = {
        {"(", "without a )"},
        {")", "without a ("},
        {"[a", "without a ]"},
        {"[]", "without a ]"},
        {"*", "has nothing to repeat"},
        {"a**", "repeats a repetition"},
        {"a{2", "invalid {n,m}"},
        {"a{x}", "invalid {n,m}"},
        {"a{3,2}", "invalid {n,m}"},
        {"a{256}", "over 255"},
        {"(a)\\1", "back-reference"},
        {"\\q", "unknown escape"},
        {"[\\q]", "unknown escape"},
        {"[\\", "ends with a backslash"},
        {"(?=a)", "(?:"},
        {"a*??", "repeats a repetition"},
        {"a\\", "backslash"},
        {"[b-a]", "end is before"},
        {"[[:foo:]]", "unknown class"},
        {"(((a{9}){9}){9})", "too long"},
    };
    (void)state;
    struct base_memory memory = base_memory_heap();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *reason;
        assert_null(journal_regex_new(&memory, base_slice_of(rows[i][0]), &reason));
        if (!reason || !strstr(reason, rows[i][1]))
            fail_msg("%s: %s", rows[i][0], reason ? reason : "accepted");
    }
    assert_int_equal(memory.in_use, 0);
}

static uint32_t seed = 12345;

static unsigned chance(unsigned of) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % of;
}

/* Writes a random pattern of the grammar. */
static void write_pattern(char *out, size_t size, unsigned depth) {
    static const char *const atoms[] = {"a",   "b",   "c",   ".", "[ab]", "[^a]", "\\w",
                                        "\\W", "\\s", "\\S", "^", "$",    "\\b",  "\\B"};
    static const char *const repetitions[] = {"", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}"};
    size_t pieces = 1 + chance(3);
    out[0] = '\0';
    for (size_t i = 0; i < pieces; i++) {
        char inner[256] = "", piece[320];
        bool group = depth && chance(3) == 0;
        if (group)
            write_pattern(inner, sizeof inner, depth - 1);
        unsigned atom = chance(14);
        /* what a repeated anchor means is not defined */
        const char *repetition = !group && atom > 9 ? "" : repetitions[chance(9)];
        (void)snprintf(piece, sizeof piece, group ? "(%s)%s" : "%s%s", group ? inner : atoms[atom],
                       repetition);
        if (strlen(out) + strlen(piece) + 2 > size / 2)
            return;
        strcat(out, i && chance(4) == 0 ? "|" : "");
        strcat(out, piece);
    }
}

static void answers_as_the_library_does(void **state) {
    size_t compared = 0, found = 0;
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        char pattern[256], text[9] = "";
        regex_t library;
        write_pattern(pattern, sizeof pattern, 2);
        for (unsigned j = chance(8); j > 0; j--)
            text[j - 1] = "ab c-"[chance(5)];
        if (strchr(pattern, '(') &&
            (strpbrk(pattern, "^$") || strstr(pattern, "\\b") || strstr(pattern, "\\B")))
            continue; /* the library is at odds with itself there */
        if (regcomp(&library, pattern, REG_EXTENDED | REG_NOSUB) != 0)
            continue;
        bool expected = regexec(&library, text, 0, NULL, 0) == 0;
        regfree(&library);
        if (matches(pattern, text) != expected)
            fail_msg("%s in %s: the library says %d", pattern, text, expected);
        compared++;
        found += expected;
    }
    assert_true(compared > 5000 && found > compared / 10 && found < compared);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_there),
        cmocka_unit_test(refuses_what_is_wrong),
        cmocka_unit_test(answers_as_the_library_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
