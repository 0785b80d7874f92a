#include "app/settings/file.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Leaves out a byte order mark. NULL, or what is wrong with the encoding. */
static const char *unmark(struct app_file *file) {
    const struct base_slice all = {file->bytes, file->length};
    const struct base_slice text = base_utf8_unmarked(all);
    if (base_utf8_is_wide(all))
        return BASE_UTF8_WIDE;
    memmove(file->bytes, text.ptr, text.len);
    explicit_bzero(file->bytes + text.len, all.len - text.len);
    file->length = text.len;
    return NULL;
}

const char *app_file_read(struct app_file *file, const char *path, size_t limit,
                          struct base_memory *memory) {
    const char *wrong = NULL;
    *file = (struct app_file){.capacity = limit + 1};
    FILE *from = fopen(path, "re");
    if (!from)
        return strerror(errno);
    file->bytes = base_memory_take(memory, file->capacity);
    file->length = file->bytes ? fread(file->bytes, 1, file->capacity, from) : 0;
    if (!file->bytes)
        wrong = "out of memory";
    else if (ferror(from))
        wrong = strerror(errno);
    else if (file->length > limit)
        wrong = "is too large";
    (void)fclose(from);
    return wrong ? wrong : unmark(file);
}

bool app_file_wrong(char *error, size_t error_size, const char *setting, const char *path,
                    const char *pointer, const char *sentence) {
    (void)snprintf(error, error_size, "%s %.120s: %s%s%s", setting, path, pointer,
                   *pointer ? " " : "", sentence);
    return false;
}

void app_file_free(struct app_file *file, struct base_memory *memory) {
    if (file->bytes) {
        explicit_bzero(file->bytes, file->length);
        base_memory_give(memory, file->bytes, file->capacity);
    }
    *file = (struct app_file){.bytes = NULL};
}
