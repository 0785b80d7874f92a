/* hits.h - what came of rules that are armed, as answers tell it. For the files of the control
 * interface only. */
#ifndef APP_CONTROL_HITS_H
#define APP_CONTROL_HITS_H
#include "app/control/request.h"
#include "base/date.h"

struct app_hits_texts;

/** What came of the rules of one record, and what it borrows from. */
struct app_hits {
    struct base_memory *memory;
    size_t count; /**< of both */
    struct sts_control_rule_hits *rules;
    struct app_hits_texts *texts;
};

/** Of the stream of that id or, where it is empty, of all; then `key` says which of them may be
 * named. What of a record that has no rules has none. False: no memory. Valid until something is
 * armed or disarmed, to be freed before. */
bool app_hits_make(struct app_hits *hits, const struct app_control *control,
                   const struct app_auth_key *key, const struct echo_record *record,
                   struct base_slice stream_id);

/** One that is all zero is left alone. */
void app_hits_free(struct app_hits *hits);

/** The time of day at a monotonic time. */
struct codec_text app_hits_time(const struct app_control *control, uint64_t ms,
                                char room[BASE_DATE_RFC3339_SIZE]);

#endif
