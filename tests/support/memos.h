/* memos.h - what streams keep for those who are told of them, by stream. A test keeps them longer
 * than a stream would: over runs of the same id. What is not true any more must not be believed. */
#ifndef TESTS_SUPPORT_MEMOS_H
#define TESTS_SUPPORT_MEMOS_H
#include "stream/observer.h"

#include <string.h>

struct test_memos {
    struct {
        char stream[32];
        struct base_map_memo of[STREAM_MEMOS];
    } rows[16];
};

/* NULL: none, as of what has no stream; or there is no more room. */
static inline struct base_map_memo *test_memos_of(struct test_memos *memos, const char *stream) {
    if (!stream || !*stream || strlen(stream) >= sizeof memos->rows[0].stream)
        return NULL;
    for (size_t i = 0; i < sizeof memos->rows / sizeof *memos->rows; i++) {
        if (!*memos->rows[i].stream)
            (void)strcpy(memos->rows[i].stream, stream);
        if (strcmp(memos->rows[i].stream, stream) == 0)
            return memos->rows[i].of;
    }
    return NULL;
}

#endif
