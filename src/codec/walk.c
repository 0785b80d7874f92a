#include "codec/walk.h"

#include "codec/chars.h"
#include "codec/number.h"
#include "codec/scan.h"

#include <stdarg.h>
#include <stdio.h>

/* How deep a text may nest and still be told from a malformed one: two bytes of input a level. */
#define NESTING_MAX 131072
/* Up to here comparing every name with every other is quicker than sorting. */
#define FEW_NAMES 16
#define FEW_NAMES_BYTES 4096

void codec_walk_init(struct codec_walk *walk, struct codec_in *in) {
    walk->in = in;
    walk->depth = 0;
    walk->quiet = false;
    walk->trusted = false;
    walk->limited = walk->too_deep = walk->too_many = false;
    walk->failed = 0;
    walk->seen_count = 0;
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

static const char *keyword_of(enum codec_error_code code, const char *given) {
    static const char *const keywords[] = {
#define X(name, class, keyword, text) [CODEC_##name] = keyword,
        CODEC_ERROR_MAP(X)
#undef X
    };
    return given ? given : keywords[code];
}

bool codec_walk_wants(const struct codec_walk *walk, bool deviation) {
    const struct codec_in *in = walk->in;
    deviation = deviation && !in->strict;
    const struct codec_report *report = deviation ? in->deviations : in->errors;
    return !walk->quiet && ((!deviation && in->error.code == CODEC_OK) ||
                            (report && report->count < report->capacity));
}

void codec_walk_finding(struct codec_walk *walk, bool deviation, enum codec_error_code code,
                        const char *keyword, const char *at, const char *format, ...) {
    struct codec_in *in = walk->in;
    bool limit = codec_error_class(code) == CODEC_CLASS_LIMIT;
    deviation = deviation && !in->strict;
    if (!deviation)
        walk->failed++;
    walk->limited = walk->limited || limit;
    if (walk->quiet && !limit)
        return;
    struct codec_report *report = deviation ? in->deviations : in->errors;
    struct codec_error *first = deviation || in->error.code != CODEC_OK ? NULL : &in->error;
    struct codec_error *listed =
        report && report->count < report->capacity ? &report->errors[report->count] : NULL;
    if (report)
        report->count++;
    for (int i = 0; i < 2; i++) {
        struct codec_error *error = i == 0 ? first : listed;
        if (!error)
            continue;
        va_list values;
        va_start(values, format);
        fill_error(walk, error, code, keyword_of(code, keyword), at, format, values);
        va_end(values);
    }
}

bool codec_walk_syntax(struct codec_walk *walk, enum codec_error_code code, const char *at,
                       const char *message) {
    /* whatever was found before, the text cannot be trusted now */
    if (codec_error_class(walk->in->error.code) != CODEC_CLASS_SYNTAX)
        walk->in->error.code = CODEC_OK;
    walk->quiet = false;
    codec_walk_finding(walk, false, code, NULL, at, "%s", message);
    return false;
}

/* ---- nesting and names --------------------------------------------------------------------- */

bool codec_walk_enter(struct codec_walk *walk) {
    if (walk->depth == CODEC_DEPTH_MAX) {
        if (!walk->too_deep)
            codec_walk_finding(walk, false, CODEC_DEPTH, NULL, walk->in->at,
                               "is nested more than %d levels deep", CODEC_DEPTH_MAX);
        walk->too_deep = true;
        return false;
    }
    walk->path[walk->depth++] = (struct codec_step){.name.ptr = NULL};
    return true;
}

static int compare_names(struct codec_text a, struct codec_text b) {
    if (a.form != CODEC_TEXT_JSON && b.form != CODEC_TEXT_JSON) {
        int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
        return order ? order : (a.len > b.len) - (a.len < b.len);
    }
    /* code points sort as their UTF-8 does, so both kinds of comparison agree */
    struct codec_chars left = codec_chars(a), right = codec_chars(b);
    uint32_t l, r;
    for (;;) {
        bool more_left = codec_chars_next(&left, &l), more_right = codec_chars_next(&right, &r);
        if (!more_left || !more_right)
            return (int)more_left - (int)more_right;
        if (l != r)
            return l < r ? -1 : 1;
    }
}

/* What many names are sorted by: mostly the hash decides, so that long names are rarely compared.
 */
struct key {
    uint64_t hash;
    const struct codec_text *name;
};

static int compare_keys(const struct key *a, const struct key *b) {
    return a->hash != b->hash ? (a->hash < b->hash ? -1 : 1) : compare_names(*a->name, *b->name);
}

static void sift_down(struct key *keys, size_t root, size_t count) {
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare_keys(&keys[child], &keys[child + 1]) < 0)
            child++;
        if (compare_keys(&keys[root], &keys[child]) >= 0)
            return;
        struct key swap = keys[root];
        keys[root] = keys[child];
        keys[child] = swap;
    }
}

/* Heapsort: in place, and no choice of names makes it slow. */
static void sort_keys(struct key *keys, size_t count) {
    for (size_t i = count / 2; i-- > 0;)
        sift_down(keys, i, count);
    for (size_t end = count; end-- > 1;) {
        struct key swap = keys[0];
        keys[0] = keys[end];
        keys[end] = swap;
        sift_down(keys, 0, end);
    }
}

static const struct codec_text *find_among_few(const struct codec_seen *names, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (codec_text_equal(names[i].text, names[j].text))
                return &names[i].text;
    return NULL;
}

static const struct codec_text *find_among_many(const struct codec_seen *names, size_t count) {
    struct key keys[CODEC_MEMBERS_MAX];
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct key){codec_chars_hash(names[i].text), &names[i].text};
    sort_keys(keys, count);
    for (size_t i = 1; i < count; i++)
        if (compare_keys(&keys[i - 1], &keys[i]) == 0)
            return keys[i - 1].name > keys[i].name ? keys[i - 1].name : keys[i].name;
    return NULL;
}

static const struct codec_text *find_twice(const struct codec_seen *names, size_t count) {
    size_t bytes = 0;
    for (size_t i = 0; i < count && i < FEW_NAMES; i++)
        bytes += names[i].text.len;
    return count <= FEW_NAMES && bytes <= FEW_NAMES_BYTES ? find_among_few(names, count)
                                                          : find_among_many(names, count);
}

void codec_walk_name(struct codec_walk *walk, size_t mark, struct codec_text name) {
    if (walk->trusted)
        return;
    if (walk->seen_count - mark < CODEC_MEMBERS_MAX && walk->seen_count < CODEC_OPEN_NAMES_MAX) {
        walk->seen[walk->seen_count++].text = name;
        return;
    }
    bool one = walk->seen_count - mark >= CODEC_MEMBERS_MAX;
    if (walk->too_many)
        return;
    walk->too_many = true;
    codec_walk_finding(walk, false, CODEC_MEMBERS, NULL, name.ptr - 1,
                       one ? "is one member too many: an object may have %d"
                           : "is one member too many: nested objects may have %d together",
                       one ? CODEC_MEMBERS_MAX : CODEC_OPEN_NAMES_MAX);
}

void codec_walk_names_end(struct codec_walk *walk, size_t mark) {
    const struct codec_text *twice = find_twice(walk->seen + mark, walk->seen_count - mark);
    if (twice) {
        walk->path[walk->depth - 1].name = *twice;
        codec_walk_finding(walk, false, CODEC_DUPLICATE, NULL, twice->ptr - 1,
                           "occurs twice in one object");
    }
    walk->seen_count = mark;
}

/* ---- strings, numbers, words --------------------------------------------------------------- */

char codec_walk_space(struct codec_walk *walk) {
    return codec_in_peek(walk->in);
}

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
        codec_walk_finding(walk, false, CODEC_SURROGATE, NULL, at,
                           "contains half of a surrogate pair (%.6s), which is not a character",
                           at);
    return at + 6;
}

/* Reads on from `at` inside a string, up to and with the closing quote. */
static bool string_rest(struct codec_walk *walk, const char *at, struct codec_text *text) {
    struct codec_in *in = walk->in;
    for (;;) {
        at = codec_scan_string(at, in->end);
        if (at == in->end)
            return codec_walk_syntax(walk, CODEC_SYNTAX, at, "the text ends inside a string");
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
                return codec_walk_syntax(walk, CODEC_SYNTAX, at, "unknown escape in a string");
        } else if ((unsigned char)*at < 0x20) {
            return codec_walk_syntax(walk, CODEC_SYNTAX, at,
                                     "a control character in a string must be escaped");
        } else {
            for (next = at; next && next < in->end && (unsigned char)*next >= 0x80;)
                next = utf8_end(next, in->end);
            if (!next)
                return codec_walk_syntax(walk, CODEC_UTF8, at, codec_error_text(CODEC_UTF8));
        }
        at = next;
    }
}

bool codec_walk_string(struct codec_walk *walk, struct codec_text *text) {
    const char *start = walk->in->at + 1;
    *text = (struct codec_text){.ptr = start, .form = CODEC_TEXT_CLEAN};
    return string_rest(walk, start, text);
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

bool codec_walk_base64(struct codec_walk *walk, struct codec_text *text, size_t *length,
                       const char **wrong) {
    struct codec_in *in = walk->in;
    const char *at = in->at + 1;
    *text = (struct codec_text){.ptr = at, .form = CODEC_TEXT_CLEAN};
    size_t escapes = 0; /* bytes that escapes take more than their character */
    for (;;) {
        at = codec_scan_base64(at, in->end);
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

bool codec_walk_number(struct codec_walk *walk, struct base_slice *text) {
    struct codec_in *in = walk->in;
    const char *end = codec_number_end(in->at, in->end);
    if (!end)
        return codec_walk_syntax(walk, CODEC_SYNTAX, in->at, "not a valid JSON number");
    *text = base_slice(in->at, (size_t)(end - in->at));
    in->at = end;
    return true;
}

bool codec_walk_word(struct codec_walk *walk, const char *word) {
    struct codec_in *in = walk->in;
    size_t len = strlen(word);
    if ((size_t)(in->end - in->at) < len || memcmp(in->at, word, len) != 0)
        return codec_walk_syntax(walk, CODEC_SYNTAX, in->at,
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
    uint64_t is_object[NESTING_MAX / 64];
};

static bool top_is_object(const struct nesting *nesting) {
    size_t top = nesting->open - 1;
    return nesting->is_object[top / 64] >> top % 64 & 1;
}

static bool push(struct codec_walk *walk, struct nesting *nesting, bool object) {
    if (nesting->open == NESTING_MAX)
        return codec_walk_syntax(walk, CODEC_SYNTAX, walk->in->at, "nested too deeply");
    uint64_t bit = UINT64_C(1) << nesting->open % 64;
    if (object)
        nesting->is_object[nesting->open / 64] |= bit;
    else
        nesting->is_object[nesting->open / 64] &= ~bit;
    if (nesting->tracked == nesting->open && codec_walk_enter(walk))
        nesting->marks[nesting->tracked++] = walk->seen_count;
    nesting->open++;
    walk->in->at++;
    return true;
}

static void pop(struct codec_walk *walk, struct nesting *nesting) {
    if (nesting->tracked == nesting->open) {
        nesting->tracked--;
        if (top_is_object(nesting))
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
        return codec_walk_syntax(walk, CODEC_SYNTAX, walk->in->at, "expected a member name");
    }
    if (!codec_walk_string(walk, &name))
        return false;
    if (nesting->tracked == nesting->open) {
        walk->path[walk->depth - 1].name = name;
        codec_walk_name(walk, nesting->marks[nesting->tracked - 1], name);
    }
    if (codec_walk_space(walk) != ':')
        return codec_walk_syntax(walk, CODEC_SYNTAX, walk->in->at, "expected ':'");
    walk->in->at++;
    return true;
}

static bool skip_scalar(struct codec_walk *walk, char first) {
    struct codec_text text;
    struct base_slice number;
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
        bool object = top_is_object(nesting);
        char c = codec_walk_space(walk);
        if (c == ',') {
            walk->in->at++;
            if (nesting->tracked == nesting->open)
                walk->path[walk->depth - 1].index++;
            *more = true;
            return true;
        }
        if (c != (object ? '}' : ']'))
            return codec_walk_syntax(walk, CODEC_SYNTAX, walk->in->at,
                                     object ? "expected ',' or '}'" : "expected ',' or ']'");
        pop(walk, nesting);
    }
    return true;
}

static bool skip_container(struct codec_walk *walk) {
    struct nesting nesting;
    nesting.open = nesting.tracked = 0;
    for (bool more = true; more;) {
        if (nesting.open > 0 && top_is_object(&nesting) && !skip_key(walk, &nesting))
            return false;
        char first = codec_walk_space(walk);
        if (first == '{' || first == '[') {
            if (!push(walk, &nesting, first == '{'))
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

bool codec_walk_skip(struct codec_walk *walk) {
    char first = codec_walk_space(walk);
    return first == '{' || first == '[' ? skip_container(walk) : skip_scalar(walk, first);
}
