#include "base/date.h"

#include <stdio.h>

#define DAY_S 86400
#define LAST_S INT64_C(253402300799) /* the end of 9999 */

static int is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

void base_date_write(int64_t unix_ms, char separator, char out[BASE_DATE_SIZE]) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t s = unix_ms < 0 ? 0 : unix_ms / 1000;
    if (s > LAST_S)
        s = LAST_S;
    int days = (int)(s / DAY_S), of_day = (int)(s % DAY_S), year = 1970, month = 0;
    while (days >= 365 + is_leap(year))
        days -= 365 + is_leap(year++);
    while (days >= lengths[month] + (month == 1 && is_leap(year))) {
        days -= lengths[month] + (month == 1 && is_leap(year));
        month++;
    }
    (void)snprintf(out, BASE_DATE_SIZE, "%04d-%02d-%02d%c%02d:%02d:%02d", year, month + 1, days + 1,
                   separator, of_day / 3600, of_day / 60 % 60, of_day % 60);
}
