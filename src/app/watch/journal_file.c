#include "app/watch/journal_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct app_journal_file {
    struct app_journal_file_config config;
    struct journal_reader reader;
    struct base_timer flush;
    int fd;
    bool failing; /* told already; until a write succeeds again */
    bool lost;    /* not all entries are in the file */
    bool torn;    /* the file ends in the middle of a line */
    size_t used;
    char buffer[APP_JOURNAL_BUFFER];
};

static void tell_failure(struct app_journal_file *file, const char *reason) {
    if (!file->failing)
        base_log(file->config.log, BASE_LOG_ERROR,
                 "cannot write the journal to %s: %s. Entries are lost until writing works again",
                 file->config.path, reason);
    file->failing = file->lost = true;
}

/* What cannot be written is given up: the server does not wait for a disk. */
static void write_all(struct app_journal_file *file) {
    size_t done = 0;
    while (done < file->used) {
        ssize_t n = write(file->fd, file->buffer + done, file->used - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            tell_failure(file, n ? strerror(errno) : "nothing was written");
            break;
        }
        done += (size_t)n;
        file->failing = file->torn = false;
    }
    if (done && done < file->used)
        file->torn = file->buffer[done - 1] != '\n';
    file->used = 0;
    if (file->torn)
        file->buffer[file->used++] = '\n';
}

static void flush(struct base_timers *timers, struct base_timer *timer) {
    (void)timers;
    write_all(BASE_CONTAINER(timer, struct app_journal_file, flush));
}

static void append_line(struct app_journal_file *file, struct base_slice line) {
    struct base_timers *timers = file->config.timers;
    if (line.len + 1 > sizeof file->buffer - file->used)
        write_all(file);
    memcpy(file->buffer + file->used, line.ptr, line.len);
    file->used += line.len;
    file->buffer[file->used++] = '\n';
    if (!file->flush.armed)
        base_timer_arm(timers, &file->flush, timers->now + APP_JOURNAL_FLUSH_MS);
}

static void append(struct journal_reader *reader, const struct journal_entry *entry) {
    char room[JOURNAL_LINE_MAX];
    append_line(BASE_CONTAINER(reader, struct app_journal_file, reader),
                journal_entry_line(entry, room));
}

/* Reports that are made of the file depend on settings, and on where a server was killed: what came
 * right before that may be missing, and there is no end. */
static void append_server(struct app_journal_file *file, uint64_t id,
                          const struct sts_control_journal_server *server, const char *reason) {
    const struct journal_traffic told = {
        .kind = JOURNAL_SERVER,
        .wall_ms = file->config.unix_ms(),
        .now_ms = file->config.timers->now,
        .event = STS_EVENT_COUNT,
        .reason = reason,
        .server = server,
    };
    char line[JOURNAL_LINE_MAX];
    bool is_cut;
    append_line(file, base_slice(line, journal_line(&told, id, false, line, &is_cut)));
}

static int open_file(const char *path) {
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR);
}

struct app_journal_file *app_journal_file_new(const struct app_journal_file_config *config,
                                              char *error, size_t error_size) {
    struct app_journal_file *file = base_memory_take(config->memory, sizeof *file);
    if (!file)
        return NULL;
    file->config = *config;
    file->reader = (struct journal_reader){.news = append};
    file->flush = (struct base_timer){.fire = flush};
    file->failing = file->lost = file->torn = false;
    file->used = 0;
    file->fd = open_file(config->path);
    if (file->fd < 0) {
        (void)snprintf(error, error_size, "cannot open the journal %s: %s", config->path,
                       strerror(errno));
        base_memory_give(config->memory, file, sizeof *file);
        return NULL;
    }
    append_server(file, 0, config->server, NULL);
    journal_follow(config->journal, &file->reader);
    return file;
}

/* Closes the file; what the system notices only now is told, too. */
static void close_file(struct app_journal_file *file) {
    /* a file that cannot be synced, such as a pipe, has nothing on a disk */
    if (fsync(file->fd) != 0 && errno != EINVAL && errno != EROFS)
        tell_failure(file, strerror(errno));
    if (close(file->fd) != 0)
        tell_failure(file, strerror(errno));
}

bool app_journal_file_reopen(struct app_journal_file *file) {
    int fd = open_file(file->config.path);
    if (fd < 0) {
        base_log(file->config.log, BASE_LOG_ERROR,
                 "cannot open the journal %s again: %s. Entries go on to the file as it was",
                 file->config.path, strerror(errno));
        return false;
    }
    base_timer_disarm(file->config.timers, &file->flush);
    write_all(file);
    if (close(file->fd) != 0)
        tell_failure(file, strerror(errno));
    file->fd = fd;
    file->used = 0; /* the end of a torn line belongs to the old one */
    file->torn = false;
    return true;
}

bool app_journal_file_free(struct app_journal_file *file) {
    if (!file)
        return true;
    journal_leave(&file->reader);
    append_server(file, journal_last(file->config.journal) + 1, NULL, JOURNAL_STOPPED);
    base_timer_disarm(file->config.timers, &file->flush);
    write_all(file);
    close_file(file);
    const bool lost = file->lost;
    if (lost)
        base_log(file->config.log, BASE_LOG_ERROR, "the journal %s is not complete",
                 file->config.path);
    base_memory_give(file->config.memory, file, sizeof *file);
    return !lost;
}
