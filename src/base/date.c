#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define LAST_S INT64_C(253402300799) /* the end of 9999 */
#define SEPARATOR_AT 10

void base_date_write(int64_t unix_ms, char separator, char out[BASE_DATE_SIZE]) {
    time_t seconds = (time_t)(unix_ms < 0 ? 0 : unix_ms / 1000);
    struct tm date;
    if (seconds > LAST_S)
        seconds = LAST_S;
    (void)gmtime_r(&seconds, &date);
    (void)strftime(out, BASE_DATE_SIZE, "%FT%T", &date);
    out[SEPARATOR_AT] = separator;
}

size_t base_date_rfc3339(int64_t unix_ms, char out[BASE_DATE_RFC3339_SIZE]) {
    base_date_write(unix_ms, 'T', out);
    const size_t length = strlen(out);
    const int n =
        snprintf(out + length, BASE_DATE_RFC3339_SIZE - length, ".%03dZ", (int)(unix_ms % 1000));
    return length + (size_t)n;
}
