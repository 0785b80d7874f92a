/* bare_echo - the yardstick of `./dev bench`: what libwebsockets alone costs.
 *
 * A WebSocket server that collects each message and sends it back, after a text frame of 110 bytes
 * (the size of a fragment:ack). Nothing is parsed. Same event loop and heap as the real server.
 * usage: bare_echo [PORT]   (0 or none: any free port; prints "port N" when it listens)
 */
#include <libwebsockets.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define ACK_BYTES 110
#define RECEIVE_BYTES (256 * 1024)
#define MESSAGE_BYTES_MAX (64 * 1024 * 1024)

/** A message with room for the frame header in front, waiting to be sent or being collected. */
struct message {
    struct message *next;
    size_t length;
    bool binary;
    unsigned char bytes[];
};

struct peer {
    struct message *receiving;
    struct message *first, *last;
};

static void queue(struct peer *peer, struct message *message) {
    message->next = NULL;
    if (peer->last)
        peer->last->next = message;
    else
        peer->first = message;
    peer->last = message;
}

static struct message *message_new(size_t length, bool binary) {
    struct message *message = malloc(sizeof *message + LWS_PRE + length);
    if (message)
        *message = (struct message){.binary = binary};
    return message;
}

/* Sends until the kernel takes no more. */
static int drain(struct lws *wsi, struct peer *peer) {
    while (peer->first && !lws_partial_buffered(wsi)) {
        struct message *message = peer->first;
        peer->first = message->next;
        if (!peer->first)
            peer->last = NULL;
        int sent = lws_write(wsi, message->bytes + LWS_PRE, message->length,
                             message->binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT);
        free(message);
        if (sent < 0)
            return -1;
    }
    if (peer->first)
        lws_callback_on_writable(wsi);
    return 0;
}

static int receive(struct lws *wsi, struct peer *peer, const void *bytes, size_t length) {
    if (lws_is_first_fragment(wsi) && !peer->receiving) {
        size_t declared = length + lws_remaining_packet_payload(wsi);
        if (!lws_is_final_fragment(wsi) && lws_remaining_packet_payload(wsi) == 0)
            return -1; /* one frame a message is enough for a yardstick */
        if (declared > MESSAGE_BYTES_MAX)
            return -1;
        peer->receiving = message_new(declared, lws_frame_is_binary(wsi) != 0);
    }
    struct message *message = peer->receiving;
    if (!message)
        return -1;
    memcpy(message->bytes + LWS_PRE + message->length, bytes, length);
    message->length += length;
    if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
        return 0;
    struct message *ack = message_new(ACK_BYTES, false);
    if (!ack)
        return -1;
    ack->length = ACK_BYTES;
    memset(ack->bytes + LWS_PRE, 'a', ACK_BYTES);
    peer->receiving = NULL;
    queue(peer, ack);
    queue(peer, message);
    return drain(wsi, peer);
}

static void forget(struct peer *peer) {
    free(peer->receiving);
    while (peer->first) {
        struct message *message = peer->first;
        peer->first = message->next;
        free(message);
    }
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t length) {
    switch (reason) {
    case LWS_CALLBACK_RECEIVE:
        return receive(wsi, user, in, length);
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return drain(wsi, user);
    case LWS_CALLBACK_CLOSED:
        forget(user);
        return 0;
    default:
        return 0;
    }
}

static void on_signal(uv_signal_t *handle, int number) {
    (void)number;
    uv_stop(handle->loop);
}

int main(int count, char **arguments) {
    static const struct lws_protocols protocols[] = {
        {"echo", on_event, sizeof(struct peer), RECEIVE_BYTES, 0, NULL, 1 << 30},
        {NULL, NULL, 0, 0, 0, NULL, 0},
    };
    static const lws_retry_bo_t no_retry = {0};
    uv_loop_t loop;
    uv_signal_t interrupt, terminate;
    void *loops[] = {&loop};

    /* As the real server's heap: else freed messages are faulted in anew, ten times a message. */
    mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
    if (uv_loop_init(&loop))
        return 1;
    uv_signal_init(&loop, &interrupt);
    uv_signal_init(&loop, &terminate);
    uv_signal_start(&interrupt, on_signal, SIGINT);
    uv_signal_start(&terminate, on_signal, SIGTERM);
    lws_set_log_level(LLL_ERR, NULL);
    struct lws_context_creation_info info = {
        .port = count > 1 ? atoi(arguments[1]) : 0,
        .iface = "127.0.0.1",
        .protocols = protocols,
        .retry_and_idle_policy = &no_retry,
        .pt_serv_buf_size = RECEIVE_BYTES,
        .foreign_loops = loops,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_DISABLE_IPV6 |
                   LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
    };
    struct lws_context *context = lws_create_context(&info);
    struct lws_vhost *vhost = context ? lws_create_vhost(context, &info) : NULL;
    if (!vhost)
        return 1;
    printf("port %d\n", lws_get_vhost_listen_port(vhost));
    fflush(stdout);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&interrupt, NULL);
    uv_close((uv_handle_t *)&terminate, NULL);
    lws_context_destroy(context);
    uv_run(&loop, UV_RUN_DEFAULT);
    lws_context_destroy(context);
    uv_loop_close(&loop);
    return 0;
}
