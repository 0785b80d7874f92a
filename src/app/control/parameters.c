#include "app/control/parameters.h"

#include "app/control/route.h"
#include "app/service/pattern.h"
#include "base/utf8.h"
#include "net/target.h"

/* Room for what is wrong with a query. */
#define SENTENCE_SIZE 160
/* Of reports, where it is not `form` that chooses. */
#define FORMS ". For JUnit or HTML, end the path with .xml or .html instead"

/* The parameters are written as the JSON object that their schema describes, and decoded as such.
 */
struct reading {
    struct app_control_request *request;
    struct codec_out json;
    char separator; /* before the next member */
    size_t plain_length;
    char plain[NET_HEAD_MAX]; /* names and values of the query without their escapes */
    char own[APP_CONTROL_PARAMETERS_SIZE];
};

/* A path with a wrong word in it was perhaps meant to be another. */
static bool refuse_parameter(const struct reading *reading, struct base_slice name,
                             const char *message) {
    const struct codec_operation *operation = reading->request->operation;
    const struct codec_object_rules *rules = operation->parameters->payload->object;
    app_control_guesses guesses;
    struct base_slice meant = base_slice(NULL, 0);
    bool is_form = base_slice_equal(name, base_slice_of("form"));
    for (size_t i = 0; i < rules->count; i++)
        if (operation->places[i] == CODEC_IN_PATH && base_slice_equal(rules->members[i].name, name))
            meant = app_control_route_closest(reading->request->asked->path, guesses);
    app_control_error(reading->request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                      "parameter %.*s %s%s%.*s%s%s", (int)name.len, name.ptr, message,
                      meant.len ? "; did you mean " : "", (int)meant.len, meant.ptr,
                      meant.len ? "?" : "", is_form ? FORMS : "");
    return false;
}

/* ---- writing ------------------------------------------------------------------------------- */

/* What is no string is written as in JSON. Nothing else may stand there, lists and null neither. */
static bool write_scalar(struct reading *reading, const struct codec_member *member,
                         struct base_slice plain) {
    static const struct codec_schema number = {.types = CODEC_NUMBER},
                                     truth = {.types = CODEC_BOOLEAN};
    bool is_number = member->schema->types & CODEC_NUMBER;
    struct codec_error error;
    if (!codec_validate(plain, is_number ? &number : &truth, NULL, &error))
        return refuse_parameter(reading, member->name,
                                is_number ? "must be a number" : "must be true or false");
    return codec_out_bytes(&reading->json, plain);
}

/* False: an error has been answered, or there is no room. */
static bool write(struct reading *reading, const struct codec_member *member,
                  struct base_slice plain) {
    if (!base_utf8_valid(plain))
        return refuse_parameter(reading, member->name, "is not UTF-8");
    if (!codec_out_name(&reading->json, reading->separator, member->name))
        return false;
    reading->separator = ',';
    return member->schema->types & CODEC_STRING
               ? codec_out_text(&reading->json, codec_text_plain(plain))
               : write_scalar(reading, member, plain);
}

/* ---- where they stand ---------------------------------------------------------------------- */

/* Whether every escape of the query is one. Otherwise an error has been answered. */
static bool is_readable(struct reading *reading, struct base_slice query) {
    char error[SENTENCE_SIZE];
    size_t length;
    if (net_target_decode(query, reading->plain, &length, error, sizeof error))
        return true;
    app_control_error(reading->request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                      "the query: %s", error);
    return false;
}

/* A name or a value as a form has it (HTML: application/x-www-form-urlencoded): a plus is a space.
 * The query is readable. */
static struct base_slice unescape(struct reading *reading, struct base_slice text) {
    char *out = reading->plain + reading->plain_length, none[1];
    size_t length = 0;
    for (size_t i = 0; i < text.len; i++)
        out[i] = text.ptr[i] == '+' ? ' ' : text.ptr[i];
    (void)net_target_decode(base_slice(out, text.len), out, &length, none, sizeof none);
    reading->plain_length += length;
    return base_slice(out, length);
}

/* What is a parameter of other reports than the one that is asked for; NULL: it is none. */
static const char *misplaced(const struct codec_operation *operation, struct base_slice name) {
    static const char reports[] = "/control/report";
    if (operation->path.len < sizeof reports - 1 ||
        memcmp(operation->path.ptr, reports, sizeof reports - 1) != 0)
        return NULL;
    if (base_slice_equal(name, base_slice_of("settled_ms")))
        return "settled_ms is only for the report on one stream: GET /control/report/{stream}";
    return base_slice_equal(name, base_slice_of("form"))
               ? "form is only for JSON: JUnit and HTML have no summary"
               : NULL;
}

static bool refuse_name(const struct reading *reading, struct base_slice name) {
    const struct codec_operation *operation = reading->request->operation;
    const struct codec_event *row = operation->parameters;
    const char *told = misplaced(operation, name);
    if (told) {
        app_control_error(reading->request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST, "%s",
                          told);
        return false;
    }
    struct codec_closest search = codec_closest(name);
    for (size_t i = 0; row && i < row->payload->object->count; i++)
        if (operation->places[i] == CODEC_IN_QUERY)
            codec_closest_try(&search, row->payload->object->members[i].name);
    struct base_slice shown = app_http_shown(name);
    app_control_error(reading->request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                      "unknown parameter \"%.*s\"%s%.*s%s", (int)shown.len, shown.ptr,
                      search.best.len ? "; did you mean " : "", (int)search.best.len,
                      search.best.ptr, search.best.len ? "?" : "");
    return false;
}

/* Writes one `name=value` of the query. */
static bool write_pair(struct reading *reading, struct base_slice pair) {
    const struct codec_operation *operation = reading->request->operation;
    const struct codec_event *row = operation->parameters;
    const char *equals = memchr(pair.ptr, '=', pair.len);
    size_t length = equals ? (size_t)(equals - pair.ptr) : pair.len;
    struct base_slice name = unescape(reading, base_slice(pair.ptr, length));
    size_t rest = equals ? pair.len - length - 1 : 0;
    struct base_slice plain = unescape(reading, base_slice(pair.ptr + pair.len - rest, rest));
    for (size_t i = 0; row && i < row->payload->object->count; i++) {
        const struct codec_member *member = &row->payload->object->members[i];
        if (operation->places[i] == CODEC_IN_QUERY && base_slice_equal(member->name, name))
            return write(reading, member, plain);
    }
    return refuse_name(reading, name);
}

static bool write_query(struct reading *reading, struct base_slice query) {
    if (!is_readable(reading, query))
        return false;
    while (query.len) {
        const char *end = memchr(query.ptr, '&', query.len);
        size_t length = end ? (size_t)(end - query.ptr) : query.len;
        if (length && !write_pair(reading, base_slice(query.ptr, length)))
            return false;
        length += end ? 1 : 0;
        query = base_slice(query.ptr + length, query.len - length);
    }
    return true;
}

/* Those that do not stand in the query. */
static bool write_others(struct reading *reading, struct base_slice word) {
    const struct codec_operation *operation = reading->request->operation;
    const struct codec_event *row = operation->parameters;
    for (size_t i = 0; row && i < row->payload->object->count; i++) {
        const struct codec_member *member = &row->payload->object->members[i];
        struct base_slice plain = word;
        if (operation->places[i] == CODEC_IN_HEADER)
            plain = net_request_header(reading->request->asked, member->name);
        if (operation->places[i] == CODEC_IN_QUERY || !plain.len)
            continue;
        if (!write(reading, member, plain))
            return false;
    }
    return true;
}

/* ---- decoding ------------------------------------------------------------------------------ */

/* Answers with the first finding. */
static bool refuse_finding(const struct reading *reading, const struct codec_error *error) {
    if (*error->pointer)
        return refuse_parameter(reading, base_slice_of(error->pointer + 1),
                                error->code == CODEC_DUPLICATE ? "is given twice" : error->message);
    app_control_error(reading->request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                      "the request %s", error->message);
    return false;
}

/* Whatever its name: it has the schema of the patterns in bodies. */
static bool is_pattern_of(const struct codec_member *parameter) {
    return parameter->schema == sts_bodies[STS_BODY_CONTROL_RESET].payload->object->members->schema;
}

/* Streams that the path names must be possible, and covered by the key. */
static bool are_allowed(const struct reading *reading) {
    const struct app_control_request *request = reading->request;
    const struct codec_operation *operation = request->operation;
    const struct codec_object_rules *rules = operation->parameters->payload->object;
    for (size_t i = 0; i < rules->count; i++) {
        const struct codec_member *member = &rules->members[i];
        if (operation->places[i] != CODEC_IN_PATH || member->schema->store != CODEC_STORE_TEXT)
            continue;
        const void *at = (const char *)request->parameters + member->offset;
        const struct codec_text *text = at;
        bool is_pattern = is_pattern_of(member);
        const char *fault = is_pattern ? app_pattern_fault(*text) : NULL;
        if (fault)
            return refuse_parameter(reading, member->name, fault);
        if (!app_control_covers(request, *text, is_pattern))
            return false;
    }
    return true;
}

static bool decode(struct reading *reading, struct app_control_parameters *parameters) {
    const struct codec_event *row = reading->request->operation->parameters;
    struct codec_in in;
    codec_out_flatten(&reading->json, parameters->json);
    codec_in_init(&in, base_slice(parameters->json, codec_out_length(&reading->json)),
                  reading->request->control->scratch);
    if (!codec_decode(&in, row->payload, &parameters->values))
        return refuse_finding(reading, &in.error);
    reading->request->parameters = &parameters->values;
    return are_allowed(reading);
}

bool app_control_read_parameters(struct app_control_request *request, struct base_slice word,
                                 struct app_control_parameters *parameters) {
    struct reading reading;
    reading.request = request;
    reading.separator = '{';
    reading.plain_length = 0;
    codec_out_init(&reading.json, reading.own, sizeof reading.own);
    if (write_others(&reading, word) && write_query(&reading, request->asked->query) &&
        codec_out_bytes(&reading.json, base_slice_of(reading.separator == '{' ? "{}" : "}")) &&
        codec_out_length(&reading.json) <= sizeof parameters->json)
        return !request->operation->parameters || decode(&reading, parameters);
    if (reading.json.error.code != CODEC_OK)
        app_control_error(request, 400, STS_CONTROL_ERROR_CODE_INVALID_REQUEST,
                          "the parameters are too long");
    return false;
}
