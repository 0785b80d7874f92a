#include "net/request.h"

#include "net/character.h"

#include <strings.h>

static const struct {
    int status;
    const char *text;
} faults[] = {{0, ""},
#define FAULT(name, status, text) {status, text},
              NET_HEAD_FAULTS(FAULT)
#undef FAULT
};

int net_head_fault_status(enum net_head_fault fault) {
    return faults[fault].status;
}

const char *net_head_fault_text(enum net_head_fault fault) {
    return faults[fault].text;
}

/* Always false, for `return refuse(...)`. */
static bool refuse(struct net_head *head, enum net_head_fault fault) {
    head->fault = fault;
    return false;
}

/* ---- text ---- */

static bool is_token(struct base_slice text) {
    for (size_t i = 0; i < text.len; i++)
        if (!net_is_token(text.ptr[i]))
            return false;
    return text.len > 0;
}

/* RFC 3986 section 3.2, without a user, and not so exact as to where in it a byte may stand. */
static bool is_host(struct base_slice text) {
    for (size_t i = 0; i < text.len; i++)
        if (!net_is_alphanumeric(text.ptr[i]) && !net_is_one_of(text.ptr[i], "-._~!$&'()*+,;=%:[]"))
            return false;
    return true;
}

static struct base_slice trim(struct base_slice text) {
    while (text.len && net_is_space(text.ptr[0]))
        text = base_slice(text.ptr + 1, text.len - 1);
    while (text.len && net_is_space(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* The tabs stay. */
static struct base_slice trim_blanks(struct base_slice text) {
    while (text.len && text.ptr[0] == ' ')
        text = base_slice(text.ptr + 1, text.len - 1);
    while (text.len && text.ptr[text.len - 1] == ' ')
        text.len--;
    return text;
}

static bool equal_in_any_case(struct base_slice text, const char *other) {
    return text.len == strlen(other) && (!text.len || strncasecmp(text.ptr, other, text.len) == 0);
}

/* Takes off the part before `separator`, and the separator. false: there is none. */
static bool take_before(struct base_slice *text, char separator, struct base_slice *part) {
    const char *end = text->len ? memchr(text->ptr, separator, text->len) : NULL;
    if (!end)
        return false;
    *part = base_slice(text->ptr, (size_t)(end - text->ptr));
    *text = base_slice(end + 1, text->len - part->len - 1);
    return true;
}

/* ---- lists and fields ---- */

bool net_list_next(struct base_slice *list, struct base_slice *element) {
    while (list->len) {
        if (!take_before(list, ',', element)) {
            *element = *list;
            *list = base_slice(NULL, 0);
        }
        *element = trim(*element);
        if (element->len)
            return true;
    }
    return false;
}

struct base_slice net_list_first(struct base_slice list) {
    struct base_slice first;
    return net_list_next(&list, &first) ? first : base_slice(NULL, 0);
}

bool net_list_has_token(struct base_slice list, const char *token) {
    struct base_slice element;
    while (net_list_next(&list, &element))
        if (equal_in_any_case(element, token))
            return true;
    return false;
}

static struct base_slice value_of(const struct net_head *head, const struct net_head_span *span) {
    return base_slice(head->bytes + span->value, span->value_length);
}

struct engineio_header net_head_field_at(const struct net_head *head, size_t i) {
    const struct net_head_span *span = &head->fields[i];
    return (struct engineio_header){base_slice(head->bytes + span->name, span->name_length),
                                    trim(value_of(head, span))};
}

/* How many fields have that name, and the value of the first, with its tabs. */
static size_t find(const struct net_head *head, const char *name, struct base_slice *value) {
    size_t count = 0;
    *value = base_slice(NULL, 0);
    for (size_t i = 0; i < head->field_count; i++)
        if (equal_in_any_case(net_head_field_at(head, i).name, name) && count++ == 0)
            *value = value_of(head, &head->fields[i]);
    return count;
}

struct base_slice net_head_field(const struct net_head *head, const char *name) {
    struct base_slice value;
    (void)find(head, name, &value);
    return trim(value);
}

size_t net_head_count(const struct net_head *head, const char *name) {
    struct base_slice value;
    return find(head, name, &value);
}

bool net_head_has_token(const struct net_head *head, const char *name, const char *token) {
    for (size_t i = 0; i < head->field_count; i++) {
        struct engineio_header field = net_head_field_at(head, i);
        if (equal_in_any_case(field.name, name) && net_list_has_token(field.value, token))
            return true;
    }
    return false;
}

/* ---- the request line ---- */

static bool is_known_method(struct base_slice method) {
    static const struct base_slice known[] = {
        BASE_SLICE("GET"),   BASE_SLICE("HEAD"),   BASE_SLICE("POST"),    BASE_SLICE("PUT"),
        BASE_SLICE("PATCH"), BASE_SLICE("DELETE"), BASE_SLICE("OPTIONS"),
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (base_slice_equal(method, known[i]))
            return true;
    return false;
}

/* "HTTP/1.1". A later minor version is served as 1.1 (RFC 9110 section 2.5). */
static bool read_version(struct net_head *head, struct base_slice version) {
    if (version.len != 8 || memcmp(version.ptr, "HTTP/", 5) != 0 || !net_is_digit(version.ptr[5]) ||
        version.ptr[6] != '.' || !net_is_digit(version.ptr[7]))
        return refuse(head, NET_HEAD_FAULT_LINE);
    if (version.ptr[5] != '1')
        return refuse(head, NET_HEAD_FAULT_VERSION);
    head->minor = version.ptr[7] == '0' ? 0 : 1;
    return true;
}

/* Path and query, from where the host of a target ends. */
static bool read_path(struct net_head *head, struct base_slice rest) {
    head->query = rest;
    if (!take_before(&head->query, '?', &head->path)) {
        head->path = rest;
        head->query = base_slice(NULL, 0);
    }
    if (head->path.len == 0)
        head->path = base_slice_of("/");
    return true;
}

static bool read_absolute(struct net_head *head, size_t scheme) {
    struct base_slice rest = base_slice(head->target.ptr + scheme, head->target.len - scheme);
    size_t length = 0;
    while (length < rest.len && rest.ptr[length] != '/' && rest.ptr[length] != '?')
        length++;
    head->form = NET_HEAD_ABSOLUTE;
    head->host = base_slice(rest.ptr, length);
    if (!length || !is_host(head->host))
        return refuse(head, NET_HEAD_FAULT_HOST);
    return read_path(head, base_slice(rest.ptr + length, rest.len - length));
}

static bool begins_with(struct base_slice text, const char *start) {
    size_t length = strlen(start);
    return text.len >= length && strncasecmp(text.ptr, start, length) == 0;
}

static bool read_target(struct net_head *head) {
    static const struct base_slice asterisk = BASE_SLICE("*"), options = BASE_SLICE("OPTIONS");
    struct base_slice target = head->target;
    for (size_t i = 0; i < target.len; i++)
        if (target.ptr[i] == '#' || target.ptr[i] == '\t')
            return refuse(head, NET_HEAD_FAULT_TARGET_CHARACTER);
    head->form = NET_HEAD_ORIGIN;
    if (begins_with(target, "/"))
        return read_path(head, target);
    if (begins_with(target, "http://"))
        return read_absolute(head, strlen("http://"));
    if (begins_with(target, "https://"))
        return read_absolute(head, strlen("https://"));
    head->form = NET_HEAD_ASTERISK;
    if (base_slice_equal(target, asterisk) && base_slice_equal(head->method, options))
        return read_path(head, target);
    return refuse(head, NET_HEAD_FAULT_TARGET);
}

static bool read_request_line(struct net_head *head, struct base_slice line) {
    if (!take_before(&line, ' ', &head->method) || !take_before(&line, ' ', &head->target) ||
        !is_token(head->method))
        return refuse(head, NET_HEAD_FAULT_LINE);
    if (!read_version(head, line))
        return false;
    if (!is_known_method(head->method))
        return refuse(head, NET_HEAD_FAULT_METHOD);
    return read_target(head);
}

/* ---- field lines ---- */

static bool read_field(struct net_head *head, struct base_slice line) {
    struct base_slice name, value = line;
    if (net_is_space(line.ptr[0]))
        return refuse(head, NET_HEAD_FAULT_FIELD_FOLDED);
    if (!take_before(&value, ':', &name))
        return refuse(head, NET_HEAD_FAULT_FIELD);
    if (name.len && net_is_space(name.ptr[name.len - 1]))
        return refuse(head, NET_HEAD_FAULT_FIELD_SPACE);
    if (!is_token(name))
        return refuse(head, NET_HEAD_FAULT_FIELD_NAME);
    if (head->field_count == NET_HEAD_FIELDS)
        return refuse(head, NET_HEAD_FAULT_FIELDS_MANY);
    value = trim_blanks(value);
    head->fields[head->field_count++] = (struct net_head_span){
        .name = (uint16_t)(name.ptr - head->bytes),
        .name_length = (uint16_t)name.len,
        .value = (uint16_t)(value.ptr - head->bytes),
        .value_length = (uint16_t)value.len,
    };
    return true;
}

/* ---- what the fields say ---- */

static bool read_host(struct net_head *head) {
    struct base_slice value;
    size_t count = find(head, "host", &value);
    if (count > 1)
        return refuse(head, NET_HEAD_FAULT_HOST_TWICE);
    if (count == 0 && head->minor > 0)
        return refuse(head, NET_HEAD_FAULT_HOST_MISSING);
    value = trim(value);
    if (!is_host(value))
        return refuse(head, NET_HEAD_FAULT_HOST);
    if (head->form != NET_HEAD_ABSOLUTE)
        head->host = value;
    return true;
}

/* "5, 5", "-1" and "+1" are attempts to make two parsers disagree. */
static bool read_length(struct net_head *head, struct base_slice text) {
    uint64_t length = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!net_is_digit(text.ptr[i]))
            return refuse(head, NET_HEAD_FAULT_LENGTH);
        if (length < (uint64_t)1 << 60)
            length = length * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    if (text.len == 0)
        return refuse(head, NET_HEAD_FAULT_LENGTH);
    if (length >= (uint64_t)1 << 60)
        return refuse(head, NET_HEAD_FAULT_LENGTH_LARGE);
    head->content_length = length;
    return true;
}

/* Where the body ends (RFC 9112 section 6). All that is not one clear word is refused, and so is a
 * tab beside the word, which other parsers take for a part of it. */
static bool read_framing(struct net_head *head) {
    struct base_slice length, coding;
    size_t lengths = find(head, "content-length", &length);
    size_t codings = find(head, "transfer-encoding", &coding);
    if (lengths && codings)
        return refuse(head, NET_HEAD_FAULT_LENGTH_AND_CODING);
    if (lengths > 1)
        return refuse(head, NET_HEAD_FAULT_LENGTH_TWICE);
    if (codings > 1)
        return refuse(head, NET_HEAD_FAULT_CODING_TWICE);
    if (codings && head->minor == 0)
        return refuse(head, NET_HEAD_FAULT_CODING_OLD);
    if (codings && !equal_in_any_case(coding, "chunked"))
        return refuse(head, NET_HEAD_FAULT_CODING);
    head->has_length = lengths > 0;
    head->chunked = codings > 0;
    return !head->has_length || read_length(head, length);
}

/* HTTP/1.0 knows neither Upgrade (RFC 9110 section 7.8) nor 100 (section 10.1.1). */
static bool read_wishes(struct net_head *head) {
    struct base_slice expectation;
    bool is_1_1 = head->minor > 0;
    bool close = net_head_has_token(head, "connection", "close");
    head->keep_alive = !close && (is_1_1 || net_head_has_token(head, "connection", "keep-alive"));
    head->upgrade_websocket = is_1_1 && net_head_has_token(head, "connection", "upgrade") &&
                              net_head_has_token(head, "upgrade", "websocket");
    if (!is_1_1 || !find(head, "expect", &expectation))
        return true;
    if (!equal_in_any_case(trim(expectation), "100-continue"))
        return refuse(head, NET_HEAD_FAULT_EXPECTATION);
    head->expects_continue = head->chunked || head->content_length > 0;
    return true;
}

/* ---- lines ---- */

static bool refuse_control(struct net_head *head, char byte) {
    if (byte == '\0')
        return refuse(head, NET_HEAD_FAULT_NUL);
    if (byte == '\n')
        return refuse(head, NET_HEAD_FAULT_BARE_LF);
    return refuse(head, byte == '\r' ? NET_HEAD_FAULT_BARE_CR : NET_HEAD_FAULT_CONTROL);
}

/* The next line, without its end. false: it is not complete, or there is a fault in it. */
static bool take_line(struct net_head *head, size_t length, struct base_slice *line) {
    const char *bytes = head->bytes;
    size_t at = head->scanned;
    while (at < length && !net_is_control(bytes[at]))
        at++;
    head->scanned = at;
    if (at == length || (bytes[at] == '\r' && at + 1 == length))
        return false;
    if (bytes[at] != '\r' || bytes[at + 1] != '\n')
        return refuse_control(head, bytes[at]);
    *line = base_slice(bytes + head->line, at - head->line);
    head->line = head->scanned = at + 2;
    return true;
}

/* All lines are there. The request line is read once more: its bytes may have moved since. */
static bool finish(struct net_head *head) {
    const char *start = head->bytes + head->request;
    const char *end = memchr(start, '\r', head->line - head->request);
    head->length = head->line;
    return read_request_line(head, base_slice(start, (size_t)(end - start))) && read_host(head) &&
           read_framing(head) && read_wishes(head);
}

static bool read_line(struct net_head *head, struct base_slice line) {
    if (head->has_request)
        return line.len ? read_field(head, line) : finish(head);
    if (line.len == 0)
        return true;
    head->has_request = true;
    head->request = (size_t)(line.ptr - head->bytes);
    return read_request_line(head, line);
}

enum net_head_state net_head_parse(struct net_head *head, const char *bytes, size_t length) {
    size_t most = length < NET_HEAD_MAX ? length : NET_HEAD_MAX;
    struct base_slice line;
    head->bytes = bytes;
    while (take_line(head, most, &line))
        if (!read_line(head, line) || head->length)
            break;
    if (!head->fault && !head->length && most == NET_HEAD_MAX)
        head->fault = head->has_request ? NET_HEAD_FAULT_HEAD_LONG : NET_HEAD_FAULT_TARGET_LONG;
    if (head->fault)
        return NET_HEAD_REFUSED;
    return head->length ? NET_HEAD_DONE : NET_HEAD_MORE;
}
