/* signalled_server.c - echo-sts that gets a second SIGTERM right before it writes its reports.
 *
 * It is linked with src/app/main.c, whose app_report_files_write() is the one below (ld's --wrap).
 */
#include "app/control/report_files.h"

#include <signal.h>

void __real_app_report_files_write(const struct app_report_files *files,
                                   struct base_slice stream_id);
void __wrap_app_report_files_write(const struct app_report_files *files,
                                   struct base_slice stream_id);

void __wrap_app_report_files_write(const struct app_report_files *files,
                                   struct base_slice stream_id) {
    if (stream_id.len == 0) /* that of all streams, the last one */
        (void)raise(SIGTERM);
    __real_app_report_files_write(files, stream_id);
}
