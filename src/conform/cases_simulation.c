/* cases_simulation.c - sts/6: the events config:* and simulate:*, where the server has them. */
#include "conform/scene.h"

#define MODEL_ERROR "\"error_code\":\"MODEL_ERROR\""

/* ---- acks ---------------------------------------------------------------------------------- */

static const struct {
    enum sts_event_id event;
    const char *good, *bad;
} simulations[] = {
    {STS_EVENT_CONFIG_ERROR_SIMULATION, "{\"enabled\":false}", "{\"enabled\":\"maybe\"}"},
    {STS_EVENT_CONFIG_PROCESSING_DELAY, "{\"delay_ms\":0}", "{\"delay_ms\":-1}"},
    {STS_EVENT_CONFIG_BACKPRESSURE, "{\"enabled\":false}", "{\"enabled\":1}"},
    {STS_EVENT_SIMULATE_DISCONNECT, "{\"delay_ms\":60000}", "{\"mode\":\"politely\"}"},
};
#define SIMULATION_COUNT (sizeof simulations / sizeof simulations[0])

static void need_any(struct conform_case *c) {
    for (size_t i = 0; i < SIMULATION_COUNT; i++)
        if (c->server->offered[simulations[i].event])
            return;
    conform_not_offered(c, "the server does not offer the simulation");
}

CONFORM_CASE(STS_6_ACKS) {
    need_any(c);
    struct conform_worker *w = conform_begin(c);
    for (size_t i = 0; i < SIMULATION_COUNT; i++)
        if (c->server->offered[simulations[i].event])
            conform_simulate(w, simulations[i].event, "%s", simulations[i].good);
}

CONFORM_CASE(STS_6_REFUSED) {
    need_any(c);
    struct conform_worker *w = conform_begin(c);
    for (size_t i = 0; i < SIMULATION_COUNT; i++) {
        enum sts_event_id event = simulations[i].event;
        if (!c->server->offered[event])
            continue;
        conform_refusal(&w, event, simulations[i].bad, "a value that its schema forbids",
                        CONFORM_KIND(event + 1)); /* its ack */
    }
    conform_conclude(c);
    conform_still_works(w);
}

/* ---- rules --------------------------------------------------------------------------------- */

/* The outcomes of `count` fragments, one letter each: s, p, f. */
static const char *outcomes(struct conform_worker *w, int count) {
    char *text = conform_take(w->c, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        struct sts_fragment_processed result;
        (void)conform_send_fragment(w);
        (void)conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
        text[i] = "spf"[result.status];
    }
    return text;
}

static void check_outcomes(struct conform_worker *w, const char *got, const char *wanted) {
    if (strcmp(got, wanted) != 0)
        conform_fail(w->c,
                     conform_text(w->c, "these outcomes: %s (success, partial, failed)", wanted),
                     got, base_slice(NULL, 0));
}

CONFORM_CASE(STS_6_TRIGGERS) {
    static const struct {
        const char *rule, *outcomes;
    } rules[] = {
        {"\"trigger\":\"sequence_number\",\"value\":2," MODEL_ERROR, "ssfsss"},
        {"\"trigger\":\"nth_fragment\",\"value\":3," MODEL_ERROR, "ssfssf"},
        {"\"count\":2," MODEL_ERROR, "ffssss"},
        {MODEL_ERROR, "ffffff"},
    };
    conform_need(c, STS_EVENT_CONFIG_ERROR_SIMULATION);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        struct conform_worker *w = conform_begin(c);
        conform_arm(w, rules[i].rule);
        check_outcomes(w, outcomes(w, 6), rules[i].outcomes);
        conform_leave(w);
    }
    struct conform_worker *w = conform_begin(c);
    struct conform_fragment hit = conform_new_fragment(w, 0);
    struct sts_fragment_processed result;
    conform_arm(
        w, conform_text(c, "\"trigger\":\"fragment_id\",\"value\":\"%s\"," MODEL_ERROR, hit.id));
    conform_send_again(w, &hit);
    struct conform_event *event = conform_expect(w, STS_EVENT_FRAGMENT_PROCESSED, &result);
    conform_check(w, result.status == STS_FRAGMENT_STATUS_FAILED, event,
                  "failure of the fragment whose id the rule names");
    w->next_number = 1;
    check_outcomes(w, outcomes(w, 2), "ss");
}

CONFORM_CASE(STS_6_CLEARED) {
    conform_need(c, STS_EVENT_CONFIG_ERROR_SIMULATION);
    struct conform_worker *w = conform_begin(c);
    conform_arm(w, MODEL_ERROR);
    check_outcomes(w, outcomes(w, 2), "ff");
    conform_simulate(w, STS_EVENT_CONFIG_ERROR_SIMULATION, "{\"enabled\":false}");
    check_outcomes(w, outcomes(w, 2), "ss");
}

CONFORM_CASE(STS_6_SAME_SEED) {
    enum {
        FRAGMENTS = 24
    };
    const char *first = NULL;
    conform_need(c, STS_EVENT_CONFIG_ERROR_SIMULATION);
    struct conform_worker *w = conform_begin(c);
    for (int run = 0; run < 2; run++) {
        conform_simulate(w, STS_EVENT_CONFIG_ERROR_SIMULATION,
                         "{\"enabled\":true,\"seed\":7,\"rules\":[{\"probability\":0.5,%s}]}",
                         MODEL_ERROR);
        const char *now = outcomes(w, FRAGMENTS);
        if (first)
            check_outcomes(w, now, first);
        first = now;
        conform_finish(w, NULL);
        w->next_number = 0;
        (void)conform_expect_stream(w, "", NULL);
    }
}

CONFORM_CASE(STS_6_FROM_OUTSIDE) {
    conform_need(c, STS_EVENT_CONFIG_ERROR_SIMULATION);
    struct conform_worker *control = conform_connect(c), *w = conform_connect(c);
    const char *prefix = conform_text(c, "%.20s", w->stream);
    const char *const patterns[] = {w->stream, conform_text(c, "%s*", prefix)};
    for (size_t i = 0; i < 2; i++) {
        conform_simulate(control, STS_EVENT_CONFIG_ERROR_SIMULATION,
                         "{\"enabled\":true,\"stream_id\":%s,\"rules\":[{%s}]}",
                         conform_quote(c, patterns[i]), MODEL_ERROR);
        (void)conform_expect_stream(w, "", NULL);
        check_outcomes(w, outcomes(w, 2), "ff");
        conform_finish(w, NULL);
        conform_simulate(control, STS_EVENT_CONFIG_ERROR_SIMULATION,
                         "{\"enabled\":false,\"stream_id\":%s}", conform_quote(c, patterns[i]));
        w->next_number = 0;
    }
}

/* ---- actions ------------------------------------------------------------------------------- */

/* What becomes of three fragments when a rule of that action hits the one with number 1: their
 * results in the order of arrival, a number and the letter of its outcome each. */
static const struct action {
    const char *rule;
    const char *results;
} actions[] = {
    {"\"action\":\"fail\"", "0s 1f 2s"},
    {"\"action\":\"partial\"", "0s 1p 2s"},
    {"\"action\":\"drop\"", "0s 2s"},
    {"\"action\":\"delay\",\"delay_ms\":100", "0s 1s 2s"},
    {"\"action\":\"duplicate\"", "0s 1s 1s 2s"},
    {"\"action\":\"reorder\"", "0s 2s 1s"},
    {"\"action\":\"corrupt\"", "0s 1s 2s"},
    {"\"action\":\"no_ack\"", "0s 1s 2s"},
    {"\"deliver_as\":\"error\"", "0s 2s"},
};

/* False: this server has no such action. */
static bool arm_action(struct conform_worker *w, const struct action *action) {
    conform_emit(w, "config:error_simulation",
                 "{\"enabled\":true,\"rules\":[{\"trigger\":\"sequence_number\",\"value\":1,"
                 "%s,%s}]}",
                 action->rule, MODEL_ERROR);
    struct conform_event *answer = conform_expect_any(
        w, CONFORM_KIND(STS_EVENT_CONFIG_ERROR_SIMULATION_ACK) | CONFORM_KIND(STS_EVENT_ERROR),
        "config:error_simulation:ack");
    return answer->kind == STS_EVENT_CONFIG_ERROR_SIMULATION_ACK;
}

/* All results up to stream:complete, in words. */
static const char *collect_results(struct conform_worker *w, const struct conform_fragment sent[],
                                   bool *corrupt) {
    const char *words = "";
    struct conform_event *event;
    conform_request(w, "stream:end");
    while ((event = conform_expect_any(w,
                                       CONFORM_KIND(STS_EVENT_FRAGMENT_PROCESSED) |
                                           CONFORM_KIND(STS_EVENT_STREAM_COMPLETE),
                                       "stream:complete"))
               ->kind == STS_EVENT_FRAGMENT_PROCESSED) {
        struct sts_fragment_processed result;
        conform_decode(event, &result);
        words = conform_text(w->c, "%s%s%lld%c", words, *words ? " " : "",
                             (long long)result.sequence_number, "spf"[result.status]);
        if (result.sequence_number == 1)
            *corrupt = !conform_is(result.dubbed_audio.data_base64, sent[1].audio);
    }
    return words;
}

static int count_acks(struct conform_worker *w) {
    int count = 0;
    while (conform_look(w, CONFORM_KIND(STS_EVENT_FRAGMENT_ACK), client_now()))
        count++;
    return count;
}

static void check_action(struct conform_worker *w, const struct action *action) {
    struct conform_case *c = w->c;
    struct conform_fragment sent[3];
    bool corrupt = false;
    conform_hold(w);
    for (int i = 0; i < 3; i++)
        sent[i] = conform_send_fragment(w);
    conform_release(w);
    const char *words = collect_results(w, sent, &corrupt);
    if (strcmp(words, action->results) != 0)
        conform_fail(c, conform_text(c, "%s: results %s", action->rule, action->results),
                     conform_text(c, "results %s", words), base_slice(NULL, 0));
    bool errors = strstr(action->rule, "deliver_as") != NULL;
    bool no_ack = strstr(action->rule, "no_ack") != NULL;
    if (strstr(action->rule, "corrupt") && !corrupt)
        conform_fail(c, "corrupt: other audio for number 1", "the audio that was sent",
                     base_slice(NULL, 0));
    if (errors)
        (void)conform_expect_error(w, STS_ERROR_CODE_MODEL_ERROR, NULL);
    int acks = count_acks(w);
    if (acks != (no_ack ? 2 : 3))
        conform_fail(c,
                     conform_text(c, "%s: %s", action->rule,
                                  no_ack ? "no fragment:ack for number 1"
                                         : "a fragment:ack for all three fragments"),
                     conform_text(c, "%d times fragment:ack", acks), base_slice(NULL, 0));
}

CONFORM_CASE(STS_6_ACTIONS) {
    bool any = false;
    conform_need(c, STS_EVENT_CONFIG_ERROR_SIMULATION);
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        struct conform_worker *w = conform_begin(c);
        if (arm_action(w, &actions[i])) {
            check_action(w, &actions[i]);
            any = true;
        }
        conform_leave(w);
    }
    if (!any)
        conform_not_offered(c, "the server supports none of the actions");
}

/* ---- backpressure, disconnects ------------------------------------------------------------- */

CONFORM_CASE(STS_6_BACKPRESSURE) {
    struct sts_backpressure level;
    conform_need(c, STS_EVENT_CONFIG_BACKPRESSURE);
    struct conform_worker *w = conform_begin_slow(c, 150, 0, "\"max_inflight\":10,");
    conform_simulate(w, STS_EVENT_CONFIG_BACKPRESSURE,
                     "{\"enabled\":true,\"threshold\":2,\"severity\":\"medium\","
                     "\"action\":\"slow_down\",\"recommended_delay_ms\":123}");
    conform_hold(w);
    for (int i = 0; i < 4; i++)
        (void)conform_send_fragment(w);
    conform_release(w);
    struct conform_event *event = conform_expect(w, STS_EVENT_BACKPRESSURE, &level);
    conform_check(w,
                  level.severity == STS_BACKPRESSURE_SEVERITY_MEDIUM &&
                      level.action == STS_BACKPRESSURE_ACTION_SLOW_DOWN &&
                      level.recommended_delay_ms == 123,
                  event, "backpressure medium, slow_down, 123 ms, as configured");
    event = conform_expect(w, STS_EVENT_BACKPRESSURE, &level);
    conform_check(w,
                  level.severity == STS_BACKPRESSURE_SEVERITY_LOW &&
                      level.action == STS_BACKPRESSURE_ACTION_NONE,
                  event, "the all-clear below the threshold");
}

CONFORM_CASE(STS_6_DISCONNECT) {
    conform_need(c, STS_EVENT_SIMULATE_DISCONNECT);
    struct conform_worker *w = conform_begin(c);
    conform_simulate(w, STS_EVENT_SIMULATE_DISCONNECT, "{\"mode\":\"server_disconnect\"}");
    (void)conform_expect(w, CONFORM_DISCONNECTED, NULL);
    conform_expect_close(w);

    w = conform_begin(c);
    conform_simulate(w, STS_EVENT_SIMULATE_DISCONNECT, "{\"mode\":\"close\",\"code\":4321}");
    conform_expect_close(w);
    if (w->link.websocket.close_code != 4321)
        conform_fail(c, "a close frame with code 4321",
                     conform_text(c, "code %d", w->link.websocket.close_code), base_slice(NULL, 0));
    static const char *const sudden[] = {"fin", "reset"};
    for (size_t i = 0; i < 2; i++) {
        w = conform_begin(c);
        /* A reset takes what was sent before it along: the ack need not arrive. */
        conform_emit(w, "simulate:disconnect", "{\"mode\":\"%s\"}", sudden[i]);
        conform_expect_close(w);
        if (w->link.websocket.close_code != 0)
            conform_fail(
                c, conform_text(c, "%s: the connection to end without a close frame", sudden[i]),
                conform_text(c, "code %d", w->link.websocket.close_code), base_slice(NULL, 0));
    }
}
