/* main.c - sts-conform: is a server, or are the workers of a journal, as the protocol says? */
#include "conform/account.h"
#include "conform/diff.h"
#include "conform/probe.h"
#include "conform/replay.h"
#include "conform/show.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    EXIT_CONFORMS = 0,
    EXIT_BROKEN = 1,
    EXIT_USAGE = 2,
    EXIT_NO_CONNECTION = 3, /* or no STS, or one that limits us */
    EXIT_NOTHING = 4        /* nothing was checked, or it is not known */
};

/* What --only names, or all. */
static bool choose(struct conform_run *run, const struct conform_options *options) {
    if (options->only_count == 0)
        return conform_run_choose(run, "") > 0;
    for (size_t i = 0; i < options->only_count; i++)
        if (conform_run_choose(run, options->only[i]) == 0) {
            struct base_slice closest = conform_run_closest(run, options->only[i]);
            (void)fprintf(stderr, "sts-conform: no requirement id begins with %s; %s%.*s%s\n",
                          options->only[i],
                          closest.len ? "did you mean " : "see sts-conform --list",
                          (int)closest.len, closest.ptr, closest.len ? "?" : "");
            return false;
        }
    return true;
}

/* The report goes to stdout when a file is named -; what is said then goes to stderr. */
static FILE *talk_to(const struct conform_options *options) {
    const char *const files[] = {options->json, options->junit, options->html};
    for (size_t i = 0; i < 3; i++)
        if (files[i] && strcmp(files[i], "-") == 0)
            return stderr;
    return stdout;
}

/* No case was run: that is told, and files of an earlier run do not stay. */
static int give_up(const struct conform_options *options, const struct conform_run *run,
                   const struct conform_obstacle *obstacle, int64_t started) {
    char incomplete[sizeof obstacle->why + 64];
    (void)fprintf(stderr, "sts-conform: could not connect to %s as a worker:\n    ", options->url);
    conform_show_text(stderr, base_slice_of(obstacle->why));
    if (*obstacle->trace)
        (void)fprintf(stderr, "\n");
    conform_show_lines(stderr, base_slice_of(obstacle->trace));
    if (*obstacle->hint)
        (void)fprintf(stderr, "\n    try: %s\n", obstacle->hint);
    (void)snprintf(incomplete, sizeof incomplete, "the server could not be checked: %s",
                   obstacle->why);
    struct base_memory memory = base_memory_heap();
    struct report_document document;
    bool written = conform_account_make(&document, &memory, options, run, started,
                                        conform_unix_ms(), incomplete) &&
                   conform_account_files(options, &document);
    report_document_free(&document);
    return written ? EXIT_NO_CONNECTION : EXIT_USAGE;
}

/* What the report means for the exit status. */
static int judged(const struct sts_control_report *report, bool strict) {
    if (report->counts.fail || (strict && report->counts.deviation))
        return EXIT_BROKEN;
    return report->verdict == STS_CONTROL_REPORT_VERDICT_UNKNOWN ||
                   report->verdict == STS_CONTROL_REPORT_VERDICT_EMPTY
               ? EXIT_NOTHING
               : EXIT_CONFORMS;
}

/* The run is over: what it found. */
static int conclude(const struct conform_show *show, struct conform_run *run, int64_t started) {
    const struct conform_options *options = show->options;
    const char *stopped = conform_learned_stopped(&run->learned);
    struct base_memory memory = base_memory_heap();
    struct report_document document;
    char incomplete[2048];
    int status = EXIT_USAGE;
    conform_run_resolve(run);
    if (stopped)
        (void)snprintf(incomplete, sizeof incomplete, "the run was stopped: %s", stopped);
    if (conform_account_make(&document, &memory, options, run, started, conform_unix_ms(),
                             stopped ? incomplete : NULL)) {
        conform_show_result(show, run, &document.report);
        if (stopped) {
            (void)fprintf(stderr, "sts-conform: ");
            conform_show_text(stderr, base_slice_of(incomplete));
        }
        if (conform_account_files(options, &document))
            status = stopped ? EXIT_NO_CONNECTION : judged(&document.report, options->strict);
    }
    report_document_free(&document);
    return status;
}

static int check(const struct conform_options *options, struct conform_run *run) {
    struct conform_server server = {.echo = false};
    struct conform_obstacle obstacle = {.why = ""};
    int64_t started = conform_unix_ms();
    if (!conform_account_can(options))
        return EXIT_USAGE;
    if (!conform_probe(&options->settings, &server, &obstacle))
        return give_up(options, run, &obstacle, started);
    FILE *out = talk_to(options);
    struct conform_show show = {.options = options, .out = out, .terminal = isatty(fileno(out))};
    run->server = &server;
    run->told = conform_show_entry;
    run->context = &show;
    show.total = conform_run_count(run);
    if (!conform_run_all(run)) {
        (void)fprintf(stderr, "sts-conform: out of memory, or no more threads can be started\n");
        return EXIT_USAGE;
    }
    return conclude(&show, run, started);
}

static int run_cases(const struct conform_options *options, bool list) {
    struct base_memory memory = base_memory_heap();
    struct report_coverage *coverage = report_coverage_new(&memory);
    struct conform_run *run = calloc(1, sizeof *run);
    int status = EXIT_USAGE;
    if (run && coverage) {
        *run = (struct conform_run){
            .settings = &options->settings, .coverage = coverage, .all = options->all};
        conform_run_init(run);
        bool chosen = choose(run, options);
        if (chosen && list)
            conform_show_list(run, stdout);
        if (chosen)
            status = list ? EXIT_CONFORMS : check(options, run);
        conform_run_free(run);
    }
    free(run);
    report_coverage_free(coverage);
    return status;
}

static int compare(const struct conform_options *options) {
    switch (conform_diff(options->files[0], options->files[1], stdout)) {
    case CONFORM_SAME_OR_BETTER:
        return EXIT_CONFORMS;
    case CONFORM_WORSE:
        return EXIT_BROKEN;
    case CONFORM_NOT_KNOWN:
        return EXIT_NOTHING;
    case CONFORM_NO_REPORT:
        break;
    }
    return EXIT_USAGE;
}

static int replay(const struct conform_options *options) {
    struct base_memory memory = base_memory_heap();
    struct conform_replay made;
    int status = EXIT_USAGE;
    if (!conform_account_can(options))
        return status;
    /* also where it is no journal: files of an earlier run do not stay */
    bool read = conform_replay_make(&made, options->files[0], &memory);
    made.document.deviations_fail = options->strict;
    if (read && conform_account_files(options, &made.document) && made.is_journal) {
        conform_show_workers(&made.document.report, talk_to(options));
        status = judged(&made.document.report, options->strict);
    }
    conform_replay_free(&made);
    return status;
}

int main(int argc, char **argv) {
    struct conform_options options;
    (void)signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
    switch (conform_options_read(&options, argc, argv)) {
    case CONFORM_COMMAND_CHECK:
        return run_cases(&options, false);
    case CONFORM_COMMAND_LIST:
        return run_cases(&options, true);
    case CONFORM_COMMAND_SHOWN:
        return EXIT_CONFORMS;
    case CONFORM_COMMAND_REPLAY:
        return replay(&options);
    case CONFORM_COMMAND_DIFF:
        return compare(&options);
    case CONFORM_COMMAND_WRONG:
        break;
    }
    return EXIT_USAGE;
}
