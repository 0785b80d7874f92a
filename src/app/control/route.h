/* route.h - which operation of schema/openapi.json a request is for. */
#ifndef APP_CONTROL_ROUTE_H
#define APP_CONTROL_ROUTE_H
#include "app/control/control.h"

/** Room for a path that was perhaps meant; longer ones are not guessed at. */
#define APP_CONTROL_GUESS_SIZE 256

/** Paths that were perhaps meant, one for each operation. */
typedef char app_control_guesses[STS_OPERATION_COUNT][APP_CONTROL_GUESS_SIZE];

/** The operation; `word` becomes what stands in the place of the path's parameter, empty where
 *  there is none. NULL: there is no such path or method, and that has been answered. */
const struct codec_operation *app_control_route_find(const struct app_control *control,
                                                     struct net_exchange *exchange,
                                                     const struct net_request *asked,
                                                     struct base_slice *word);

/** The path that was perhaps meant: of the document, or in one of `guesses`; or empty. */
struct base_slice app_control_route_closest(struct base_slice path, app_control_guesses guesses);

#endif
