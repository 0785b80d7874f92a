/* drain.h - the time between the wish to stop and the stop, in which streams can end (DRAIN_MS). */
#ifndef APP_DRAIN_H
#define APP_DRAIN_H
#include "app/service/service.h"
#include "net/server.h"

struct app_drain {
    struct base_timers *timers;
    const struct base_log *log;
    struct app_service *service;
    struct net_server *net;
    uint64_t ms; /**< at most so long; 0: no time at all */
    uint64_t since, until;
    struct base_timer timer; /**< when to look again; zero at first */
};

/** For net_config.stops_later. At first it begins; asked again, the server stops at once. */
bool app_drain_begin(void *drain);

/** Nothing is looked at any more. */
void app_drain_end(struct app_drain *drain);

#endif
