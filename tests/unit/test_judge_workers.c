/* Every requirement of workers: one traffic that keeps it, and one that breaks it. */
#include "judge_scene.h"

#define OPEN "connect\ninit\nopen\n"
#define BACK "gone transport close\nparked\n+500\nB connect\nB init\nB resumed\n"
#define ONE "frag 0\nack 0\ndone 0\nconfirm 0\n"
#define ENDED "end\nstate active ending\nstate ending completed\ncomplete\n" SCENE_ENDED
#define FRAGMENT(member)                                                                           \
    "> fragment:data {\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0000\",\"stream_id\":"     \
    "\"live\",\"sequence_number\":0,\"timestamp\":1700000000000,\"audio\":{\"format\":\"m4a\","    \
    "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":0,\"data_base64\":\"AAAA\"}" member   \
    "}\n"

#define ID(name) STS_REQUIREMENT_##name

static const struct {
    enum sts_requirement_id id;
    const char *keeps, *breaks;
} scenes[] = {
    {ID(STS_1_VALID_PACKETS), OPEN, OPEN "closing parse error: no packet 1002\ngone parse error"},
    {ID(STS_1_ANSWERS_PING), "connect\n+30000\ngone transport close",
     "connect\n+35000\ngone ping timeout"},
    {ID(STS_1_KNOWN_EVENTS), OPEN, OPEN "> stream:hello {}"},
    {ID(STS_1_KNOWN_NAMESPACE), "connect", "refused invalid namespace"},
    {ID(STS_1_HEADERS_AGREE), "connect headers\ninit\nopen",
     "connect headers\ninit\ndeviation x-stream-id"},
    {ID(STS_1_RECONNECTS), OPEN "gone transport close\nparked\n+500\nB connect\nB resumed",
     OPEN "gone transport close\nparked\n+10000\nended it was not resumed in time"},
    {ID(STS_1_RECONNECT_BACKOFF), OPEN "gone transport close\nparked\n+250\nB connect\nB resumed",
     OPEN "gone transport close\nparked\n+249\nB connect\nB resumed"},
    {ID(STS_2_KEY_ACCEPTED), "connect", "refused invalid API key"},
    {ID(STS_2_KEY_COVERS_STREAM), OPEN, "connect\ninit\nfatal AUTH_FAILED"},
    {ID(STS_2_GIVES_UP), "refused invalid API key",
     "refused k\nrefused k\nrefused k\nrefused k\nrefused k\nrefused k\nrefused k\nrefused "
     "k\nrefused k\nrefused k\nrefused invalid API key, after too many others"},
    {ID(STS_4_INIT_FIRST), OPEN, "connect\nfrag 0\nerror STREAM_NOT_FOUND"},
    {ID(STS_4_ONE_STREAM), OPEN, OPEN "init\nnot-allowed active"},
    {ID(STS_4_OWN_STREAM), OPEN ONE, OPEN "> stream:pause {\"stream_id\":\"other\"}"},
    {ID(STS_4_RIGHT_STATE), OPEN "pause\nstate active paused", OPEN "resume\nnot-allowed active"},
    {ID(STS_4_PAUSED_SENDS_NOTHING), OPEN "pause\nstate active paused\nresume\nstate paused active",
     OPEN "pause\nstate active paused\nfrag 0\nnot-now paused"},
    {ID(STS_4_ENDED_SENDS_NOTHING), OPEN ENDED,
     OPEN "end\nstate active ending\nfrag 0\nnot-now ending"},
    {ID(STS_4_ENDS_STREAMS), OPEN ENDED,
     OPEN "gone client namespace disconnect\nended the client disconnected"},
    {ID(STS_4_WAITS_FOR_COMPLETE), OPEN ENDED,
     OPEN "end\nstate active ending\nended the client disconnected"},
    {ID(STS_4_OWN_WORKER_ID), OPEN "gone transport close\nparked\nB connect\nB init\nB resumed",
     OPEN "B connect\nB init\nB not-allowed active"},
    {ID(STS_4_SAME_AUDIO),
     OPEN ONE "gone transport close\nparked\n+1000\nconnect\ninit\nresumed\n" ONE,
     OPEN ONE "gone transport close\nparked\n+1000\nconnect\ninit\nresumed\nfrag 0\n"
              "deviation other_audio 0\nack 0\ndone 0"},
    {ID(STS_5_RATE), OPEN ONE, OPEN "frag 0\nerror-of 0 RATE_LIMIT"},
    {ID(STS_5_NO_FLOW_VIOLATION), OPEN "frag 0\nerror-of 0 QUEUE_FULL\nfrag 0\nack 0",
     OPEN "frag 0\nerror-of 0 QUEUE_FULL\nclosing disconnect 0"},
    {ID(STS_5_NOT_IDLE), OPEN "gone transport close", OPEN "+60000\nclosing close 1001"},
    {ID(STS_6_SCHEMA), "connect\n> config:processing_delay {\"delay_ms\":1}",
     "connect\n> config:processing_delay {\"delay_ms\":-1}"},
    {ID(016_5_1_STREAM_INIT_SCHEMA), OPEN, "connect\n> stream:init {\"stream_id\":\"live\"}"},
    {ID(016_5_1_STREAM_INIT_CONFIG_COMPLETE), OPEN,
     "connect\n> stream:init {\"stream_id\":\"live\",\"worker_id\":\"w\",\"config\":{}}"},
    {ID(016_5_1_FRAGMENT_DATA_SCHEMA), OPEN ONE, OPEN "> fragment:data {\"fragment_id\":7}"},
    {ID(016_5_1_FRAGMENT_DATA_UUID), OPEN ONE,
     OPEN "> fragment:data "
          "{\"fragment_id\":\"zero\",\"stream_id\":\"live\",\"sequence_number\":0,\"timestamp\":"
          "1700000000000,\"audio\":" SCENE_AUDIO "}"},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID), OPEN ONE,
     OPEN ONE "frag 0\nsequence-error 0 duplicate_fragment"},
    {ID(016_5_1_FRAGMENT_DATA_MILLISECONDS), OPEN ONE,
     OPEN "> fragment:data "
          "{\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0000\",\"stream_id\":\"live\","
          "\"sequence_number\":0,\"timestamp\":1700000000,\"audio\":" SCENE_AUDIO "}"},
    {ID(016_5_1_FRAGMENT_DATA_AS_CONFIGURED), OPEN ONE,
     OPEN "> fragment:data "
          "{\"fragment_id\":\"6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0000\",\"stream_id\":\"live\","
          "\"sequence_number\":0,\"timestamp\":1700000000000,\"audio\":{\"format\":\"wav\","
          "\"sample_rate_hz\":48000,\"channels\":1,\"duration_ms\":0,\"data_base64\":\"AAAA\"}}"},
    {ID(016_5_1_FRAGMENT_ACK_SCHEMA), OPEN ONE, OPEN "> fragment:ack {}"},
    {ID(016_5_1_FRAGMENT_ACK_SENT), OPEN ONE ENDED, OPEN "frag 0\nack 0\ndone 0\n" ENDED},
    {ID(016_5_1_FRAGMENT_ACK_KNOWN), OPEN ONE, OPEN "confirm 0\ndeviation unknown_fragment"},
    {ID(016_5_1_FRAGMENT_ACK_PROMPT), OPEN "frag 0\nack 0\ndone 0\n+5000\nconfirm 0",
     OPEN "frag 0\nack 0\ndone 0\n+5001\nconfirm 0"},
    {ID(016_5_1_STREAM_PAUSE_SCHEMA), OPEN "pause", OPEN "> stream:pause {}"},
    {ID(016_5_1_STREAM_RESUME_SCHEMA), OPEN "resume", OPEN "> stream:resume {}"},
    {ID(016_5_1_STREAM_END_SCHEMA), OPEN "end", OPEN "> stream:end {\"stream_id\":\"\"}"},
    {ID(016_5_1_KNOWN_MEMBERS), OPEN ONE, OPEN FRAGMENT(",\"colour\":\"blue\"")},
    {ID(016_6_2_MAX_INFLIGHT), OPEN "frag 0\nack 0\nfrag 1\nack 1\ndone 0\nfrag 2\nack 2",
     OPEN "frag 0\nack 0\nfrag 1\nack 1\nfrag 2\nack 2"},
    {ID(016_6_2_OBEYS_PAUSE), OPEN "pressure 0 pause\n+250\nfrag 0\n+5000\npressure 0 none\nfrag 1",
     OPEN "pressure 0 pause\n+251\nfrag 0"},
    {ID(016_6_2_OBEYS_SLOW_DOWN),
     OPEN "frag 0\npressure 1000 slow_down\n+100\nfrag 1\n+500\nfrag 2\n+500\nfrag 3",
     OPEN "frag 0\npressure 1000 slow_down\n+500\nfrag 1\n+499\nfrag 2"},
    {ID(016_7_1_NO_GAPS), OPEN ONE, OPEN "frag 2\nack 2\n+150\nsequence-error 0 gap"},
    {ID(016_7_1_SENT_IN_ORDER), OPEN "frag 0\nack 0\nfrag 1\nack 1",
     OPEN "frag 1\nack 1\nfrag 0\nack 0"},
    {ID(016_7_1_NOT_LATE), OPEN ONE, OPEN "frag 2\nack 2\nfrag 1\nsequence-error 1 late"},
    {ID(016_7_1_UNIQUE_NUMBER), OPEN ONE, OPEN ONE "frag 1\nsequence-error 1 duplicate_sequence"},
    {ID(016_8_1_FRAGMENT_SIZE), OPEN ONE, OPEN "frag 0\nerror-of 0 FRAGMENT_TOO_LARGE"},
    {ID(016_8_1_FATAL_STOPS), OPEN "fatal AUTH_FAILED\n+250\nfrag 0\ngone transport close",
     OPEN "fatal AUTH_FAILED\n+251\nfrag 0"},
    {ID(016_8_2_RETRY_RETRYABLE), OPEN "frag 0\nack 0\nfailed 0\nfrag 0\nack 0\ndone 0",
     OPEN "frag 0\nack 0\nlost 0\nfrag 0\nsequence-error 0 duplicate_fragment"},
    {ID(016_8_2_RETRY_AS_IT_WAS), OPEN "frag 0\nack 0\nfailed 0\nfrag 0\nack 0\ndone 0",
     OPEN "frag 0\nack 0\nfailed 0\nfrag 1\nsequence-error 0 duplicate_sequence"},
};
#define SCENES (sizeof scenes / sizeof *scenes)

/* Plays a scene and makes the report of everything. */
static void report_of(const char *text, struct judge_scene *scene,
                      struct report_document *document) {
    scene_begin(scene);
    scene_play(scene, text);
    const struct judge_query now = {.now_ms = scene->now, .wall_ms = (int64_t)scene->now};
    assert_true(judge_report(scene->judge, &now, document));
}

static void end_of(struct judge_scene *scene, struct report_document *document) {
    report_document_free(document);
    scene_finish(scene);
}

static void expect_outcome(const char *text, enum sts_requirement_id id, bool broken) {
    struct judge_scene scene;
    struct report_document document;
    report_of(text, &scene, &document);
    const struct sts_control_report_requirement *row = report_document_row(&document, id);
    if (!row->checked || (row->broken > 0) != broken)
        fail_msg("%.*s is %s (%lld of %lld) by:\n%s", (int)row->id.len, row->id.ptr,
                 broken ? "not broken" : "not kept", (long long)row->broken,
                 (long long)row->checked, text);
    end_of(&scene, &document);
}

static void every_requirement_has_a_scene(void **state) {
    bool has[STS_REQUIREMENT_COUNT] = {false};
    (void)state;
    for (size_t i = 0; i < SCENES; i++)
        has[scenes[i].id] = true;
    for (size_t i = 0; i < STS_REQUIREMENT_COUNT; i++)
        if (sts_requirements[i].side == STS_BINDS_WORKER && !has[i])
            fail_msg("%.*s has no scene", (int)sts_requirements[i].id.len,
                     sts_requirements[i].id.ptr);
}

static void good_manners_keep_each_requirement(void **state) {
    (void)state;
    for (size_t i = 0; i < SCENES; i++)
        expect_outcome(scenes[i].keeps, scenes[i].id, false);
}

static void bad_manners_break_each_requirement(void **state) {
    (void)state;
    for (size_t i = 0; i < SCENES; i++)
        expect_outcome(scenes[i].breaks, scenes[i].id, true);
}

#define OTHERS                                                                                     \
    "B > stream:init {\"stream_id\":\"live\",\"worker_id\":\"other\",\"max_inflight\":11,"         \
    "\"config\":{}}\n"

/* What is easily taken for a breach, and what easily passes. */
static const struct {
    enum sts_requirement_id id;
    const char *text;
    bool broken;
} edges[] = {
    /* sent again: what was sent before a loss may be, what was sent since may not */
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID), OPEN ONE BACK "B frag 0\nB ack 0\nB done 0", false},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID),
     OPEN BACK "B frag 0\nB ack 0\nB done 0\nB frag 0\nB ack 0\nB done 0", true},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID), OPEN BACK "B frag 0\nB ack 0\nB frag 0\nB ack 0", true},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID),
     OPEN ONE BACK "B frag 0\nB ack 0\nB done 0\nB frag 0\nB ack 0", true},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID),
     OPEN BACK "B frag 0\nB ack 0\nB done 0\nB frag 0\nB sequence-error 0 expired", true},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID),
     OPEN BACK "B frag 0\nB ack 0\nB failed 0\nB frag 0\nB ack 0", false},
    {ID(016_8_2_RETRY_RETRYABLE), OPEN BACK "B frag 0\nB ack 0\nB lost 0\nB frag 0\nB ack 0", true},
    {ID(016_8_2_RETRY_RETRYABLE), OPEN "frag 0\nack 0\nlost 0\n" BACK "B frag 0\nB ack 0", false},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID), OPEN "frag 0\nfault drop 0\nack 0\nfrag 0\nack 0", false},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID), OPEN "frag 0\nfault delay 0\nack 0\nfrag 0\nack 0", true},
    {ID(016_5_1_FRAGMENT_DATA_UNIQUE_ID),
     OPEN "frag 0\nack 0\nfailed 0\nfrag 0\nfault fail 0\nack 0\nfailed 0", false},
    {ID(016_8_2_RETRY_AS_IT_WAS),
     OPEN
     "frag 0\nack 0\nfailed 0\nfrag 1\nack 1\ndone 1\nfrag 2\nsequence-error 1 duplicate_sequence",
     false},
    {ID(016_8_2_RETRY_AS_IT_WAS),
     OPEN "frag 0\nack 0\nlost 0\nfrag 1\nsequence-error 0 duplicate_sequence", false},
    /* a new run begins at number 0, and with nothing in flight */
    {ID(016_7_1_SENT_IN_ORDER),
     OPEN "frag 5\nack 5\ndone 5\n" BACK "B frag 0\nB ack 0\nB frag 1\nB ack 1", false},
    {ID(016_7_1_SENT_IN_ORDER),
     OPEN "frag 5\nack 5\ndone 5\n" BACK "B frag 0\nB ack 0\nB frag 2\nB ack 2\nB frag 1\nB ack 1",
     true},
    {ID(016_6_2_MAX_INFLIGHT),
     OPEN "frag 5\nack 5\nfrag 6\nack 6\n" BACK "B frag 0\nB ack 0\nB frag 1\nB ack 1", false},
    {ID(016_6_2_MAX_INFLIGHT),
     OPEN "frag 5\nack 5\n" BACK "B frag 0\nB ack 0\nB frag 1\nB ack 1\nB frag 2\nB ack 2", true},
    /* into a stalled connection nothing is sent */
    {ID(016_6_2_OBEYS_PAUSE), OPEN "losing stall 0\npressure 0 pause\n+600\nfrag 0\nack 0", false},
    {ID(016_6_2_OBEYS_SLOW_DOWN),
     OPEN "frag 0\nlosing stall 0\npressure 1000 slow_down\n+600\nfrag 1\nack 1\n+1\nfrag 2",
     false},
    {ID(016_8_1_FATAL_STOPS), OPEN "losing stall 0\nfatal AUTH_FAILED\n+600\nfrag 0", false},
    {ID(016_6_2_MAX_INFLIGHT), OPEN "frag 0\nack 0\nlosing stall 0\nfrag 1\nack 1\nfrag 2\nack 2",
     false},
    /* nor is heard what waits for a poll, and what has waited is heard when it leaves */
    {ID(STS_1_ANSWERS_PING),
     "connect\n+35000\ngone ping timeout, after the server had stopped for a while", false},
    {ID(016_5_1_FRAGMENT_ACK_PROMPT),
     OPEN "frag 0\nack 0\ndone 0\n+9000\ncaught up\n+5000\nconfirm 0", false},
    {ID(016_5_1_FRAGMENT_ACK_PROMPT),
     OPEN "frag 0\nack 0\ndone 0\n+9000\ncaught up\n+5001\nconfirm 0", true},
    {ID(016_5_1_FRAGMENT_ACK_PROMPT), "init\nopen\nfrag 0\nack 0\ndone 0\n+9000\nconfirm 0",
     true}, /* its beginning is not known */
    {ID(016_6_2_OBEYS_PAUSE), OPEN "pressure 0 pause\n+900\nbehind 900\nfrag 0\nack 0", false},
    {ID(016_6_2_OBEYS_PAUSE), OPEN "pressure 0 pause\n+900\nbehind 899\nfrag 0\nack 0", true},
    {ID(016_6_2_OBEYS_PAUSE), OPEN "pressure 0 pause\n+900\ncaught up\n+250\nfrag 0\nack 0", false},
    {ID(016_6_2_OBEYS_PAUSE), OPEN "pressure 0 pause\n+900\ncaught up\n+251\nfrag 0\nack 0", true},
    {ID(016_6_2_OBEYS_PAUSE), OPEN "caught up\n+900\npressure 0 pause\n+251\nfrag 0\nack 0", true},
    {ID(016_6_2_OBEYS_SLOW_DOWN), OPEN "pressure 1000 slow_down\n+900\nbehind 900\nfrag 0\nfrag 1",
     false},
    {ID(016_6_2_OBEYS_SLOW_DOWN),
     OPEN "pressure 1000 slow_down\n+900\ncaught up\n+251\nfrag 0\nfrag 1", true},
    /* what came while the server did not run is read all at once */
    {ID(016_6_2_OBEYS_SLOW_DOWN),
     OPEN "pressure 1000 slow_down\n+600\nstopped 101\nfrag 0\n+250\nfrag 1", false},
    {ID(016_6_2_OBEYS_SLOW_DOWN),
     OPEN "pressure 1000 slow_down\n+600\nstopped 101\nconfirm 0\n+251\nfrag 0\nfrag 1", true},
    {ID(016_6_2_OBEYS_SLOW_DOWN),
     OPEN "pressure 1000 slow_down\n+600\nfrag 0\n+1\nstopped 5000\nfrag 1", false},
    {ID(016_6_2_OBEYS_SLOW_DOWN), OPEN "pressure 1000 slow_down\n+600\nstopped 100\nfrag 0\nfrag 1",
     true},
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "stopped 101\ngone transport close\nparked\n+1\nB connect\nB init\nB resumed", false},
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "gone transport close\nparked\n+1\nB connect\nB init\nB resumed", true},
    {ID(STS_1_RECONNECT_BACKOFF), OPEN "gone transport close\nparked\nB connect\nB init\nB resumed",
     true},
    /* it knew of the loss before the server did, nobody knows since when */
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "B connect\n+1\ngone ping timeout\nparked\nB init\nB resumed", false},
    /* so does one that is turned away: from then on it waits again */
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN
     "gone transport close\nparked\n+500\nB connect\nB init\n"
     "B turned-away 900\nB losing fin 0\nB gone forced close\n+249\nC connect\nC init\nC resumed",
     true},
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "gone transport close\nparked\n+500\nB connect\nB init\n"
          "B turned-away 900\nB losing fin 0\nB gone forced close\n+249\nC connect\nC init\n"
          "C turned-away 600",
     true},
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN
     "gone transport close\nparked\n+500\nB connect\nB init\n"
     "B turned-away 900\nB losing fin 0\nB gone forced close\n+250\nC connect\nC init\nC resumed",
     false},
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "gone transport close\nparked\n+249\nB connect\nB init\n"
          "B turned-away 900",
     true},
    /* a handshake has no key: anybody may have made it */
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "gone transport close\nparked\n+1\nhandshake 900\n"
          "handshake 900\n+300\nhandshake 900\nB connect\nB init\nB resumed",
     false},
    /* nor does the stream:init of another worker count that is turned away */
    {ID(STS_1_RECONNECT_BACKOFF),
     OPEN "gone transport close\nparked\nB connect\nB > stream:init {\"stream_id\":\"live\","
          "\"worker_id\":\"other\",\"config\":{}}\nB turned-away 900\nB losing fin 0\n"
          "B gone forced close\n+300\nC connect\nC init\nC resumed",
     false},
    /* nor is one that is refused on purpose a matter of its key */
    {ID(STS_2_KEY_ACCEPTED), OPEN "handshake 900", false},
    {ID(STS_2_KEY_ACCEPTED),
     OPEN "gone transport close\nparked\n+300\nB connect\nB init\nB turned-away 900", false},
    {ID(016_8_1_FATAL_STOPS), OPEN "fatal AUTH_FAILED\n+900\nbehind 900\nfrag 0", false},
    {ID(016_8_1_FATAL_STOPS), OPEN "fatal AUTH_FAILED\n+900\ncaught up\n+251\nfrag 0", true},
    {ID(STS_4_WAITS_FOR_COMPLETE),
     OPEN "end\nstate active ending\nstate ending completed\ncomplete\nbehind 0\n"
          "left client namespace disconnect\nended completed",
     true},
    {ID(STS_4_WAITS_FOR_COMPLETE),
     OPEN "end\nstate active ending\nstate ending completed\ncomplete\nbehind 0\n"
          "gone transport close\nended completed",
     false},
    /* refused for now: it comes later, and so after others */
    {ID(016_7_1_NOT_LATE),
     OPEN "frag 0\nfull 0\nfrag 1\nack 1\n+900\nfrag 0\nsequence-error 0 late", false},
    {ID(016_7_1_SENT_IN_ORDER), OPEN "frag 0\nfull 0\nfrag 1\nack 1\nfrag 0\nack 0", false},
    {ID(016_7_1_NOT_LATE),
     OPEN "frag 0\nerror-of 0 FRAGMENT_TOO_LARGE\nfrag 1\nack 1\nfrag 0\nsequence-error 0 late",
     true},
    /* a retry is in flight, too; what comes again after a loss is not, when it is known */
    {ID(016_6_2_MAX_INFLIGHT),
     OPEN "frag 0\nack 0\nfailed 0\nfrag 1\nack 1\nfrag 2\nack 2\nfrag 0\nack 0", true},
    {ID(016_6_2_MAX_INFLIGHT),
     OPEN "frag 0\nack 0\nfailed 0\nfrag 1\nack 1\nfrag 0\nack 0\ndone 1\nfrag 2\nack 2", false},
    {ID(016_6_2_MAX_INFLIGHT),
     OPEN ONE "frag 1\nack 1\nfrag 2\nack 2\n" BACK "B frag 0\nB ack 0\nB done 0", false},
    /* a result of the run before, or of the stream before, is confirmed late */
    {ID(016_5_1_FRAGMENT_ACK_KNOWN),
     OPEN "frag 5\nack 5\ndone 5\n" BACK
          "B frag 0\nB ack 0\nB confirm 5\nB deviation unknown_fragment 5",
     false},
    {ID(016_5_1_FRAGMENT_ACK_KNOWN),
     OPEN "frag 0\nack 0\ndone 0\nend\nstate active ending\nstate ending completed\ncomplete\n"
          "init\nended completed\n+1\nopen\n+1\nconfirm 0\ndeviation unknown_fragment 0",
     false},
    {ID(016_5_1_FRAGMENT_ACK_KNOWN),
     OPEN "end\nstate active ending\nstate ending completed\ncomplete\n"
          "init\nended completed\n+1\nopen\n+1\nconfirm 0\ndeviation unknown_fragment 0",
     true},
    {ID(016_5_1_FRAGMENT_ACK_PROMPT), OPEN ONE "+6000\nconfirm 0", false},
    {ID(016_5_1_FRAGMENT_ACK_PROMPT), OPEN "frag 0\nack 0\ndone 0\n" BACK "+6000\nB confirm 0",
     false},
    {ID(STS_5_NO_FLOW_VIOLATION), OPEN "frag 0\nerror-of 0 RATE_LIMIT\nclosing disconnect 0",
     false},
    /* what another worker asks for, before the stream is opened and after it is over */
    {ID(016_5_1_STREAM_INIT_SCHEMA),
     OPEN ENDED "B connect\nB > stream:init {\"stream_id\":\"live\",\"worker_id\":\"worker\","
                "\"max_inflight\":11,\"config\":{}}",
     true},
    /* what a new run asks for is told of that run */
    {ID(016_5_1_STREAM_INIT_CONFIG_COMPLETE),
     OPEN ENDED "B connect\nB > stream:init {\"stream_id\":\"live\",\"worker_id\":\"worker\","
                "\"config\":{}}\nB open",
     true},
    {ID(STS_5_NOT_IDLE), OPEN "+59000\nfrag 0\nack 0\n+2000\nclosing close 1001", false},
    {ID(016_5_1_STREAM_INIT_SCHEMA), OPEN ENDED "B connect\n" OTHERS, false},
    {ID(016_5_1_STREAM_INIT_SCHEMA), "B connect\n" OTHERS OPEN ENDED, false},
};
#define EDGES (sizeof edges / sizeof *edges)

/* In the report on the stream. */
static void hard_cases_are_judged_rightly(void **state) {
    (void)state;
    for (size_t i = 0; i < EDGES; i++) {
        struct judge_scene scene;
        struct report_document document;
        scene_begin(&scene);
        scene_play(&scene, edges[i].text);
        const struct judge_query query = {
            .stream_id = base_slice_of("live"), .now_ms = scene.now, .wall_ms = (int64_t)scene.now};
        assert_true(judge_report(scene.judge, &query, &document));
        const struct sts_control_report_requirement *row =
            report_document_row(&document, edges[i].id);
        if ((row->broken > 0) != edges[i].broken)
            fail_msg("%.*s is %s by:\n%s", (int)row->id.len, row->id.ptr,
                     edges[i].broken ? "not broken" : "broken", edges[i].text);
        end_of(&scene, &document);
    }
}

static void a_request_that_may_have_been_lost_can_be_repeated(void **state) {
    (void)state;
    const enum sts_requirement_id id = ID(STS_4_RIGHT_STATE);
    expect_outcome(OPEN "pause\nstate active paused\n" BACK "B pause\nB not-allowed paused", id,
                   false);
    expect_outcome(OPEN "pause\nstate active paused\n" BACK "B pause\nB not-allowed paused\n"
                        "B pause\nB not-allowed paused",
                   id, true);
    expect_outcome(OPEN "pause\nstate active paused\nresume\nstate paused active\n" BACK
                        "B pause\nB state active paused\nB pause\nB not-allowed paused",
                   id, true);
    expect_outcome(OPEN BACK "B resume\nB not-allowed active", id, true);
}

static void what_is_simulated_is_no_breach(void **state) {
    static const char *const texts[] = {
        OPEN "frag 0\nack 0\nerror-of 0 RATE_LIMIT\n" ENDED,
        OPEN "frag 0\nack 0\nerror-of 0 FRAGMENT_TOO_LARGE\n" ENDED,
        OPEN "frag 0\nack 0\nerror-of 0 INVALID_SEQUENCE\n" ENDED,
        OPEN "frag 0\nack 0\nerror-of 0 STREAM_NOT_FOUND\n" ENDED,
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct judge_scene scene;
        struct report_document document;
        report_of(texts[i], &scene, &document);
        assert_int_equal(document.report.counts.fail, 0);
        assert_int_equal(document.report.counts.deviation, 0);
        end_of(&scene, &document);
    }
}

static void findings_show_what_was_wrong(void **state) {
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    report_of("connect\n> stream:init {\"stream_id\":\"live\",\"worker_id\":\"w\",\"max_inflight\":"
              "11,\"config\":{}}",
              &scene, &document);
    const struct sts_control_report_finding *found = document.report.findings.items;
    assert_int_equal(document.report.verdict, STS_CONTROL_REPORT_VERDICT_FAIL);
    assert_true(codec_text_equal(found->requirement, CODEC_TEXT("016/5.1/stream-init/schema")));
    assert_true(codec_text_equal(found->pointer, CODEC_TEXT("/max_inflight")));
    assert_true(codec_text_equal(found->event, CODEC_TEXT("stream:init")));
    assert_non_null(memmem(found->payload.ptr, found->payload.len, "\"max_inflight\":11", 17));
    end_of(&scene, &document);
}

/* Sinks for what is written. */
static bool count_bytes(void *context, struct base_slice bytes) {
    *(size_t *)context += bytes.len;
    return true;
}

static bool refuse_bytes(void *context, struct base_slice bytes) {
    (void)context;
    (void)bytes;
    return false;
}

static void each_form_is_written_and_a_sink_that_is_full_is_told(void **state) {
    bool (*const forms[])(const struct report_document *, const struct report_sink *) = {
        report_write_json, report_write_junit, report_write_html};
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    report_of(OPEN ONE ENDED, &scene, &document);
    for (size_t i = 0; i < 3; i++) {
        size_t length = 0;
        assert_true(
            forms[i](&document, &(struct report_sink){.write = count_bytes, .context = &length}));
        assert_true(length > 1000);
        assert_false(forms[i](&document, &(struct report_sink){.write = refuse_bytes}));
    }
    struct codec_error error = {.code = CODEC_OK};
    document.report.ended_ms = -1;
    assert_false(report_write_json(&document,
                                   &(struct report_sink){.write = refuse_bytes, .error = &error}));
    assert_string_equal(error.pointer, "/ended_ms");
    assert_string_equal(error.message, "must be at least 0, not -1");
    end_of(&scene, &document);
}

/* Allocations that are let through; then there is no memory. */
static size_t allowed;
static void *(*heap)(struct base_memory *memory, size_t size);

static void *fail_later(struct base_memory *memory, size_t size) {
    return allowed && allowed-- ? heap(memory, size) : NULL;
}

static void without_memory_less_is_known_and_nothing_breaks(void **state) {
    (void)state;
    for (size_t limit = 0; limit < 60; limit++) {
        struct judge_scene scene;
        struct report_document document;
        scene_begin(&scene);
        heap = scene.memory.allocate;
        allowed = limit;
        scene.memory.allocate = fail_later;
        scene_play(&scene, OPEN ONE "frag 1\nack 1\nlost 1\n" ENDED "connect\ninit\nopen\n");
        bool made = judge_report(scene.judge, &(struct judge_query){0}, &document);
        assert_true(made || allowed == 0);
        end_of(&scene, &document);
    }
}

static void streams_that_ended_are_forgotten_first(void **state) {
    struct judge_scene scene;
    struct report_document document;
    char line[256];
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, "connect\n");
    for (int i = 0; i < SCENE_STREAMS + 10; i++) {
        (void)snprintf(line, sizeof line, "s%d", i);
        struct journal_traffic opened = {.kind = JOURNAL_OPENED};
        scene_tell(&scene, opened, line, NULL);
        if (i >= 5)
            scene_tell(&scene,
                       (struct journal_traffic){.kind = JOURNAL_ENDED, .reason = "completed"}, line,
                       NULL);
    }
    enum sts_control_report_verdict verdict = STS_CONTROL_REPORT_VERDICT_PASS;
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s0"), &verdict), JUDGE_KNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s5"), &verdict), JUDGE_FORGOTTEN);
    assert_int_equal(verdict, STS_CONTROL_REPORT_VERDICT_DEVIATION); /* no stream:end */
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s14"), &verdict), JUDGE_FORGOTTEN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s15"), &verdict), JUDGE_KNOWN);
    assert_int_equal(judge_knows(scene.judge, base_slice_of("s999"), &verdict), JUDGE_NEVER);
    assert_true(judge_report(scene.judge, &(struct judge_query){0}, &document));
    assert_int_equal(document.report.streams.count, SCENE_STREAMS);
    assert_int_equal(document.report.streams_left_out, 10);
    end_of(&scene, &document);
}

static void open_and_end(struct judge_scene *scene, const char *letter, int count) {
    char line[256];
    for (int i = 0; i < count; i++) {
        (void)snprintf(line, sizeof line, "%s%d", letter, i);
        scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_OPENED}, line, NULL);
        scene_tell(scene, (struct journal_traffic){.kind = JOURNAL_ENDED, .reason = "completed"},
                   line, NULL);
    }
}

struct text {
    char bytes[1 << 20];
    size_t length;
};

static bool add_bytes(void *context, struct base_slice bytes) {
    struct text *text = context;
    assert_true(bytes.len <= sizeof text->bytes - text->length);
    memcpy(text->bytes + text->length, bytes.ptr, bytes.len);
    text->length += bytes.len;
    return true;
}

/* It is written bit by bit, while the judge goes on. */
static void a_report_is_of_one_moment_in_as_many_parts_as_it_has(void **state) {
    bool (*const forms[])(const struct report_document *, const struct report_sink *) = {
        report_write_json, report_write_junit, report_write_html};
    report_part *const parts[] = {report_part_json, report_part_junit, report_part_html};
    static struct text whole[3], later;
    struct judge_scene scene;
    struct report_document document;
    (void)state;
    scene_begin(&scene);
    scene_play(&scene, OPEN ONE "frag 1\nack 1\nlost 1\nfrag 1\nack 1\ndone 1\n" ENDED);
    open_and_end(&scene, "s", 10);
    assert_true(judge_report(scene.judge, &(struct judge_query){0}, &document));
    assert_int_equal(document.report.streams.count, 11);
    for (size_t i = 0; i < 3; i++)
        assert_true(forms[i](&document, &(struct report_sink){add_bytes, &whole[i], NULL}));
    open_and_end(&scene, "t", SCENE_STREAMS); /* the others are forgotten */
    for (size_t i = 0; i < 3; i++) {
        bool last = false;
        size_t count = 0;
        later.length = 0;
        while (!last)
            assert_true(parts[i](&document, count++, &(struct report_sink){add_bytes, &later, NULL},
                                 &last));
        assert_true(count > 11);
        assert_int_equal(later.length, whole[i].length);
        assert_memory_equal(later.bytes, whole[i].bytes, later.length);
    }
    end_of(&scene, &document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_requirement_has_a_scene),
        cmocka_unit_test(good_manners_keep_each_requirement),
        cmocka_unit_test(bad_manners_break_each_requirement),
        cmocka_unit_test(hard_cases_are_judged_rightly),
        cmocka_unit_test(a_request_that_may_have_been_lost_can_be_repeated),
        cmocka_unit_test(what_is_simulated_is_no_breach),
        cmocka_unit_test(findings_show_what_was_wrong),
        cmocka_unit_test(each_form_is_written_and_a_sink_that_is_full_is_told),
        cmocka_unit_test(without_memory_less_is_known_and_nothing_breaks),
        cmocka_unit_test(streams_that_ended_are_forgotten_first),
        cmocka_unit_test(a_report_is_of_one_moment_in_as_many_parts_as_it_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
