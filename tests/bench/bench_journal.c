/* bench_journal - what the journal costs for one fragment: its fragment:data, fragment:ack and
 * fragment:processed as the service tells them.
 *
 *   build/tests/bench_journal                        nanoseconds, without and with hashing
 *   build/tests/bench_journal --once BYTES [--hash]  exactly once, with BYTES of base64
 *
 * --once is for counting instructions, of bench_once() alone:
 *
 *   valgrind --tool=callgrind --toggle-collect=bench_once --callgrind-out-file=/dev/null \
 *       build/tests/bench_journal --once 262144
 */
#include "journal/journal.h"
#include "sts_protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define OWN_BYTES 4096

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};
/* Each figure is the best of this many rounds of this many fragments. */
#define ROUNDS 7
#define FRAGMENTS 2000
/* Entries of one fragment. */
#define ENTRIES 3
/* As the server's defaults: the memory of old entries is what new ones are written to. */
#define MAX_EVENTS 4096
#define MAX_BYTES 67108864

static const char before[] =
    "{\"fragment_id\":\"123e4567-e89b-42d3-a456-426614174000\",\"stream_id\":\"stream-1\","
    "\"sequence_number\":42,\"timestamp\":1731234567890,\"audio\":{\"format\":\"m4a\","
    "\"sample_rate_hz\":48000,\"channels\":2,\"duration_ms\":6000,\"data_base64\":\"";
static const char behind[] = "\"},\"metadata\":{\"pts_ns\":252000000000}}";

static struct base_slice make_message(size_t audio) {
    size_t len = sizeof before - 1 + audio + sizeof behind - 1;
    char *text = malloc(len);
    if (!text)
        abort();
    memcpy(text, before, sizeof before - 1);
    memset(text + sizeof before - 1, 'Q', audio);
    memcpy(text + sizeof before - 1 + audio, behind, sizeof behind - 1);
    return base_slice(text, len);
}

/* An event that is sent: what the encoder made of it. */
struct outgoing {
    char own[OWN_BYTES];
    struct codec_out out;
    struct base_slice slices[CODEC_SEGMENTS_MAX];
};

/* A fragment's events, and where they are told. */
struct fragment {
    struct base_slice message;
    struct sts_fragment_data data;
    struct sts_fragment_ack ack;
    struct sts_fragment_processed processed;
    struct outgoing outgoing[2];
    struct journal_tap tap;
    struct journal_traffic traffic[ENTRIES];
};

static void encode(struct fragment *fragment, size_t index, enum sts_event_id id,
                   const void *message) {
    struct outgoing *to = &fragment->outgoing[index];
    codec_out_init(&to->out, to->own, sizeof to->own);
    if (!codec_encode(&to->out, sts_events[id].payload, message))
        abort();
    for (size_t i = 0; i < to->out.segment_count; i++)
        to->slices[i] = to->out.segments[i].bytes;
    struct journal_traffic *traffic = &fragment->traffic[1 + index];
    traffic->direction = JOURNAL_OUT;
    traffic->event = id;
    traffic->payload = to->slices;
    traffic->payload_count = to->out.segment_count;
    traffic->message = traffic->understood = message;
}

static void make(struct fragment *fragment, size_t audio) {
    struct codec_in in;
    fragment->message = make_message(audio);
    codec_in_init(&in, fragment->message, &scratch);
    if (!sts_fragment_data_decode(&in, &fragment->data))
        abort();
    fragment->ack = (struct sts_fragment_ack){.fragment_id = fragment->data.fragment_id,
                                              .status = STS_FRAGMENT_ACK_STATUS_QUEUED};
    fragment->processed = (struct sts_fragment_processed){
        .has = STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO | STS_FRAGMENT_PROCESSED_HAS_TRANSCRIPT,
        .fragment_id = fragment->data.fragment_id,
        .stream_id = fragment->data.stream_id,
        .sequence_number = 42,
        .dubbed_audio = fragment->data.audio,
        .transcript = CODEC_TEXT("[ECHO] Original audio"),
    };
    const struct journal_traffic common = {
        .kind = JOURNAL_EVENT,
        .wall_ms = INT64_C(1767605400125),
        .now_ms = 81250,
        .client = {.id = BASE_SLICE("3q2-7wAAAAAAAAAAAAAA"), .name = BASE_SLICE("/")},
        .subject = {.stream_id = fragment->data.stream_id,
                    .session_id = CODEC_TEXT("6f1c2a52-8a7e-4d0b-9a39-2f4f8f6f0d11"),
                    .fragment_id = fragment->data.fragment_id},
    };
    for (size_t i = 0; i < ENTRIES; i++)
        fragment->traffic[i] = common;
    fragment->traffic[0].event = STS_EVENT_FRAGMENT_DATA;
    fragment->traffic[0].payload = &fragment->message;
    fragment->traffic[0].payload_count = 1;
    fragment->traffic[0].message = fragment->traffic[0].understood = &fragment->data;
    encode(fragment, 0, STS_EVENT_FRAGMENT_ACK, &fragment->ack);
    encode(fragment, 1, STS_EVENT_FRAGMENT_PROCESSED, &fragment->processed);
    for (size_t i = 0; i < ENTRIES; i++) {
        struct base_slice name = sts_events[fragment->traffic[i].event].name;
        fragment->traffic[i].name = (struct codec_text){name.ptr, name.len, CODEC_TEXT_CLEAN};
    }
}

__attribute__((noinline)) static void bench_once(const struct fragment *fragment) {
    for (size_t i = 0; i < ENTRIES; i++)
        journal_tap_tell(&fragment->tap, &fragment->traffic[i]);
}

static double now_ns(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double measure(const struct fragment *fragment, size_t fragments) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ns();
        for (size_t i = 0; i < fragments; i++)
            bench_once(fragment);
        double took = (now_ns() - start) / (double)fragments;
        best = round == 0 || took < best ? took : best;
    }
    return best;
}

static struct journal *listen(struct fragment *fragment, struct base_memory *memory, bool hash) {
    struct journal *journal = journal_new(&(struct journal_config){
        .memory = memory, .max_events = MAX_EVENTS, .max_bytes = MAX_BYTES, .hash = hash});
    if (!journal)
        abort();
    journal_tap_init(&fragment->tap);
    journal_tap_listen(&fragment->tap, journal_listener(journal));
    return journal;
}

static void table(void) {
    static const size_t sizes[] = {16384, 262144, 1048576};
    printf("the three entries of a fragment, ns\n%-8s  %10s  %14s\n", "base64", "journal",
           "with SHA-256");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct base_memory memory = base_memory_heap();
        struct fragment fragment;
        double took[2];
        make(&fragment, sizes[i]);
        for (int hash = 0; hash < 2; hash++) {
            struct journal *journal = listen(&fragment, &memory, hash);
            took[hash] = measure(&fragment, hash ? FRAGMENTS / 20 : FRAGMENTS);
            journal_free(journal);
        }
        printf("%4zu KiB  %10.0f  %14.0f\n", sizes[i] / 1024, took[0], took[1]);
        free((char *)(uintptr_t)fragment.message.ptr);
    }
}

int main(int argc, char **argv) {
    if (argc == 1) {
        table();
        return 0;
    }
    if (argc < 3 || strcmp(argv[1], "--once") != 0) {
        (void)fprintf(stderr, "usage: %s [--once BYTES [--hash]]\n", argv[0]);
        return 2;
    }
    struct base_memory memory = base_memory_heap();
    struct fragment fragment;
    make(&fragment, strtoul(argv[2], NULL, 10) / 4 * 4);
    struct journal *journal = listen(&fragment, &memory, argc > 3);
    bench_once(&fragment);
    journal_free(journal);
    free((char *)(uintptr_t)fragment.message.ptr);
    return 0;
}
