/* rejection_lines.h - the lines about clients that cannot get in: one for each address, reason and
 * minute, as whoever may connect can cause any number of them. */
#ifndef APP_WATCH_REJECTION_LINES_H
#define APP_WATCH_REJECTION_LINES_H
#include "app/watch/log.h"
#include "journal/traffic.h"

/** Between two lines about the same address and reason. */
#define APP_REJECTION_LINES_MS 60000
/** Most addresses, each with a reason, within that time. All others share the line of the reason.
 */
#define APP_REJECTION_LINES_ADDRESSES 256
/** Longest address: that of IPv6. */
#define APP_REJECTION_LINES_ADDRESS 48

/** What was refused since the last line about it. */
struct app_rejection_count {
    uint64_t refused, said_at;
    bool is_said;
};

struct app_rejection_lines {
    struct {
        enum journal_rejection_reason reason;
        char address[APP_REJECTION_LINES_ADDRESS];
        struct app_rejection_count count;
    } addresses[APP_REJECTION_LINES_ADDRESSES];
    size_t used;
    struct app_rejection_count reasons[JOURNAL_REJECTION_COUNT]; /**< of all other addresses */
};

/** Counts a client that cannot get in, and writes a line where one is due. */
void app_rejection_lines_hear(struct app_rejection_lines *lines, struct app_log *log,
                              const struct journal_traffic *told);

#endif
