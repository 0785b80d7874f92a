#include "app/watch/log.h"

#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Sentences are padded to this, so that fields stand below each other. */
#define SENTENCE_WIDTH 28
/* Most bytes of one character's escape: "\uD83D\uDE00". */
#define ESCAPE_MAX 12
/* Bytes of a value that are read: a character has at most four. */
#define PLAIN_MAX (APP_LOG_VALUE * 4)

static const char *const names[] = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
static const char *const colours[] = {"\x1b[2m", "", "\x1b[33m", "\x1b[31m", "\x1b[1;31m"};

/* Kept free for what ends a line: quote, brace, newline. */
#define RESERVE 8

/* A line under construction. From the first thing on that does not fit, it is cut. */
struct line {
    char bytes[APP_LOG_LINE];
    size_t used;
    bool full;
};

static void put(struct line *line, const char *text, size_t len) {
    line->full = line->full || line->used + len + RESERVE > sizeof line->bytes;
    if (line->full)
        return;
    memcpy(line->bytes + line->used, text, len);
    line->used += len;
}

static void put_end(struct line *line, char byte) {
    line->bytes[line->used++] = byte;
}

static void put_text(struct line *line, const char *text) {
    put(line, text, strlen(text));
}

/* ---- escaping ------------------------------------------------------------------------------ */

/* Takes one character of UTF-8 off the front; U+FFFD for a byte that is none. */
static uint32_t take(struct base_slice *rest) {
    const unsigned char *at = (const unsigned char *)rest->ptr;
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xc0 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    uint32_t point = len == 1 ? at[0] : len == 0 ? 0 : at[0] & (0xffu >> (len + 1));
    bool valid = len > 0 && len <= rest->len && at[0] < 0xf8;
    for (size_t i = 1; valid && i < len; i++) {
        valid = (at[i] & 0xc0) == 0x80;
        point = point << 6 | (at[i] & 0x3f);
    }
    size_t used = valid ? len : 1;
    rest->ptr += used;
    rest->len -= used;
    return valid ? point : 0xfffd;
}

/* Both formats escape as JSON does, so that a reader of either needs one rule. */
static size_t escape(char out[ESCAPE_MAX + 1], uint32_t point) {
    int n = 1;
    out[0] = (char)point;
    if (point == '"' || point == '\\')
        n = snprintf(out, ESCAPE_MAX + 1, "\\%c", (char)point);
    else if (point >= 0x10000)
        n = snprintf(out, ESCAPE_MAX + 1, "\\u%04x\\u%04x", 0xd7c0u + (unsigned)(point >> 10),
                     0xdc00u + (unsigned)(point & 0x3ff));
    else if (point < 0x20 || point >= 0x7f)
        n = snprintf(out, ESCAPE_MAX + 1, "\\u%04x", (unsigned)(point & 0xffff));
    return (size_t)n;
}

static void put_escaped(struct line *line, struct base_slice plain, size_t most) {
    char out[ESCAPE_MAX + 1];
    for (size_t i = 0; plain.len > 0; i++) {
        if (i == most) {
            put_text(line, "...");
            return;
        }
        put(line, out, escape(out, take(&plain)));
    }
}

static void put_value(struct line *line, struct codec_text text) {
    char plain[PLAIN_MAX];
    size_t len = codec_text_copy(text, plain, sizeof plain);
    if (len <= sizeof plain) {
        put_escaped(line, base_slice(plain, len), APP_LOG_VALUE);
        return;
    }
    put_escaped(line, base_slice(plain, sizeof plain - 3), APP_LOG_VALUE);
}

/* ---- the two formats ----------------------------------------------------------------------- */

static void put_time(struct line *line) {
    struct timespec now;
    struct tm parts;
    char stamp[32] = "", text[48];
    if (clock_gettime(CLOCK_REALTIME, &now) == 0 && gmtime_r(&now.tv_sec, &parts))
        (void)strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(text, sizeof text, "%s.%03ldZ", stamp, now.tv_nsec / 1000000);
    put_text(line, text);
}

static void put_number(struct line *line, int64_t number) {
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)number);
    put_text(line, text);
}

static void put_json_field(struct line *line, const struct app_log_field *field) {
    bool secret = base_secret_name(base_slice_of(field->name));
    /* the line stays an object: a field is begun only where its name and a number fit */
    line->full = line->full || line->used + strlen(field->name) + 64 > sizeof line->bytes;
    if (line->full)
        return;
    put_text(line, ",\"");
    put_text(line, field->name);
    put_text(line, "\":");
    if (field->is_number && !secret) {
        put_number(line, field->number);
        return;
    }
    put_text(line, "\"");
    if (secret)
        put_text(line, BASE_SECRET_MASK);
    else
        put_value(line, field->text);
    put_end(line, '"');
}

static void put_text_field(struct line *line, const struct app_log_field *field) {
    bool secret = base_secret_name(base_slice_of(field->name));
    put_text(line, " ");
    put_text(line, field->name);
    put_text(line, "=");
    bool quoted = !secret && !field->is_number && memchr(field->text.ptr, ' ', field->text.len);
    put_text(line, quoted ? "\"" : "");
    if (secret)
        put_text(line, BASE_SECRET_MASK);
    else if (field->is_number)
        put_number(line, field->number);
    else
        put_value(line, field->text);
    put_text(line, quoted ? "\"" : "");
}

static bool is_empty(const struct app_log_field *field) {
    return !field->is_number && field->text.len == 0;
}

static void format_json(struct line *line, enum base_log_level level, const char *sentence,
                        const struct app_log_field *fields, size_t count) {
    put_text(line, "{\"time\":\"");
    put_time(line);
    put_text(line, "\",\"level\":\"");
    put_text(line, names[level]);
    put_text(line, "\",\"message\":\"");
    put_escaped(line, base_slice_of(sentence), BASE_LOG_LINE);
    put_end(line, '"');
    for (size_t i = 0; i < count; i++)
        if (!is_empty(&fields[i]))
            put_json_field(line, &fields[i]);
    put_end(line, '}');
}

static void format_text(struct line *line, bool colour, enum base_log_level level,
                        const char *sentence, const struct app_log_field *fields, size_t count) {
    char padded[32];
    bool coloured = colour && *colours[level];
    put_time(line);
    (void)snprintf(padded, sizeof padded, " %s%-8s%s ", coloured ? colours[level] : "",
                   names[level], coloured ? "\x1b[0m" : "");
    put_text(line, padded);
    size_t start = line->used;
    for (; *sentence; sentence++) /* already escaped where it has to be; keeps to one line */
        put(line, *sentence >= 0x20 && *sentence < 0x7f ? sentence : "?", 1);
    while (count > 0 && line->used - start < SENTENCE_WIDTH)
        put_text(line, " ");
    for (size_t i = 0; i < count; i++)
        if (!is_empty(&fields[i]))
            put_text_field(line, &fields[i]);
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool write_line(const struct app_log *log, struct line *line) {
    struct pollfd ready = {.fd = log->fd, .events = POLLOUT};
    put_end(line, '\n');
    /* Ready means PIPE_BUF bytes of a pipe: write does not wait then. */
    if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT))
        return false;
    ssize_t written;
    do
        written = write(log->fd, line->bytes, line->used);
    while (written < 0 && errno == EINTR);
    return written >= 0;
}

static bool write_fields(const struct app_log *log, enum base_log_level level, const char *sentence,
                         const struct app_log_field *fields, size_t count) {
    struct line line = {.used = 0};
    if (log->json)
        format_json(&line, level, sentence, fields, count);
    else
        format_text(&line, log->colour, level, sentence, fields, count);
    return write_line(log, &line);
}

void app_log_write(struct app_log *log, enum base_log_level level, const char *sentence,
                   const struct app_log_field *fields, size_t count) {
    if (!app_log_wants(log, level))
        return;
    if (log->dropped > 0) {
        const struct app_log_field lines = {
            .name = "lines", .is_number = true, .number = (int64_t)log->dropped};
        if (!write_fields(log, BASE_LOG_WARNING,
                          log->path ? "log lines were dropped, because they could not be written"
                                    : "log lines were dropped, because nobody read them",
                          &lines, 1)) {
            log->dropped++;
            return;
        }
        log->dropped = 0;
    }
    if (!write_fields(log, level, sentence, fields, count))
        log->dropped++;
}

static void write_base(void *context, enum base_log_level level, const char *sentence) {
    app_log_write(context, level, sentence, NULL, 0);
}

void app_log_init(struct app_log *log, const struct app_config *config, int fd) {
    const char *plain = getenv("NO_COLOR"); /* https://no-color.org */
    bool terminal = isatty(fd);
    *log = (struct app_log){
        .base = {.write = write_base,
                 .context = log,
                 .level = (enum base_log_level)config->log_level},
        .fd = fd,
        .json = config->log_format == APP_CONFIG_UNSET ? !terminal
                                                       : config->log_format == APP_LOG_FORMAT_JSON,
        .colour = terminal && (!plain || !*plain),
    };
}

bool app_log_open(struct app_log *log, const struct app_config *config, const char *path) {
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return false;
    const struct app_log before = *log;
    app_log_close(log);
    app_log_init(log, config, fd);
    log->base.level = before.base.level; /* which may have been changed since */
    log->path = path;
    log->dropped = before.dropped;
    return true;
}

void app_log_close(struct app_log *log) {
    if (log->path)
        (void)close(log->fd);
    log->path = NULL;
}
