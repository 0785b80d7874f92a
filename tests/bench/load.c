/* load.c - a load client for STS servers: many streams, real frames, and what they cost.
 *
 * Speaks the protocol over WebSocket to any STS server, or, with --bare, plain messages to
 * bare_echo. Counts fragments per second, round trips (fragment:data to fragment:processed), acks
 * (to fragment:ack), and what the server's process spent. Ends by itself. See usage().
 *
 * Frames are masked with the key 0, which changes no byte, so that the client costs little: what is
 * measured is the server. The length of every echo is checked, its bytes for each stream's first.
 */
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
#define INFLIGHT_MAX 64
#define START_TIMEOUT_NS (60 * INT64_C(1000000000))

struct options {
    const char *host, *key;
    int port, pid;
    bool bare;
    size_t streams, idle, size, inflight;
    double every_ms, seconds;
};

enum stage {
    CONNECTING,
    HANDSHAKE,
    OPENING,
    JOINING,
    STARTING,
    READY
};

struct peer {
    int fd;
    size_t number;
    bool idle;
    enum stage stage;
    /* reading one message, in one frame or several */
    unsigned char header[10];
    size_t header_have, head_have;
    bool final;              /* the frame under way is the message's last */
    uint64_t frame_left;     /* bytes of the frame still to come */
    uint64_t message_length; /* bytes of the message so far */
    char head[HEAD_SIZE];
    bool compared, differs;
    size_t compare_at; /* where in the message the audio starts, once known */
    /* writing */
    char prefix[1024];
    size_t prefix_length, written, total; /* of the message under way */
    bool pong_due;                        /* a ping came while a fragment was being written */
    int64_t sent_at[INFLIGHT_MAX];
    uint64_t sent, acked, done;
};

struct samples {
    uint32_t *us;
    size_t count, capacity;
};

static struct options options = {
    .host = "127.0.0.1",
    .key = "test-api-key",
    .port = 8000,
    .streams = 10,
    .size = 262144,
    .inflight = 3,
    .seconds = 5,
};
static struct peer *peers;
static size_t peer_count, ready_count;
static char *audio, *buffer;
static int poller;
static bool measuring, finished;
static int64_t end_at;
static struct samples rtts, acks;
static uint64_t done_measured, failures;

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "load: %s\n", what);
    exit(1);
}

static void add_sample(struct samples *samples, int64_t ns) {
    if (samples->count == samples->capacity) {
        samples->capacity = samples->capacity ? samples->capacity * 2 : 4096;
        samples->us = realloc(samples->us, samples->capacity * sizeof *samples->us);
        if (!samples->us)
            fail("out of memory");
    }
    samples->us[samples->count++] = (uint32_t)(ns / 1000);
}

/* ---- writing ------------------------------------------------------------------------------- */

/* A client's frame header with the mask key 0. Returns its length. */
static size_t put_header(unsigned char *at, size_t length) {
    size_t n = 2;
    at[0] = 0x81;
    if (length < 126) {
        at[1] = (unsigned char)(0x80 | length);
    } else if (length < 65536) {
        at[1] = 0x80 | 126;
        at[2] = (unsigned char)(length >> 8);
        at[3] = (unsigned char)length;
        n = 4;
    } else {
        at[1] = 0x80 | 127;
        for (int i = 0; i < 8; i++)
            at[2 + i] = (unsigned char)((uint64_t)length >> (56 - 8 * i));
        n = 10;
    }
    memset(at + n, 0, 4);
    return n + 4;
}

/* Small messages fit the socket's buffer: there is at most one fragment under way besides. */
static void write_text(struct peer *peer, const char *text) {
    unsigned char frame[1024];
    size_t length = strlen(text), n = put_header(frame, length);
    memcpy(frame + n, text, length);
    if (write(peer->fd, frame, n + length) != (ssize_t)(n + length))
        fail("cannot write a small message");
}

static const char *suffix(void) {
    return options.bare ? "" : "\"}}]";
}

static void watch(struct peer *peer, bool writing) {
    struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0u), .data.ptr = peer};
    epoll_ctl(poller, EPOLL_CTL_MOD, peer->fd, &event);
}

static void write_more(struct peer *peer) {
    while (peer->written < peer->total) {
        size_t at = peer->written, parts = 0;
        struct iovec pieces[3];
        const struct iovec whole[3] = {{peer->prefix, peer->prefix_length},
                                       {audio, options.size},
                                       {(void *)(uintptr_t)suffix(), strlen(suffix())}};
        for (size_t i = 0; i < 3; i++) {
            if (at >= whole[i].iov_len) {
                at -= whole[i].iov_len;
                continue;
            }
            pieces[parts++] = (struct iovec){(char *)whole[i].iov_base + at, whole[i].iov_len - at};
            at = 0;
        }
        ssize_t n = writev(peer->fd, pieces, (int)parts);
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
    char head[512] = "";
    int n = 0;
    if (!options.bare)
        n = snprintf(head, sizeof head,
                     "42[\"fragment:data\",{\"fragment_id\":\"%08x-0000-4000-8000-%012llx\","
                     "\"stream_id\":\"load-%d-%zu\",\"sequence_number\":%llu,\"timestamp\":%lld,"
                     "\"audio\":{\"format\":\"m4a\",\"sample_rate_hz\":48000,\"channels\":1,"
                     "\"duration_ms\":1000,\"data_base64\":\"",
                     (unsigned)getpid(), (unsigned long long)peer->sent, (int)getpid(),
                     peer->number, (unsigned long long)peer->sent, (long long)time(NULL) * 1000);
    size_t length = (size_t)n + options.size + strlen(suffix());
    size_t header = put_header((unsigned char *)peer->prefix, length);
    memcpy(peer->prefix + header, head, (size_t)n);
    peer->prefix_length = header + (size_t)n;
    peer->written = 0;
    peer->total = header + length;
    peer->sent_at[peer->sent++ % INFLIGHT_MAX] = now_ns();
    write_more(peer);
}

/* Closed loop: keeps `inflight` fragments under way. */
static void fill(struct peer *peer) {
    while (measuring && !finished && options.every_ms == 0 && !peer->idle && !writing(peer) &&
           peer->sent - peer->done < options.inflight)
        send_fragment(peer);
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool starts(const struct peer *peer, const char *text) {
    size_t length = strlen(text);
    return peer->head_have >= length && memcmp(peer->head, text, length) == 0;
}

static void on_ack(struct peer *peer) {
    if (measuring && peer->acked < peer->sent)
        add_sample(&acks, now_ns() - peer->sent_at[peer->acked % INFLIGHT_MAX]);
    peer->acked++;
}

static void on_echo(struct peer *peer) {
    if (peer->message_length < options.size || peer->differs)
        failures++;
    if (peer->differs && !peer->compared)
        fprintf(stderr, "load: the echo differs from what was sent\n");
    if (measuring)
        add_sample(&rtts, now_ns() - peer->sent_at[peer->done % INFLIGHT_MAX]);
    peer->done++;
    done_measured += measuring && !finished;
    peer->compared = true;
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
    } else if (starts(peer, "40") && peer->idle) {
        become_ready(peer);
    } else if (starts(peer, "40")) {
        snprintf(text, sizeof text,
                 "42[\"stream:init\",{\"stream_id\":\"load-%d-%zu\",\"worker_id\":\"load\","
                 "\"config\":{},\"max_inflight\":10,\"timeout_ms\":30000}]",
                 (int)getpid(), peer->number);
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
    if (options.bare) {
        if (peer->message_length == options.size)
            on_echo(peer);
        else
            on_ack(peer);
    } else if (peer->head_have == 1 && peer->head[0] == '2') {
        if (writing(peer))
            peer->pong_due = true;
        else
            write_text(peer, "3");
    } else if (peer->stage != READY) {
        on_started(peer);
    } else if (starts(peer, "42[\"fragment:ack\"")) {
        on_ack(peer);
    } else if (starts(peer, "42[\"fragment:processed\"")) {
        on_echo(peer);
    } else if (!starts(peer, "42[\"backpressure\"")) {
        failures++;
        if (failures <= 3)
            fprintf(stderr, "load: %.*s\n", (int)peer->head_have, peer->head);
    }
    fill(peer);
}

/* The first echo of a stream is compared with what was sent, from where its audio begins. */
static void compare(struct peer *peer, const char *bytes, size_t length) {
    static const char marker[] = "\"data_base64\":\"";
    if (peer->compared || peer->message_length + length <= peer->head_have)
        return;
    if (!options.bare && peer->compare_at == 0) {
        char *found = memmem(peer->head, peer->head_have, marker, sizeof marker - 1);
        peer->compare_at = found ? (size_t)(found - peer->head) + sizeof marker - 1 : 0;
        if (!found)
            return;
    }
    uint64_t at = peer->message_length;
    size_t from = at > peer->compare_at ? 0 : (size_t)(peer->compare_at - at);
    uint64_t done = at + from - peer->compare_at;
    if (from >= length || done >= options.size)
        return;
    size_t n = length - from;
    if (n > options.size - done)
        n = (size_t)(options.size - done);
    if (memcmp(bytes + from, audio + done, n) != 0)
        peer->differs = true;
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
        peer->head_have = peer->message_length = 0;
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
        ssize_t n = read(peer->fd, buffer, READ_SIZE);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0)
            fail("the server closed a connection");
        if (peer->stage == HANDSHAKE)
            read_handshake(peer, buffer, (size_t)n);
        else
            read_frames(peer, buffer, (size_t)n);
        if (n < READ_SIZE)
            return;
    }
}

/* ---- connecting ---------------------------------------------------------------------------- */

static void open_peer(struct peer *peer, size_t number) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    if (inet_pton(AF_INET, options.host, &address.sin_addr) != 1)
        fail("--host must be an IPv4 address");
    peer->number = number;
    peer->idle = number >= options.streams;
    peer->fd = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    if (peer->fd < 0 || connect(peer->fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("cannot connect");
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    char request[512];
    int n = snprintf(
        request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n",
        options.bare ? "/" : "/socket.io/?EIO=4&transport=websocket", options.host, options.port);
    if (write(peer->fd, request, (size_t)n) != n)
        fail("cannot write a handshake");
    fcntl(peer->fd, F_SETFL, O_NONBLOCK);
    peer->stage = HANDSHAKE;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
    epoll_ctl(poller, EPOLL_CTL_ADD, peer->fd, &event);
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
    int64_t give_up = now_ns() + START_TIMEOUT_NS;
    for (size_t i = 0; i < peer_count; i++) {
        open_peer(&peers[i], i);
        while (ready_count + 100 < i + 1 && now_ns() < give_up)
            step(100);
    }
    while (ready_count < peer_count && now_ns() < give_up)
        step(100);
    if (ready_count < peer_count)
        fail("not all connections became ready within 60 s");
}

/* ---- measuring ----------------------------------------------------------------------------- */

static double cpu_seconds(void) {
    char path[64], line[1024];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", options.pid);
    FILE *file = options.pid ? fopen(path, "r") : NULL;
    if (file && fgets(line, sizeof line, file)) {
        char *rest = strrchr(line, ')');
        if (rest)
            sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    }
    if (file)
        fclose(file);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double resident_mib(void) {
    char path[64], line[256];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", options.pid);
    FILE *file = options.pid ? fopen(path, "r") : NULL;
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = atof(line + 6);
    if (file)
        fclose(file);
    return kib / 1024;
}

/* Closed loop, or each stream one fragment every `every_ms`, evenly spread. */
static void run(int64_t start) {
    double period = options.every_ms * 1e6 / (double)options.streams;
    uint64_t turn = 0;
    end_at = start + (int64_t)(options.seconds * 1e9);
    for (size_t i = 0; i < options.streams; i++)
        fill(&peers[i]);
    for (int64_t now = start; now < end_at; now = now_ns()) {
        int wait = (int)((end_at - now) / 1000000) + 1;
        if (options.every_ms > 0) {
            int64_t due = start + (int64_t)((double)turn * period);
            for (; due <= now; due = start + (int64_t)((double)++turn * period)) {
                struct peer *peer = &peers[turn % options.streams];
                if (writing(peer) || peer->sent - peer->done >= INFLIGHT_MAX)
                    failures++; /* the server is behind by more than can be measured */
                else
                    send_fragment(peer);
            }
            int64_t left = (due - now_ns()) / 1000000;
            wait = left < 0 ? 0 : left < wait ? (int)left : wait;
        }
        step(wait);
    }
}

static int by_value(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static double percentile_ms(struct samples *samples, double share) {
    if (samples->count == 0)
        return 0;
    qsort(samples->us, samples->count, sizeof *samples->us, by_value);
    return samples->us[(size_t)((double)(samples->count - 1) * share)] / 1000.0;
}

static void report(double seconds, double cpu) {
    double per_thousand = done_measured ? cpu * 1000 / (double)done_measured : 0;
    printf("fragments/s %.1f  cpu_s/1000 %.4f  cpu_share %.2f  rtt_ms p50 %.2f p99 %.2f  "
           "ack_ms p50 %.2f p99 %.2f  rss_mib %.1f  failures %llu\n",
           (double)done_measured / seconds, per_thousand, cpu / seconds, percentile_ms(&rtts, 0.5),
           percentile_ms(&rtts, 0.99), percentile_ms(&acks, 0.5), percentile_ms(&acks, 0.99),
           resident_mib(), (unsigned long long)failures);
}

static void usage(void) {
    fprintf(stderr,
            "usage: load [--host 127.0.0.1] [--port 8000] [--key KEY] [--pid SERVER]\n"
            "            [--streams 10] [--size BASE64-BYTES] [--inflight 3] [--every MS]\n"
            "            [--idle CONNECTIONS] [--seconds 5] [--bare]\n"
            "--every 0 (the default): closed loop, `inflight` fragments under way on each stream\n"
            "--pid: the server's process, for CPU seconds and resident memory\n");
    exit(2);
}

static void read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--bare") == 0) {
            options.bare = true;
            continue;
        }
        if (i + 1 == argc)
            usage();
        const char *name = argv[i], *value = argv[++i];
        double number = atof(value);
        if (strcmp(name, "--host") == 0)
            options.host = value;
        else if (strcmp(name, "--key") == 0)
            options.key = value;
        else if (strcmp(name, "--port") == 0)
            options.port = (int)number;
        else if (strcmp(name, "--pid") == 0)
            options.pid = (int)number;
        else if (strcmp(name, "--streams") == 0)
            options.streams = (size_t)number;
        else if (strcmp(name, "--idle") == 0)
            options.idle = (size_t)number;
        else if (strcmp(name, "--size") == 0)
            options.size = (size_t)number & ~(size_t)3;
        else if (strcmp(name, "--inflight") == 0)
            options.inflight = (size_t)number;
        else if (strcmp(name, "--every") == 0)
            options.every_ms = number;
        else if (strcmp(name, "--seconds") == 0)
            options.seconds = number;
        else
            usage();
    }
    if (options.inflight < 1 || options.inflight > INFLIGHT_MAX || options.seconds > 600)
        usage();
}

int main(int argc, char **argv) {
    read_options(argc, argv);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    peer_count = options.streams + options.idle;
    peers = calloc(peer_count, sizeof *peers);
    audio = malloc(options.size + 1);
    buffer = malloc(READ_SIZE + 1);
    poller = epoll_create1(0);
    if (!peers || !audio || !buffer || poller < 0)
        fail("out of memory");
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < options.size; i++)
        audio[i] = alphabet[(i * 7 + i / 64) % 64];
    open_all();
    double cpu = cpu_seconds();
    int64_t start = now_ns();
    measuring = true;
    run(start);
    finished = true;
    report((double)(now_ns() - start) / 1e9, cpu_seconds() - cpu);
    return failures ? 1 : 0;
}
