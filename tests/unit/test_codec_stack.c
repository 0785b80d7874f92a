/* The stack that reading takes: the deepest values, in a thread whose stack is small. */
#include "codec_verdict.h"
#include "support/scratch.h"

#include "codec/equal.h"

#include <pthread.h>
#include <sys/mman.h>

/* What codec/schema.h promises, for one schema applied to another on each level. A sanitizer's
 * frames are larger than ours. */
#if defined __SANITIZE_ADDRESS__
#define STACK_SIZE (1 << 20)
#else
#define STACK_SIZE (64 << 10)
#endif
#define LEVELS CODEC_DEPTH_MAX
#define PAINT 0xA5

static char text[1 << 20];

static struct base_slice text_of(char *end) {
    return base_slice(text, (size_t)(end - text));
}

/* `open` for each of `levels`, `middle`, `close` as often. */
static struct base_slice nested(size_t levels, const char *open, const char *middle,
                                const char *close) {
    char *at = text;
    for (size_t i = 0; i < levels; i++)
        at = stpcpy(at, open);
    at = stpcpy(at, middle);
    for (size_t i = 0; i < levels; i++)
        at = stpcpy(at, close);
    return text_of(at);
}

/* ---- schemas that recurse ------------------------------------------------------------------ */

/* {"properties": {"next": {"$ref": "#"}}, "additionalProperties": false}: two schemas a level. */
static const struct codec_schema node;
static const struct codec_schema *const to_node[] = {&node};
static const struct codec_branch reference = {CODEC_REF, to_node, 1};
static const struct codec_schema next = {
    .types = CODEC_ANY,
    .branches = &reference,
    .branch_count = 1,
};
static const struct codec_schema nothing = {.types = 0};
static const struct codec_member node_members[] = {
    {.name = BASE_SLICE("next"), .schema = &next, .offset = CODEC_NO_OFFSET},
};
static const struct codec_object_rules node_rules = {
    .members = node_members,
    .count = 1,
    .additional = &nothing,
    .max_members = CODEC_UNBOUNDED,
    .has_offset = CODEC_NO_OFFSET,
    .raw_offset = CODEC_NO_OFFSET,
};
static const struct codec_schema node = {.types = CODEC_OBJECT, .object = &node_rules};

static const struct codec_array_rules different = {.max_items = CODEC_UNBOUNDED, .unique = true};
static const struct codec_schema unique = {.types = CODEC_ARRAY, .array = &different};

/* ---- what is read -------------------------------------------------------------------------- */

static bool valid(struct base_slice json, const struct codec_schema *schema) {
    struct codec_error error;
    return codec_validate(json, schema, &test_scratch, &error);
}

static bool objects(void) {
    return valid(nested(LEVELS, "{\"a\":", "\"s\"", "}"), &walked);
}

static bool unknown_names(void) {
    return valid(nested(LEVELS, "{\"unknown\":", "1.5e-300", "}"), &walked);
}

static bool arrays(void) {
    return valid(nested(LEVELS, "[", "", "]"), &walked);
}

static bool references(void) {
    return valid(nested(LEVELS, "{\"next\":", "{}", "}"), &node) == false &&
           valid(nested(LEVELS - 1, "{\"next\":", "{}", "}"), &node);
}

/* The longest way to a message: an unknown name below all levels, and what was meant by it. */
static bool a_name_mistyped(void) {
    struct codec_error error;
    struct base_slice json = nested(LEVELS - 1, "{\"next\":", "{\"nxet\":1}", "}");
    return !codec_validate(json, &node, &test_scratch, &error) && strstr(error.message, "did you");
}

static bool a_number_of_many_digits(void) {
    char digits[2000];
    memset(digits, '7', sizeof digits);
    memcpy(digits + sizeof digits - 5, "e-99", 5);
    return valid(nested(LEVELS, "[", digits, "]"), &walked);
}

static bool many_names_in_the_deepest(void) {
    char *at = text + nested(LEVELS - 1, "[", "", "").len;
    for (int i = 0; i < CODEC_MEMBERS_MAX; i++)
        at += sprintf(at, "%c\"%d\":{}", i ? ',' : '{', i);
    *at++ = '}';
    memset(at, ']', LEVELS - 1);
    return !valid(text_of(at + LEVELS - 1), &walked); /* the members of the members are too deep */
}

static bool equal_items(void) {
    size_t half = nested(LEVELS - 1, "{\"a\":", "[1,2]", "}").len;
    memmove(text + 1, text, half);
    memcpy(text + half + 2, text + 1, half);
    text[0] = '[';
    text[half + 1] = ',';
    text[2 * half + 2] = ']';
    struct base_slice item = base_slice(text + 1, half);
    return codec_equal(item, base_slice(text + half + 2, half)) && codec_equal_hash(item) &&
           !valid(base_slice(text, 2 * half + 3), &unique);
}

static bool brackets_without_end(void) {
    memset(text, '[', sizeof text);
    struct codec_in in;
    codec_in_init(&in, base_slice(text, sizeof text), &test_scratch);
    return !codec_in_skip(&in, NULL) && codec_in_malformed(&in);
}

static bool small_things(void) {
    struct codec_in in;
    struct codec_text string;
    int64_t integer;
    codec_in_init(&in, base_slice_of("[\"\\u0041\",12,]"), NULL);
    return codec_in_expect(&in, '[') && codec_in_text(&in, &string) && codec_in_expect(&in, ',') &&
           codec_in_integer(&in, &integer) && codec_in_expect(&in, ',') &&
           !codec_in_text(&in, &string) && !codec_in_fail(&in, CODEC_DEPTH, "is deep");
}

/* ---- a thread with a small stack ------------------------------------------------------------ */

struct task {
    bool (*read)(void);
    bool done;
};

static void *run(void *context) {
    struct task *task = context;
    task->done = task->read();
    return NULL;
}

/* Bytes of `stack`, which grows down, that have been written to. */
static size_t used(const unsigned char *stack) {
    size_t untouched = 0;
    while (untouched < STACK_SIZE && stack[untouched] == PAINT)
        untouched++;
    return STACK_SIZE - untouched;
}

/* Runs `read` on a stack of its own, below which nothing may be written. */
static void on_a_small_stack(const char *name, bool (*read)(void)) {
    const size_t guard = 64 << 10;
    unsigned char *memory =
        mmap(NULL, guard + STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_t attributes;
    pthread_t thread;
    struct task task = {.read = read};
    assert_ptr_not_equal(memory, MAP_FAILED);
    assert_int_equal(mprotect(memory, guard, PROT_NONE), 0);
    memset(memory + guard, PAINT, STACK_SIZE);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstack(&attributes, memory + guard, STACK_SIZE), 0);
    assert_int_equal(pthread_create(&thread, &attributes, run, &task), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    printf("%-28s %6zu bytes\n", name, used(memory + guard));
    if (!task.done)
        fail_msg("%s: read otherwise than expected", name);
    (void)pthread_attr_destroy(&attributes);
    (void)munmap(memory, guard + STACK_SIZE);
}

static void the_deepest_values(void **state) {
    static const struct {
        const char *name;
        bool (*read)(void);
    } cases[] = {
#define CASE(name) {#name, name}
        CASE(objects),
        CASE(unknown_names),
        CASE(arrays),
        CASE(references),
        CASE(a_name_mistyped),
        CASE(a_number_of_many_digits),
        CASE(equal_items),
        CASE(many_names_in_the_deepest),
        CASE(brackets_without_end),
        CASE(small_things),
#undef CASE
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        on_a_small_stack(cases[i].name, cases[i].read);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_deepest_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
