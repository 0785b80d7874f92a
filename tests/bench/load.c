/* load.c - a load client for STS servers: many streams, real frames, and what they cost.
 *
 * Speaks the protocol over WebSocket, or WebSocket over TLS, to any STS server, or, with --bare, to
 * epoll_echo: the same fragments, without a session. Counts round trips (fragment:data to
 * fragment:processed), acks (to fragment:ack), and what the server's process spent. Ends by itself.
 * See usage().
 *
 * The audio is masked once, before anything is measured: what is measured is the server. Every echo
 * is compared with what was sent. Stream ids are new in each run: under an id that the server knows
 * it would repeat results, which is other work.
 */
#include "bench/lib/frame.h"
#include "bench/lib/link.h"
#include "bench/lib/measure.h"
#include "bench/lib/options.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* What is kept of a message's beginning: enough to tell events apart. */
#define HEAD_SIZE 512
#define READ_SIZE (1 << 20)
#define START_TIMEOUT_NS (60 * INT64_C(1000000000))
#define RUN_TIMEOUT_NS (120 * INT64_C(1000000000))

enum stage {
    CONNECTING,
    HANDSHAKE,
    OPENING,
    JOINING,
    STARTING,
    READY
};

struct peer {
    struct link link;
    size_t number;
    enum stage stage;
    /* reading one message, in one frame or several */
    unsigned char header[10];
    size_t header_have, head_have;
    bool final;              /* the frame under way is the message's last */
    uint64_t frame_left;     /* bytes of the frame still to come */
    uint64_t message_length; /* bytes of the message so far */
    char head[HEAD_SIZE];
    size_t audio_at, same; /* where in the message the audio starts; how much of it is as sent */
    /* writing */
    char prefix[1024];
    size_t prefix_length, written, total; /* of the message under way */
    bool pong_due;                        /* a ping came while a fragment was being written */
    int64_t sent_at[LOAD_WINDOW_MAX];
    uint64_t sent, acked, done;
};

static struct load_options options;
static struct peer *peers;
static size_t ready_count;
static char *audio, *masked_audio, *buffer;
static SSL_CTX *context;
static int poller;
static bool sending;
static struct measure_samples rtts, acks;
static double stream_kib; /* of the server's memory, for a stream that has just begun */
static uint64_t done_measured, under_way, inexact, unexpected, late;

static void fail(const char *what) {
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

/* What follows the audio, whose size can be divided by four. */
static const char suffix[] = "\"}}]";
static char masked_suffix[sizeof suffix];

/* ---- writing ------------------------------------------------------------------------------- */

/* Small messages fit the socket's buffer: there is at most one fragment under way besides. */
static void write_text(struct peer *peer, const char *text) {
    unsigned char frame[1024];
    size_t length = strlen(text), n = frame_put_header(frame, length, 0);
    frame_put_masked((char *)frame + n, text, length, frame_mask);
    struct iovec piece = {frame, n + length};
    if (link_write(&peer->link, &piece, 1) != (ssize_t)(n + length))
        fail("cannot write a small message");
}

static void watch(struct peer *peer, bool writing) {
    struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0u), .data.ptr = peer};
    epoll_ctl(poller, EPOLL_CTL_MOD, peer->link.fd, &event);
}

static void write_more(struct peer *peer) {
    while (peer->written < peer->total) {
        size_t at = peer->written, parts = 0;
        struct iovec pieces[3];
        const struct iovec whole[3] = {{peer->prefix, peer->prefix_length},
                                       {masked_audio, options.size},
                                       {masked_suffix, sizeof suffix - 1}};
        for (size_t i = 0; i < 3; i++) {
            if (at >= whole[i].iov_len) {
                at -= whole[i].iov_len;
                continue;
            }
            pieces[parts++] = (struct iovec){(char *)whole[i].iov_base + at, whole[i].iov_len - at};
            at = 0;
        }
        ssize_t n = link_write(&peer->link, pieces, (int)parts);
        if (n < 0 && errno == EAGAIN) {
            watch(peer, true);
            return;
        }
        if (n < 0)
            fail("the server closed a connection while a fragment was sent");
        peer->written += (size_t)n;
    }
    watch(peer, false);
    if (peer->pong_due)
        write_text(peer, "3");
    peer->pong_due = false;
}

static bool writing(const struct peer *peer) {
    return peer->written < peer->total;
}

static void send_fragment(struct peer *peer) {
    char head[512];
    int n = snprintf(head, sizeof head,
                     "42[\"fragment:data\",{\"fragment_id\":\"%08x-0000-4000-8000-%012llx\","
                     "\"stream_id\":\"load-%08x-%zu\",\"sequence_number\":%llu,\"timestamp\":%lld,"
                     "\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
                     "\"duration_ms\":1000,\"data_base64\":\"",
                     options.run, (unsigned long long)peer->sent, options.run, peer->number,
                     (unsigned long long)peer->sent, (long long)time(NULL) * 1000);
    size_t length = (size_t)n + options.size + sizeof suffix - 1;
    size_t header = frame_put_header((unsigned char *)peer->prefix, length, (size_t)n);
    frame_put_masked(peer->prefix + header, head, (size_t)n,
                     (unsigned char *)peer->prefix + header - 4);
    peer->prefix_length = header + (size_t)n;
    peer->written = 0;
    peer->total = header + length;
    under_way++;
    peer->sent_at[peer->sent++ % LOAD_WINDOW_MAX] = measure_now_ns();
    write_more(peer);
}

/* Closed loop: keeps `window` fragments under way. */
static void fill(struct peer *peer) {
    while (sending && options.every_ms == 0 && !writing(peer) &&
           peer->sent - peer->done < options.window &&
           (options.fragments == 0 || peer->sent < options.fragments))
        send_fragment(peer);
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool starts(const struct peer *peer, const char *text) {
    size_t length = strlen(text);
    return peer->head_have >= length && memcmp(peer->head, text, length) == 0;
}

static void on_ack(struct peer *peer) {
    if (sending && peer->acked < peer->sent)
        measure_add(&acks, measure_now_ns() - peer->sent_at[peer->acked % LOAD_WINDOW_MAX]);
    peer->acked++;
}

static void on_echo(struct peer *peer) {
    inexact += peer->same != options.size;
    if (sending)
        measure_add(&rtts, measure_now_ns() - peer->sent_at[peer->done % LOAD_WINDOW_MAX]);
    peer->done++;
    under_way--;
    done_measured += sending;
}

static void become_ready(struct peer *peer) {
    peer->stage = READY;
    ready_count++;
}

static void on_started(struct peer *peer) {
    char text[512];
    if (starts(peer, "0{")) {
        snprintf(text, sizeof text, "40{\"token\":\"%s\"}", options.key);
        write_text(peer, text);
        peer->stage = JOINING;
    } else if (starts(peer, "40")) {
        snprintf(text, sizeof text,
                 "42[\"stream:init\",{\"stream_id\":\"load-%08x-%zu\",\"worker_id\":\"load\","
                 "\"config\":{},\"max_inflight\":10,\"timeout_ms\":30000}]",
                 options.run, peer->number);
        write_text(peer, text);
        peer->stage = STARTING;
    } else if (starts(peer, "42[\"stream:ready\"")) {
        become_ready(peer);
    } else {
        fprintf(stderr, "load: unexpected answer: %.*s\n", (int)peer->head_have, peer->head);
        exit(1);
    }
}

static void on_message(struct peer *peer) {
    if (peer->head_have == 1 && peer->head[0] == '2') {
        if (writing(peer))
            peer->pong_due = true;
        else
            write_text(peer, "3");
    } else if (peer->stage != READY) {
        on_started(peer);
    } else if (starts(peer, "42[\"fragment:ack\"")) {
        on_ack(peer);
    } else if (starts(peer, options.bare ? "42[\"fragment:data\"" : "42[\"fragment:processed\"")) {
        on_echo(peer);
    } else if (!starts(peer, "42[\"backpressure\"")) {
        unexpected++;
        if (unexpected <= 3)
            fprintf(stderr, "load: %.*s\n", (int)peer->head_have, peer->head);
    }
    fill(peer);
}

static void compare_part(struct peer *peer, const char *bytes, size_t length) {
    size_t left = options.size - peer->same, n = length < left ? length : left;
    if (memcmp(bytes, audio + peer->same, n) == 0)
        peer->same += n;
    else
        peer->same = options.size + 1; /* what follows cannot mend it */
}

/* Compares the audio in the next bytes of a message, whose beginning is in `head`. */
static void compare(struct peer *peer, const char *bytes, size_t length) {
    static const char marker[] = "\"data_base64\":\"";
    size_t at = (size_t)peer->message_length;
    if (peer->stage != READY || peer->same > options.size)
        return;
    if (peer->audio_at == 0) {
        char *found = memmem(peer->head, peer->head_have, marker, sizeof marker - 1);
        if (!found)
            return;
        peer->audio_at = (size_t)(found - peer->head) + sizeof marker - 1;
        if (peer->audio_at < at)
            compare_part(peer, peer->head + peer->audio_at, at - peer->audio_at);
    }
    size_t skip = at > peer->audio_at ? 0 : peer->audio_at - at;
    if (skip < length && peer->same < options.size)
        compare_part(peer, bytes + skip, length - skip);
}

static size_t header_length(const struct peer *peer) {
    unsigned length = peer->header[1] & 127u;
    return peer->header_have < 2 ? 2 : length == 126 ? 4 : length == 127 ? 10 : 2;
}

static void on_header(struct peer *peer) {
    unsigned opcode = peer->header[0] & 15u;
    if (opcode == 8)
        fail("the server closed a connection");
    peer->final = peer->header[0] & 0x80;
    peer->frame_left = peer->header[1] & 127u;
    if (peer->header_have > 2) {
        peer->frame_left = 0;
        for (size_t i = 2; i < peer->header_have; i++)
            peer->frame_left = peer->frame_left << 8 | peer->header[i];
    }
    if (opcode != 0)
        peer->head_have = peer->message_length = peer->audio_at = peer->same = 0;
    peer->header_have = 0;
}

static void read_frames(struct peer *peer, const char *at, size_t length) {
    while (length > 0) {
        if (peer->frame_left == 0) {
            peer->header[peer->header_have++] = (unsigned char)*at++;
            length--;
            if (peer->header_have < 2 || peer->header_have < header_length(peer))
                continue;
            on_header(peer);
            continue;
        }
        size_t n = length < peer->frame_left ? length : (size_t)peer->frame_left;
        size_t keep = HEAD_SIZE - peer->head_have < n ? HEAD_SIZE - peer->head_have : n;
        memcpy(peer->head + peer->head_have, at, keep);
        peer->head_have += keep;
        compare(peer, at, n);
        peer->message_length += n;
        peer->frame_left -= n;
        at += n;
        length -= n;
        if (peer->frame_left == 0 && peer->final)
            on_message(peer);
    }
}

static void read_handshake(struct peer *peer, char *at, size_t length) {
    at[length < READ_SIZE ? length : READ_SIZE - 1] = '\0';
    char *end = memmem(at, length, "\r\n\r\n", 4);
    if (!end)
        fail("a handshake answer came in pieces");
    if (strncmp(at, "HTTP/1.1 101", 12) != 0) {
        fprintf(stderr, "load: the server refused: %.200s\n", at);
        exit(1);
    }
    peer->stage = OPENING;
    if (options.bare)
        become_ready(peer);
    read_frames(peer, end + 4, length - (size_t)(end + 4 - at));
}

static void readable(struct peer *peer) {
    for (;;) {
        ssize_t n = link_read(&peer->link, buffer, READ_SIZE);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0)
            fail("the server closed a connection");
        if (peer->stage == HANDSHAKE)
            read_handshake(peer, buffer, (size_t)n);
        else
            read_frames(peer, buffer, (size_t)n);
        if (n < READ_SIZE && !peer->link.ssl)
            return;
    }
}

/* ---- connecting ---------------------------------------------------------------------------- */

static void open_link(struct peer *peer) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    int on = 1;
    if (inet_pton(AF_INET, options.host, &address.sin_addr) != 1)
        fail("--host must be an IPv4 address");
    peer->link.fd = socket(AF_INET, SOCK_STREAM, 0);
    if (peer->link.fd < 0 ||
        connect(peer->link.fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("cannot connect");
    setsockopt(peer->link.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (context && !link_secure(&peer->link, context, false))
        fail("cannot speak TLS");
}

static void open_peer(struct peer *peer, size_t number) {
    peer->number = number;
    open_link(peer);
    char request[512];
    int n = snprintf(
        request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n",
        options.bare ? "/" : "/socket.io/?EIO=4&transport=websocket", options.host, options.port);
    struct iovec piece = {request, (size_t)n};
    if (link_write(&peer->link, &piece, 1) != n)
        fail("cannot write a handshake");
    fcntl(peer->link.fd, F_SETFL, O_NONBLOCK);
    peer->stage = HANDSHAKE;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
    epoll_ctl(poller, EPOLL_CTL_ADD, peer->link.fd, &event);
}

static void step(int timeout_ms) {
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, timeout_ms);
    for (int i = 0; i < count; i++) {
        struct peer *peer = events[i].data.ptr;
        if (events[i].events & EPOLLOUT) {
            write_more(peer);
            fill(peer);
        }
        if (events[i].events & ~(unsigned)EPOLLOUT)
            readable(peer);
    }
}

/* Connects all, a batch at a time so that no backlog overflows. */
static void open_all(void) {
    int64_t give_up = measure_now_ns() + START_TIMEOUT_NS;
    for (size_t i = 0; i < options.streams; i++) {
        open_peer(&peers[i], i);
        while (ready_count + 100 < i + 1 && measure_now_ns() < give_up)
            step(100);
    }
    while (ready_count < options.streams && measure_now_ns() < give_up)
        step(100);
    if (ready_count < options.streams)
        fail("not all connections became ready within 60 s");
}

/* ---- measuring ----------------------------------------------------------------------------- */

/* Closed loop, for that time. */
static void run_for(double seconds) {
    int64_t now = measure_now_ns(), end = now + (int64_t)(seconds * 1e9);
    for (; now < end; now = measure_now_ns())
        step((int)((end - now) / 1000000) + 1);
}

/* Until each fragment has come back. */
static void run_out(void) {
    int64_t give_up = measure_now_ns() + RUN_TIMEOUT_NS;
    while (under_way > 0) {
        if (measure_now_ns() > give_up)
            fail("not all fragments came back within two minutes");
        step(1000);
    }
}

/* Each stream one fragment every `every_ms`, evenly spread. Those that wait at the end are the ones
 * that waited longest. */
static void run_spread(void) {
    double period = options.every_ms * 1e6 / (double)options.streams;
    int64_t start = measure_now_ns(), end = start + (int64_t)(options.seconds * 1e9);
    uint64_t turn = 0;
    for (int64_t now = start; now < end; now = measure_now_ns()) {
        int64_t due = start + (int64_t)((double)turn * period);
        for (; due <= now; due = start + (int64_t)((double)++turn * period)) {
            struct peer *peer = &peers[turn % options.streams];
            if (writing(peer) || peer->sent - peer->done >= LOAD_WINDOW_MAX)
                late++; /* the server is behind by more than can be measured */
            else
                send_fragment(peer);
        }
        int64_t left = (due < end ? due : end) - measure_now_ns();
        step(left < 0 ? 0 : (int)(left / 1000000));
    }
    run_out();
}

static double cpu_seconds(void) {
    double spent = options.pid ? measure_cpu_seconds(options.pid) : 0;
    if (spent < 0)
        fail("--pid: there is no such process");
    return spent;
}

/* Loads the server. Returns the CPU seconds that it spent, and how long it took. */
static double run(double *seconds) {
    sending = true;
    if (options.every_ms == 0)
        for (size_t i = 0; i < options.streams; i++)
            fill(&peers[i]);
    run_for(options.warm);
    rtts.count = acks.count = done_measured = 0;
    double cpu = cpu_seconds();
    int64_t start = measure_now_ns();
    if (options.fragments)
        run_out();
    else if (options.every_ms > 0)
        run_spread();
    else
        run_for(options.seconds);
    sending = false;
    *seconds = (double)(measure_now_ns() - start) / 1e9;
    return cpu_seconds() - cpu;
}

static void report(double seconds, double cpu) {
    printf("{\"fragments\": %llu, \"seconds\": %.6f, \"cpu_seconds\": %.9f, "
           "\"rtt_ms\": {\"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f}, "
           "\"ack_ms\": {\"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f}, \"peak_mib\": %.1f, "
           "\"stream_kib\": %.2f}\n",
           (unsigned long long)done_measured, seconds, cpu, measure_percentile_ms(&rtts, 0.5),
           measure_percentile_ms(&rtts, 0.99), measure_percentile_ms(&rtts, 1),
           measure_percentile_ms(&acks, 0.5), measure_percentile_ms(&acks, 0.99),
           measure_percentile_ms(&acks, 1), options.pid ? measure_peak_kib(options.pid) / 1024 : 0,
           stream_kib);
}

/* Says what went wrong, if anything, as the exit status. */
static int verdict(void) {
    if (inexact)
        fprintf(stderr, "load: %llu echoes were not, byte by byte, what was sent\n",
                (unsigned long long)inexact);
    if (unexpected)
        fprintf(stderr, "load: %llu messages were not expected\n", (unsigned long long)unexpected);
    if (late)
        fprintf(stderr, "load: %llu fragments could not be sent when they were due\n",
                (unsigned long long)late);
    if (!done_measured)
        fprintf(stderr, "load: no fragment came back\n");
    return inexact || unexpected || late || !done_measured;
}

static void make_audio(void) {
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < options.size; i++)
        audio[i] = alphabet[(i * 7 + i / 64) % 64];
    frame_put_masked(masked_audio, audio, options.size, frame_mask);
    frame_put_masked(masked_suffix, suffix, sizeof suffix - 1, frame_mask);
}

int main(int argc, char **argv) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    options = load_options_read(argc, argv);
    peers = calloc(options.streams, sizeof *peers);
    audio = malloc(options.size + 1);
    masked_audio = malloc(options.size + 1);
    buffer = malloc(READ_SIZE + 1);
    context = options.tls ? SSL_CTX_new(TLS_client_method()) : NULL;
    poller = epoll_create1(0);
    if (!peers || !audio || !masked_audio || !buffer || poller < 0 || (options.tls && !context))
        fail("out of memory");
    make_audio();
    double before = options.pid ? measure_resident_kib(options.pid) : 0;
    open_all();
    if (options.pid)
        stream_kib = (measure_resident_kib(options.pid) - before) / (double)options.streams;
    double seconds, cpu = run(&seconds);
    report(seconds, cpu);
    return verdict();
}
