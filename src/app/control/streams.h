/* streams.h - what the control interface tells of a stream. For the files of the control interface
 * only. */
#ifndef APP_CONTROL_STREAMS_H
#define APP_CONTROL_STREAMS_H
#include "app/control/hits.h"
#include "stream/id.h"
#include "stream/view.h"

/** A stream as answers tell it, and what it borrows from. */
struct app_described {
    struct sts_control_stream stream;
    struct app_hits hits[ECHO_KINDS];
    struct sts_control_stream_hits told[ECHO_KINDS];
    size_t hits_count; /**< of both */
    char patterns[ECHO_KINDS][2 * STREAM_ID_SIZE];
    bool is_whole; /**< there was memory for all of it */
};

/** As it is now. Its texts live as long as the stream, and what is armed for it. It is to be freed,
 *  unless false says that there is no memory. */
bool app_control_describe(struct app_described *described, const struct app_control *control,
                          const struct stream *stream);
void app_control_describe_free(struct app_described *described);

#endif
