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
    int reason = conform_file_read(side->path, &side->bytes);
    if (reason) {
        (void)fprintf(stderr, "sts-conform: cannot read %s: %s\n", side->path, strerror(reason));
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

/* How bad an outcome is; those that say nothing are as good as kept. */
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

static void tell(FILE *out, enum change change, struct codec_text id, struct base_slice from,
                 struct base_slice to) {
    static const char *const words[] = {"fixed", "broken", "changed"};
    (void)fprintf(out, "%-8s %.*s: %.*s, was %.*s\n", words[change], (int)id.len, id.ptr,
                  (int)to.len, to.ptr, (int)from.len, from.ptr);
}

/* Compares one requirement of `new` with `old`. */
static void compare(const struct side *old, const struct sts_control_report_requirement *row,
                    FILE *out, size_t counts[CHANGE_COUNT]) {
    struct sts_control_report_requirement before;
    struct base_slice from = base_slice_of("not in the report"),
                      to = sts_control_report_outcome_text(row->outcome);
    bool known = find_row(old, row->id, &before);
    if (known && before.outcome == row->outcome)
        return;
    if (known)
        from = sts_control_report_outcome_text(before.outcome);
    int worse = badness(row->outcome) - (known ? badness(before.outcome) : 0);
    enum change change = worse > 0 ? BROKEN : worse < 0 ? FIXED : CHANGED;
    counts[change]++;
    tell(out, change, row->id, from, to);
}

static void compare_all(const struct side *old, const struct side *new, FILE *out,
                        size_t counts[CHANGE_COUNT]) {
    struct codec_list_cursor cursor = {.index = 0};
    struct sts_control_report_requirement row, other;
    while (sts_control_report_requirements_next(&new->report.requirements, &cursor, &row))
        compare(old, &row, out, counts);
    cursor = (struct codec_list_cursor){.index = 0};
    while (sts_control_report_requirements_next(&old->report.requirements, &cursor, &row))
        if (!find_row(new, row.id, &other)) {
            counts[CHANGED]++;
            tell(out, CHANGED, row.id, sts_control_report_outcome_text(row.outcome),
                 base_slice_of("not in the report"));
        }
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
    size_t counts[CHANGE_COUNT] = {0};
    if (read_report(&sides[0]) && read_report(&sides[1]) && are_alike(&sides[0], &sides[1])) {
        compare_all(&sides[0], &sides[1], out, counts);
        (void)fprintf(out, "%zu fixed, %zu broken, %zu changed\n", counts[FIXED], counts[BROKEN],
                      counts[CHANGED]);
        difference = counts[BROKEN] ? CONFORM_WORSE : CONFORM_SAME_OR_BETTER;
    }
    base_bytes_free(&sides[0].bytes);
    base_bytes_free(&sides[1].bytes);
    return difference;
}
