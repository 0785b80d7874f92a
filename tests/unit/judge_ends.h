/* judge_ends.h - how streams begin and end in scenes for the judge, and what is said of them then.
 */
#ifndef TESTS_JUDGE_ENDS_H
#define TESTS_JUDGE_ENDS_H
#include "judge_scene.h"

#define OPEN "connect\ninit\nopen\n"
#define SENT(n) "frag " #n "\nack " #n "\ndone " #n "\n"
#define CONFIRMED(n) SENT(n) "confirm " #n "\n"
#define END "end\nstate active ending\n"
#define COMPLETE "state ending completed\ncomplete\n"
#define ENDED SCENE_ENDED
#define LINGERS END COMPLETE "ended completed\n"
#define LOST "gone transport close\nparked\n"
#define PING_LATE "ping timeout, after the server had stopped for a while\n"
#define LATE "gone " PING_LATE "parked\n"
#define LEFT "left transport close\nparked\n"
#define CUT(mode) "losing " mode " 0\ngone forced close\nparked\n"
#define BACK "B connect\nB init\nB resumed\n"
#define DELETED "ended it was deleted\n"
#define SHUTDOWN "ended the server stops\n"

enum expected {
    PASS = STS_CONTROL_REPORT_OUTCOME_PASS,
    UNKNOWN = STS_CONTROL_REPORT_OUTCOME_UNKNOWN,
    BROKEN = STS_CONTROL_REPORT_OUTCOME_DEVIATION, /* all of these are of the kind should */
    UNTRIED = STS_CONTROL_REPORT_OUTCOME_NOT_EXERCISED,
};

static inline void report_of(struct judge_scene *scene, const char *closed,
                             struct report_document *document) {
    const struct judge_query query = {
        .now_ms = scene->now, .wall_ms = (int64_t)scene->now, .closed = closed};
    assert_true(judge_report(scene->judge, &query, document));
}

static inline struct base_slice word_of(unsigned outcome) {
    return sts_control_report_outcome_text((enum sts_control_report_outcome)outcome);
}

#endif
