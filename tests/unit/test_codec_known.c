/* What the caller knows of a text makes reading it shorter, and nothing else different: values,
 * findings and their places are those of a reading without, whatever bytes there are. */
#include "codec_fixture.h"

#include "base/buffer.h"
#include "support/scratch.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define TEXT_MAX 12000

static const struct codec_string_rules base64 = {.max_length = CODEC_UNBOUNDED, .base64 = true};
static const struct codec_string_rules plain = {.max_length = CODEC_UNBOUNDED};
static const struct codec_schema data_schema = {
    .types = CODEC_STRING, .store = CODEC_STORE_TEXT, .string = &base64};
static const struct codec_schema name_schema = {
    .types = CODEC_STRING, .store = CODEC_STORE_TEXT, .string = &plain};

/* All that reading a text says. */
struct reading {
    struct codec_in in;
    struct codec_text out;
    bool ok;
};

/* Reads a string, with what `known` says or without. */
static struct reading read_string(const struct codec_schema *schema, struct base_slice text,
                                  struct base_slice known) {
    struct reading reading = {.ok = false};
    codec_in_init(&reading.in, text, &test_scratch);
    codec_in_know_base64(&reading.in, known);
    reading.ok = codec_decode(&reading.in, schema, &reading.out);
    if (!codec_in_malformed(&reading.in))
        reading.ok = codec_in_done(&reading.in) && reading.ok;
    return reading;
}

static void compare(const struct codec_schema *schema, struct base_slice text,
                    struct base_slice known) {
    struct reading slow = read_string(schema, text, base_slice(NULL, 0));
    struct reading quick = read_string(schema, text, known);
    assert_int_equal(quick.ok, slow.ok);
    assert_ptr_equal(quick.in.at, slow.in.at);
    assert_int_equal(quick.in.error.code, slow.in.error.code);
    assert_int_equal(quick.in.error.offset, slow.in.error.offset);
    assert_string_equal(quick.in.error.keyword, slow.in.error.keyword);
    assert_string_equal(quick.in.error.pointer, slow.in.error.pointer);
    assert_string_equal(quick.in.error.message, slow.in.error.message);
    if (!slow.ok)
        return;
    assert_ptr_equal(quick.out.ptr, slow.out.ptr);
    assert_int_equal(quick.out.len, slow.out.len);
    assert_int_equal(quick.out.form, slow.out.form);
}

static struct base_memory memory;
static size_t found;

static size_t draw(size_t below) {
    return (size_t)rand() % below;
}

/* Receives a message in pieces, masked, and reads the string that begins at `at` of it. */
static void receive(const char *message, size_t length, size_t at, size_t piece) {
    struct base_buffer *buffer = base_buffer_new(&memory, length < 4096 ? 4096 : length);
    const char key[] = {'m', 'a', 's', '\x81', 'm', 'a', 's', '\x81', 'm', 'a', 's', '\x81'};
    assert_non_null(buffer);
    for (size_t done = 0, part; done < length; done += part) {
        char masked[TEXT_MAX];
        uint64_t mask;
        part = length - done < piece ? length - done : piece;
        memcpy(&mask, key + done % 4, sizeof mask);
        for (size_t i = 0; i < part; i++)
            masked[i] = (char)(message[done + i] ^ key[(done + i) % 4]);
        base_buffer_append(buffer, masked, part, mask);
    }
    struct base_slice text = base_slice(buffer->data + at, length - at);
    found += buffer->run.begin == at + 1 && buffer->run.end > buffer->run.begin;
    compare(&data_schema, text, base_buffer_base64(buffer));
    compare(&name_schema, text, base_buffer_base64(buffer));
    base_buffer_unref(buffer);
}

/* `head`, a string of `letters` characters, `end`. */
static size_t make(char *message, const char *head, size_t letters, const char *end) {
    size_t length = strlen(head);
    memcpy(message, head, length);
    for (size_t i = 0; i < letters; i++)
        message[length++] = LETTERS[draw(64)];
    memcpy(message + length, end, strlen(end));
    return length + strlen(end);
}

static void any_byte_at_any_place(void **state) {
    static const char bytes[] = {'"', '\\', '=',        '\n',       '\0', '-',
                                 '_', ' ',  (char)0xc3, (char)0x80, 'A',  '/'};
    static const size_t pieces[] = {1, 63, 100, 128, 500, TEXT_MAX};
    char message[TEXT_MAX];
    (void)state;
    for (size_t i = 0; i < 1400; i++) {
        size_t length = make(message, "[\"x\",\"", 1360 + i % 9, i % 3 ? "==\"" : "\"");
        message[5 + draw(2) + i % (length - 6)] = bytes[i % sizeof bytes];
        receive(message, length, 5, pieces[i % COUNT(pieces)]);
    }
}

static void escapes_anywhere(void **state) {
    static const char *const escapes[] = {"\\/", "\\u002b", "\\u0041", "\\\"", "\\u003d", "\\x"};
    char message[TEXT_MAX];
    (void)state;
    for (size_t i = 0; i < 600; i++) {
        const char *escape = escapes[i % COUNT(escapes)];
        size_t length = make(message, "\"", 1400, "\"");
        memcpy(message + 1 + draw(1390), escape, strlen(escape));
        receive(message, length, 0, 1 + draw(700));
    }
}

/* Any text, most of which is no JSON. */
static void random_texts(void **state) {
    char message[TEXT_MAX];
    (void)state;
    for (size_t i = 0; i < 3000; i++) {
        size_t letters = draw(TEXT_MAX - 10), changes = draw(4);
        size_t length = make(message, "\"", letters, draw(2) ? "=\"" : "\"");
        while (changes--)
            message[draw(length)] = (char)rand();
        if (message[0] == '"')
            receive(message, length, 0, 1 + draw(5000));
    }
}

/* What is known of another place, or of more than there is, is not used. */
static void other_places_do_not_matter(void **state) {
    char message[TEXT_MAX];
    (void)state;
    size_t length = make(message, "\"", 2000, "\"");
    message[1000] = '-';
    struct base_slice text = base_slice(message, length);
    compare(&data_schema, text, base_slice(message + 2, 900));
    compare(&data_schema, text, base_slice(message + 1001, 900));
    compare(&data_schema, text, base_slice(message + 1, 999));
    compare(&data_schema, base_slice(message, 500), base_slice(message + 1, 999));
    compare(&data_schema, base_slice(message, 1000), base_slice(message + 1, 999));
}

static void runs_were_found(void **state) {
    (void)state;
    assert_int_equal(memory.in_use, 0);
#ifdef __x86_64__
    assert_true(found > 1000 || !__builtin_cpu_supports("avx2"));
#else
    assert_int_equal(found, 0);
#endif
}

static int begin(void **state) {
    (void)state;
    srand(1);
    memory = base_memory_heap();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_byte_at_any_place), cmocka_unit_test(escapes_anywhere),
        cmocka_unit_test(random_texts),          cmocka_unit_test(other_places_do_not_matter),
        cmocka_unit_test(runs_were_found),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
