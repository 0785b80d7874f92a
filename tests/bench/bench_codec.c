/* bench_codec - what it costs to read one fragment:data and to write its fragment:processed.
 *
 *   build/tests/bench_codec                 the table: the generated codec, json-c doing the same
 *                                           work, and a memcpy of the same size, in one run
 *   build/tests/bench_codec --once BYTES    exactly one decode and encode, of BYTES of base64
 *
 * --once is for counting instructions, of bench_once() alone:
 *
 *   valgrind --tool=callgrind --toggle-collect=bench_once --callgrind-out-file=/dev/null \
 *       build/tests/bench_codec --once 262144
 *
 * Both sides read the whole message, check what is in it, and make the text of the answer. json-c
 * checks less: not the schema, and not that the audio is base64. The codec's answer is a list of
 * pieces, of which the audio is one; as a server sends it, it is never put together.
 */
#include "sts_protocol.h"

#include <json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ECHO_TEXT "[ECHO] Original audio"
#define OWN_BYTES 4096

static struct codec_scratch_entry entries[CODEC_SCRATCH_ENTRIES];
static const struct codec_scratch scratch = {entries, CODEC_SCRATCH_ENTRIES};
/** Each figure is the best of this many rounds; a round takes about this long. */
#define ROUNDS 7
#define ROUND_NS 60e6

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Keeps the compiler from leaving out work whose result nobody reads. */
static volatile size_t sink;

static double now_ns(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A fragment:data with `audio` bytes of base64. */
static struct base_slice make_message(size_t audio) {
    static const char before[] =
        "{\"fragment_id\":\"123e4567-e89b-42d3-a456-426614174000\",\"stream_id\":\"stream-1\","
        "\"sequence_number\":42,\"timestamp\":1731234567890,\"audio\":{\"format\":\"m4a\","
        "\"sample_rate_hz\":48000,\"channels\":2,\"duration_ms\":6000,\"data_base64\":\"";
    static const char after[] = "\"},\"metadata\":{\"pts_ns\":252000000000}}";
    size_t len = sizeof before - 1 + audio + sizeof after - 1;
    char *text = malloc(len);
    if (!text)
        abort();
    memcpy(text, before, sizeof before - 1);
    uint64_t random = 1;
    for (size_t i = 0; i < audio; i++) {
        random = random * UINT64_C(6364136223846793005) + 1;
        text[sizeof before - 1 + i] = alphabet[random >> 58];
    }
    memcpy(text + sizeof before - 1 + audio, after, sizeof after - 1);
    return base_slice(text, len);
}

/* ---- the generated codec -------------------------------------------------------------------- */

/** One decode and encode. Named for callgrind's --toggle-collect; returns the answer's length. */
size_t bench_once(struct base_slice message);

__attribute__((noinline)) size_t bench_once(struct base_slice message) {
    struct codec_in in;
    struct sts_fragment_data data;
    codec_in_init(&in, message, &scratch);
    if (!sts_fragment_data_decode(&in, &data) || !codec_in_done(&in))
        return 0;
    struct sts_fragment_processed processed = {
        .has = STS_FRAGMENT_PROCESSED_HAS_DUBBED_AUDIO | STS_FRAGMENT_PROCESSED_HAS_TRANSCRIPT |
               STS_FRAGMENT_PROCESSED_HAS_TRANSLATED_TEXT |
               STS_FRAGMENT_PROCESSED_HAS_STAGE_TIMINGS | STS_FRAGMENT_PROCESSED_HAS_METADATA,
        .fragment_id = data.fragment_id,
        .stream_id = data.stream_id,
        .sequence_number = data.sequence_number,
        .status = STS_FRAGMENT_STATUS_SUCCESS,
        .dubbed_audio = data.audio,
        .transcript = CODEC_TEXT(ECHO_TEXT),
        .translated_text = CODEC_TEXT(ECHO_TEXT),
        .processing_time_ms = 30,
        .stage_timings = {.asr_ms = 10, .translation_ms = 10, .tts_ms = 10},
        .metadata = {.asr_model = CODEC_TEXT("echo-mock"),
                     .translation_model = CODEC_TEXT("echo-mock"),
                     .tts_model = CODEC_TEXT("echo-mock")},
    };
    struct codec_out out;
    char own[OWN_BYTES];
    codec_out_init(&out, own, sizeof own);
    return sts_fragment_processed_encode(&out, &processed) ? codec_out_length(&out) : 0;
}

/* ---- json-c --------------------------------------------------------------------------------- */

static struct json_object *member(struct json_object *object, const char *name) {
    struct json_object *value = NULL;
    (void)json_object_object_get_ex(object, name, &value);
    return json_object_get(value);
}

static void add(struct json_object *object, const char *name, struct json_object *value) {
    (void)json_object_object_add(object, name, value);
}

static size_t json_c_once(struct base_slice message) {
    struct json_tokener *tokener = json_tokener_new_ex(64);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *data = json_tokener_parse_ex(tokener, message.ptr, (int)message.len);
    struct json_object *processed = json_object_new_object();
    add(processed, "fragment_id", member(data, "fragment_id"));
    add(processed, "stream_id", member(data, "stream_id"));
    add(processed, "sequence_number", member(data, "sequence_number"));
    add(processed, "status", json_object_new_string("success"));
    add(processed, "dubbed_audio", member(data, "audio"));
    add(processed, "transcript", json_object_new_string(ECHO_TEXT));
    add(processed, "translated_text", json_object_new_string(ECHO_TEXT));
    add(processed, "processing_time_ms", json_object_new_int64(30));
    struct json_object *timings = json_object_new_object();
    add(timings, "asr_ms", json_object_new_int64(10));
    add(timings, "translation_ms", json_object_new_int64(10));
    add(timings, "tts_ms", json_object_new_int64(10));
    add(processed, "stage_timings", timings);
    struct json_object *metadata = json_object_new_object();
    add(metadata, "asr_model", json_object_new_string("echo-mock"));
    add(metadata, "translation_model", json_object_new_string("echo-mock"));
    add(metadata, "tts_model", json_object_new_string("echo-mock"));
    add(processed, "metadata", metadata);
    size_t length = 0;
    (void)json_object_to_json_string_length(
        processed, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    (void)json_object_put(processed);
    (void)json_object_put(data);
    json_tokener_free(tokener);
    return length;
}

/* ---- memcpy --------------------------------------------------------------------------------- */

static char *copy_target;

static size_t memcpy_once(struct base_slice message) {
    memcpy(copy_target, message.ptr, message.len);
    return (size_t)(unsigned char)copy_target[message.len / 2] + 1;
}

/* ---- the table ------------------------------------------------------------------------------ */

typedef size_t work(struct base_slice message);

/* Nanoseconds of one call: the best of some rounds. */
static double measure(work *once, struct base_slice message) {
    double best = 0;
    size_t calls = 1;
    for (int round = 0; round < ROUNDS;) {
        double start = now_ns();
        for (size_t i = 0; i < calls; i++)
            sink = once(message);
        double took = now_ns() - start;
        if (took < ROUND_NS / 2 && calls < 1u << 20) {
            calls *= 2;
            continue;
        }
        best = round == 0 || took / (double)calls < best ? took / (double)calls : best;
        round++;
    }
    return best;
}

static int table(void) {
    static const struct {
        const char *name;
        size_t bytes;
    } sizes[] = {{"16 KiB", 16384}, {"256 KiB", 262144}, {"1 MiB", 1048576}, {"10 MiB", 10485760}};
    printf("fragment:data decoded and fragment:processed encoded, ns per message\n");
    printf("%-8s  %12s  %12s  %12s  %14s  %14s\n", "base64", "codec", "json-c", "memcpy",
           "json-c / codec", "codec / memcpy");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct base_slice message = make_message(sizes[i].bytes);
        copy_target = malloc(message.len);
        size_t length = bench_once(message);
        if (!copy_target || length == 0 || length != json_c_once(message)) {
            fprintf(stderr, "the codec's answer is %zu bytes long, json-c's %zu\n", length,
                    json_c_once(message));
            return 1;
        }
        double codec = measure(bench_once, message);
        double json_c = measure(json_c_once, message);
        double copy = measure(memcpy_once, message);
        printf("%-8s  %12.0f  %12.0f  %12.0f  %13.1fx  %13.2fx\n", sizes[i].name, codec, json_c,
               copy, json_c / codec, codec / copy);
        free(copy_target);
        free((char *)(uintptr_t)message.ptr);
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 1)
        return table();
    if (argc != 3 || strcmp(argv[1], "--once") != 0) {
        fprintf(stderr, "usage: %s [--once BYTES]\n", argv[0]);
        return 2;
    }
    struct base_slice message = make_message(strtoul(argv[2], NULL, 10) / 4 * 4);
    size_t length = bench_once(message);
    printf("%zu bytes in, %zu bytes out\n", message.len, length);
    free((char *)(uintptr_t)message.ptr);
    return length == 0;
}
