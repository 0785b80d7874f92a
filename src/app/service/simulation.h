/* simulation.h - the events of protocol §6: what tests ask the echo to do. */
#ifndef APP_SERVICE_SIMULATION_H
#define APP_SERVICE_SIMULATION_H
#include "app/service/connection.h"

app_event_handler app_simulation_error_simulation, app_simulation_processing_delay,
    app_simulation_backpressure, app_simulation_disconnect;

/** The python-echo answer to rules that are wrong; `reason` is plain UTF-8. */
void app_simulation_reject_rules(struct app_connection *connection, struct codec_text reason);

#endif
