/* probe.h - whether this is an STS at all, and what it offers, found out before the cases begin. */
#ifndef CONFORM_PROBE_H
#define CONFORM_PROBE_H
#include "conform/case.h"

/** What kept the cases from being run. */
struct conform_obstacle {
    char why[2048];   /**< sentences: what was expected and what came */
    char hint[512];   /**< what to try */
    char trace[8192]; /**< what was sent and what came, line by line */
};

/** Connects, begins a stream, asks /health who it is, and tries each event of section 6. False when
 *  this is no STS, or none that can be checked now. It takes less than half of the patience. */
bool conform_probe(const struct conform_settings *settings, struct conform_server *server,
                   struct conform_obstacle *obstacle);

/** Milliseconds in which a server that is there answers all up to stream:init. */
int64_t conform_probe_patience(const struct conform_settings *settings);

#endif
