/* http.h - answers over HTTP: JSON by the generated encoders, and errors that say what was wrong.
 */
#ifndef APP_CONTROL_HTTP_H
#define APP_CONTROL_HTTP_H
#include "app/service/service.h"
#include "net/server.h"
#include "sts_protocol.h"

/** Most bytes of an answer. What can grow (lists) is bounded by whoever makes it. */
#define APP_HTTP_ANSWER_MAX ((size_t)64 << 20)

/** Answers 200 with `message`, the struct of `body`; 503 where there is no memory for it, 500 where
 *  it breaks its own schema. */
void app_http_answer(const struct app_service *service, struct net_exchange *exchange,
                     enum sts_body_id body, const void *message);

/** What an error is answered with. `message` and the findings are plain UTF-8. */
struct app_http_error {
    int status;
    enum sts_control_error_code code;
    struct base_slice message;
    const struct codec_report *findings; /**< of the body; NULL: none */
    const struct stream_limit_hit *hit;  /**< what the client is over; NULL: no limit */
};

void app_http_error(const struct app_service *service, struct net_exchange *exchange,
                    const struct app_http_error *error);

/** Answers 500, and tells the tap: the answer named `name` breaks its own schema, as `error` has
 *  it. */
void app_http_unsent(const struct app_service *service, struct net_exchange *exchange,
                     struct base_slice name, const struct codec_error *error);

/** Answers 503, and logs it: there is no memory for the answer. */
void app_http_unavailable(const struct app_service *service, struct net_exchange *exchange);

/** Logs that there is no memory for an answer, or for the rest of it. */
void app_http_log_unavailable(const struct app_service *service);

/** Answers what no handler answers (net_config.refuse). `closest` is a path that was perhaps meant,
 *  or empty. */
void app_http_refuse(const struct app_service *service, struct net_exchange *exchange,
                     const struct net_request *request, const struct net_refusal *refusal,
                     struct base_slice closest);

/** Room for a path as it is shown to people. */
#define APP_HTTP_SHOWN 200

/** `path` for a sentence: cut where it is long, empty where it is no UTF-8. */
struct base_slice app_http_shown(struct base_slice path);

/** `text`, which may have been cut amid a character, without what is left of that. */
struct base_slice app_http_whole(struct base_slice text);

#endif
