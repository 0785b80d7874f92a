#include "conform/file.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>

#define READ_SIZE 65536

static int read_all(const char *path, struct base_bytes *bytes) {
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "r");
    size_t n = 1;
    while (file && n > 0) {
        char *to = base_bytes_reserve(bytes, READ_SIZE);
        n = to ? fread(to, 1, READ_SIZE, file) : 0;
        bytes->length += n;
    }
    bool read = file && !ferror(file) && feof(file);
    int reason = errno;
    if (file && !standard)
        (void)fclose(file);
    return read ? 0 : reason ? reason : ENOMEM;
}

const char *conform_file_read(const char *path, struct base_bytes *bytes) {
    int reason = read_all(path, bytes);
    struct base_slice all = base_bytes_slice(bytes);
    if (reason)
        return strerror(reason);
    if (base_utf8_is_wide(all))
        return "it " BASE_UTF8_WIDE;
    base_bytes_drop(bytes, all.len - base_utf8_unmarked(all).len);
    return NULL;
}
