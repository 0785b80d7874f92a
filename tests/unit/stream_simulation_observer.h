/* stream_simulation_observer.h - the part of test_stream_simulation.c that holds what is observed
 * against what the workers know. Included by it alone, behind its structs. */
#ifndef TESTS_STREAM_SIMULATION_OBSERVER_H
#define TESTS_STREAM_SIMULATION_OBSERVER_H

static void fresh_level(struct slot *slot) {
    slot->severity = STS_BACKPRESSURE_SEVERITY_LOW;
    slot->action = STS_BACKPRESSURE_ACTION_NONE;
    slot->delay_ms = 0;
}

static void on_opened(void *context, const struct stream_subject *subject,
                      const struct sts_stream_init *init) {
    struct simulation *simulation = context;
    struct slot *slot = slot_of(simulation, subject->stream_id);
    (void)init;
    CHECK(simulation, !slot->exists && slot->open == 0);
    slot->exists = slot->attached = true;
    slot->last = -1;
    slot->next = 0;
    slot->settled = 0;
    fresh_level(slot);
}

static void on_parked(void *context, const struct stream_subject *subject) {
    struct simulation *simulation = context;
    struct slot *slot = slot_of(simulation, subject->stream_id);
    CHECK(simulation, slot->exists && slot->attached);
    slot->attached = false;
}

static void on_resumed(void *context, const struct stream_subject *subject, bool was_parked) {
    struct simulation *simulation = context;
    struct slot *slot = slot_of(simulation, subject->stream_id);
    /* that a completed stream waits to be told again is not told */
    CHECK(simulation, slot->exists && (slot->attached == !was_parked || slot->completed));
    slot->attached = slot->resumed = true;
    fresh_level(slot);
    simulation->resumes++;
}

static void on_ended(void *context, const struct stream_subject *subject, enum stream_ending ending,
                     const struct sts_stream_statistics *statistics) {
    struct simulation *simulation = context;
    struct slot *slot = slot_of(simulation, subject->stream_id);
    (void)ending;
    CHECK(simulation, slot->exists && slot->open == 0);
    CHECK(simulation,
          statistics->success_count + statistics->partial_count + statistics->failed_count ==
              (int64_t)slot->settled);
    slot->exists = slot->attached = false;
}

static void on_accepted(void *context, const struct stream_subject *subject, int64_t number,
                        size_t audio_length, unsigned attempt) {
    struct simulation *simulation = context;
    struct slot *slot = slot_of(simulation, subject->stream_id);
    struct known *known = known_of(slot, subject->fragment_id);
    (void)audio_length;
    CHECK(simulation, slot->attached && known && !known->open && known->number == number);
    known->accepted = known->open = true;
    known->acked = false;
    slot->latest = known;
    slot->open++;
    simulation->open++;
    simulation->retries += attempt > 0;
    if (!attempt && number == 0 && slot->last >= 0) {
        slot->last = -1; /* only a new run takes number 0 again */
        simulation->runs++;
    }
}

static void on_outcome(void *context, const struct stream_subject *subject,
                       const struct stream_outcome *outcome) {
    struct simulation *simulation = context;
    struct slot *slot = slot_of(simulation, subject->stream_id);
    struct known *known = known_of(slot, subject->fragment_id);
    CHECK(simulation, known && known->open && known->number == outcome->sequence_number);
    known->open = false;
    bool dropped = outcome->fault && outcome->fault->action == STS_RULE_ACTION_DROP;
    bool swapped = outcome->fault && outcome->fault->action == STS_RULE_ACTION_REORDER;
    known->retryable = outcome->error ? outcome->error->retryable : dropped;
    slot->open--;
    simulation->open--;
    simulation->outcomes++;
    slot->settled += !outcome->attempt;
    CHECK(simulation, !outcome->answered || (slot->attached && known->acked));
    if (outcome->fault)
        simulation->faults[outcome->fault->action]++;
    if (!outcome->attempt && outcome->answered && !swapped) {
        CHECK(simulation, outcome->sequence_number > slot->last);
        slot->last = outcome->sequence_number;
    }
}

static const struct stream_observer observer = {
    .opened = on_opened,
    .parked = on_parked,
    .resumed = on_resumed,
    .ended = on_ended,
    .accepted = on_accepted,
    .outcome = on_outcome,
};

#endif
