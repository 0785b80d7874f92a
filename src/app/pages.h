/* pages.h - what is served over plain HTTP, and where: the table of routes. */
#ifndef APP_PAGES_H
#define APP_PAGES_H
#include "app/control/control.h"
#include "app/watch/metrics.h"
#include "net/server.h"
#include "socketio/server.h"

/** What the pages tell of; the context of the routes. */
struct app_pages {
    const struct app_config *settings;
    struct app_service *service;
    struct app_control *control;
    struct app_metrics *metrics;
    const struct socketio_server *socketio;
    const struct net_server *net;
    const struct journal *journal; /**< NULL: off */
};

/** Sets the addresses to listen on, each with what is served there. */
void app_pages_addresses(const struct app_config *settings, struct net_config *config);

/** For net_config: answers a request that no route takes, or that is refused. */
void app_pages_refuse(void *pages, struct net_exchange *exchange, const struct net_request *request,
                      const struct net_refusal *refusal);

#endif
