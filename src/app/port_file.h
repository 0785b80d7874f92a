/* port_file.h - the file that tells where the server listens (ECHO_PORT_FILE). It is there as long
 * as the server serves, and whole whenever it is there. */
#ifndef APP_PORT_FILE_H
#define APP_PORT_FILE_H
#include "app/address.h"
#include "base/log.h"

#include <stddef.h>

/** One that was written. All zero: none. */
struct app_port_file {
    const char *path;
    int fd; /**< open, so that no other file can have its inode */
};

/** Removes the file of an earlier server, before this one listens. False with a sentence in
 *  `error`: it cannot be removed, is that of a server that runs, or is something else. */
bool app_port_file_clear(const char *path, char *error, size_t error_size);

/** Writes it. `path` must stay. `control`: where the control interface is; NULL: it is off. False
 *  with a sentence in `error`: there is no file. */
bool app_port_file_write(struct app_port_file *file, const char *path,
                         const struct app_address *service, const struct app_address *control,
                         char *error, size_t error_size);

/** Removes it, unless another server has written its own there. */
void app_port_file_remove(struct app_port_file *file, const struct base_log *log);

#endif
