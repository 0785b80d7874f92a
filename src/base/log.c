#include "base/log.h"

#include "base/print.h"

#include <stdarg.h>

void base_log(const struct base_log *log, enum base_log_level level, const char *format, ...) {
    if (!log || !log->write || level < log->level)
        return;
    char line[BASE_LOG_LINE];
    va_list arguments;
    va_start(arguments, format);
    (void)base_print_values(line, sizeof line, format, arguments);
    va_end(arguments);
    log->write(log->context, level, line);
}

/* Writes one byte to `out`, escaped; returns how many characters that took, at most 4. */
static size_t escape(char *out, unsigned char byte) {
    static const char digits[] = "0123456789abcdef";
    if (byte == '"' || byte == '\\') {
        out[0] = '\\';
        out[1] = (char)byte;
        return 2;
    }
    if (byte >= 0x20 && byte < 0x7f) {
        out[0] = (char)byte;
        return 1;
    }
    out[0] = '\\';
    out[1] = 'x';
    out[2] = digits[byte >> 4];
    out[3] = digits[byte & 15];
    return 4;
}

const char *base_log_text(char out[BASE_LOG_TEXT], struct base_slice text) {
    static const char more[] = "...";
    size_t length = 0;
    size_t i = 0;
    while (i < text.len && length + 4 + sizeof more <= BASE_LOG_TEXT)
        length += escape(out + length, (unsigned char)text.ptr[i++]);
    memcpy(out + length, i < text.len ? more : "", i < text.len ? sizeof more : 1);
    return out;
}
