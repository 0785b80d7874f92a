/* streams.h - what the control interface tells of a stream. For the files of the control interface
 * only. */
#ifndef APP_CONTROL_STREAMS_H
#define APP_CONTROL_STREAMS_H
#include "app/control/request.h"
#include "stream/view.h"

/** As it is now. Its texts live as long as the stream, and what is armed for it. */
struct sts_control_stream app_control_describe(const struct app_control *control,
                                               const struct stream *stream);

#endif
