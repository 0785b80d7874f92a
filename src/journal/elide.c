#include "journal/elide.h"

#include "base/base64.h"
#include "base/id.h"
#include "base/secret.h"

#include <openssl/evp.h>

/* Characters of base64 decoded at a time. */
#define PIECE 4096
/* Bytes of a member's name that are looked at for a secret. */
#define NAME_MAX_BYTES 256

/* ---- where the audio is -------------------------------------------------------------------- */

static bool is_base64(const struct codec_schema *schema) {
    return schema->string && schema->string->base64;
}

static void find_audio(const struct codec_schema *schema, uint32_t offset,
                       struct journal_audio *audio) {
    const struct codec_object_rules *rules = schema->object;
    if (!rules || !rules->size)
        return;
    for (size_t i = 0; i < rules->count && audio->count < JOURNAL_AUDIO_MAX; i++) {
        const struct codec_member *member = &rules->members[i];
        if (member->schema->store == CODEC_STORE_RECORD)
            find_audio(member->schema, offset + member->offset, audio);
        else if (member->schema->store == CODEC_STORE_TEXT && is_base64(member->schema))
            audio->offsets[audio->count++] = offset + member->offset;
    }
}

struct journal_audio journal_audio_of(const struct codec_schema *schema) {
    struct journal_audio audio = {.count = 0};
    find_audio(schema, 0, &audio);
    return audio;
}

/* The strings of one payload that are long enough to be worth it. */
struct audios {
    struct codec_text items[JOURNAL_AUDIO_MAX];
    size_t count;
};

static void look_up_audio(const struct journal_payload *payload, struct audios *audios) {
    struct journal_audio found;
    const struct journal_audio *audio = payload->audio;
    audios->count = 0;
    if (!payload->schema || !payload->message)
        return;
    if (!audio) {
        found = journal_audio_of(payload->schema);
        audio = &found;
    }
    for (size_t i = 0; i < audio->count; i++) {
        struct codec_text *text = &audios->items[audios->count];
        memcpy(text, (const char *)payload->message + audio->offsets[i], sizeof *text);
        audios->count += text->len >= CODEC_BORROW_MIN;
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
    bool cut; /* where audio should be, an object says that there was some */
};

static void put(struct scan *scan, const char *bytes, size_t len) {
    scan->failed = scan->failed || len > JOURNAL_PAYLOAD_MAX - scan->used;
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

/* Reads a string, at its opening quote. */
static struct codec_text read_string(struct scan *scan) {
    const char *begin = scan->at + 1;
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
    size_t depth = 0;
    (void)peek(scan);
    const char *begin = scan->at;
    while (scan->at < scan->end) {
        char c = *scan->at;
        if (!depth && (c == ',' || c == '}' || c == ']'))
            break;
        if (c == '"') {
            (void)read_string(scan);
        } else {
            depth += c == '{' || c == '[';
            depth -= c == '}' || c == ']';
            scan->at++;
        }
    }
    return (size_t)(scan->at - begin);
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
    } else if (first == '[' || (first == '{' && !scan->cut)) {
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

/* Where no text is declared anything may stand, audio too. */
static bool takes_text(const struct codec_schema *schema) {
    return schema && schema->types & CODEC_STRING;
}

static void copy_value(struct scan *scan, const struct codec_schema *schema, unsigned depth) {
    char first = peek(scan);
    if (scan->failed)
        return;
    if (first == '{' || first == '[') {
        copy_container(scan, schema, depth);
    } else if (first == '"') {
        copy_string(scan, takes_text(schema) ? JOURNAL_STRING_MAX : JOURNAL_UNDECLARED_MAX);
    } else {
        const char *begin = scan->at;
        while (scan->at < scan->end && !ends_word(*scan->at))
            scan->at++;
        scan->failed = scan->failed || scan->at == begin;
        put(scan, begin, (size_t)(scan->at - begin));
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static size_t length_of(const struct journal_payload *payload) {
    size_t length = 0;
    for (size_t i = 0; i < payload->count; i++)
        length += payload->slices[i].len;
    return length;
}

/* The next string of audio that stands between two places of a text. */
static const struct codec_text *audio_between(const struct audios *audios, const char *at,
                                              const char *end) {
    const struct codec_text *next = NULL;
    for (size_t i = 0; i < audios->count; i++) {
        const struct codec_text *audio = &audios->items[i];
        uintptr_t begin = (uintptr_t)audio->ptr;
        if (begin >= (uintptr_t)at && begin + audio->len <= (uintptr_t)end &&
            (!next || audio->ptr < next->ptr))
            next = audio;
    }
    return next;
}

/* Writes the pieces with a note in the place of each string of audio, its quotes included, which
 * may be in the pieces before and behind. */
static void cut_out(struct scan *scan, const struct journal_payload *payload,
                    const struct audios *audios) {
    char hex[HEX_SIZE];
    const struct codec_text *audio;
    size_t quote = 0; /* 1: the next byte is the closing one */
    for (size_t i = 0; i < payload->count; i++) {
        const char *at = payload->slices[i].ptr, *end = at + payload->slices[i].len;
        while ((audio = audio_between(audios, at, end))) {
            put(scan, at + quote, (size_t)(audio->ptr - at) - quote);
            scan->used -= !scan->failed; /* the opening quote */
            elide(scan, audio->len, scan->hash && sha256(*audio, hex) ? hex : NULL);
            at = audio->ptr + audio->len;
            quote = 1;
        }
        if (at < end) {
            put(scan, at + quote, (size_t)(end - at) - quote);
            quote = 0;
        }
    }
}

/* Shows a text of one piece. False: it is too long or too deep. */
static bool show(struct scan *scan, const struct codec_schema *schema, struct base_slice text) {
    scan->at = text.ptr;
    scan->end = text.ptr + text.len;
    while (!scan->failed && peek(scan)) { /* one value; of an unknown event, several with commas */
        if (*scan->at == ',')
            put_byte(scan, *scan->at++);
        else
            copy_value(scan, schema, 0);
    }
    return !scan->failed;
}

static size_t show_or_measure(const struct journal_payload *payload, char *out) {
    struct scan scan = {.out = out, .hash = payload->hash, .cut = payload->cut_from};
    if (payload->count == 1 && show(&scan, payload->schema, payload->slices[0]))
        return scan.used;
    scan = (struct scan){.out = out};
    elide(&scan, payload->cut_from ? payload->cut_from : length_of(payload), NULL);
    return scan.used;
}

void journal_put_aside(const struct journal_payload *payload, struct journal_aside *aside) {
    struct scan scan = {.out = aside->bytes, .hash = payload->hash};
    struct audios audios;
    look_up_audio(payload, &audios);
    cut_out(&scan, payload, &audios);
    aside->length = scan.used;
    aside->cut_from = audios.count ? length_of(payload) : 0;
    if (!scan.failed)
        return;
    aside->length = show_or_measure(payload, aside->bytes);
    aside->cut_from = length_of(payload);
}

size_t journal_elide(const struct journal_payload *payload, char *out) {
    struct journal_aside aside;
    if (payload->count == 1 && !payload->message)
        return show_or_measure(payload, out);
    journal_put_aside(payload, &aside);
    const struct base_slice text = {aside.bytes, aside.length};
    return show_or_measure(&(struct journal_payload){.schema = payload->schema,
                                                     .slices = &text,
                                                     .count = 1,
                                                     .hash = payload->hash,
                                                     .cut_from = aside.cut_from},
                           out);
}
