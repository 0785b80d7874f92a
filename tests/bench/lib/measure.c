#include "bench/lib/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t measure_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void measure_add(struct measure_samples *samples, int64_t ns) {
    if (samples->count == samples->capacity) {
        samples->capacity = samples->capacity ? samples->capacity * 2 : 4096;
        samples->us = realloc(samples->us, samples->capacity * sizeof *samples->us);
        if (!samples->us)
            abort();
    }
    samples->us[samples->count++] = (uint32_t)(ns / 1000);
}

static int by_value(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

double measure_percentile_ms(struct measure_samples *samples, double share) {
    if (samples->count == 0)
        return 0;
    qsort(samples->us, samples->count, sizeof *samples->us, by_value);
    return samples->us[(size_t)((double)(samples->count - 1) * share)] / 1000.0;
}

double measure_cpu_seconds(pid_t pid) {
    clockid_t clock;
    struct timespec spent;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &spent) != 0)
        return -1;
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

/* What a row of the process's status says. */
static double status_kib(pid_t pid, const char *name) {
    char path[64], line[256];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0)
            kib = atof(line + strlen(name));
    if (file)
        fclose(file);
    return kib;
}

double measure_resident_kib(pid_t pid) {
    return status_kib(pid, "VmRSS:");
}

double measure_peak_kib(pid_t pid) {
    return status_kib(pid, "VmHWM:");
}
