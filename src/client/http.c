#include "client/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define PROTOCOL "HTTP/1."
/* "HTTP/1.1 200" */
#define STATUS_LENGTH 12
/* Of a line that is quoted in an error. */
#define QUOTED_MAX 80

/* ---- requests ------------------------------------------------------------------------------ */

/* The line has two spaces, and ends where it is meant to end. */
static bool is_target(const char *target) {
    for (const char *at = target; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7f)
            return false;
    return *target == '/';
}

bool client_request_write(const struct client_request *request,
                          const struct client_address *address, struct base_bytes *out, char *error,
                          size_t error_size) {
    bool six = strchr(address->host, ':') != NULL;
    char length[48] = "";
    if (!is_target(request->target)) {
        (void)snprintf(error, error_size,
                       "not sent: the target must begin with / and must not contain spaces or "
                       "control characters");
        return false;
    }
    if (request->body.len)
        (void)snprintf(length, sizeof length, "Content-Length: %zu\r\n", request->body.len);
    if (base_bytes_print(out, "%s %s HTTP/1.1\r\nHost: %s%s%s:%s\r\nUser-Agent: %s\r\n%s%s\r\n",
                         request->method, request->target, six ? "[" : "", address->host,
                         six ? "]" : "", address->port, request->agent, length,
                         request->headers ? request->headers : "") &&
        base_bytes_add(out, request->body))
        return true;
    (void)snprintf(error, error_size, "out of memory for the request");
    return false;
}

/* ---- the head of an answer ----------------------------------------------------------------- */

void client_response_init(struct client_response *response, struct base_memory *memory) {
    *response = (struct client_response){.head.memory = memory, .body.memory = memory};
}

static void fail_response(struct client_response *response, const char *what) {
    response->state = CLIENT_RESPONSE_FAILED;
    (void)snprintf(response->error, sizeof response->error, "%s", what);
}

/* As above, and quotes what is wrong. Its bytes are a peer's, so only what is printable is. */
static void fail_at(struct client_response *response, const char *what, struct base_slice line) {
    char shown[QUOTED_MAX + 1];
    size_t length = line.len < QUOTED_MAX ? line.len : QUOTED_MAX;
    for (size_t i = 0; i < length; i++)
        shown[i] = line.ptr[i] >= ' ' && line.ptr[i] < 0x7f ? line.ptr[i] : '?';
    shown[length] = '\0';
    response->state = CLIENT_RESPONSE_FAILED;
    (void)snprintf(response->error, sizeof response->error, "%s: \"%s%s\"", what, shown,
                   length < line.len ? "..." : "");
}

/* The next line of a complete head, from `*at` on; false at the empty one. */
static bool next_line(const struct client_response *response, size_t *at, struct base_slice *line) {
    const char *start = response->head.data + *at;
    const char *end = memmem(start, response->head.length - *at, "\r\n", 2);
    *line = base_slice(start, end ? (size_t)(end - start) : 0);
    *at += line->len + 2;
    return line->len > 0;
}

struct base_slice client_response_line(const struct client_response *response) {
    size_t at = 0;
    struct base_slice line = {NULL, 0};
    if (response->head.length)
        (void)next_line(response, &at, &line);
    return line;
}

static struct base_slice value_of(struct base_slice line, size_t name_length) {
    const char *at = line.ptr + name_length + 1, *end = line.ptr + line.len;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    while (at < end && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return base_slice(at, (size_t)(end - at));
}

struct base_slice client_response_header(const struct client_response *response, const char *name) {
    size_t length = strlen(name), at = client_response_line(response).len + 2;
    struct base_slice line;
    while (at < response->head.length && next_line(response, &at, &line))
        if (line.len > length && line.ptr[length] == ':' &&
            strncasecmp(line.ptr, name, length) == 0)
            return value_of(line, length);
    return base_slice(NULL, 0);
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* What a terminal would obey stands in no head. */
static bool has_controls(struct base_slice line) {
    for (size_t i = 0; i < line.len; i++)
        if (((unsigned char)line.ptr[i] < ' ' && line.ptr[i] != '\t') || line.ptr[i] == 0x7f)
            return true;
    return false;
}

/* "HTTP/1.1 200 OK"; the words may be missing. */
static bool read_status(struct client_response *response, struct base_slice line) {
    const char *at = line.ptr;
    if (line.len < STATUS_LENGTH || has_controls(line) || !is_digit(at[7]) || at[8] != ' ' ||
        at[9] < '1' || at[9] > '9' || !is_digit(at[10]) || !is_digit(at[11]) ||
        (line.len > STATUS_LENGTH && at[STATUS_LENGTH] != ' '))
        return false;
    response->status = (at[9] - '0') * 100 + (at[10] - '0') * 10 + (at[11] - '0');
    return true;
}

static bool is_header(struct base_slice line) {
    const char *colon = memchr(line.ptr, ':', line.len);
    return colon && colon > line.ptr && colon[-1] != ' ' && *line.ptr != ' ' && *line.ptr != '\t' &&
           !has_controls(line);
}

/* A number of digits up to `maximum`. */
static bool read_length(struct base_slice text, size_t maximum, size_t *length) {
    *length = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i]))
            return false;
        *length = *length * 10 + (size_t)(text.ptr[i] - '0');
        if (*length > maximum)
            return false;
    }
    return text.len > 0;
}

/* Where the body ends. */
static void await_body(struct client_response *response) {
    struct base_slice length = client_response_header(response, "content-length");
    struct base_slice coding = client_response_header(response, "transfer-encoding");
    if (response->status == 101 || response->status == 204 || response->status == 304) {
        response->state = CLIENT_RESPONSE_DONE;
    } else if (coding.ptr) {
        response->state = CLIENT_RESPONSE_CHUNK_SIZE;
        if (coding.len != 7 || strncasecmp(coding.ptr, "chunked", 7) != 0)
            fail_at(response, "Transfer-Encoding must be chunked, not", coding);
    } else if (!length.ptr) {
        response->state = CLIENT_RESPONSE_STREAM_END;
    } else if (read_length(length, CLIENT_BODY_MAX, &response->left)) {
        response->state = response->left ? CLIENT_RESPONSE_BODY : CLIENT_RESPONSE_DONE;
    } else {
        fail_at(response, "Content-Length is not a number of bytes up to 64 MiB", length);
    }
}

static void read_head(struct client_response *response) {
    size_t at = 0;
    struct base_slice line;
    (void)next_line(response, &at, &line);
    if (!read_status(response, line)) {
        fail_at(response, "the answer does not begin with a status line of HTTP/1.1", line);
        return;
    }
    while (next_line(response, &at, &line))
        if (!is_header(line)) {
            fail_at(response, "a line of the head is not a header", line);
            return;
        }
    if (response->status < 200 && response->status != 101)
        response->head.length = 0; /* the answer is still to come */
    else
        await_body(response);
}

/* Takes the next byte of the head. */
static void take_head(struct client_response *response, char byte) {
    struct base_bytes *head = &response->head;
    if (head->length == CLIENT_HEAD_MAX)
        fail_response(response, "the head of the answer is longer than 16384 bytes");
    else if (!base_bytes_add(head, base_slice(&byte, 1)))
        fail_response(response, "out of memory for the head of the answer");
    else if (head->length <= sizeof PROTOCOL - 1 && byte != PROTOCOL[head->length - 1])
        fail_at(response, "the answer is not HTTP/1.1: it begins with", base_bytes_slice(head));
    else if (head->length >= 4 && memcmp(head->data + head->length - 4, "\r\n\r\n", 4) == 0)
        read_head(response);
}

/* ---- its body ------------------------------------------------------------------------------ */

static struct base_slice take_front(struct base_slice *bytes, size_t most) {
    struct base_slice taken = base_slice(bytes->ptr, bytes->len < most ? bytes->len : most);
    *bytes = base_slice(bytes->ptr + taken.len, bytes->len - taken.len);
    return taken;
}

/* Takes up to `most` bytes of the body; how many. */
static size_t take_body(struct client_response *response, struct base_slice *bytes, size_t most) {
    struct base_slice taken = take_front(bytes, most);
    if (response->body.length + taken.len > CLIENT_BODY_MAX)
        fail_response(response, "the body of the answer is longer than 64 MiB");
    else if (!base_bytes_add(&response->body, taken))
        fail_response(response, "out of memory for the body of the answer");
    return taken.len;
}

/* True: `response->line` is a whole line, without its end. */
static bool take_line(struct client_response *response, char byte) {
    if (byte == '\n' && response->line_length &&
        response->line[response->line_length - 1] == '\r') {
        response->line_length--;
        return true;
    }
    if (response->line_length == CLIENT_LINE_MAX)
        fail_at(response, "a line of the chunked body is longer than 256 bytes",
                base_slice(response->line, response->line_length));
    else
        response->line[response->line_length++] = byte;
    return false;
}

/* Digits, and perhaps an extension behind a semicolon. */
static bool read_chunk_size(struct base_slice line, size_t *size) {
    size_t i = 0;
    *size = 0;
    for (; i < line.len && strchr("0123456789abcdefABCDEF", line.ptr[i]) && line.ptr[i]; i++) {
        int digit = is_digit(line.ptr[i]) ? line.ptr[i] - '0' : (line.ptr[i] | 0x20) - 'a' + 10;
        *size = *size * 16 + (size_t)digit;
        if (*size > CLIENT_BODY_MAX)
            return false;
    }
    return i > 0 && (i == line.len || line.ptr[i] == ';' || line.ptr[i] == ' ');
}

static void on_line(struct client_response *response) {
    struct base_slice line = base_slice(response->line, response->line_length);
    response->line_length = 0;
    if (response->state == CLIENT_RESPONSE_TRAILER) {
        if (line.len == 0)
            response->state = CLIENT_RESPONSE_DONE;
    } else if (response->state == CLIENT_RESPONSE_CHUNK_END) {
        response->state = CLIENT_RESPONSE_CHUNK_SIZE;
        if (line.len)
            fail_at(response, "a chunk is longer than its stated size", line);
    } else if (!read_chunk_size(line, &response->left)) {
        fail_at(response, "the size of a chunk is not a hexadecimal number up to 64 MiB", line);
    } else {
        response->state = response->left ? CLIENT_RESPONSE_CHUNK : CLIENT_RESPONSE_TRAILER;
    }
}

static void take_some(struct client_response *response, struct base_slice *bytes) {
    switch (response->state) {
    case CLIENT_RESPONSE_HEAD:
        take_head(response, *take_front(bytes, 1).ptr);
        break;
    case CLIENT_RESPONSE_BODY:
    case CLIENT_RESPONSE_CHUNK:
        response->left -= take_body(response, bytes, response->left);
        if (response->left == 0 && response->state != CLIENT_RESPONSE_FAILED)
            response->state = response->state == CLIENT_RESPONSE_BODY ? CLIENT_RESPONSE_DONE
                                                                      : CLIENT_RESPONSE_CHUNK_END;
        break;
    case CLIENT_RESPONSE_STREAM_END:
        (void)take_body(response, bytes, bytes->len);
        break;
    case CLIENT_RESPONSE_CHUNK_SIZE:
    case CLIENT_RESPONSE_CHUNK_END:
    case CLIENT_RESPONSE_TRAILER:
        if (take_line(response, *take_front(bytes, 1).ptr))
            on_line(response);
        break;
    case CLIENT_RESPONSE_DONE:
    case CLIENT_RESPONSE_FAILED:
        break;
    }
}

void client_response_receive(struct client_response *response, struct base_slice *bytes) {
    while (bytes->len && response->state < CLIENT_RESPONSE_DONE)
        take_some(response, bytes);
}

void client_response_end(struct client_response *response) {
    if (response->state == CLIENT_RESPONSE_STREAM_END)
        response->state = CLIENT_RESPONSE_DONE;
    else if (response->state == CLIENT_RESPONSE_HEAD && response->head.length == 0)
        fail_response(response, "the server closed the connection");
    else if (response->state < CLIENT_RESPONSE_DONE)
        fail_response(response, "the server closed the connection before the end of its answer");
}

void client_response_free(struct client_response *response) {
    base_bytes_free(&response->head);
    base_bytes_free(&response->body);
}
