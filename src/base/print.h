/* print.h - formatted text in a buffer that may be too small for it. */
#ifndef BASE_PRINT_H
#define BASE_PRINT_H
#include <stdarg.h>
#include <stddef.h>

/** As snprintf, but returns the bytes that were written, without the terminator: never more than
 *  `size` - 1. What does not fit is left out. `size` is at least 1. */
size_t base_print(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** The same with a list of values. */
size_t base_print_values(char *out, size_t size, const char *format, va_list values)
    __attribute__((format(printf, 3, 0)));

#endif
