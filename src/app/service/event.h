/* event.h - the events of workers: read, told to the tap, given to who handles them. */
#ifndef APP_SERVICE_EVENT_H
#define APP_SERVICE_EVENT_H
#include "app/service/internal.h"

/** For socketio_handler; the context is not looked at. */
void app_event_hear(void *context, struct socketio_socket *socket, struct socketio_event *event);

#endif
