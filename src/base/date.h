/* date.h - Unix time as people write it. */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include <stddef.h>
#include <stdint.h>

/** Room for a date, with its terminator. */
#define BASE_DATE_SIZE 20

/** "2026-03-01T12:00:00", UTC; `separator` stands for the T. Times outside of the years 1970 to
 * 9999 become the nearest within. */
void base_date_write(int64_t unix_ms, char separator, char out[BASE_DATE_SIZE]);

/** Room for the same with milliseconds, with its terminator. */
#define BASE_DATE_RFC3339_SIZE (BASE_DATE_SIZE + 16)

/** "2026-03-01T12:00:00.125Z"; returns the length. */
size_t base_date_rfc3339(int64_t unix_ms, char out[BASE_DATE_RFC3339_SIZE]);

#endif
