/* known.c - answers to who names a stream that is not there. */
#include "app/service/known.h"
#include "app/control/request.h"
#include "base/print.h"
#include "stream/id.h"

static struct base_slice plain_of(struct codec_text pattern, char room[STREAM_ID_SIZE]) {
    return base_slice(room, codec_text_copy(pattern, room, STREAM_ID_SIZE));
}

static void answer_unknown(const struct app_control_request *request, struct codec_text pattern,
                           const char *sentence) {
    char room[STREAM_ID_SIZE];
    struct codec_closest search = codec_closest(plain_of(pattern, room));
    app_known_try(request->control->service, request->key, &search, app_control_near);
    app_control_unknown(request, STS_CONTROL_ERROR_CODE_STREAM_NOT_FOUND, sentence, &search,
                        "/control/streams");
}

bool app_control_is_there(const struct app_control_request *request, struct codec_text pattern) {
    if (app_known_streams(request->control->service, pattern))
        return true;
    answer_unknown(request, pattern, "there is no stream");
    return false;
}

bool app_control_is_known(const struct app_control_request *request, struct codec_text pattern) {
    if (codec_text_equal(pattern, CODEC_TEXT("*")) ||
        app_known_streams(request->control->service, pattern) ||
        app_known_armed(request->control->service, pattern))
        return true;
    answer_unknown(request, pattern, "nothing is armed, and there is no stream, for");
    return false;
}

struct codec_text app_control_stream_hint(const struct app_control_request *request,
                                          struct codec_text pattern,
                                          char out[APP_CONTROL_HINT_SIZE]) {
    char room[STREAM_ID_SIZE];
    struct codec_closest search = codec_closest(plain_of(pattern, room));
    app_known_try(request->control->service, request->key, &search, app_control_near);
    if (!search.best.len)
        return (struct codec_text){.ptr = NULL};
    const size_t length = base_print(
        out, APP_CONTROL_HINT_SIZE, "there is no stream \"%.*s\"; did you mean \"%.*s\"?",
        (int)search.name.len, search.name.ptr, (int)search.best.len, search.best.ptr);
    return codec_text_plain(base_slice(out, length));
}
