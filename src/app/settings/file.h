/* file.h - small files that settings name. */
#ifndef APP_SETTINGS_FILE_H
#define APP_SETTINGS_FILE_H
#include "base/memory.h"
#include "base/slice.h"

/** A file that has been read. */
struct app_file {
    char *bytes; /**< `capacity` of them were taken; NULL when there was no memory */
    size_t length, capacity;
};

/** Reads `path`, of at most `limit` bytes of UTF-8, without a byte order mark. NULL: read; else
 * what is wrong ("No such file or directory"), valid until the next call of libc that fails. Either
 * way app_file_free. */
const char *app_file_read(struct app_file *file, const char *path, size_t limit,
                          struct base_memory *memory);

/** Says what is wrong with the file of a setting, and at which JSON Pointer (or ""). False. */
bool app_file_wrong(char *error, size_t error_size, const char *setting, const char *path,
                    const char *pointer, const char *sentence);

/** Forgets the bytes, so that nothing secret stays in memory. */
void app_file_free(struct app_file *file, struct base_memory *memory);

#endif
