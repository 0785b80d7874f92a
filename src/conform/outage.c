#include "conform/outage.h"

#include "base/print.h"
#include "conform/connect.h"
#include "conform/play.h"
#include "conform/probe.h"

/* For so long no event has come to any case when the server is asked whether it is there. */
#define SUSPICIOUS_MS 300
/* Why something is not known. */
#define UNKNOWN "the server stopped answering before this was known"

/* Any answer to stream:init will do, and so will a refusal. */
static void ask(struct conform_case *c) {
    struct conform_worker *w = conform_open(c, NULL);
    const struct conform_settings *settings = c->settings;
    struct conform_event *answer = conform_join(w, settings->namespace, settings->key);
    if (answer->kind == CONFORM_JOINED)
        (void)conform_ask_stream(w, "");
}

/* The run stops; the reason names the requirement whose case heard of the server last. */
static void lose(struct conform_learned *learned, const char *reason) {
    const unsigned last = conform_learned_last(learned);
    char text[1024];
    (void)base_print(text, sizeof text, "%s. The last event of the server came %s%s", reason,
                     last < STS_REQUIREMENT_COUNT ? "in the case of " : "before the first case",
                     last < STS_REQUIREMENT_COUNT ? sts_requirements[last].id.ptr : "");
    conform_learned_lose(learned, text);
}

/* Asks the server on a new connection. An answer is as good as an event; without one, the run
 * stops, for that reason (NULL: the server is silent). */
static void ask_server(const struct conform_settings *settings, struct conform_learned *learned,
                       const char *why) {
    struct conform_learned own;
    struct conform_settings hasty = *settings;
    char reason[1024];
    hasty.patience = conform_probe_patience(settings);
    conform_learned_init(&own);
    struct conform_case c = {
        .settings = &hasty, .learned = &own, .requirement = CONFORM_NO_REQUIREMENT, .quiet = true};
    conform_play(&c, ask);
    if (c.outcome != CONFORM_FAILED || conform_learned_stopped(&own)) {
        conform_learned_heard(learned, CONFORM_NO_REQUIREMENT, client_now());
    } else {
        (void)base_print(reason, sizeof reason,
                         "the server does not answer any more, nor does it on a new connection: %s",
                         c.reason ? c.reason : "out of memory");
        lose(learned, why ? why : reason);
    }
    conform_case_free(&c);
    conform_learned_free(&own);
}

void conform_outage_suspect(struct conform_case *c) {
    struct conform_learned *learned = c->learned;
    if (c->quiet || conform_learned_silence(learned, client_now()) < SUSPICIOUS_MS)
        return;
    pthread_mutex_lock(&learned->asking); /* one case asks for all */
    if (!conform_learned_stopped(learned) &&
        conform_learned_silence(learned, client_now()) >= SUSPICIOUS_MS)
        ask_server(c->settings, learned, NULL);
    pthread_mutex_unlock(&learned->asking);
    if (conform_learned_stopped(learned))
        conform_not_exercised(c, UNKNOWN);
}

void conform_outage_refused(struct conform_case *c, const char *reason) {
    struct conform_learned *learned = c->learned;
    if (c->quiet)
        return;
    pthread_mutex_lock(&learned->asking);
    if (!conform_learned_stopped(learned))
        ask_server(c->settings, learned, reason);
    pthread_mutex_unlock(&learned->asking);
    if (conform_learned_stopped(learned))
        conform_not_exercised(c, UNKNOWN);
}

void conform_outage_stop(struct conform_case *c, const char *reason) {
    lose(c->learned, reason);
    conform_not_exercised(c, UNKNOWN);
}

/* ---- what is taken back -------------------------------------------------------------------- */

/* That something did not come, when nothing came after it to any case. */
static bool is_doubtful(const struct conform_finding *finding, uint64_t heard) {
    return !finding->payload && finding->heard == heard;
}

static bool has_doubtful(const struct conform_case *c, uint64_t heard) {
    for (const struct conform_finding *finding = c->findings; finding; finding = finding->next)
        if (is_doubtful(finding, heard))
            return true;
    return false;
}

void conform_outage_forget(struct conform_case *c) {
    const uint64_t heard = conform_learned_count(c->learned);
    struct conform_finding **place = &c->findings;
    if (c->heard && c->heard < heard && !has_doubtful(c, heard))
        return; /* it was over before */
    while (*place)
        if (is_doubtful(*place, heard))
            *place = (*place)->next;
        else
            place = &(*place)->next;
    c->outcome = CONFORM_UNKNOWN;
    c->reason = UNKNOWN;
}

void conform_outage_settle(struct conform_run *run) {
    struct conform_learned *learned = &run->learned;
    bool doubtful = false;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        doubtful = doubtful || has_doubtful(&run->entries[i].c, conform_learned_count(learned));
    if (doubtful && !conform_learned_stopped(learned))
        ask_server(run->settings, learned, NULL);
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT && conform_learned_lost(learned); i++)
        if (run->entries[i].chosen)
            conform_outage_forget(&run->entries[i].c);
}
