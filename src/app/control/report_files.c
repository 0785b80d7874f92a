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

/* Whether all is with the system, or on the disk, and there is no more to come. */
static bool close_file(FILE *file, bool to_disk) {
    bool flushed = fflush(file) == 0;
    /* a file that cannot be synced, such as a pipe, has nothing on a disk */
    flushed = flushed && (!to_disk || fsync(fileno(file)) == 0 || errno == EINVAL);
    int reason = errno;
    bool closed = fclose(file) == 0;
    if (!flushed)
        errno = reason;
    return flushed && closed;
}

/* False: `found` says what breaks the report's schema; where it says nothing, errno does. */
static bool write_file(const struct report_document *document, size_t form, const char *path,
                       bool to_disk, struct codec_error *found) {
    char temporary[PATH_SIZE + 8];
    (void)snprintf(temporary, sizeof temporary, "%s.tmp", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    struct output output = {fd < 0 ? NULL : fdopen(fd, "w")};
    if (!output.file) {
        if (fd >= 0)
            (void)close(fd);
        return false;
    }
    errno = ENOMEM; /* what is missing where no call of the system fails */
    bool done = forms[form].write(document, &(struct report_sink){put, &output, found});
    int reason = errno;
    if (!close_file(output.file, to_disk) && done) {
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

static void write_forms(struct app_report_files *files, const struct report_document *document,
                        const char *name, bool to_disk) {
    char path[PATH_SIZE];
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        (void)snprintf(path, sizeof path, "%s/%s.%s", files->folder, name, forms[form].suffix);
        struct codec_error found = {.code = CODEC_OK};
        if (write_file(document, form, path, to_disk, &found))
            continue;
        bool breaks = found.code != CODEC_OK;
        files->failed = true;
        base_log(files->log, BASE_LOG_ERROR, "cannot write the report %s: %s%s%s", path,
                 breaks ? found.pointer : "", breaks ? " " : "",
                 breaks ? found.message : strerror(errno));
    }
}

static void write_stream(struct app_report_files *files, struct base_slice stream_id,
                         const char *closed) {
    char name[APP_REPORT_NAME_MAX + 1];
    struct report_document document;
    const struct judge_query query = {
        .now_ms = files->timers->now,
        .wall_ms = files->unix_ms(),
        .closed = closed,
        .stream_id = stream_id,
    };
    app_report_files_name(stream_id, name);
    if (judge_report(files->judge, &query, &document)) {
        write_forms(files, &document, name, false);
    } else {
        files->failed = true;
        base_log(files->log, BASE_LOG_ERROR, "cannot make the report %s: out of memory", name);
    }
    report_document_free(&document);
}

void app_report_files_write(struct app_report_files *files, struct base_slice stream_id) {
    write_stream(files, stream_id, NULL);
}

static void write_again(void *context, struct base_slice stream_id) {
    write_stream(context, stream_id, APP_REPORT_CLOSED);
}

void app_report_files_finish(struct app_report_files *files,
                             const struct report_document *document) {
    judge_each(files->judge, write_again, files);
    write_forms(files, document, "all", true);
}

/* ---- the folder ---------------------------------------------------------------------------- */

static bool fail(const struct app_report_files *files, int reason, char *error, size_t size) {
    (void)snprintf(error, size, "cannot write reports to the folder %s: %s", files->folder,
                   reason == ENOTDIR ? "it is not a folder" : strerror(reason));
    return false;
}

/* Gives the folder, which was just made, to its owner. */
static bool give(const char *folder, const struct app_report_owner *owner) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool given = fd >= 0 && fchown(fd, owner->uid, owner->gid) == 0;
    int reason = errno;
    if (fd >= 0)
        (void)close(fd);
    errno = reason;
    return given;
}

bool app_report_files_prepare(const struct app_report_files *files,
                              const struct app_report_owner *owner, char *error, size_t size) {
    struct stat found;
    if (strlen(files->folder) + APP_REPORT_NAME_MAX + 8 > PATH_SIZE)
        return fail(files, ENAMETOOLONG, error, size);
    if (mkdir(files->folder, 0755) == 0)
        return !owner || give(files->folder, owner) || fail(files, errno, error, size);
    if (errno != EEXIST || stat(files->folder, &found) != 0)
        return fail(files, errno, error, size);
    return S_ISDIR(found.st_mode) || fail(files, ENOTDIR, error, size);
}

bool app_report_files_check(const struct app_report_files *files, char *error, size_t size) {
    return access(files->folder, W_OK | X_OK) == 0 || fail(files, errno, error, size);
}
