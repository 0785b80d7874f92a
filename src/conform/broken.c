#include "conform/broken.h"

/* Lines of transcripts that are shown: the last ones of each case, together so many. */
#define LINES_SHOWN 18
/* Bytes of a payload; the whole stands in the report. */
#define PAYLOAD_SHOWN 2000
/* Up to so many broken requirements are shown with all that is known of them. */
#define WHOLE_BLOCKS 3
/* A screen: lines of the list, lines of a brief block, and lines that blocks and list share. */
#define LIST_LINES 22
#define BLOCK_LINES 5
#define SHARED_LINES 34
/* Bytes of a text in a brief block, and in the list. */
#define BRIEF 230
#define LISTED 100

/* What was found of one requirement. */
struct found {
    const struct conform_entry *entry; /* the case of the first finding */
    const struct conform_finding *first;
    size_t count;
};

static bool breaks(const struct conform_finding *finding, size_t requirement) {
    return finding->requirement == requirement && finding->because_of == CONFORM_NO_REQUIREMENT;
}

/* Its own case tells most about a requirement. */
static struct found find(const struct conform_run *run, size_t requirement) {
    struct found found = {.count = 0};
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        for (const struct conform_finding *finding = run->entries[i].c.findings; finding;
             finding = finding->next) {
            if (!breaks(finding, requirement))
                continue;
            found.count++;
            if (!found.first || (i == requirement && found.entry != &run->entries[i])) {
                found.first = finding;
                found.entry = &run->entries[i];
            }
        }
    return found;
}

static void show_cut(FILE *out, const char *text, size_t most) {
    size_t length = strlen(text), shown = length > most ? most : length;
    while (shown < length && shown && ((unsigned char)text[shown] & 0xC0) == 0x80)
        shown--;
    for (size_t i = 0; i < shown; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7f)
            (void)fprintf(out, "\\x%02X", byte);
        else
            (void)fputc(byte, out);
    }
    if (shown < length)
        (void)fputs("...", out);
}

static void show_line(FILE *out, const char *label, const char *text, size_t most) {
    (void)fprintf(out, "    %s ", label);
    show_cut(out, text, most);
    (void)fputc('\n', out);
}

static void show_finding(FILE *out, const struct conform_finding *finding, size_t most) {
    show_line(out, "expected:", finding->expected, most);
    show_line(out, "got:     ", finding->came, most);
    if (finding->pointer && *finding->pointer)
        show_line(out, "at:      ", finding->pointer, most);
    if (finding->payload) {
        size_t room = most < PAYLOAD_SHOWN ? most : PAYLOAD_SHOWN;
        show_line(out,
                  strlen(finding->payload) > room ? "payload, cut:" : "payload: ", finding->payload,
                  room);
    }
}

static void show_head(FILE *out, size_t requirement) {
    const struct sts_requirement *one = &sts_requirements[requirement];
    (void)fprintf(out, "BROKEN %.*s (%s)\n    %.*s (%.*s)\n", conform_show_width(one->id),
                  one->id.ptr, conform_show_severity((enum sts_requirement_id)requirement),
                  conform_show_width(one->text), one->text.ptr,
                  conform_show_width(one->origin_text), one->origin_text.ptr);
}

/* 1,341 */
static void show_number(FILE *out, size_t number) {
    if (number >= 1000)
        show_number(out, number / 1000);
    (void)fprintf(out, number >= 1000 ? ",%03zu" : "%zu", number % 1000);
}

/* The last lines of what went over a case's connections; 0: all. */
static void show_packets(const struct conform_show *show, const struct conform_entry *entry,
                         size_t last) {
    struct base_memory memory = base_memory_heap();
    struct base_bytes text = {.memory = &memory};
    char repeat[1024];
    if (conform_transcript_write(&entry->c.transcript, last, &text)) {
        struct base_slice rest = base_bytes_slice(&text);
        for (const char *end; rest.len && (end = memchr(rest.ptr, '\n', rest.len));) {
            size_t length = (size_t)(end - rest.ptr);
            (void)fputs("    ", show->out);
            conform_show_text(show->out, base_slice(rest.ptr, length));
            rest = base_slice(end + 1, rest.len - length - 1);
        }
    }
    base_bytes_free(&text);
    conform_show_repeat(show->options, entry->c.requirement, repeat, sizeof repeat);
    (void)fprintf(show->out, "    again: %s\n\n", repeat);
}

static void show_more(FILE *out, size_t more) {
    (void)fputs("    and ", out);
    show_number(out, more);
    (void)fputs(" more\n", out);
}

/* `lines` of packets; 0: a brief block without them. */
static void show_block(const struct conform_show *show, const struct conform_run *run,
                       size_t requirement, size_t lines) {
    struct found found = find(run, requirement);
    if (!found.first)
        return;
    show_head(show->out, requirement);
    show_finding(show->out, found.first, lines ? SIZE_MAX : BRIEF);
    if (found.count > 1)
        show_more(show->out, found.count - 1);
    if (lines)
        show_packets(show, found.entry, lines);
}

/* Each finding, with what went over its case's connections behind the last of a case. */
static void show_all(const struct conform_show *show, const struct conform_run *run,
                     size_t requirement) {
    show_head(show->out, requirement);
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++) {
        bool any = false;
        for (const struct conform_finding *finding = run->entries[i].c.findings; finding;
             finding = finding->next)
            if (breaks(finding, requirement)) {
                show_finding(show->out, finding, SIZE_MAX);
                any = true;
            }
        if (any)
            show_packets(show, &run->entries[i], 0);
    }
}

/* The broken requirements, musts first; their number. */
static size_t sort_broken(const struct conform_run *run, size_t order[STS_REQUIREMENT_COUNT]) {
    size_t count = 0;
    for (int severity = STS_MUST; severity <= STS_SHOULD; severity++)
        for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
            if (run->broken[i] && (int)sts_requirements[i].severity == severity)
                order[count++] = i;
    return count;
}

void conform_broken_show(const struct conform_show *show, const struct conform_run *run) {
    size_t order[STS_REQUIREMENT_COUNT], count = sort_broken(run, order), shown = count;
    bool brief = count > WHOLE_BLOCKS;
    if (brief && !show->options->verbose) {
        size_t list = count < LIST_LINES ? count : LIST_LINES;
        size_t room = (SHARED_LINES - list) / BLOCK_LINES;
        shown = count < room ? count : room;
    }
    for (size_t i = 0; i < shown; i++)
        if (show->options->verbose)
            show_all(show, run, order[i]);
        else
            show_block(show, run, order[i], brief ? 0 : LINES_SHOWN / count);
    if (shown < count)
        (void)fprintf(show->out, "... and %zu more broken requirements; --verbose shows all\n\n",
                      count - shown);
}

/* One line for each broken requirement that others could not be judged without. */
static void list_causes(const struct conform_show *show, const struct conform_run *run) {
    for (size_t cause = 0; cause < STS_REQUIREMENT_COUNT; cause++) {
        size_t count = 0;
        for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
            count += run->causes[i] == cause;
        if (count == 0)
            continue;
        struct base_slice id = sts_requirements[cause].id;
        (void)fprintf(show->out, "Could not be judged because of %.*s: ", conform_show_width(id),
                      id.ptr);
        if (count > IDS_SHOWN && !show->options->verbose)
            (void)fprintf(show->out, "%zu requirements", count);
        else
            for (size_t i = 0, told = 0; i < STS_REQUIREMENT_COUNT; i++)
                if (run->causes[i] == cause)
                    (void)fprintf(show->out, "%s%.*s", told++ ? ", " : "",
                                  conform_show_width(sts_requirements[i].id),
                                  sts_requirements[i].id.ptr);
        (void)fputc('\n', show->out);
    }
}

static void list_one(const struct conform_show *show, const struct conform_run *run,
                     size_t requirement) {
    const struct sts_requirement *one = &sts_requirements[requirement];
    struct found found = find(run, requirement);
    (void)fprintf(show->out, "BROKEN %.*s %s, ", conform_show_width(one->id), one->id.ptr,
                  conform_show_severity((enum sts_requirement_id)requirement));
    show_number(show->out, found.count);
    (void)fputs(found.count == 1 ? " time" : " times", show->out);
    if (found.first) {
        (void)fputs(": expected ", show->out);
        show_cut(show->out, found.first->expected, LISTED);
    }
    (void)fputc('\n', show->out);
}

void conform_broken_list(const struct conform_show *show, const struct conform_run *run) {
    size_t order[STS_REQUIREMENT_COUNT], count = sort_broken(run, order);
    size_t shown = show->options->verbose || count <= LIST_LINES ? count : LIST_LINES;
    list_causes(show, run);
    for (size_t i = 0; i < shown; i++)
        list_one(show, run, order[i]);
    if (shown < count)
        (void)fprintf(show->out, "... and %zu more; --verbose lists all\n", count - shown);
}
