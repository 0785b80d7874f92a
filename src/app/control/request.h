/* request.h - a request of the control interface, and answering it. For the files of the control
 * interface only. */
#ifndef APP_CONTROL_REQUEST_H
#define APP_CONTROL_REQUEST_H
#include "app/control/control.h"
#include "codec/closest.h"
#include "echo/echo.h"

/** A request that has been understood: its method and path, key, parameters and body are as the
 *  document asks. Lives during the call of the handler only, but for the exchange. */
struct app_control_request {
    struct app_control *control;
    struct net_exchange *exchange;
    const struct net_request *asked;
    const struct codec_operation *operation;
    const struct app_auth_key *key;
    const void *parameters; /**< the struct of operation->parameters; NULL: it has none */
    const void
        *body; /**< the struct of operation->body, of `{}` where it was left out; NULL: none */
};

/** Answers, or holds the exchange and answers later. */
typedef void app_control_handler(const struct app_control_request *request);

/* Each operation has its own, which is called app_control_ and the operation's name. */
app_control_handler app_control_get_openapi;

/* report.c */
app_control_handler app_control_get_report, app_control_get_report_json, app_control_get_report_xml,
    app_control_get_report_html, app_control_get_stream_report, app_control_get_stream_report_json,
    app_control_get_stream_report_xml, app_control_get_stream_report_html;

/* client_list.c */
app_control_handler app_control_list_clients;

/* stream_list.c, streams.c, deletion.c */
app_control_handler app_control_list_streams, app_control_get_stream, app_control_delete_streams;

/* faults.c */
app_control_handler app_control_put_faults, app_control_delete_faults, app_control_put_delay,
    app_control_delete_delay, app_control_put_backpressure, app_control_delete_backpressure,
    app_control_post_disconnect, app_control_post_reset;

/* tickets.c */
app_control_handler app_control_post_tickets;

/* log.c */
app_control_handler app_control_get_log, app_control_put_log;

/* armed.c */
app_control_handler app_control_list_armed;

/* scenarios.c */
app_control_handler app_control_list_scenarios, app_control_post_scenarios,
    app_control_delete_scenarios;

/* journal.c, feed.c */
app_control_handler app_control_get_journal, app_control_get_journal_entry,
    app_control_verify_journal, app_control_stream_journal;

/** Looks at the key, and sets it. False: an error has been answered, or will be. */
bool app_control_log_in(struct app_control_request *request);

/** Decodes the body into `body`, which must outlive the request, and sets request->body. False: an
 *  error has been answered. */
bool app_control_read_body(struct app_control_request *request, union sts_body *body);

/** Who asks for something to be armed. */
struct echo_origin app_control_origin(const struct app_control_request *request);

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

/** Answers 503, and logs it: there is no memory for what was asked. */
void app_control_unavailable(const struct app_control_request *request);

/** 400, about the value at `pointer` of the body: it breaks `keyword`, and `message` says what
 * would be right. For what no schema can tell. */
void app_control_error_at(const struct app_control_request *request, const char *pointer,
                          const char *keyword, const char *message);

/** True when a stream's id may match the pattern, which is at `pointer` of the body (NULL: the
 *  parameter `stream`). Otherwise 400 has been answered. Patterns in the path have been seen to. */
bool app_control_possible(const struct app_control_request *request, struct codec_text pattern,
                          const char *pointer);

/** True when the key covers the stream of an id or, where it is a pattern, every stream that this
 *  matches. Otherwise 403 has been answered. Streams that the path names have been seen to already.
 */
bool app_control_covers(const struct app_control_request *request, struct codec_text streams,
                        bool is_pattern);

/** known.c: True when a stream is there that the pattern names. Otherwise 404 has been answered. */
bool app_control_is_there(const struct app_control_request *request, struct codec_text pattern);

/** The same where something is armed for the pattern, too, and for `*`. */
bool app_control_is_known(const struct app_control_request *request, struct codec_text pattern);

/** Room for a hint that names two streams. */
#define APP_CONTROL_HINT_SIZE 2200

/** That there is no such stream, and the one that was perhaps meant; empty: none is close. */
struct codec_text app_control_stream_hint(const struct app_control_request *request,
                                          struct codec_text pattern,
                                          char out[APP_CONTROL_HINT_SIZE]);

/** True unless everybody would be refused (`server`) and the key is not for all streams. Then 403
 *  has been answered. */
bool app_control_may_refuse(const struct app_control_request *request, bool server);

#endif
