/* control.h - the control interface (protocol §7): what a test asks of the server over HTTP. Paths,
 * parameters and bodies are those of schema/openapi.json. */
#ifndef APP_CONTROL_CONTROL_H
#define APP_CONTROL_CONTROL_H
#include "app/control/http.h"
#include "app/control/tickets.h"
#include "app/service/service.h"
#include "codec/scratch.h"
#include "journal/journal.h"
#include "judge/judge.h"

/** Largest body of a request: as much as one configuration may take. */
#define APP_CONTROL_BODY_MAX ((size_t)1 << 20)

/** What the interface works with; all must outlive it. */
struct app_control {
    const struct app_config *settings;
    struct base_memory *memory;
    struct base_timers *timers;
    const struct base_log *log;
    const struct codec_scratch *scratch;                             /**< for reading */
    void (*set_log_level)(void *context, enum base_log_level level); /**< of `log` */
    void *log_context;
    struct app_auth *auth;
    int64_t (*unix_ms)(void); /**< the time of day */
    struct app_service *service;
    struct judge *judge;
    struct journal *journal; /**< NULL: there is none */
    struct app_tickets tickets;
    size_t waiting; /**< requests that wait for entries of it, or for a stream to settle */
};

/** Answers a request below /control. */
void app_control_handle(struct app_control *control, struct net_exchange *exchange,
                        const struct net_request *request);

/** Looks at the head of a request whose body is to come: without a valid key it is answered, and
 *  false is returned. */
bool app_control_admit(struct app_control *control, struct net_exchange *exchange,
                       const struct net_request *request);

#endif
