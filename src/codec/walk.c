#include "codec/walk.h"

#include "codec/again.h"
#include "codec/chars.h"
#include "codec/names.h"
#include "codec/number.h"
#include "codec/scan.h"

#include <stdarg.h>
#include <stdio.h>

void codec_walk_init(struct codec_walk *walk, struct codec_in *in, struct codec_step *path) {
    size_t entries = in->scratch ? in->scratch->capacity : 0;
    *walk = (struct codec_walk){
        .in = in,
        .trusted = in->again,
        .path = path,
        .seen = in->scratch ? in->scratch->entries : NULL,
        .seen_max = entries < CODEC_OPEN_NAMES_MAX ? entries : CODEC_OPEN_NAMES_MAX,
    };
}

/* ---- findings ------------------------------------------------------------------------------ */

struct pointer {
    char *out;
    size_t used;
    bool full;
};

static void pointer_add(struct pointer *pointer, const char *bytes, size_t count) {
    /* "..." and the terminator must fit behind */
    if (pointer->full || pointer->used + count + 4 > CODEC_POINTER_SIZE) {
        pointer->full = true;
        return;
    }
    memcpy(pointer->out + pointer->used, bytes, count);
    pointer->used += count;
}

static void write_pointer(const struct codec_walk *walk, char *out) {
    struct pointer pointer = {.out = out};
    for (size_t i = 0; i < walk->depth; i++) {
        const struct codec_step *step = &walk->path[i];
        pointer_add(&pointer, "/", 1);
        if (!step->name.ptr) {
            char index[24];
            pointer_add(&pointer, index, (size_t)snprintf(index, sizeof index, "%zu", step->index));
            continue;
        }
        uint32_t code_point;
        for (struct codec_chars chars = codec_chars(step->name);
             !pointer.full && codec_chars_next(&chars, &code_point);) {
            char bytes[4];
            if (code_point == 0 || (code_point >= 0xD800 && code_point <= 0xDFFF))
                code_point = 0xFFFD; /* what `out`, a terminated string, cannot hold */
            if (code_point == '~' || code_point == '/')
                pointer_add(&pointer, code_point == '~' ? "~0" : "~1", 2);
            else
                pointer_add(&pointer, bytes, codec_chars_utf8(code_point, bytes));
        }
    }
    if (pointer.full) {
        memcpy(out + pointer.used, "...", 3);
        pointer.used += 3;
    }
    out[pointer.used] = '\0';
}

static void fill_error(const struct codec_walk *walk, struct codec_error *error,
                       enum codec_error_code code, const char *keyword, const char *at,
                       const char *format, va_list values) {
    error->code = code;
    error->keyword = keyword;
    error->offset = (size_t)(at - walk->in->begin);
    write_pointer(walk, error->pointer);
    codec_error_say(error, format, values);
}

static const char *const keywords[] = {
#define X(name, class, keyword, text) [CODEC_##name] = keyword,
    CODEC_ERROR_MAP(X)
#undef X
};

/* A cursor that is strict takes deviations for errors. */
static bool is_deviation(const struct codec_walk *walk, enum codec_weight weight) {
    return weight == CODEC_IS_DEVIATION && !walk->in->strict;
}

bool codec_walk_wants(const struct codec_walk *walk, enum codec_weight weight) {
    const struct codec_in *in = walk->in;
    bool deviation = is_deviation(walk, weight);
    const struct codec_report *report = deviation ? in->deviations : in->errors;
    return !walk->quiet && ((!deviation && in->error.code == CODEC_OK) ||
                            (report && report->count < report->capacity));
}

static void record(struct codec_walk *walk, enum codec_weight weight, enum codec_error_code code,
                   const char *keyword, const char *at, const char *format, va_list values) {
    struct codec_in *in = walk->in;
    bool deviation = is_deviation(walk, weight);
    struct codec_report *report = deviation ? in->deviations : in->errors;
    struct codec_error *first = deviation || in->error.code != CODEC_OK ? NULL : &in->error;
    struct codec_error *listed =
        report && report->count < report->capacity ? &report->errors[report->count] : NULL;
    if (report)
        report->count++;
    if (first)
        fill_error(walk, first, code, keyword, at, format, values);
    if (first && listed)
        *listed = *first;
    else if (listed)
        fill_error(walk, listed, code, keyword, at, format, values);
}

void codec_walk_broken(struct codec_walk *walk, enum codec_weight weight, const char *keyword,
                       const char *at, const char *format, ...) {
    if (!is_deviation(walk, weight))
        walk->failed++;
    if (walk->quiet)
        return;
    va_list values;
    va_start(values, format);
    record(walk, weight, CODEC_SCHEMA, keyword, at, format, values);
    va_end(values);
}

void codec_walk_limit(struct codec_walk *walk, enum codec_error_code code, const char *at,
                      const char *format, ...) {
    walk->failed++;
    walk->limited = true;
    va_list values;
    va_start(values, format);
    record(walk, CODEC_IS_ERROR, code, keywords[code], at, format, values);
    va_end(values);
}

static void record_sentence(struct codec_walk *walk, enum codec_error_code code, const char *at,
                            const char *format, ...) {
    va_list values;
    va_start(values, format);
    record(walk, CODEC_IS_ERROR, code, keywords[code], at, format, values);
    va_end(values);
}

bool codec_walk_fail(struct codec_walk *walk, enum codec_error_code code, const char *at,
                     const char *message) {
    enum codec_error_class class = codec_error_class(code);
    /* whatever was found before, a text that is no JSON cannot be trusted */
    if (class == CODEC_CLASS_SYNTAX && !codec_in_malformed(walk->in))
        walk->in->error.code = CODEC_OK;
    walk->failed++;
    walk->limited = walk->limited || class == CODEC_CLASS_LIMIT;
    walk->quiet = false;
    record_sentence(walk, code, at, "%s", message);
    return false;
}

/* ---- nesting and names --------------------------------------------------------------------- */

bool codec_walk_enter(struct codec_walk *walk) {
    if (walk->depth == CODEC_DEPTH_MAX) {
        if (!walk->too_deep)
            codec_walk_limit(walk, CODEC_DEPTH, walk->in->at, "is nested more than %d levels deep",
                             CODEC_DEPTH_MAX);
        walk->too_deep = true;
        return false;
    }
    walk->path[walk->depth++] = (struct codec_step){.name.ptr = NULL};
    return true;
}

bool codec_walk_remember(struct codec_walk *walk, struct codec_text text) {
    if (walk->seen_count == walk->seen_max)
        return false;
    struct codec_scratch_entry *entry = &walk->seen[walk->seen_count++];
    entry->ptr = text.ptr;
    entry->len = text.len;
    entry->form = text.form;
    return true;
}

void codec_walk_name(struct codec_walk *walk, size_t mark, struct codec_text name) {
    bool one = walk->seen_count - mark >= CODEC_MEMBERS_MAX;
    if (walk->trusted || (!one && codec_walk_remember(walk, name)) || walk->too_many)
        return;
    walk->too_many = true;
    if (one)
        codec_walk_limit(walk, CODEC_MEMBERS, name.ptr - 1,
                         "is one member too many: an object may have %d", CODEC_MEMBERS_MAX);
    else if (walk->seen_max == CODEC_OPEN_NAMES_MAX)
        codec_walk_limit(walk, CODEC_MEMBERS, name.ptr - 1,
                         "is one member too many: nested objects may have %d together",
                         CODEC_OPEN_NAMES_MAX);
    else
        codec_walk_limit(walk, CODEC_MEMBERS, name.ptr - 1,
                         "is one member too many: the scratch memory of this reader is full (it "
                         "has %zu entries)",
                         walk->seen_max);
}

void codec_walk_names_end(struct codec_walk *walk, size_t mark) {
    size_t count = walk->seen_count - mark;
    const struct codec_scratch_entry *twice =
        count > 1 ? codec_names_twice(walk->seen + mark, count) : NULL;
    if (twice) {
        walk->path[walk->depth - 1].name = codec_names_text(twice);
        codec_walk_limit(walk, CODEC_DUPLICATE, twice->ptr - 1, "occurs twice in one object");
    }
    walk->seen_count = mark;
}

/* ---- strings, numbers, words --------------------------------------------------------------- */

static bool continuation(const char *at, const char *end, unsigned char first, unsigned char last) {
    return at < end && (unsigned char)*at >= first && (unsigned char)*at <= last;
}

/* The end of the UTF-8 sequence at `at` (Unicode table 3-7), or NULL. */
static const char *utf8_end(const char *at, const char *end) {
    unsigned char first = (unsigned char)*at++;
    if (first >= 0xC2 && first <= 0xDF)
        return continuation(at, end, 0x80, 0xBF) ? at + 1 : NULL;
    if (first >= 0xE0 && first <= 0xEF) {
        unsigned char low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
        return continuation(at, end, low, high) && continuation(at + 1, end, 0x80, 0xBF) ? at + 2
                                                                                         : NULL;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        unsigned char low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
        return continuation(at, end, low, high) && continuation(at + 1, end, 0x80, 0xBF) &&
                       continuation(at + 2, end, 0x80, 0xBF)
                   ? at + 3
                   : NULL;
    }
    return NULL;
}

/* The end of the escape at `at`, or NULL. A lone surrogate is well-formed, and a finding. */
static const char *escape_end(struct codec_walk *walk, const char *at) {
    const char *end = walk->in->end;
    if (end - at < 2)
        return NULL;
    if (at[1] != 'u')
        return at[1] && strchr("\"\\/bfnrt", at[1]) ? at + 2 : NULL;
    int32_t unit = end - at >= 6 ? codec_chars_hex4(at + 2) : -1;
    if (unit < 0)
        return NULL;
    if (unit < 0xD800 || unit > 0xDFFF)
        return at + 6;
    if (unit < 0xDC00 && end - at >= 12 && at[6] == '\\' && at[7] == 'u') {
        int32_t low = codec_chars_hex4(at + 8);
        if (low >= 0xDC00 && low <= 0xDFFF)
            return at + 12;
    }
    if (!walk->trusted)
        codec_walk_limit(walk, CODEC_SURROGATE, at,
                         "contains half of a surrogate pair (%.6s), which is not a character", at);
    return at + 6;
}

/* Reads on from `at` inside a string, up to and with the closing quote. */
static bool string_rest(struct codec_walk *walk, const char *at, struct codec_text *text) {
    struct codec_in *in = walk->in;
    for (;;) {
        at = codec_scan_string(at, in->end);
        if (at == in->end)
            return codec_walk_fail(walk, CODEC_SYNTAX, at, "the text ends inside a string");
        if (*at == '"') {
            text->len = (size_t)(at - text->ptr);
            in->at = at + 1;
            return true;
        }
        const char *next;
        if (*at == '\\') {
            text->form = CODEC_TEXT_JSON;
            next = escape_end(walk, at);
            if (!next)
                return codec_walk_fail(walk, CODEC_SYNTAX, at, "unknown escape in a string");
        } else if ((unsigned char)*at < 0x20) {
            return codec_walk_fail(walk, CODEC_SYNTAX, at,
                                   "a control character in a string must be escaped");
        } else {
            for (next = at; next && next < in->end && (unsigned char)*next >= 0x80;)
                next = utf8_end(next, in->end);
            if (!next)
                return codec_walk_fail(walk, CODEC_UTF8, at, codec_error_text(CODEC_UTF8));
        }
        at = next;
    }
}

bool codec_walk_string(struct codec_walk *walk, struct codec_text *text) {
    struct codec_in *in = walk->in;
    const char *start = in->at + 1, *at = codec_scan_string(start, in->end);
    *text = (struct codec_text){start, (size_t)(at - start), CODEC_TEXT_CLEAN};
    if (at == in->end || *at != '"')
        return string_rest(walk, at, text);
    in->at = at + 1;
    return true;
}

/* The end of the escape at `at` if it stands for a character of the alphabet: `\/` and `\u002b`.
 * NULL otherwise (`=` is never escaped by anyone); what is wrong with it is found elsewhere. */
static const char *base64_escape_end(const char *at, const char *end) {
    if (end - at >= 2 && at[1] == '/')
        return at + 2;
    if (end - at < 6 || at[1] != 'u')
        return NULL;
    int32_t unit = codec_chars_hex4(at + 2);
    char c = (char)unit;
    return unit >= 0 && unit < 0x80 && codec_scan_base64(&c, &c + 1) != &c ? at + 6 : NULL;
}

/* The end of what the caller knows to be base64, if that begins here; else `at`. */
static const char *known_base64(const struct codec_in *in, const char *at) {
    bool known = at == in->base64.ptr && in->base64.len <= (size_t)(in->end - at);
    return known ? at + in->base64.len : at;
}

bool codec_walk_base64(struct codec_walk *walk, struct codec_text *text, size_t *length,
                       const char **wrong) {
    struct codec_in *in = walk->in;
    const char *at = in->at + 1;
    *text = (struct codec_text){.ptr = at, .form = CODEC_TEXT_CLEAN};
    size_t escapes = 0; /* bytes that escapes take more than their character */
    for (;;) {
        at = codec_scan_base64(known_base64(in, at), in->end);
        if (at == in->end || *at != '\\')
            break;
        const char *next = base64_escape_end(at, in->end);
        if (!next)
            break;
        text->form = CODEC_TEXT_JSON;
        escapes += (size_t)(next - at) - 1;
        at = next;
    }
    const char *padding = at;
    while (at < in->end && *at == '=' && at - padding < 2)
        at++;
    *length = (size_t)(at - text->ptr) - escapes;
    *wrong = at < in->end && *at == '"' && *length % 4 == 0 ? NULL : at;
    if (!string_rest(walk, at, text))
        return false;
    if (*wrong)
        *length = codec_text_length(*text);
    return true;
}

bool codec_walk_number(struct codec_walk *walk, struct codec_number *number) {
    struct codec_in *in = walk->in;
    if (!codec_number_next(in->at, in->end, number))
        return codec_walk_fail(walk, CODEC_SYNTAX, in->at, "not a valid JSON number");
    in->at += number->text.len;
    return true;
}

bool codec_walk_word(struct codec_walk *walk, const char *word) {
    struct codec_in *in = walk->in;
    size_t len = strlen(word);
    if ((size_t)(in->end - in->at) < len || memcmp(in->at, word, len) != 0)
        return codec_walk_fail(walk, CODEC_SYNTAX, in->at,
                               "expected a value: true, false, null, a number, a string, an "
                               "array or an object");
    in->at += len;
    return true;
}

/* ---- passing over a value ------------------------------------------------------------------ */

/* The containers that are open, from where the skipping began. */
struct nesting {
    size_t open;
    size_t tracked; /* those within CODEC_DEPTH_MAX, which have a step and a mark */
    size_t marks[CODEC_DEPTH_MAX];
    uint64_t is_object; /* of the first 64; the others' bits are in the free entries */
};

/* The bits of the containers from the 65th on. While one of these is open no name is noted, so that
 * the free entries stay where they are. */
static unsigned char *deep_bits(const struct codec_walk *walk) {
    return (unsigned char *)(walk->seen + walk->seen_count);
}

/* How many containers can be open at once. */
static size_t nesting_max(const struct codec_walk *walk) {
    const struct codec_scratch *scratch = walk->in->scratch;
    size_t free_entries = scratch ? scratch->capacity - walk->seen_count : 0;
    size_t levels = 64 + free_entries * CODEC_SCRATCH_LEVELS;
    return levels < CODEC_NESTING_MAX ? levels : CODEC_NESTING_MAX;
}

static bool is_object(const struct codec_walk *walk, const struct nesting *nesting, size_t level) {
    if (level < 64)
        return nesting->is_object >> level & 1;
    return deep_bits(walk)[(level - 64) / 8] >> level % 8 & 1;
}

static bool top_is_object(const struct codec_walk *walk, const struct nesting *nesting) {
    return is_object(walk, nesting, nesting->open - 1);
}

static void set_kind(const struct codec_walk *walk, struct nesting *nesting, size_t level,
                     bool object) {
    if (level < 64) {
        nesting->is_object &= ~(UINT64_C(1) << level);
        nesting->is_object |= (uint64_t)object << level;
        return;
    }
    unsigned char *byte = &deep_bits(walk)[(level - 64) / 8];
    unsigned bit = 1u << level % 8;
    *byte = (unsigned char)(object ? *byte | bit : *byte & ~bit);
}

static bool push(struct codec_walk *walk, struct nesting *nesting, char bracket) {
    if (nesting->open >= 64 && nesting->open >= nesting_max(walk))
        return codec_walk_fail(walk, CODEC_SYNTAX, walk->in->at, "nested too deeply");
    set_kind(walk, nesting, nesting->open, bracket == '{');
    if (nesting->tracked == nesting->open && codec_walk_enter(walk))
        nesting->marks[nesting->tracked++] = walk->seen_count;
    nesting->open++;
    walk->in->at++;
    return true;
}

static void pop(struct codec_walk *walk, struct nesting *nesting) {
    if (nesting->tracked == nesting->open) {
        nesting->tracked--;
        if (top_is_object(walk, nesting))
            codec_walk_names_end(walk, nesting->marks[nesting->tracked]);
        walk->depth--;
    }
    nesting->open--;
    walk->in->at++;
}

static bool skip_key(struct codec_walk *walk, struct nesting *nesting) {
    struct codec_text name;
    if (codec_walk_space(walk) != '"') {
        if (nesting->tracked == nesting->open)
            walk->depth--; /* it is about the object, not about one of its members */
        return codec_walk_fail(walk, CODEC_SYNTAX, walk->in->at, "expected a member name");
    }
    if (!codec_walk_string(walk, &name))
        return false;
    if (nesting->tracked == nesting->open) {
        walk->path[walk->depth - 1].name = name;
        codec_walk_name(walk, nesting->marks[nesting->tracked - 1], name);
    }
    if (codec_walk_space(walk) != ':')
        return codec_walk_fail(walk, CODEC_SYNTAX, walk->in->at, "expected ':'");
    walk->in->at++;
    return true;
}

static bool skip_scalar(struct codec_walk *walk, char first) {
    struct codec_text text;
    struct codec_number number;
    if (first == '"')
        return codec_walk_string(walk, &text);
    if (first == '-' || (first >= '0' && first <= '9'))
        return codec_walk_number(walk, &number);
    return codec_walk_word(walk, first == 't' ? "true" : first == 'f' ? "false" : "null");
}

/* After a value: closes what ends here. True at a comma, that is when another value follows. */
static bool close_ended(struct codec_walk *walk, struct nesting *nesting, bool *more) {
    *more = false;
    while (nesting->open > 0) {
        bool object = top_is_object(walk, nesting);
        char c = codec_walk_space(walk);
        if (c == ',') {
            walk->in->at++;
            if (nesting->tracked == nesting->open)
                walk->path[walk->depth - 1].index++;
            *more = true;
            return true;
        }
        if (c != (object ? '}' : ']'))
            return codec_walk_fail(walk, CODEC_SYNTAX, walk->in->at,
                                   object ? "expected ',' or '}'" : "expected ',' or ']'");
        pop(walk, nesting);
    }
    return true;
}

static bool skip_container(struct codec_walk *walk) {
    struct nesting nesting;
    nesting.open = nesting.tracked = 0;
    nesting.is_object = 0;
    for (bool more = true; more;) {
        if (nesting.open > 0 && top_is_object(walk, &nesting) && !skip_key(walk, &nesting))
            return false;
        char first = codec_walk_space(walk);
        if (first == '{' || first == '[') {
            if (!push(walk, &nesting, first))
                return false;
            if (codec_walk_space(walk) != (first == '{' ? '}' : ']'))
                continue;
        } else if (!skip_scalar(walk, first)) {
            return false;
        }
        if (!close_ended(walk, &nesting, &more))
            return false;
    }
    return true;
}

static bool skip_again(struct codec_walk *walk) {
    struct codec_in *in = walk->in;
    struct codec_again again = {in->at, in->end};
    if (!codec_again_value(&again).len)
        return codec_walk_fail(walk, CODEC_SYNTAX, in->at, "expected a value");
    in->at = again.at;
    return true;
}

bool codec_walk_skip(struct codec_walk *walk) {
    char first = codec_walk_space(walk);
    if (walk->trusted)
        return skip_again(walk);
    return first == '{' || first == '[' ? skip_container(walk) : skip_scalar(walk, first);
}
