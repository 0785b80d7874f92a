/* Strict RFC 8259: which texts are JSON, which are JSON that is refused, which are none.
 *
 * Every text is read three ways that must agree to the byte: passed over (codec_in_skip), validated
 * against `true`, and walked member by member through tables that allow everything.
 */
#include "codec_verdict.h"
#include "support/scratch.h"

struct vector {
    struct base_slice text;
    enum codec_error_code code;
};

static void check_vectors(const struct vector *vectors, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct base_slice text = exact(vectors[i].text);
        enum codec_error_code code = verdict_of(text);
        exact_free(text);
        if (code != vectors[i].code) {
            print_error("%.*s: said \"%s\", not \"%s\"\n", (int)vectors[i].text.len,
                        vectors[i].text.ptr, codec_error_text(code),
                        codec_error_text(vectors[i].code));
            fail();
        }
    }
}

#define VECTOR(literal, verdict)                                                                   \
    { BASE_SLICE(literal), CODEC_##verdict }

/* ---- the grammar ---------------------------------------------------------------------------- */

static void structure(void **state) {
    (void)state;
    static const struct vector vectors[] = {
        /* any value is a text, with white space around */
        VECTOR("{}", OK),
        VECTOR("[]", OK),
        VECTOR("null", OK),
        VECTOR("true", OK),
        VECTOR("false", OK),
        VECTOR("0", OK),
        VECTOR("\"\"", OK),
        VECTOR(" \t\r\n[ \t\r\n] \t\r\n", OK),
        VECTOR("{ \"a\" : [ 1 , { } , [ ] ] , \"b\" : null }", OK),
        VECTOR("[[[[]]],{\"\":{\"\":[]}}]", OK),
        VECTOR("{\"\":0}", OK),
        /* nothing at all, or not a value */
        VECTOR("", SYNTAX),
        VECTOR(" ", SYNTAX),
        VECTOR("\0", SYNTAX),
        VECTOR("[]\0", TRAILING),
        VECTOR("\xEF\xBB\xBF{}", SYNTAX),
        VECTOR("nul", SYNTAX),
        VECTOR("nulL", SYNTAX),
        VECTOR("True", SYNTAX),
        VECTOR("tru\0", SYNTAX),
        VECTOR("undefined", SYNTAX),
        VECTOR("'a'", SYNTAX),
        VECTOR("a", SYNTAX),
        VECTOR(",", SYNTAX),
        VECTOR("]", SYNTAX),
        VECTOR("}", SYNTAX),
        VECTOR(":", SYNTAX),
        /* white space that is none in JSON */
        VECTOR("\v[]", SYNTAX),
        VECTOR("[\f]", SYNTAX),
        VECTOR("[\xC2\xA0]", SYNTAX),
        VECTOR("[\xE2\x81\xA0]", SYNTAX),
        /* comments and other dialects */
        VECTOR("[1/**/]", SYNTAX),
        VECTOR("// a\n[]", SYNTAX),
        VECTOR("{a:1}", SYNTAX),
        VECTOR("{'a':1}", SYNTAX),
        VECTOR("{1:1}", SYNTAX),
        VECTOR("{null:null}", SYNTAX),
        VECTOR("[1,]", SYNTAX),
        VECTOR("[,1]", SYNTAX),
        VECTOR("[1,,2]", SYNTAX),
        VECTOR("[,]", SYNTAX),
        VECTOR("{\"a\":1,}", SYNTAX),
        VECTOR("{,\"a\":1}", SYNTAX),
        VECTOR("{\"a\":1,,\"b\":2}", SYNTAX),
        /* what is missing or too much */
        VECTOR("[", SYNTAX),
        VECTOR("{", SYNTAX),
        VECTOR("[1", SYNTAX),
        VECTOR("[1,", SYNTAX),
        VECTOR("[1 2]", SYNTAX),
        VECTOR("[\"a\" \"b\"]", SYNTAX),
        VECTOR("[true false]", SYNTAX),
        VECTOR("[truefalse]", SYNTAX),
        VECTOR("{\"a\"", SYNTAX),
        VECTOR("{\"a\":", SYNTAX),
        VECTOR("{\"a\":}", SYNTAX),
        VECTOR("{\"a\" 1}", SYNTAX),
        VECTOR("{\"a\",1}", SYNTAX),
        VECTOR("{\"a\"::1}", SYNTAX),
        VECTOR("{\"a\":1 \"b\":2}", SYNTAX),
        VECTOR("{\"a\"}", SYNTAX),
        VECTOR("[:]", SYNTAX),
        VECTOR("[\"a\":1]", SYNTAX),
        VECTOR("[}", SYNTAX),
        VECTOR("{]", SYNTAX),
        VECTOR("[1}", SYNTAX),
        VECTOR("{\"a\":1]", SYNTAX),
        VECTOR("[{]}", SYNTAX),
        VECTOR("[] ]", TRAILING),
        VECTOR("[][]", TRAILING),
        VECTOR("{}{}", TRAILING),
        VECTOR("1 2", TRAILING),
        VECTOR("nullx", TRAILING),
        VECTOR("\"a\"\"b\"", TRAILING),
        VECTOR("[],", TRAILING),
        VECTOR("{}#", TRAILING),
        VECTOR("[]\xEF\xBB\xBF", TRAILING),
    };
    check_vectors(vectors, COUNT(vectors));
}

static void numbers(void **state) {
    (void)state;
    static const struct vector vectors[] = {
        VECTOR("-0", OK),
        VECTOR("-1", OK),
        VECTOR("10", OK),
        VECTOR("0.5", OK),
        VECTOR("-0.50", OK),
        VECTOR("1e3", OK),
        VECTOR("1E3", OK),
        VECTOR("1e+3", OK),
        VECTOR("1e-3", OK),
        VECTOR("1.5e0003", OK),
        VECTOR("0e0", OK),
        VECTOR("0e99999999999999999999", OK),
        VECTOR("1e400", OK),
        VECTOR("-1e-400", OK),
        VECTOR("1e99999999999999999999999", OK),
        VECTOR("123456789012345678901234567890", OK),
        VECTOR("00", SYNTAX),
        VECTOR("01", SYNTAX),
        VECTOR("-01", SYNTAX),
        VECTOR("-", SYNTAX),
        VECTOR("--1", SYNTAX),
        VECTOR("+1", SYNTAX),
        VECTOR("- 1", SYNTAX),
        VECTOR(".5", SYNTAX),
        VECTOR("-.5", SYNTAX),
        VECTOR("1.", SYNTAX),
        VECTOR("1.e3", SYNTAX),
        VECTOR("1e", SYNTAX),
        VECTOR("1e+", SYNTAX),
        VECTOR("1eE3", SYNTAX),
        VECTOR("1e1.5", TRAILING),
        VECTOR("1.2.3", TRAILING),
        VECTOR("1_000", TRAILING),
        VECTOR("0x10", TRAILING),
        VECTOR("1f", TRAILING),
        VECTOR("[1-2]", SYNTAX),
        VECTOR("[1+2]", SYNTAX),
        VECTOR("[0x1]", SYNTAX),
        VECTOR("NaN", SYNTAX),
        VECTOR("-NaN", SYNTAX),
        VECTOR("Infinity", SYNTAX),
        VECTOR("-Infinity", SYNTAX),
        VECTOR("\xEF\xBC\x91", SYNTAX), /* a full-width 1 */
    };
    check_vectors(vectors, COUNT(vectors));
}

static void strings(void **state) {
    (void)state;
    static const struct vector vectors[] = {
        VECTOR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", OK),
        VECTOR("\"\\u0041\\u00e9\\uABCD\\uabcd\"", OK),
        VECTOR("\"\\u0000\"", OK),
        VECTOR("\"\\uFFFF\\uFFFE\"", OK),
        VECTOR("\"\x7F\"", OK),
        VECTOR("\"/\"", OK),
        VECTOR("\"", SYNTAX),
        VECTOR("\"a", SYNTAX),
        VECTOR("\"\\", SYNTAX),
        VECTOR("\"\\\"", SYNTAX),
        VECTOR("\"\\u", SYNTAX),
        VECTOR("\"\\u12", SYNTAX),
        VECTOR("\"\\u123\"", SYNTAX),
        VECTOR("\"\\u12G4\"", SYNTAX),
        VECTOR("\"\\u+123\"", SYNTAX),
        VECTOR("\"\\U0041\"", SYNTAX),
        VECTOR("\"\\x41\"", SYNTAX),
        VECTOR("\"\\a\"", SYNTAX),
        VECTOR("\"\\'\"", SYNTAX),
        VECTOR("\"\\ \"", SYNTAX),
        VECTOR("\"\\\0\"", SYNTAX),
        VECTOR("\"\\\xC3\xA9\"", SYNTAX),
        /* control characters are escaped or not there */
        VECTOR("\"\0\"", SYNTAX),
        VECTOR("\"\x01\"", SYNTAX),
        VECTOR("\"\n\"", SYNTAX),
        VECTOR("\"\t\"", SYNTAX),
        VECTOR("\"\x1F\"", SYNTAX),
        VECTOR("{\"a\nb\":1}", SYNTAX),
        /* surrogates: pairs are characters, halves are none */
        VECTOR("\"\\uD83D\\uDE00\"", OK),
        VECTOR("\"\\ud800\\udc00\"", OK),
        VECTOR("\"\\uDBFF\\uDFFF\"", OK),
        VECTOR("\"\\uD800\"", SURROGATE),
        VECTOR("\"\\uDC00\"", SURROGATE),
        VECTOR("\"\\uD800\\uD800\"", SURROGATE),
        VECTOR("\"\\uD800\\uD800\\uDC00\"", SURROGATE),
        VECTOR("\"\\uDC00\\uD800\"", SURROGATE),
        VECTOR("\"\\uD800\\n\"", SURROGATE),
        VECTOR("\"\\uD800\\u0041\"", SURROGATE),
        VECTOR("\"\\uD800 \\uDC00\"", SURROGATE),
        VECTOR("{\"\\uD800\":1}", SURROGATE),
        VECTOR("[\"\\uD800\",\"\\x\"]", SYNTAX), /* what is no JSON at all outweighs it */
        VECTOR("\"\\uD800\\u\"", SYNTAX),
        VECTOR("\"\\uD800\\", SYNTAX),
    };
    check_vectors(vectors, COUNT(vectors));
}

static void utf8(void **state) {
    (void)state;
    static const struct vector vectors[] = {
        VECTOR("\"\xC2\x80\xDF\xBF\"", OK),
        VECTOR("\"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\"", OK),
        VECTOR("\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"", OK),
        VECTOR("{\"\xE6\x97\xA5\":\"\xE6\x9C\xAC\"}", OK),
        VECTOR("\"\x80\"", UTF8),
        VECTOR("\"\xBF\"", UTF8),
        VECTOR("\"\xC0\x80\"", UTF8), /* overlong NUL */
        VECTOR("\"\xC1\xBF\"", UTF8),
        VECTOR("\"\xE0\x80\x80\"", UTF8),
        VECTOR("\"\xE0\x9F\xBF\"", UTF8),
        VECTOR("\"\xF0\x80\x80\x80\"", UTF8),
        VECTOR("\"\xF0\x8F\xBF\xBF\"", UTF8),
        VECTOR("\"\xED\xA0\x80\"", UTF8), /* U+D800 */
        VECTOR("\"\xED\xBF\xBF\"", UTF8),
        VECTOR("\"\xED\xA0\xBD\xED\xB8\x80\"", UTF8), /* CESU-8 */
        VECTOR("\"\xF4\x90\x80\x80\"", UTF8),         /* U+110000 */
        VECTOR("\"\xF5\x80\x80\x80\"", UTF8),
        VECTOR("\"\xFE\"", UTF8),
        VECTOR("\"\xFF\"", UTF8),
        VECTOR("\"\xC3\"", UTF8), /* cut short by the end of the string */
        VECTOR("\"\xE2\x82\"", UTF8),
        VECTOR("\"\xF0\x9F\x98\"", UTF8),
        VECTOR("\"\xE2\x82"
               "A\"",
               UTF8),
        VECTOR("\"\xC3\xC3\xA9\"", UTF8),
        VECTOR("\"\xC3", UTF8), /* and by the end of the text */
        VECTOR("\"\xF0\x9F", UTF8),
        VECTOR("\"\xC3\xA9", SYNTAX),
        VECTOR("{\"\xFF\":1}", UTF8),
        VECTOR("\"\\u00\xC3\xA9\"", SYNTAX),
        VECTOR("[\xC3\xA9]", SYNTAX),
    };
    check_vectors(vectors, COUNT(vectors));
}

static void names_occur_once(void **state) {
    (void)state;
    static const struct vector vectors[] = {
        VECTOR("{\"a\":1,\"b\":1,\"A\":1,\"aa\":1,\"\":1}", OK),
        VECTOR("{\"a\":1,\"a\":1}", DUPLICATE),
        VECTOR("{\"a\":1,\"\\u0061\":2}", DUPLICATE),
        VECTOR("{\"\\u0061\":1,\"a\":2}", DUPLICATE),
        VECTOR("{\"x\":1,\"x\":1}", DUPLICATE),
        VECTOR("{\"x\":1,\"\\u0078\":2}", DUPLICATE),
        VECTOR("{\"/\":1,\"\\/\":2}", DUPLICATE),
        VECTOR("{\"\":1,\"\":2}", DUPLICATE),
        VECTOR("{\"\\u0000\":1,\"\\u0000\":2}", DUPLICATE),
        VECTOR("{\"\\u0000\":1,\"\":2}", OK),
        VECTOR("{\"\xC3\xA9\":1,\"\\u00E9\":2}", DUPLICATE),
        VECTOR("{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\ude00\":2}", DUPLICATE),
        VECTOR("{\"e\xCC\x81\":1,\"\xC3\xA9\":2}", OK), /* names are not normalised */
        VECTOR("{\"a\":{\"a\":{\"a\":1}}}", OK),
        VECTOR("[{\"a\":1},{\"a\":1}]", OK),
        VECTOR("{\"x\":{\"y\":1,\"z\":1,\"y\":1}}", DUPLICATE),
        VECTOR("{\"a\":{\"y\":1,\"z\":1,\"y\":1}}", DUPLICATE),
        VECTOR("{\"x\":[0,{\"y\":1,\"y\":1}]}", DUPLICATE),
        VECTOR("{\"x\":{\"y\":1},\"x\":1}", DUPLICATE),
        VECTOR("{\"a\":1,\"a\":}", SYNTAX),
        /* more names than are compared pairwise */
        VECTOR("{\"01\":0,\"02\":0,\"03\":0,\"04\":0,\"05\":0,\"06\":0,\"07\":0,\"08\":0,\"09\":0,"
               "\"10\":0,\"11\":0,\"12\":0,\"13\":0,\"14\":0,\"15\":0,\"16\":0,\"17\":0,\"18\":0}",
               OK),
        VECTOR("{\"01\":0,\"02\":0,\"03\":0,\"04\":0,\"05\":0,\"06\":0,\"07\":0,\"08\":0,\"09\":0,"
               "\"10\":0,\"11\":0,\"12\":0,\"13\":0,\"14\":0,\"15\":0,\"16\":0,\"17\":0,"
               "\"\\u0030\\u0035\":0}",
               DUPLICATE),
    };
    check_vectors(vectors, COUNT(vectors));
}

/* ---- a reference reader --------------------------------------------------------------------- */

/* RFC 8259 read off the page, slow and plain: where does the value at `at` end? NULL: nowhere. */
static const char *plain_value(const char *at, const char *end);

static const char *plain_space(const char *at, const char *end) {
    while (at < end && *at && strchr(" \t\r\n", *at))
        at++;
    return at;
}

static const char *plain_string(const char *at, const char *end) {
    const char *start = ++at;
    for (; at < end && *at != '"'; at++) {
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at != '\\')
            continue;
        if (++at == end || !*at || !strchr("\"\\/bfnrtu", *at))
            return NULL;
        for (int i = 0; *at == 'u' && i < 4; i++)
            if (at + 1 + i >= end || !at[1 + i] || !strchr("0123456789abcdefABCDEF", at[1 + i]))
                return NULL;
    }
    return at < end && base_utf8_valid(base_slice(start, (size_t)(at - start))) ? at + 1 : NULL;
}

static const char *plain_number(const char *at, const char *end) {
    const char *digits = at += *at == '-';
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    if (at == digits || (*digits == '0' && at > digits + 1))
        return NULL;
    if (at < end && *at == '.')
        for (digits = ++at; at < end && *at >= '0' && *at <= '9';)
            at++;
    if (at == digits)
        return NULL;
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        for (digits = at; at < end && *at >= '0' && *at <= '9';)
            at++;
    }
    return at == digits ? NULL : at;
}

static const char *plain_container(const char *at, const char *end, bool object) {
    char close = object ? '}' : ']';
    at = plain_space(at + 1, end);
    if (at < end && *at == close)
        return at + 1;
    for (;; at++) {
        if (object) {
            at = plain_space(at, end);
            if (at == end || *at != '"' || !(at = plain_string(at, end)))
                return NULL;
            at = plain_space(at, end);
            if (at == end || *at++ != ':')
                return NULL;
        }
        if (!(at = plain_value(at, end)))
            return NULL;
        at = plain_space(at, end);
        if (at == end || (*at != ',' && *at != close))
            return NULL;
        if (*at == close)
            return at + 1;
    }
}

static const char *plain_value(const char *at, const char *end) {
    static const char *const words[] = {"true", "false", "null"};
    at = plain_space(at, end);
    for (size_t i = 0; i < COUNT(words); i++)
        if ((size_t)(end - at) >= strlen(words[i]) && !memcmp(at, words[i], strlen(words[i])))
            return at + strlen(words[i]);
    if (at == end)
        return NULL;
    if (*at == '"')
        return plain_string(at, end);
    if (*at == '{' || *at == '[')
        return plain_container(at, end, *at == '{');
    return plain_number(at, end);
}

static bool plain_is_json(struct base_slice text) {
    const char *end = text.ptr + text.len, *at = plain_value(text.ptr, end);
    return at && plain_space(at, end) == end;
}

/* A bit of everything. */
static const char document[] =
    "{\"a\":{\"known\":[1,-2.50e+3,0.1,{}],\"\\u00e9\\n\":\"\\ud83d\\ude00\\/\"} ,\n"
    "\"known\":[true,false,null,\"\",\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"],"
    "\"unknown\":{\"x\":{\"y\":[[],{\"z\":\"plain text that is longer than a vector is wide\"}]}}}";

static void check_against_reference(struct base_slice text) {
    enum codec_error_code code = verdict_of(text);
    bool json = codec_error_class(code) != CODEC_CLASS_SYNTAX;
    if (json != plain_is_json(text))
        fail_msg("%.*s: said \"%s\"", (int)text.len, text.ptr, codec_error_text(code));
}

static void every_prefix(void **state) {
    (void)state;
    for (size_t len = 0; len < sizeof document; len++) {
        struct base_slice text = exact(base_slice(document, len));
        check_against_reference(text);
        assert_int_equal(verdict_of(text) == CODEC_OK, len == sizeof document - 1);
        exact_free(text);
    }
}

/* Every byte replaced by every other; each one left out; each one doubled. */
static void every_mutation(void **state) {
    (void)state;
    size_t len = sizeof document - 1;
    struct base_slice text = exact(base_slice(document, len));
    char *bytes = (char *)(uintptr_t)text.ptr;
    for (size_t i = 0; i < len; i++) {
        for (int byte = 0; byte < 256; byte++) {
            bytes[i] = (char)byte;
            check_against_reference(text);
        }
        bytes[i] = document[i];
    }
    exact_free(text);
    for (size_t i = 0; i < len; i++) {
        char changed[sizeof document + 1];
        memcpy(changed, document, i);
        memcpy(changed + i, document + i + 1, len - i - 1);
        struct base_slice shorter = exact(base_slice(changed, len - 1));
        check_against_reference(shorter);
        exact_free(shorter);
        changed[i] = document[i];
        memcpy(changed + i + 1, document + i, len - i);
        struct base_slice longer = exact(base_slice(changed, len + 1));
        check_against_reference(longer);
        exact_free(longer);
    }
}

/* Fragments of JSON in any order. */
static void random_tokens(void **state) {
    (void)state;
    static const char *const tokens[] = {
        "{",           "}",   "[",          "]",    ",",    ":", "\"a\"",       "\"x\"",
        "\"\\u0061\"", "1",   "-0.5e9",     "true", "null", " ", "\"\\ud800\"", "\"\xC3\xA9\"",
        "{\"a\":",     "[1,", "\"known\":", "}}",   "]]",
    };
    srand(2);
    for (int round = 0; round < 100000; round++) {
        char bytes[256];
        size_t len = 0;
        for (int count = rand() % 14; count > 0; count--) {
            const char *token = tokens[(size_t)rand() % COUNT(tokens)];
            len += (size_t)sprintf(bytes + len, "%s", token);
        }
        struct base_slice text = exact(base_slice(bytes, len));
        check_against_reference(text);
        exact_free(text);
    }
}

/* ---- where and what ------------------------------------------------------------------------- */

static void pointers_and_sentences(void **state) {
    (void)state;
    static const struct {
        const char *json, *log;
    } cases[] = {
        {"{\"a\":[0,{\"b\":tru}]}",
         "syntax\nerror syntax \"/a/1/b\" @13 expected a value: true, false, null, a number, a "
         "string, an array or an object\n"},
        {"{\"a\":01}", "syntax\nerror syntax \"/a\" @5 not a number as JSON writes it\n"},
        {"{\"a\":1,b}", "syntax\nerror syntax \"\" @7 expected a member name\n"},
        {"{\"x\":{\"a\":1,}}", "syntax\nerror syntax \"/x\" @12 expected a member name\n"},
        {"[[1,2],[3,{\"x\":4]]", "syntax\nerror syntax \"/1/1/x\" @16 expected ',' or '}'\n"},
        {"[1,2", "syntax\nerror syntax \"/1\" @4 expected ',' or ']'\n"},
        {"{\"x\" 1}", "syntax\nerror syntax \"/x\" @5 expected ':'\n"},
        {"{} {}", "syntax\nerror syntax \"\" @3 bytes after the end of the JSON text\n"},
        {"[\"a\\qb\"]", "syntax\nerror syntax \"/0\" @3 no such escape in a string\n"},
        {"[\"a\tb\"]",
         "syntax\nerror syntax \"/0\" @3 a control character in a string must be escaped\n"},
        {"[\"abc", "syntax\nerror syntax \"/0\" @5 the text ends within a string\n"},
        {"[\"\xC3(\"]", "syntax\nerror syntax \"/0\" @2 not valid UTF-8\n"},
        {"{\"a/b~c\":[\"\\udc00\"]}", "limit\nerror surrogate \"/a~1b~0c/0\" @11 holds half of a "
                                      "surrogate pair (\\udc00), which "
                                      "is no character\n"},
        {"{\"x\":{\"p\\u0071\":1,\"pq\":2}}",
         "limit\nerror duplicate \"/x/pq\" @18 occurs twice in one object\n"},
        {"{\"a\":1, \"a\":2}", "limit\nerror duplicate \"/a\" @8 occurs twice in one object\n"},
        {"{\"a\":1,\"a\":2,\"x\":\"\\ud800\"}",
         "limit\nerror duplicate \"/a\" @7 occurs twice in one object\n"
         "error surrogate \"/x\" @18 holds half of a surrogate pair (\\ud800), which is no "
         "character\n"},
        {"{\"a\":1,\"a\":2,\"x\":}",
         "syntax\nerror duplicate \"/a\" @7 occurs twice in one object\n"
         "error syntax \"/x\" @17 expected a value: true, false, null, a number, a string, an "
         "array or an object\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_findings(&walked, cases[i].json, cases[i].log);
}

static void pieces_one_by_one(void **state) {
    (void)state;
    struct base_slice text = exact(base_slice_of(" 12 -7, 1e3 \"a\\tb\" [1, 2 ] 1.5 "));
    struct codec_in in;
    codec_in_init(&in, text, &test_scratch);
    int64_t integer;
    struct codec_text string;
    struct base_slice raw;
    assert_int_equal(codec_in_peek(&in), '1');
    assert_true(codec_in_integer(&in, &integer));
    assert_int_equal(integer, 12);
    assert_true(codec_in_integer(&in, &integer));
    assert_int_equal(integer, -7);
    assert_false(codec_in_integer(&in, &integer));
    assert_true(codec_in_expect(&in, ','));
    assert_true(codec_in_integer(&in, &integer));
    assert_int_equal(integer, 1000);
    assert_true(codec_in_text(&in, &string));
    assert_int_equal(string.form, CODEC_TEXT_JSON);
    assert_true(codec_in_skip(&in, &raw));
    assert_memory_equal(raw.ptr, "[1, 2 ]", raw.len);
    assert_int_equal(raw.len, 7);
    assert_false(codec_in_integer(&in, &integer)); /* a fraction, not consumed */
    assert_int_equal(in.error.code, CODEC_OK);
    assert_true(codec_in_skip(&in, &raw));
    assert_true(codec_in_done(&in));
    assert_int_equal(codec_in_peek(&in), '\0');
    assert_false(codec_in_expect(&in, '\0'));
    assert_false(codec_in_expect(&in, ','));
    exact_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structure),
        cmocka_unit_test(numbers),
        cmocka_unit_test(strings),
        cmocka_unit_test(utf8),
        cmocka_unit_test(names_occur_once),
        cmocka_unit_test(every_prefix),
        cmocka_unit_test(every_mutation),
        cmocka_unit_test(random_tokens),
        cmocka_unit_test(pointers_and_sentences),
        cmocka_unit_test(pieces_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
