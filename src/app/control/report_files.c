#include "app/control/report_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a file is called. */
static const struct {
    const char *suffix;
    bool (*write)(const struct report_document *document, const struct report_sink *sink);
} forms[] = {
    {"json", report_write_json},
    {"xml", report_write_junit},
    {"html", report_write_html},
};

/* Room for folder, name and suffix. */
#define PATH_SIZE 4352
#define HASH_DIGITS 16

void app_report_files_name(struct base_slice stream_id, char name[APP_REPORT_NAME_MAX + 1]) {
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t used = (size_t)snprintf(name, APP_REPORT_NAME_MAX + 1, "stream-");
    for (size_t i = 0; i < stream_id.len; i++) {
        unsigned char byte = (unsigned char)stream_id.ptr[i];
        bool itself = byte && strchr(allowed, byte);
        if (used + 3 + HASH_DIGITS + 1 > APP_REPORT_NAME_MAX) {
            const struct base_hash_seed fixed = {0, 0}; /* a name, not a secret */
            (void)snprintf(name + used, APP_REPORT_NAME_MAX + 1 - used, "~%016llx",
                           (unsigned long long)base_hash(fixed, stream_id));
            return;
        }
        used += (size_t)snprintf(name + used, APP_REPORT_NAME_MAX + 1 - used,
                                 itself ? "%c" : "%%%02X", byte);
    }
}

/* ---- one file ------------------------------------------------------------------------------ */

struct output {
    FILE *file;
};

static bool put(void *context, struct base_slice bytes) {
    const struct output *output = context;
    return fwrite(bytes.ptr, 1, bytes.len, output->file) == bytes.len;
}

/* False: `found` says what breaks the report's schema; where it says nothing, errno does. */
static bool write_file(const struct report_document *document, size_t form, const char *path,
                       struct codec_error *found) {
    char temporary[PATH_SIZE + 8];
    (void)snprintf(temporary, sizeof temporary, "%s.tmp", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    struct output output = {fd < 0 ? NULL : fdopen(fd, "w")};
    if (!output.file) {
        if (fd >= 0)
            (void)close(fd);
        return false;
    }
    bool done = forms[form].write(document, &(struct report_sink){put, &output, found});
    int reason = errno;
    if (fclose(output.file) != 0 && done) {
        done = false;
        reason = errno;
    }
    if (done && rename(temporary, path) == 0)
        return true;
    reason = done ? errno : reason;
    (void)unlink(temporary);
    errno = reason;
    return false;
}

static void write_forms(const struct app_report_files *files,
                        const struct report_document *document, const char *name) {
    char path[PATH_SIZE];
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        (void)snprintf(path, sizeof path, "%s/%s.%s", files->folder, name, forms[form].suffix);
        struct codec_error found = {.code = CODEC_OK};
        if (write_file(document, form, path, &found))
            continue;
        bool breaks = found.code != CODEC_OK;
        base_log(files->log, BASE_LOG_ERROR, "cannot write the report %s: %s%s%s", path,
                 breaks ? found.pointer : "", breaks ? " " : "",
                 breaks ? found.message : strerror(errno));
    }
}

void app_report_files_write(const struct app_report_files *files, struct base_slice stream_id) {
    char name[APP_REPORT_NAME_MAX + 1] = "all";
    struct report_document document;
    if (stream_id.len)
        app_report_files_name(stream_id, name);
    const struct judge_query query = {
        .now_ms = files->timers->now,
        .wall_ms = files->unix_ms(),
        .closed = stream_id.len ? NULL : "the server stopped first",
        .stream_id = stream_id,
    };
    if (judge_report(files->judge, &query, &document))
        write_forms(files, &document, name);
    else
        base_log(files->log, BASE_LOG_ERROR, "cannot make the report %s: out of memory", name);
    report_document_free(&document);
}

bool app_report_files_prepare(const struct app_report_files *files, char *error, size_t size) {
    bool made = mkdir(files->folder, 0755) == 0 || errno == EEXIST;
    if (made && strlen(files->folder) + APP_REPORT_NAME_MAX + 8 > PATH_SIZE) {
        errno = ENAMETOOLONG;
        made = false;
    }
    if (made && access(files->folder, W_OK | X_OK) == 0)
        return true;
    (void)snprintf(error, size, "cannot write reports to the folder %s: %s", files->folder,
                   strerror(errno));
    return false;
}
