#include "conform/diff.h"

#include "conform/file.h"
#include "sts_protocol.h"

/* A report as it was read. */
struct side {
    const char *path;
    struct base_bytes bytes;
    struct sts_control_report report;
};

/* The program has one thread here. */
static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};

static bool read_report(struct side *side) {
    struct codec_in in;
    const char *wrong = conform_file_read(side->path, &side->bytes);
    if (wrong) {
        (void)fprintf(stderr, "sts-conform: cannot read %s: %s\n", side->path, wrong);
        return false;
    }
    codec_in_init(&in, base_bytes_slice(&side->bytes), &scratch);
    if (sts_control_report_decode(&in, &side->report) && codec_in_done(&in))
        return true;
    (void)fprintf(stderr, "sts-conform: %s is not a report: %s: %s\n", side->path,
                  *in.error.pointer ? in.error.pointer : "the document", in.error.message);
    return false;
}

/* The requirement of that id. */
static bool find_row(const struct side *side, struct codec_text id,
                     struct sts_control_report_requirement *found) {
    struct codec_list_cursor cursor = {.index = 0};
    while (sts_control_report_requirements_next(&side->report.requirements, &cursor, found))
        if (codec_text_equal(found->id, id))
            return true;
    return false;
}

/* How bad an outcome is. */
static int badness(enum sts_control_report_outcome outcome) {
    return outcome == STS_CONTROL_REPORT_OUTCOME_FAIL        ? 2
           : outcome == STS_CONTROL_REPORT_OUTCOME_DEVIATION ? 1
                                                             : 0;
}

enum change {
    FIXED,
    BROKEN,
    CHANGED,
    CHANGE_COUNT
};

/* Only what was checked can be fixed. */
static enum change change_of(enum sts_control_report_outcome from,
                             enum sts_control_report_outcome to) {
    bool checked =
        to == STS_CONTROL_REPORT_OUTCOME_PASS || to == STS_CONTROL_REPORT_OUTCOME_DEVIATION;
    int worse = badness(to) - badness(from);
    return worse > 0 ? BROKEN : worse < 0 && checked ? FIXED : CHANGED;
}

/* What is counted of two reports. */
struct tally {
    size_t changes[CHANGE_COUNT];
    size_t lost; /* were kept, and are not known now */
};

static void tell(FILE *out, enum change change, struct codec_text id, struct base_slice from,
                 struct base_slice to) {
    static const char *const words[] = {"fixed", "broken", "changed"};
    (void)fprintf(out, "%-8s %.*s: %.*s, was %.*s\n", words[change], (int)id.len, id.ptr,
                  (int)to.len, to.ptr, (int)from.len, from.ptr);
}

/* Compares one requirement of `new` with `old`. */
static void compare(const struct side *old, const struct sts_control_report_requirement *row,
                    FILE *out, struct tally *tally) {
    struct sts_control_report_requirement before = {.outcome =
                                                        STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED};
    bool known = find_row(old, row->id, &before);
    if (known && before.outcome == row->outcome)
        return;
    enum change change = change_of(before.outcome, row->outcome);
    tally->changes[change]++;
    tally->lost += before.outcome == STS_CONTROL_REPORT_OUTCOME_PASS &&
                   row->outcome == STS_CONTROL_REPORT_OUTCOME_UNKNOWN;
    tell(out, change, row->id,
         known ? sts_control_report_outcome_text(before.outcome)
               : base_slice_of("not in the report"),
         sts_control_report_outcome_text(row->outcome));
}

static void compare_all(const struct side *old, const struct side *new, FILE *out,
                        struct tally *tally) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_control_report_requirement row, other;
    while (sts_control_report_requirements_next(&new->report.requirements, &cursor, &row))
        compare(old, &row, out, tally);
    cursor = (struct codec_list_cursor){.index = 0};
    while (sts_control_report_requirements_next(&old->report.requirements, &cursor, &row))
        if (!find_row(new, row.id, &other)) {
            tally->changes[CHANGED]++;
            tell(out, CHANGED, row.id, sts_control_report_outcome_text(row.outcome),
                 base_slice_of("not in the report"));
        }
}

/* What the new report does not know, in words; NULL: it knows all that it checked. */
static const char *what_is_not_known(const struct side *new, const struct tally *tally) {
    if (new->report.verdict == STS_CONTROL_REPORT_VERDICT_EMPTY)
        return "nothing was checked";
    if (new->report.verdict == STS_CONTROL_REPORT_VERDICT_UNKNOWN)
        return "the verdict is unknown";
    if (new->report.unknowns.count)
        return "not all is known";
    return tally->lost ? "it is not known whether all that was kept before is kept" : NULL;
}

static enum conform_difference judge(const struct side *new, const struct tally *tally, FILE *out) {
    const char *unknown = what_is_not_known(new, tally);
    (void)fprintf(out, "%zu fixed, %zu broken, %zu changed\n", tally->changes[FIXED],
                  tally->changes[BROKEN], tally->changes[CHANGED]);
    if (unknown)
        (void)fprintf(out, "%s: %s\n", new->path, unknown);
    return tally->changes[BROKEN] ? CONFORM_WORSE
           : unknown              ? CONFORM_NOT_KNOWN
                                  : CONFORM_SAME_OR_BETTER;
}

static const char *whom(enum sts_control_report_side side) {
    switch (side) {
    case STS_CONTROL_REPORT_SIDE_WORKER:
        return "workers";
    case STS_CONTROL_REPORT_SIDE_SERVER:
        return "a server";
    }
    return "";
}

/* Reports about workers have other requirements than those about servers. */
static bool are_alike(const struct side *old, const struct side *new) {
    if (old->report.side == new->report.side)
        return true;
    (void)fprintf(stderr,
                  "sts-conform: %s is about %s, but %s is about %s. Compare two reports about the "
                  "same side.\n",
                  old->path, whom(old->report.side), new->path, whom(new->report.side));
    return false;
}

enum conform_difference conform_diff(const char *old, const char *new, FILE *out) {
    struct base_memory memory = base_memory_heap();
    struct side sides[] = {{.path = old, .bytes.memory = &memory},
                           {.path = new, .bytes.memory = &memory}};
    enum conform_difference difference = CONFORM_NO_REPORT;
    struct tally tally = {.lost = 0};
    if (read_report(&sides[0]) && read_report(&sides[1]) && are_alike(&sides[0], &sides[1])) {
        compare_all(&sides[0], &sides[1], out, &tally);
        difference = judge(&sides[1], &tally, out);
    }
    base_bytes_free(&sides[0].bytes);
    base_bytes_free(&sides[1].bytes);
    return difference;
}
