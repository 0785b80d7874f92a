/* probe.h - what the server offers, found out before the cases begin. */
#ifndef CONFORM_PROBE_H
#define CONFORM_PROBE_H
#include "conform/case.h"

/** Connects, asks /health who it is, and tries each event of section 6 on a stream of its own.
 *  False with a sentence when there is no connection to be had. */
bool conform_probe(const struct conform_settings *settings, struct conform_server *server,
                   char *error, size_t error_size);

#endif
