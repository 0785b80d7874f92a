#include "app/control/unused.h"

#include "app/service/auth.h"
#include "base/glob.h"
#include "base/print.h"

struct app_unused_since app_unused_since(const struct journal *journal, uint64_t id,
                                         bool is_foreign) {
    const struct journal_entry *entry = id && !is_foreign ? journal_entry(journal, id) : NULL;
    const bool is_given = id || is_foreign;
    return (struct app_unused_since){
        .is_given = is_given,
        .is_lost = is_given && !entry,
        .ms = entry ? entry->now_ms : UINT64_MAX,
    };
}

/* ---- looking ------------------------------------------------------------------------------- */

/* The search, and what it is for. */
struct search {
    struct app_unused *unused;
    const struct echo *echo;
    const struct app_auth_key *key;
    struct base_slice streams; /* empty: all that the key covers */
    struct base_slice id;      /* the one stream that is meant; empty: several */
    const struct app_unused_since *since;
};

/* Of one stream: what decides about it. Something else that is armed for it cannot hit it. */
static bool is_meant(const struct search *search, const struct echo_record *record) {
    char room[2 * STREAM_ID_SIZE];
    if (!echo_record_look(record).rules)
        return false;
    if (!search->streams.len)
        return app_auth_covers_pattern(search->key,
                                       codec_text_plain(echo_record_pattern(record, room)));
    return echo_record_is_for(record, search->streams) &&
           (!search->id.len || echo_record_decides(search->echo, record, search->id));
}

static void list(struct app_unused_list *all, const struct echo_record *record, size_t rule,
                 bool known, const char *cannot) {
    if (all->count == APP_UNUSED_MAX)
        return;
    struct app_unused_texts *texts = &all->texts[all->count];
    const size_t length = echo_record_rule_text(record, rule, texts->does);
    (void)base_print(texts->cannot, sizeof texts->cannot, "%s", cannot);
    all->rules[all->count++] = (struct sts_control_unused_rule){
        .has = (*cannot ? STS_CONTROL_UNUSED_RULE_HAS_CANNOT_HIT : 0u) |
               (known ? 0u : STS_CONTROL_UNUSED_RULE_HAS_UNKNOWN),
        .number = (int64_t)record->number,
        .kind = record->kind,
        .stream_id = codec_text_plain(echo_record_pattern(record, texts->pattern)),
        .rule = (int64_t)rule,
        .does = codec_text_plain(base_slice(texts->does, length)),
        .cannot_hit = codec_text_plain(base_slice_of(texts->cannot)),
        .unknown = !known,
    };
}

/* It has no hits that are known. */
static void note(const struct search *search, const struct echo_record *record, size_t rule,
                 bool known) {
    struct app_unused *unused = search->unused;
    char cannot[ECHO_CANNOT_SIZE] = "";
    const bool is_doomed = echo_record_cannot_hit(search->echo, record, rule, search->id, cannot);
    unused->missing += known;
    unused->unknown += !known;
    unused->is_doomed = unused->is_doomed || (is_doomed && known);
    if (unused->list)
        list(unused->list, record, rule, known, cannot);
}

static void look_at(const struct search *search, const struct echo_record *record) {
    const size_t rules = echo_record_look(record).rules;
    struct app_unused *unused = search->unused;
    for (size_t rule = 0; rule < rules; rule++) {
        struct echo_hits_told told;
        const bool known = echo_record_hits(record, rule, search->id, &told);
        const bool is_old = search->since->is_given && told.last_ms <= search->since->ms;
        unused->armed++;
        if (!told.count || is_old)
            note(search, record, rule, known && !search->since->is_lost);
    }
}

struct app_unused app_unused_find(const struct app_control *control, const struct app_auth_key *key,
                                  struct base_slice streams, const struct app_unused_since *since,
                                  struct app_unused_list *list) {
    char room[2 * STREAM_ID_SIZE];
    struct app_unused unused = {.list = list};
    struct search search = {&unused, app_service_echo(control->service), key, streams, {NULL, 0},
                            since};
    const struct echo_record *record = NULL;
    if (streams.len && base_glob_is_plain(streams))
        search.id = base_glob_text(streams, room);
    while ((record = echo_record_after(search.echo, record)))
        if (is_meant(&search, record))
            look_at(&search, record);
    unused.is_partial = echo_record_may_be_forgotten(search.echo, search.id);
    return unused;
}

/* ---- telling ------------------------------------------------------------------------------- */

static enum sts_control_verify_verdict judge(const struct app_unused *unused, char *why) {
    if (unused->missing) {
        (void)base_print(why, APP_UNUSED_WHY_SIZE,
                         "%zu of %zu armed rules did not hit (unused_faults)", unused->missing,
                         unused->armed);
        return STS_CONTROL_VERIFY_VERDICT_FAIL;
    }
    if (!unused->armed) {
        (void)base_print(why, APP_UNUSED_WHY_SIZE,
                         "nothing is armed for these streams, so there is nothing that could have "
                         "hit (unused_faults). A reset disarms everything: ask before it");
        return STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
    }
    if (!unused->unknown && !unused->is_partial)
        return STS_CONTROL_VERIFY_VERDICT_PASS;
    (void)base_print(why, APP_UNUSED_WHY_SIZE,
                     "the server had to forget hits of some streams that have gone, or the time of "
                     "`since` (unused_faults). Ask sooner, or reset all streams between tests");
    return STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
}

/* pass, unknown and fail, the better first. */
static int badness(enum sts_control_verify_verdict verdict) {
    return verdict == STS_CONTROL_VERIFY_VERDICT_FAIL      ? 2
           : verdict == STS_CONTROL_VERIFY_VERDICT_UNKNOWN ? 1
                                                           : 0;
}

void app_unused_tell(const struct app_unused *unused, struct sts_control_verdict *verdict,
                     char why[APP_UNUSED_WHY_SIZE]) {
    const enum sts_control_verify_verdict found = judge(unused, why);
    verdict->has |= STS_CONTROL_VERDICT_HAS_UNUSED_FAULTS;
    verdict->unused_faults =
        (struct codec_list){.count = unused->list->count, .items = unused->list->rules};
    if (badness(found) > badness(verdict->verdict)) {
        verdict->verdict = found;
        verdict->has |= STS_CONTROL_VERDICT_HAS_WHY;
        verdict->why = codec_text_plain(base_slice(why, strlen(why)));
    }
    verdict->passed = verdict->verdict == STS_CONTROL_VERIFY_VERDICT_PASS;
}

void app_unused_tell_nothing(struct sts_control_verdict *verdict) {
    if (verdict->verdict == STS_CONTROL_VERIFY_VERDICT_FAIL)
        return; /* nobody ever used the stream */
    verdict->verdict = STS_CONTROL_VERIFY_VERDICT_UNKNOWN;
    verdict->passed = false;
    verdict->has |= STS_CONTROL_VERDICT_HAS_WHY;
    verdict->why = codec_text_plain(base_slice_of("nothing was compared: give expectations, or "
                                                  "\"unused_faults\": \"fail\", or both"));
}
