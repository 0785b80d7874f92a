#include "conform/polling.h"

#include "conform/scene.h"

#include <stdio.h>

/* Between the packets of one answer. */
#define SEPARATOR '\x1e'

static struct base_slice ask(struct conform_polling *polling, const char *method,
                             const char *body) {
    struct conform_case *c = polling->c;
    char error[512];
    struct conform_response response = {.bytes.memory = &c->memory};
    const struct conform_request request = {
        .method = method,
        .target = polling->target,
        .headers = "Origin: http://conform.example\r\nConnection: close\r\n"
                   "Content-Type: text/plain;charset=UTF-8\r\n",
        .body = base_slice_of(body),
    };
    if (!conform_http_ask(&c->settings->address, &request, &response,
                          conform_now() + c->settings->patience, error, sizeof error)) {
        conform_bytes_free(&response.bytes);
        conform_fail(c, conform_text(c, "an answer to %s %s", method, polling->target),
                     conform_text(c, "%s", error), base_slice(NULL, 0));
    }
    polling->head =
        base_slice_of(conform_text(c, "%.*s", (int)response.head.len, response.head.ptr));
    struct base_slice answer =
        base_slice_of(conform_text(c, "%.*s", (int)response.body.len, response.body.ptr));
    int status = response.status;
    conform_bytes_free(&response.bytes);
    conform_transcript_add(&c->transcript, CONFORM_CAME, 0, conform_now() - c->began, answer);
    if (status != 200)
        conform_fail(c, conform_text(c, "200 to %s %s", method, polling->target),
                     conform_text(c, "HTTP %d", status), answer);
    return answer;
}

struct conform_polling *conform_polling_open(struct conform_case *c) {
    struct conform_polling *polling = conform_take(c, sizeof *polling);
    *polling = (struct conform_polling){
        .c = c, .target = conform_text(c, "%s?EIO=4&transport=polling", c->settings->address.path)};
    struct base_slice open = ask(polling, "GET", NULL);
    size_t first = open.len ? strcspn(open.ptr, "\x1e") : 0;
    if (first == 0 || open.ptr[0] != '0')
        conform_fail(c, "the Engine.IO handshake, a packet of type 0", "something else", open);
    polling->handshake = base_slice(open.ptr + 1, first - 1);
    const char *sid = conform_at(c, polling->handshake, "/sid");
    if (!sid)
        conform_fail(c, "a sid in the handshake", "none", polling->handshake);
    polling->target = conform_text(c, "%s&sid=%s", polling->target, sid);
    return polling;
}

void conform_polling_send(struct conform_polling *polling, const char *packet) {
    conform_transcript_add(&polling->c->transcript, CONFORM_SENT, 0,
                           conform_now() - polling->c->began, base_slice_of(packet));
    (void)ask(polling, "POST", packet);
}

/* The rest of the first packet of an answer that begins so; a NULL `ptr`: none does. */
static struct base_slice find(struct base_slice answer, const char *beginning) {
    size_t length = strlen(beginning);
    while (answer.len) {
        const char *end = memchr(answer.ptr, SEPARATOR, answer.len);
        size_t packet = end ? (size_t)(end - answer.ptr) : answer.len;
        if (packet >= length && memcmp(answer.ptr, beginning, length) == 0)
            return base_slice(answer.ptr + length, packet - length);
        answer = end ? base_slice(end + 1, answer.len - packet - 1) : base_slice(NULL, 0);
    }
    return base_slice(NULL, 0);
}

struct base_slice conform_polling_expect(struct conform_polling *polling, const char *beginning) {
    struct conform_case *c = polling->c;
    int64_t deadline = conform_now() + c->settings->patience;
    struct base_slice answer = {NULL, 0}, found = {NULL, 0};
    while (!found.ptr && conform_now() < deadline) {
        answer = ask(polling, "GET", NULL);
        if (find(answer, "2").ptr)
            (void)ask(polling, "POST", "3");
        found = find(answer, beginning);
    }
    if (!found.ptr)
        conform_fail(c, conform_text(c, "a packet that begins %s", beginning), "something else",
                     answer);
    return found;
}
