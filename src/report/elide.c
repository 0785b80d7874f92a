#include "report/elide.h"

#include "base/base64.h"
#include "base/id.h"
#include "base/secret.h"

#include <openssl/evp.h>

/* Strings of audio that one payload has; further ones are searched for like any other. */
#define AUDIO_MAX 4
/* Room for a payload in pieces, audio not counted: what an encoder writes at most. */
#define GATHER_MAX 65536
/* Characters of base64 decoded at a time. */
#define PIECE 4096
/* Bytes of a member's name that are looked at for a secret. */
#define NAME_MAX_BYTES 256

/* ---- where the audio is -------------------------------------------------------------------- */

/* A string of audio: it stands at `at` in the text that is read, and takes `skip` bytes there. */
struct audio {
    struct codec_text text;
    const char *at;
    size_t skip;
};

struct audios {
    struct audio items[AUDIO_MAX];
    size_t count;
};

static bool is_base64(const struct codec_schema *schema) {
    return schema->string && schema->string->base64;
}

/* Those of the decoded struct at `record` that are long enough to be worth it. */
static void find_audio(const struct codec_schema *schema, const char *record,
                       struct audios *audios) {
    const struct codec_object_rules *rules = schema->object;
    if (!rules || !rules->size)
        return;
    for (size_t i = 0; i < rules->count && audios->count < AUDIO_MAX; i++) {
        const struct codec_member *member = &rules->members[i];
        const void *value = record + member->offset;
        if (member->schema->store == CODEC_STORE_RECORD) {
            find_audio(member->schema, value, audios);
        } else if (member->schema->store == CODEC_STORE_TEXT && is_base64(member->schema)) {
            const struct codec_text *text = value;
            if (text->len >= CODEC_BORROW_MIN)
                audios->items[audios->count++] = (struct audio){*text, text->ptr, text->len};
        }
    }
}

/* ---- hashing ------------------------------------------------------------------------------- */

#define HEX_SIZE (2 * EVP_MAX_MD_SIZE + 1)

/* The next characters of base64, without JSON's escapes; fewer than PIECE at the end only. */
static size_t next_piece(struct codec_text *rest, char *piece) {
    size_t used = 0;
    while (used < PIECE && rest->len) {
        const char *escape =
            rest->form == CODEC_TEXT_JSON ? memchr(rest->ptr, '\\', rest->len) : NULL;
        size_t plain = escape ? (size_t)(escape - rest->ptr) : rest->len;
        size_t take = plain < PIECE - used ? plain : PIECE - used;
        size_t skip = take;
        memcpy(piece + used, rest->ptr, take);
        used += take;
        if (!take) { /* \/ or \u002b: one character */
            skip = rest->len > 1 && rest->ptr[1] == 'u' ? 6 : 2;
            if (skip > rest->len)
                return 0;
            const struct codec_text one = {rest->ptr, skip, CODEC_TEXT_JSON};
            used += codec_text_copy(one, piece + used, 1);
        }
        rest->ptr += skip;
        rest->len -= skip;
    }
    return used;
}

/* False: no base64, or no memory. */
static bool digest(EVP_MD_CTX *context, struct codec_text text, char hex[HEX_SIZE]) {
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    char piece[PIECE], bytes[PIECE / 4 * 3];
    if (!EVP_DigestInit_ex(context, EVP_sha256(), NULL))
        return false;
    while (text.len) {
        size_t decoded = 0, taken = next_piece(&text, piece);
        if (!taken || !base_base64_decode(bytes, &decoded, base_slice(piece, taken)) ||
            !EVP_DigestUpdate(context, bytes, decoded))
            return false;
    }
    if (!EVP_DigestFinal_ex(context, sum, &length))
        return false;
    base_hex_format(hex, sum, length);
    return true;
}

static bool sha256(struct codec_text text, char hex[HEX_SIZE]) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool done = context && digest(context, text, hex);
    EVP_MD_CTX_free(context);
    return done;
}

/* ---- reading and writing ------------------------------------------------------------------- */

/* The text is well-formed: whoever took it has checked that. */
struct scan {
    const char *at, *end;
    char *out;
    size_t used;
    bool failed; /* too long or too deep */
    bool hash;
    const struct audios *audios;
};

static void put(struct scan *scan, const char *bytes, size_t len) {
    scan->failed = scan->failed || len > REPORT_PAYLOAD_MAX - scan->used;
    if (scan->failed)
        return;
    memcpy(scan->out + scan->used, bytes, len);
    scan->used += len;
}

static void put_byte(struct scan *scan, char byte) {
    put(scan, &byte, 1);
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Whether a number or a word such as `true` is over. */
static bool ends_word(char c) {
    return c == ',' || c == ']' || c == '}' || is_space(c);
}

static char peek(struct scan *scan) {
    while (scan->at < scan->end && is_space(*scan->at))
        scan->at++;
    return scan->at < scan->end ? *scan->at : '\0';
}

static void put_text(struct scan *scan, const char *text) {
    put(scan, text, strlen(text));
}

static void elide(struct scan *scan, size_t length, const char *hash) {
    char digits[CODEC_INTEGER_SIZE];
    put_text(scan, "{\"elided\":");
    put(scan, digits, codec_out_write_integer((int64_t)length, digits));
    if (hash) {
        put_text(scan, ",\"sha256\":\"");
        put_text(scan, hash);
        put_byte(scan, '"');
    }
    put_byte(scan, '}');
}

/* Reads a string, at its opening quote. Audio is not looked at: it may have been left out. */
static struct codec_text read_string(struct scan *scan) {
    const char *begin = scan->at + 1;
    for (size_t i = 0; i < scan->audios->count; i++) {
        const struct audio *audio = &scan->audios->items[i];
        if (audio->at != begin)
            continue;
        scan->at = begin + audio->skip + 1;
        return audio->text;
    }
    const char *quote = begin - 1, *backslash;
    do {
        quote = memchr(quote + 1, '"', (size_t)(scan->end - quote - 1));
        if (!quote) {
            scan->failed = true;
            scan->at = scan->end;
            return CODEC_TEXT("");
        }
        for (backslash = quote; backslash > begin && backslash[-1] == '\\';)
            backslash--;
    } while ((quote - backslash) % 2);
    size_t len = (size_t)(quote - begin);
    scan->at = quote + 1;
    return (struct codec_text){begin, len,
                               memchr(begin, '\\', len) ? CODEC_TEXT_JSON : CODEC_TEXT_CLEAN};
}

/* Reads over a value of any kind; its length. */
static size_t skip_value(struct scan *scan) {
    size_t depth = 0, audio = 0;
    (void)peek(scan);
    const char *begin = scan->at;
    while (scan->at < scan->end) {
        char c = *scan->at;
        if (!depth && (c == ',' || c == '}' || c == ']'))
            break;
        if (c == '"') {
            const char *start = scan->at;
            size_t len = read_string(scan).len + 2; /* more than stands there, where left out */
            audio += len - (size_t)(scan->at - start);
        } else {
            depth += c == '{' || c == '[';
            depth -= c == '}' || c == ']';
            scan->at++;
        }
    }
    return (size_t)(scan->at - begin) + audio;
}

static void copy_value(struct scan *scan, const struct codec_schema *schema, unsigned depth);

static void copy_string(struct scan *scan, size_t limit) {
    struct codec_text text = read_string(scan);
    if (text.len > limit) {
        elide(scan, text.len, NULL);
        return;
    }
    put_byte(scan, '"');
    put(scan, text.ptr, text.len);
    put_byte(scan, '"');
}

/* What stands where audio should. */
static void copy_audio(struct scan *scan) {
    char hex[HEX_SIZE];
    char first = peek(scan);
    if (first == '"') {
        struct codec_text text = read_string(scan);
        elide(scan, text.len, scan->hash && sha256(text, hex) ? hex : NULL);
    } else if (first == '{' || first == '[') {
        elide(scan, skip_value(scan), NULL);
    } else {
        copy_value(scan, NULL, 0);
    }
}

/* ---- members ------------------------------------------------------------------------------- */

static bool names(struct codec_text text, struct base_slice name) {
    if (text.form == CODEC_TEXT_CLEAN)
        return text.len == name.len && memcmp(text.ptr, name.ptr, name.len) == 0;
    return codec_text_equal(text, codec_text_plain(name));
}

/* The schema of a declared member; NULL: it is not declared. */
static const struct codec_schema *member_of(const struct codec_schema *schema,
                                            struct codec_text name) {
    const struct codec_object_rules *rules = schema ? schema->object : NULL;
    for (size_t i = 0; rules && i < rules->count; i++)
        if (!rules->members[i].undeclared && names(name, rules->members[i].name))
            return rules->members[i].schema;
    return NULL;
}

static bool is_secret(struct codec_text name) {
    char plain[NAME_MAX_BYTES];
    size_t len = codec_text_copy(name, plain, sizeof plain);
    return base_secret_name(base_slice(plain, len < sizeof plain ? len : sizeof plain));
}

static void copy_member(struct scan *scan, const struct codec_schema *schema, unsigned depth) {
    struct codec_text name = read_string(scan);
    const struct codec_schema *member = member_of(schema, name);
    put_byte(scan, '"');
    put(scan, name.ptr, name.len);
    put(scan, "\":", 2);
    (void)peek(scan);
    scan->at++; /* the colon */
    if (member && is_base64(member)) {
        copy_audio(scan);
    } else if (!member && is_secret(name)) {
        (void)skip_value(scan);
        put_text(scan, "\"" BASE_SECRET_MASK "\"");
    } else {
        copy_value(scan, member, depth);
    }
}

/* An object or an array, at its opening bracket. */
static void copy_container(struct scan *scan, const struct codec_schema *schema, unsigned depth) {
    bool object = *scan->at == '{';
    const struct codec_schema *items = schema && schema->array ? schema->array->items : NULL;
    if (depth == CODEC_DEPTH_MAX) {
        scan->failed = true;
        return;
    }
    put_byte(scan, *scan->at++);
    while (!scan->failed) {
        char next = peek(scan);
        if (next == ']' || next == '}' || !next)
            break;
        if (next == ',')
            put_byte(scan, *scan->at++);
        else if (object)
            copy_member(scan, schema, depth + 1);
        else
            copy_value(scan, items, depth + 1);
    }
    put_byte(scan, object ? '}' : ']');
    scan->at++;
}

static void copy_value(struct scan *scan, const struct codec_schema *schema, unsigned depth) {
    char first = peek(scan);
    if (scan->failed)
        return;
    if (first == '{' || first == '[') {
        copy_container(scan, schema, depth);
    } else if (first == '"') {
        copy_string(scan, schema ? REPORT_STRING_MAX : REPORT_UNDECLARED_MAX);
    } else {
        const char *begin = scan->at;
        while (scan->at < scan->end && !ends_word(*scan->at))
            scan->at++;
        scan->failed = scan->failed || scan->at == begin;
        put(scan, begin, (size_t)(scan->at - begin));
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static size_t length_of(const struct report_payload *payload) {
    size_t length = 0;
    for (size_t i = 0; i < payload->count; i++)
        length += payload->slices[i].len;
    return length;
}

/* True when `slice` is a string of audio, which then counts as standing at `at`. */
static bool leave_out(struct audios *audios, struct base_slice slice, const char *at) {
    for (size_t i = 0; i < audios->count; i++) {
        struct audio *audio = &audios->items[i];
        if (audio->text.ptr != slice.ptr || audio->text.len != slice.len)
            continue;
        audio->at = at;
        audio->skip = 0;
        return true;
    }
    return false;
}

/* The pieces as one text, without their audio. False: there is too much. */
static bool gather(const struct report_payload *payload, struct audios *audios, char *text,
                   size_t *length) {
    *length = 0;
    for (size_t i = 0; i < payload->count; i++) {
        struct base_slice slice = payload->slices[i];
        if (leave_out(audios, slice, text + *length))
            continue;
        if (slice.len > GATHER_MAX - *length)
            return false;
        memcpy(text + *length, slice.ptr, slice.len);
        *length += slice.len;
    }
    return true;
}

size_t report_elide(const struct report_payload *payload, char *out) {
    char text[GATHER_MAX];
    struct audios audios = {.count = 0};
    struct scan scan = {.out = out, .hash = payload->hash, .audios = &audios};
    size_t length = 0;
    if (payload->schema && payload->message)
        find_audio(payload->schema, payload->message, &audios);
    if (payload->count == 1) {
        scan.at = payload->slices[0].ptr;
        length = payload->slices[0].len;
    } else {
        scan.failed = !gather(payload, &audios, text, &length);
        scan.at = text;
    }
    scan.end = scan.at + length;
    while (!scan.failed && peek(&scan)) { /* one value; of an unknown event, several with commas */
        if (*scan.at == ',')
            put_byte(&scan, *scan.at++);
        else
            copy_value(&scan, payload->schema, 0);
    }
    if (!scan.failed)
        return scan.used;
    scan.failed = false;
    scan.used = 0;
    elide(&scan, length_of(payload), NULL);
    return scan.used;
}
