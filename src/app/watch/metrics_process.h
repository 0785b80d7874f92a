/* metrics_process.h - what the system knows of this process, for the metrics that client libraries
 * of Prometheus give the same names. Each answers false when the system does not tell. */
#ifndef APP_WATCH_METRICS_PROCESS_H
#define APP_WATCH_METRICS_PROCESS_H
#include <stdbool.h>
#include <stdint.h>

/** Time of the processor that it took, of all its threads, itself and in the kernel. */
bool app_process_cpu_ms(uint64_t *ms);

/** Memory that it has in RAM, and addresses that it has taken. */
bool app_process_resident_bytes(uint64_t *bytes);
bool app_process_virtual_bytes(uint64_t *bytes);

/** Descriptors that are open, and the most that may be. */
bool app_process_open_fds(uint64_t *count);
bool app_process_max_fds(uint64_t *count);

/** The open ones, one by one: what app_process_open_fds does where the system has no number, before
 *  Linux 6.2. */
bool app_process_count_fds(uint64_t *count);

/** When it started, in ms since 1970. Another answer when the date of the machine was set anew: ask
 *  once. */
bool app_process_started_ms(uint64_t *ms);

#endif
