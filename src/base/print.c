#include "base/print.h"

#include <stdio.h>

size_t base_print_values(char *out, size_t size, const char *format, va_list values) {
    int needed = vsnprintf(out, size, format, values);
    if (needed < 0) { /* what stands in `out` then is unknown */
        out[0] = '\0';
        return 0;
    }
    return (size_t)needed < size ? (size_t)needed : size - 1;
}

size_t base_print(char *out, size_t size, const char *format, ...) {
    va_list values;
    va_start(values, format);
    size_t written = base_print_values(out, size, format, values);
    va_end(values);
    return written;
}
