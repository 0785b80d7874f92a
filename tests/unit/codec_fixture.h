/* codec_fixture.h - what the tests of the codec share: texts in memory of exactly their size (so
 * that AddressSanitizer sees every byte read outside), and findings as lines of text. */
#ifndef UNIT_CODEC_FIXTURE_H
#define UNIT_CODEC_FIXTURE_H
/* cmocka wants these four first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codec/schema.h"
#include "support/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/** `bytes` in a heap block of exactly that size; give back with exact_free. */
static inline struct base_slice exact(struct base_slice bytes) {
    char *copy = malloc(bytes.len ? bytes.len : 1);
    assert_non_null(copy);
    if (bytes.len)
        memcpy(copy, bytes.ptr, bytes.len);
    return base_slice(copy + (bytes.len ? 0 : 1), bytes.len);
}

static inline void exact_free(struct base_slice bytes) {
    free((char *)(uintptr_t)bytes.ptr - (bytes.len ? 0 : 1));
}

/** One reading of a text: the findings as lines `error KEYWORD POINTER @OFFSET MESSAGE`, deviations
 *  likewise, the first line `ok` or the name of the class of what was wrong. */
#define LOG_SIZE 8192
#define FINDINGS_MAX 16

static inline void log_findings(char *log, const char *kind, const struct codec_report *report) {
    for (size_t i = 0; i < report->count && i < report->capacity; i++) {
        const struct codec_error *e = &report->errors[i];
        size_t used = strlen(log);
        (void)snprintf(log + used, LOG_SIZE - used, "%s %s \"%s\" @%zu %s\n", kind, e->keyword,
                       e->pointer, e->offset, e->message);
    }
    if (report->count > report->capacity)
        (void)snprintf(log + strlen(log), LOG_SIZE - strlen(log), "... %zu in all\n",
                       report->count);
}

static inline bool read_logged(const struct codec_schema *schema, struct base_slice json,
                               bool strict, void *out, char *log) {
    static struct codec_error errors[FINDINGS_MAX], deviations[FINDINGS_MAX];
    struct codec_report error_report = {errors, FINDINGS_MAX, 0};
    struct codec_report deviation_report = {deviations, FINDINGS_MAX, 0};
    struct codec_in in;
    codec_in_init(&in, json, &test_scratch);
    in.errors = &error_report;
    in.deviations = &deviation_report;
    in.strict = strict;
    bool ok = codec_decode(&in, schema, out);
    if (!codec_in_malformed(&in))
        ok = codec_in_done(&in) && ok;
    static const char *const classes[] = {"ok", "syntax", "limit", "schema", "caller"};
    (void)snprintf(log, LOG_SIZE, "%s\n", classes[codec_error_class(in.error.code)]);
    log_findings(log, "error", &error_report);
    log_findings(log, "deviation", &deviation_report);
    /* what is true of every reading */
    assert_int_equal(ok, in.error.code == CODEC_OK);
    assert_true(ok == (error_report.count == 0));
    if (!ok && !codec_in_malformed(&in)) {
        assert_int_equal(errors[0].code, in.error.code);
        assert_string_equal(errors[0].message, in.error.message);
    }
    return ok;
}

/** Reads `json` (in memory of exact size) by `schema` and compares what is said about it. */
#define assert_findings(schema, json, expected)                                                    \
    assert_findings_at(schema, json, false, expected, __FILE__, __LINE__)
#define assert_strict_findings(schema, json, expected)                                             \
    assert_findings_at(schema, json, true, expected, __FILE__, __LINE__)

static inline void assert_findings_at(const struct codec_schema *schema, const char *json,
                                      bool strict, const char *expected, const char *file,
                                      int line) {
    char log[LOG_SIZE];
    struct base_slice text = exact(base_slice_of(json));
    (void)read_logged(schema, text, strict, NULL, log);
    exact_free(text);
    if (strcmp(log, expected) != 0) {
        print_error("for   %s\nsaid\n%snot\n%s", json, log, expected);
        _fail(file, line);
    }
}

#endif
