/* route.h - which operation of schema/openapi.json a request is for. */
#ifndef APP_CONTROL_ROUTE_H
#define APP_CONTROL_ROUTE_H
#include "app/control/control.h"
#include "net/request.h"

/** Room for a path that was perhaps meant; longer ones are not guessed at. */
#define APP_CONTROL_GUESS_SIZE 256

/** Paths that were perhaps meant, one for each operation. */
typedef char app_control_guesses[STS_OPERATION_COUNT][APP_CONTROL_GUESS_SIZE];

/** What a request is for. */
struct app_control_route {
    const struct codec_operation *operation;
    /** What stands in the place of the path's parameter, decoded; empty: it has none. */
    struct base_slice word;
    char path[NET_HEAD_MAX]; /**< private: `word` lies there */
};

/** Finds what `asked` is for. False: its path cannot be read, or there is no such path or method,
 *  and that has been answered. */
bool app_control_route_find(const struct app_control *control, struct net_exchange *exchange,
                            const struct net_request *asked, struct app_control_route *route);

/** The path that was perhaps meant, not decoded: of the document, or in one of `guesses`; or empty.
 */
struct base_slice app_control_route_closest(struct base_slice path, app_control_guesses guesses);

#endif
