/* date.h - Unix time as people write it. */
#ifndef REPORT_DATE_H
#define REPORT_DATE_H
#include <stdint.h>

/* Room for what the compiler thinks possible. */
#define REPORT_DATE_SIZE 80

/** "2026-03-01T12:00:00", UTC; `separator` stands for the T. Times outside of the years 1970 to
 * 9999 become the nearest within. */
void report_date_write(int64_t unix_ms, char separator, char out[REPORT_DATE_SIZE]);

#endif
