#include "app/service/scenarios.h"

#include "app/service/invalid.h"
#include "app/service/pattern.h"
#include "app/settings/file.h"
#include "codec/closest.h"
#include "echo/sense.h"

#include <stdio.h>

/* Room for the name of a member that is perhaps "scenarios". */
#define NAME_SIZE 64

/* ---- loading ------------------------------------------------------------------------------- */

/* What is wrong with one of them; `pointer` says where. */
static enum echo_result check(const struct sts_control_scenarios *body, char *pointer) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario scenario;
    struct echo_scenario_fault fault;
    for (size_t i = 0; sts_control_scenarios_scenarios_next(&body->scenarios, &cursor, &scenario);
         i++) {
        if (app_pattern_fault(scenario.stream_id)) {
            (void)snprintf(pointer, CODEC_POINTER_SIZE, "/scenarios/%zu/stream_id", i);
            return ECHO_IMPOSSIBLE;
        }
        if (echo_scenario_is_ordered(&scenario, &fault))
            continue;
        (void)snprintf(pointer, CODEC_POINTER_SIZE,
                       "/scenarios/%zu/steps/%zu/backpressure/script/%zu/after_ms", i, fault.step,
                       fault.index);
        return ECHO_DISORDER;
    }
    return ECHO_CONFIGURED;
}

enum echo_result app_scenarios_load(struct echo *echo, const struct sts_control_scenarios *body,
                                    const struct echo_origin *origin, char *pointer) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_scenario scenario;
    enum echo_result result = check(body, pointer);
    for (size_t i = 0; result == ECHO_CONFIGURED &&
                       sts_control_scenarios_scenarios_next(&body->scenarios, &cursor, &scenario);
         i++) {
        (void)snprintf(pointer, CODEC_POINTER_SIZE, "/scenarios/%zu", i);
        result = echo_scenario_load(echo, &scenario, origin);
    }
    return result;
}

const char *app_scenarios_text(enum echo_result result) {
    static const char *const texts[] = {
        [ECHO_CONFIGURED] = "is loaded",
        [ECHO_NO_STREAM] = "names no stream",
        [ECHO_DISORDER] = "must not be less than that of the step before",
        [ECHO_IMPOSSIBLE] = APP_PATTERN_IMPOSSIBLE,
        [ECHO_TOO_MUCH] =
            "is more than the server keeps: unload scenarios that are no longer needed",
        [ECHO_TOO_LARGE] = "takes more than 1 MiB of memory: use fewer or shorter rules or levels",
        [ECHO_NO_MEMORY] = "does not fit into memory",
    };
    return texts[result];
}

/* ---- files --------------------------------------------------------------------------------- */

/* How a file is made the body of a request: what stands before and after it, and what its pointers
 * begin with then. */
struct frame {
    const char *before, *after, *prefix;
};

static const struct frame body = {"", "", ""};
static const struct frame list = {"{\"scenarios\":", "}", "/scenarios"};
static const struct frame single = {"{\"scenarios\":[", "]}", "/scenarios/0"};

static bool fail_file(char *error, size_t error_size, const char *path, const char *pointer,
                      const char *sentence) {
    return app_file_wrong(error, error_size, "ECHO_SCENARIO", path, pointer, sentence);
}

static const char *without_prefix(const struct frame *frame, const char *pointer) {
    size_t len = strlen(frame->prefix);
    return strncmp(pointer, frame->prefix, len) == 0 ? pointer + len : "";
}

/* Several findings are told a line each. */
static bool fail_all(const struct codec_in *in, const struct frame *frame, const char *path,
                     const struct base_log *log, char *error, size_t error_size) {
    const struct codec_report *report = in->errors;
    const struct codec_error *first = report->count ? &report->errors[0] : &in->error;
    if (report->count < 2)
        return fail_file(error, error_size, path, without_prefix(frame, first->pointer),
                         first->message);
    for (size_t i = 0; i < report->count && i < report->capacity; i++) {
        const struct codec_error *one = &report->errors[i];
        (void)fail_file(error, error_size, path, without_prefix(frame, one->pointer), one->message);
        base_log(log, BASE_LOG_ERROR, "%s", error);
    }
    char sentence[64];
    (void)snprintf(sentence, sizeof sentence, "the scenarios have %zu errors", report->count);
    return fail_file(error, error_size, path, "", sentence);
}

/* `text` is the file in its frame. */
static bool load(struct echo *echo, const char *path, const struct frame *frame,
                 struct base_slice text, struct base_memory *memory,
                 const struct codec_scratch *scratch, const struct base_log *log, char *error,
                 size_t error_size) {
    struct codec_error errors[APP_INVALID_MAX];
    struct codec_report report = {errors, APP_INVALID_MAX, 0};
    struct codec_in in;
    struct sts_control_scenarios decoded = {.scenarios = {.count = 0}};
    char pointer[CODEC_POINTER_SIZE] = "";
    codec_in_init(&in, text, scratch);
    in.errors = &report;
    in.strict = true; /* as over HTTP: a typo must not pass unnoticed */
    bool read = sts_control_scenarios_decode(&in, &decoded) && codec_in_done(&in);
    const struct echo_sense sense = {.memory = memory, .report = &report};
    if (read && !echo_sense(&sts_bodies[STS_BODY_CONTROL_SCENARIOS], text, &sense))
        return fail_file(error, error_size, path, "", "out of memory");
    if (!read || report.count)
        return fail_all(&in, frame, path, log, error, error_size);
    enum echo_result result = app_scenarios_load(echo, &decoded, NULL, pointer);
    return result == ECHO_CONFIGURED ||
           fail_file(error, error_size, path, without_prefix(frame, pointer),
                     app_scenarios_text(result));
}

/* Whether the object is the body of a request: it has "scenarios", or what was meant to be that. */
static bool is_body(struct base_slice object) {
    struct codec_in in;
    struct codec_text name;
    char plain[NAME_SIZE];
    codec_in_init_again(&in, object);
    for (char next = '{'; codec_in_peek(&in) == next; next = ',') {
        if (!codec_in_expect(&in, next) || codec_in_peek(&in) != '"' ||
            !codec_in_text(&in, &name) || !codec_in_expect(&in, ':') || !codec_in_skip(&in, NULL))
            return false;
        size_t length = codec_text_copy(name, plain, sizeof plain);
        struct codec_closest search =
            codec_closest(base_slice(plain, length < sizeof plain ? length : 0));
        codec_closest_try(&search, base_slice_of("scenarios"));
        if (search.best.len)
            return true;
    }
    return false;
}

static const struct frame *frame_of(struct base_slice text) {
    struct codec_in in;
    codec_in_init_again(&in, text);
    return codec_in_peek(&in) == '[' ? &list : is_body(text) ? &body : &single;
}

/* What is no JSON is said of the file itself, with its line. */
static bool is_json(const struct app_file *file, const char *path,
                    const struct codec_scratch *scratch, char *error, size_t error_size) {
    struct codec_in in;
    char sentence[CODEC_MESSAGE_SIZE + 32];
    size_t line = 1;
    codec_in_init(&in, base_slice(file->bytes, file->length), scratch);
    if (codec_in_skip(&in, NULL) && codec_in_done(&in))
        return true;
    for (size_t i = 0; i < in.error.offset && i < file->length; i++)
        line += file->bytes[i] == '\n';
    (void)snprintf(sentence, sizeof sentence, "line %zu: %s", line, in.error.message);
    return fail_file(error, error_size, path, in.error.pointer, sentence);
}

static bool read_file(struct echo *echo, const char *path, const struct app_file *file,
                      struct base_memory *memory, const struct codec_scratch *scratch,
                      const struct base_log *log, char *error, size_t error_size) {
    const struct frame *frame = frame_of(base_slice(file->bytes, file->length));
    size_t size = strlen(frame->before) + file->length + strlen(frame->after) + 1;
    char *text = base_memory_take(memory, size);
    if (!text)
        return fail_file(error, error_size, path, "", "out of memory");
    int n = snprintf(text, size, "%s%.*s%s", frame->before, (int)file->length, file->bytes,
                     frame->after);
    bool loaded = load(echo, path, frame, base_slice(text, (size_t)n), memory, scratch, log, error,
                       error_size);
    base_memory_give(memory, text, size);
    return loaded;
}

bool app_scenarios_read(struct echo *echo, const char *path, struct base_memory *memory,
                        const struct codec_scratch *scratch, const struct base_log *log,
                        char *error, size_t error_size) {
    struct app_file file;
    const char *wrong = app_file_read(&file, path, APP_SCENARIOS_FILE_MAX, memory);
    bool loaded = wrong ? fail_file(error, error_size, path, "", wrong)
                        : is_json(&file, path, scratch, error, error_size) &&
                              read_file(echo, path, &file, memory, scratch, log, error, error_size);
    app_file_free(&file, memory);
    return loaded;
}
