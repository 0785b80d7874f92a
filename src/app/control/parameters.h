/* parameters.h - the parameters of a request: what stands in its path, query and headers. */
#ifndef APP_CONTROL_PARAMETERS_H
#define APP_CONTROL_PARAMETERS_H
#include "app/control/request.h"

/** Room for the parameters of one request as a JSON text. */
#define APP_CONTROL_PARAMETERS_SIZE 32768

/** The parameters of one request. The texts of the struct lie in `json`. */
struct app_control_parameters {
    union sts_parameters values;
    char json[APP_CONTROL_PARAMETERS_SIZE];
};

/** Reads the parameters by their schemas, and sets request->parameters; `word` stands in the path.
 *  The key must cover the streams that the path names. False: an error has been answered. */
bool app_control_read_parameters(struct app_control_request *request, struct base_slice word,
                                 struct app_control_parameters *parameters);

#endif
