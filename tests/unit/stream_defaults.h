/* stream_defaults.h - what a server whose settings nobody touched does with streams. */
#ifndef TESTS_STREAM_DEFAULTS_H
#define TESTS_STREAM_DEFAULTS_H
#include "app/settings/config.h"

/** The defaults, and seed 0. */
static inline struct stream_settings stream_defaults(void) {
    struct stream_settings settings = app_config_default().streams;
    settings.seed = 0;
    return settings;
}

#endif
