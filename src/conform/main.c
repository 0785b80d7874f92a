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
    EXIT_NO_CONNECTION = 3
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

/* Which requirements are broken, by their own case or by what came in another. */
static size_t judge(const struct conform_run *run, bool strict,
                    bool broken[STS_REQUIREMENT_COUNT]) {
    size_t violations = 0;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        for (const struct conform_finding *finding = run->entries[i].c.findings; finding;
             finding = finding->next)
            broken[finding->requirement] = true;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        violations += broken[i] && (strict || sts_requirements[i].severity == STS_MUST);
    return violations;
}

static size_t count_chosen(const struct conform_run *run) {
    size_t count = 0;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        count += run->entries[i].chosen &&
                 (run->all || !conform_run_is_extra((enum sts_requirement_id)i));
    return count;
}

/* The report goes to stdout when a file is named -; what is said then goes to stderr. */
static FILE *talk_to(const struct conform_options *options) {
    const char *const files[] = {options->json, options->junit, options->html};
    for (size_t i = 0; i < 3; i++)
        if (files[i] && strcmp(files[i], "-") == 0)
            return stderr;
    return stdout;
}

static int check(const struct conform_options *options, struct conform_run *run) {
    struct conform_server server = {.echo = false};
    bool broken[STS_REQUIREMENT_COUNT] = {false};
    char error[1024];
    if (!conform_account_can(options))
        return EXIT_USAGE;
    if (!conform_probe(&options->settings, &server, error, sizeof error)) {
        (void)fprintf(stderr, "sts-conform: could not connect to %s: ", options->url);
        conform_show_text(stderr, base_slice_of(error));
        return EXIT_NO_CONNECTION;
    }
    FILE *out = talk_to(options);
    struct conform_show show = {.options = options,
                                .out = out,
                                .terminal = isatty(fileno(out)),
                                .total = count_chosen(run)};
    int64_t started = conform_unix_ms();
    run->server = &server;
    run->told = conform_show_entry;
    run->context = &show;
    if (!conform_run_all(run)) {
        (void)fprintf(stderr, "sts-conform: out of memory, or no more threads can be started\n");
        return EXIT_USAGE;
    }
    size_t violations = judge(run, options->strict, broken);
    conform_show_summary(&show, run, broken, violations);
    if (!conform_account_write(options, run, started, conform_unix_ms()))
        return EXIT_USAGE;
    return violations ? EXIT_BROKEN : EXIT_CONFORMS;
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
    if (conform_replay_make(&made, options->files[0], &memory) &&
        conform_account_files(options, &made.document)) {
        const struct sts_control_report_counts *counts = &made.document.report.counts;
        conform_show_workers(&made.document.report, talk_to(options));
        status =
            counts->fail || (options->strict && counts->deviation) ? EXIT_BROKEN : EXIT_CONFORMS;
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
