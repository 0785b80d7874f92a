#include "app/control/route.h"

#include "app/control/http.h"
#include "base/print.h"
#include "base/utf8.h"
#include "codec/closest.h"
#include "net/target.h"

/* Letters that differ by a slip: more, and a path that ends in the same word is rather meant. */
#define SLIP_MAX 2
/* Room for what is wrong with a path. */
#define SENTENCE_SIZE 160

/* ---- which path ---------------------------------------------------------------------------- */

/* A path as it is compared: not decoded, so that an escaped slash or dot is part of a name, but
 * without escapes where none are needed, and with one slash behind /control, where a base address
 * with a slash at its end may have left two. */
static struct base_slice tidy(struct base_slice path, char out[NET_HEAD_MAX]) {
    static const struct base_slice root = BASE_SLICE("/control/");
    size_t length = 0;
    for (size_t at = 0; at < path.len && length < NET_HEAD_MAX;) {
        char next = net_target_next(path, &at);
        if (next != '/' || length != root.len || memcmp(out, root.ptr, root.len) != 0)
            out[length++] = next;
    }
    return base_slice(out, length);
}

/* The part of a template before its parameter, and the part behind it. False: it has none. */
static bool split(struct base_slice template, struct base_slice *before, struct base_slice *after) {
    const char *open = memchr(template.ptr, '{', template.len);
    const char *end = template.ptr + template.len;
    if (!open)
        return false;
    const char *close = memchr(open, '}', (size_t)(end - open));
    *before = base_slice(template.ptr, (size_t)(open - template.ptr));
    *after = base_slice(close + 1, (size_t)(end - close - 1));
    return true;
}

/* Compares a path with a template that has at most one parameter; `value` is what stands there. A
 * parameter takes slashes too, for clients that do not encode them. */
static bool path_fits(struct base_slice template, struct base_slice path,
                      struct base_slice *value) {
    struct base_slice before, after;
    if (!split(template, &before, &after)) {
        *value = base_slice(NULL, 0);
        return base_slice_equal(template, path);
    }
    if (path.len <= before.len + after.len || memcmp(path.ptr, before.ptr, before.len) != 0 ||
        memcmp(path.ptr + path.len - after.len, after.ptr, after.len) != 0)
        return false;
    *value = base_slice(path.ptr + before.len, path.len - before.len - after.len);
    return true;
}

/* The operation whose path it would be if there were a name between its two last slashes; NULL:
 * none. Without anything behind the name, the list of what has one is meant. */
static const struct codec_operation *find_nameless(struct base_slice path) {
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++) {
        struct base_slice before, after;
        if (split(sts_operations[i].path, &before, &after) && after.len && after.ptr[0] == '/' &&
            path.len == before.len + after.len && memcmp(path.ptr, before.ptr, before.len) == 0 &&
            memcmp(path.ptr + before.len, after.ptr, after.len) == 0)
            return &sts_operations[i];
    }
    return NULL;
}

/* Letters of a template that are no parameter: of two that fit a path, the one with more is meant.
 */
static size_t weight(struct base_slice template) {
    const char *open = memchr(template.ptr, '{', template.len);
    const char *close = memchr(template.ptr, '}', template.len);
    return template.len - (open && close ? (size_t)(close - open) : 0);
}

/* An operation whose path fits best, or NULL. */
static const struct codec_operation *find_path(struct base_slice path, struct base_slice *value) {
    const struct codec_operation *best = NULL;
    struct base_slice found;
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++) {
        const struct codec_operation *operation = &sts_operations[i];
        if (!path_fits(operation->path, path, &found))
            continue;
        if (best && weight(operation->path) <= weight(best->path))
            continue;
        best = operation;
        *value = found;
    }
    return best;
}

/* The operation of `method` with the path of `like`, or NULL. */
static const struct codec_operation *find_method(const struct codec_operation *like,
                                                 struct base_slice method) {
    static const struct base_slice head = BASE_SLICE("HEAD"), get = BASE_SLICE("GET");
    if (base_slice_equal(method, head))
        method = get;
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++)
        if (base_slice_equal(sts_operations[i].path, like->path) &&
            base_slice_equal(sts_operations[i].method, method))
            return &sts_operations[i];
    return NULL;
}

static void list_methods(const struct codec_operation *like, char *out, size_t size) {
    size_t used = 0;
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++) {
        const struct codec_operation *operation = &sts_operations[i];
        if (!base_slice_equal(operation->path, like->path))
            continue;
        bool get = base_slice_equal(operation->method, base_slice_of("GET"));
        used += base_print(out + used, size - used, "%s%.*s%s", used ? ", " : "",
                           (int)operation->method.len, operation->method.ptr, get ? ", HEAD" : "");
    }
}

/* ---- what was perhaps meant ---------------------------------------------------------------- */

/* What follows as many slashes in `path` as there are before the parameter of a template, which
 * begins at `open`. */
static struct base_slice word_at(struct base_slice path, const char *begin, const char *open) {
    const char *at = path.ptr, *end = path.ptr + path.len;
    for (; begin < open && at; begin++)
        if (*begin == '/') {
            at = memchr(at, '/', (size_t)(end - at));
            at += at ? 1 : 0;
        }
    return at ? base_slice(at, (size_t)(end - at)) : base_slice(NULL, 0);
}

/* Whether a parameter of the path can have that value: otherwise there is no such path. */
static bool may_be(const struct codec_operation *operation, struct base_slice word) {
    const struct codec_object_rules *rules = operation->parameters->payload->object;
    bool is_number = false;
    for (size_t i = 0; i < rules->count; i++)
        is_number |= operation->places[i] == CODEC_IN_PATH &&
                     !(rules->members[i].schema->types & CODEC_STRING);
    for (size_t i = 0; is_number && i < word.len; i++)
        if (word.ptr[i] < '0' || word.ptr[i] > '9')
            return false;
    return word.len && word.ptr[0] != '/';
}

/* The path of an operation with the path's own words in the place of its parameter; empty when the
 * two do not look alike enough, or are too long. */
static struct base_slice guess(const struct codec_operation *operation, struct base_slice path,
                               char out[APP_CONTROL_GUESS_SIZE]) {
    const struct base_slice template = operation->path;
    const char *open = memchr(template.ptr, '{', template.len);
    size_t before = open ? (size_t)(open - template.ptr) : template.len;
    if (path.len >= APP_CONTROL_GUESS_SIZE - template.len)
        return base_slice(NULL, 0);
    memcpy(out, template.ptr, before);
    if (!open)
        return base_slice(out, before);
    const char *close = memchr(open, '}', template.len - before);
    struct base_slice word = word_at(path, template.ptr, open);
    size_t after = (size_t)(template.ptr + template.len - close - 1);
    const char *cut = after && word.len ? memrchr(word.ptr, close[1], word.len) : NULL;
    if (cut)
        word.len = (size_t)(cut - word.ptr);
    if (!may_be(operation, word)) /* no name at all: the list of what has one is meant */
        return base_slice(NULL, 0);
    memcpy(out + before, word.ptr, word.len);
    memcpy(out + before + word.len, close + 1, after);
    return base_slice(out, before + word.len + after);
}

/* JUnit is XML: that is how its path ends. Empty: it is not asked for. */
static struct base_slice guess_junit(struct base_slice path, char out[APP_CONTROL_GUESS_SIZE]) {
    static const struct base_slice junit = BASE_SLICE(".junit"), xml = BASE_SLICE(".xml");
    struct base_slice word;
    if (path.len < junit.len || path.len >= APP_CONTROL_GUESS_SIZE ||
        memcmp(path.ptr + path.len - junit.len, junit.ptr, junit.len) != 0)
        return base_slice(NULL, 0);
    size_t length = path.len - junit.len;
    memcpy(out, path.ptr, length);
    memcpy(out + length, xml.ptr, xml.len);
    const struct base_slice meant = base_slice(out, length + xml.len);
    return find_path(meant, &word) ? meant : base_slice(NULL, 0);
}

/* A name that stands in the path where the operation takes it in the query: /control/scenarios/NAME
 * for /control/scenarios?name=NAME. Empty: it is no such path. */
static struct base_slice guess_query(struct base_slice method, struct base_slice path,
                                     char out[APP_CONTROL_GUESS_SIZE]) {
    for (size_t i = 0; i < STS_OPERATION_COUNT; i++) {
        const struct codec_operation *operation = &sts_operations[i];
        const struct base_slice begin = operation->path;
        const struct codec_object_rules *rules =
            operation->parameters ? operation->parameters->payload->object : NULL;
        bool is_below = path.len > begin.len + 1 && path.ptr[begin.len] == '/' &&
                        memcmp(path.ptr, begin.ptr, begin.len) == 0;
        for (size_t k = 0; rules && k < rules->count; k++)
            if (is_below && base_slice_equal(operation->method, method) &&
                operation->places[k] == CODEC_IN_QUERY &&
                base_slice_equal(rules->members[k].name, base_slice_of("name")))
                return base_slice(out, base_print(out, APP_CONTROL_GUESS_SIZE, "%.*s?name=%.*s",
                                                  (int)begin.len, begin.ptr,
                                                  (int)(path.len - begin.len - 1),
                                                  path.ptr + begin.len + 1));
    }
    return base_slice(NULL, 0);
}

/* The last word of a path, with its slash. */
static struct base_slice last_word(struct base_slice path) {
    const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;
    size_t length = slash ? (size_t)(path.ptr + path.len - slash) : 0;
    return length > 1 ? base_slice(slash, length) : base_slice(NULL, 0);
}

/* A shorter path of the document that ends in the same word: /control/verify for
 * /control/journal/verify. */
static struct base_slice guess_word(struct base_slice path) {
    const struct base_slice word = last_word(path);
    for (size_t i = 0; word.len && i < STS_OPERATION_COUNT; i++)
        if (base_slice_equal(last_word(sts_operations[i].path), word) &&
            sts_operations[i].path.len < path.len &&
            !memchr(sts_operations[i].path.ptr, '{', sts_operations[i].path.len))
            return sts_operations[i].path;
    return base_slice(NULL, 0);
}

struct base_slice app_control_route_closest(struct base_slice path, app_control_guesses guesses) {
    static const struct base_slice roots[] = {BASE_SLICE("/control"), BASE_SLICE("/control/"),
                                              BASE_SLICE("/openapi.json")};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (base_slice_equal(roots[i], path))
            return sts_operations[STS_OPERATION_GET_OPENAPI].path;
    struct codec_closest search = codec_closest(path);
    const struct base_slice junit = guess_junit(path, guesses[0]);
    if (junit.len)
        return junit;
    for (size_t i = 0; base_utf8_valid(path) && i < STS_OPERATION_COUNT; i++) {
        struct base_slice word;
        if (!path_fits(sts_operations[i].path, path, &word))
            codec_closest_try(&search, guess(&sts_operations[i], path, guesses[i]));
    }
    const struct base_slice same = guess_word(path);
    bool is_slip = search.best.len && search.distance <= SLIP_MAX;
    return same.len && !is_slip ? same : search.best;
}

/* ---- the request --------------------------------------------------------------------------- */

static void refuse_path(const struct app_control *control, struct net_exchange *exchange,
                        const struct net_request *request) {
    app_control_guesses guesses;
    char room[APP_CONTROL_GUESS_SIZE];
    const struct base_slice named = guess_query(request->method, request->path, room);
    app_http_refuse(control->service, exchange, request, &(struct net_refusal){.status = 404},
                    named.len ? named : app_control_route_closest(request->path, guesses));
}

/* A name is missing, as where a variable was empty. */
static void refuse_nameless(const struct app_control *control, struct net_exchange *exchange,
                            const struct codec_operation *meant) {
    char sentence[2 * SENTENCE_SIZE];
    size_t length =
        base_print(sentence, sizeof sentence, "the id in the path is empty: it must be as in %.*s",
                   (int)meant->path.len, meant->path.ptr);
    app_http_error(control->service, exchange,
                   &(struct app_http_error){400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                                            base_slice(sentence, length), NULL, NULL});
}

static void refuse_method(const struct app_control *control, struct net_exchange *exchange,
                          const struct codec_operation *found, const struct net_request *asked) {
    char methods[64] = "";
    list_methods(found, methods, sizeof methods);
    const struct net_refusal refusal = {.status = 405, .allow = methods};
    net_exchange_field(exchange, base_slice_of("Allow"), base_slice_of(methods));
    app_http_refuse(control->service, exchange, asked, &refusal, base_slice(NULL, 0));
}

/* Whether every escape of the path is one. Otherwise 400 has been answered. */
static bool is_readable(const struct app_control *control, struct net_exchange *exchange,
                        struct base_slice path) {
    char decoded[NET_HEAD_MAX], error[SENTENCE_SIZE], sentence[2 * SENTENCE_SIZE];
    size_t length;
    if (net_target_decode(path, decoded, &length, error, sizeof error))
        return true;
    length = base_print(sentence, sizeof sentence, "the path: %s", error);
    app_http_error(control->service, exchange,
                   &(struct app_http_error){400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                                            base_slice(sentence, length), NULL, NULL});
    return false;
}

bool app_control_route_find(const struct app_control *control, struct net_exchange *exchange,
                            const struct net_request *asked, struct app_control_route *route) {
    char none[1];
    if (!is_readable(control, exchange, asked->path))
        return false;
    struct base_slice word = base_slice(NULL, 0);
    const struct base_slice tidied = tidy(asked->path, route->path);
    const struct codec_operation *found = find_path(tidied, &word);
    route->operation = found ? find_method(found, asked->method) : NULL;
    const struct codec_operation *nameless = find_nameless(tidied);
    if (nameless && route->operation && !find_method(nameless, asked->method))
        nameless = NULL;
    /* What has a slash in the place of a name is rather a path with a mistake. */
    if (nameless)
        refuse_nameless(control, exchange, nameless);
    else if (!found || (!route->operation && word.len &&
                        (memchr(word.ptr, '/', word.len) ||
                         (!may_be(found, word) && guess_word(tidied).len))))
        refuse_path(control, exchange, asked);
    else if (!route->operation)
        refuse_method(control, exchange, found, asked);
    route->word = base_slice(route->path, 0);
    return route->operation && !nameless &&
           net_target_decode(word, route->path, &route->word.len, none, sizeof none);
}
