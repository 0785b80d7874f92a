/* internal.h - what the files of the control interface share. Not for other files. */
#ifndef APP_CONTROL_INTERNAL_H
#define APP_CONTROL_INTERNAL_H
#include "app/control/control.h"
#include "codec/closest.h"
#include "echo/echo.h"

/** Most parameters of an operation, and the room for their values. */
#define APP_CONTROL_PARAMETERS_MAX 8
#define APP_CONTROL_STORE 32768

/** The value of a parameter, as its schema stores it. */
struct app_control_value {
    bool given;
    union {
        struct codec_text text;
        int64_t integer; /**< of an integer, a boolean, an enum too */
    };
};

/** A request that has been understood: its method and path, key, parameters and body are as the
 *  document asks. Lives during the call of the handler only, but for the exchange. */
struct app_control_request {
    struct app_control *control;
    struct net_exchange *exchange;
    const struct net_request *asked;
    const struct codec_operation *operation;
    const struct app_auth_key *key;
    struct base_slice accept;                                    /**< the header; empty: absent */
    struct app_control_value values[APP_CONTROL_PARAMETERS_MAX]; /**< as operation->parameters */
    const void *body; /**< the struct of operation->body; of `{}` where it was left out */
};

/** Answers, or holds the exchange and answers later. */
typedef void app_control_handler(const struct app_control_request *request);

app_control_handler app_control_get_openapi, app_control_get_report, app_control_get_report_json,
    app_control_get_report_xml, app_control_get_report_html;

/* control_streams.c */
app_control_handler app_control_list_streams, app_control_get_stream;

/* control_faults.c */
app_control_handler app_control_put_faults, app_control_delete_faults, app_control_put_delay,
    app_control_delete_delay, app_control_put_backpressure, app_control_delete_backpressure,
    app_control_post_disconnect, app_control_post_reset;

/* control_scenarios.c */
app_control_handler app_control_list_scenarios, app_control_post_scenarios,
    app_control_delete_scenarios;

/* control_journal.c, control_feed.c */
app_control_handler app_control_get_journal, app_control_get_journal_entry,
    app_control_verify_journal, app_control_stream_journal;

/** True when something could be armed. Otherwise an error has been answered; `pointer` (JSON
 *  Pointer) says what of the body could not, or is empty. */
bool app_control_armed(const struct app_control_request *request, enum echo_result result,
                       const char *pointer);

/** Answers 200 with `message`, the struct of `body`. */
void app_control_answer(const struct app_control_request *request, enum sts_body_id body,
                        const void *message);

/** A name in a search for the one that was perhaps meant: it is one, also where it begins with what
 *  was asked for and nothing is closer. */
void app_control_near(struct codec_closest *search, struct base_slice candidate);

/** 404: there is no such thing as was searched for; `sentence` is what stands before its name,
 *  `listed` where those are listed that there are. */
void app_control_unknown(const struct app_control_request *request,
                         enum sts_control_error_code code, const char *sentence,
                         const struct codec_closest *search, const char *listed);

/** Answers with an error. */
__attribute__((format(printf, 4, 5))) void
app_control_error(const struct app_control_request *request, int status,
                  enum sts_control_error_code code, const char *format, ...);

/** 400, about the value at `pointer` of the body: it breaks `keyword`, and `message` says what
 * would be right. For what no schema can tell. */
void app_control_error_at(const struct app_control_request *request, const char *pointer,
                          const char *keyword, const char *message);

/** True when the key covers every stream that `pattern` matches. Otherwise 403 has been answered.
 *  Streams that the path names have been seen to already. */
bool app_control_covers(const struct app_control_request *request, struct codec_text pattern);

#endif
