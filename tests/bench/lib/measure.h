/* measure.h - times, their percentiles, and what a process has spent. */
#ifndef BENCH_LIB_MEASURE_H
#define BENCH_LIB_MEASURE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** Durations, in microseconds. All zero at first; exits where memory ends. */
struct measure_samples {
    uint32_t *us;
    size_t count, capacity;
};

int64_t measure_now_ns(void);

void measure_add(struct measure_samples *samples, int64_t ns);

/** Milliseconds that `share` (0..1) of the samples do not exceed; 0 for none. Sorts them. */
double measure_percentile_ms(struct measure_samples *samples, double share);

/** What all threads of a process have spent until now, exact to the nanosecond; -1 where there is
 * no such process. */
double measure_cpu_seconds(pid_t pid);

/** Memory that the process has resident, and the most it ever had; 0 where there is no such
 * process.
 */
double measure_resident_kib(pid_t pid);
double measure_peak_kib(pid_t pid);

#endif
