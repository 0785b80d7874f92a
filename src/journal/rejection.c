#include "journal/rejection.h"

#include "base/print.h"

static const struct {
    const char *word, *what, *advice;
} rows[JOURNAL_REJECTION_COUNT] = {
#define X(name, word, what, advice) {word, what, advice},
    JOURNAL_REJECTIONS(X)
#undef X
};

const char *journal_rejection_word(enum journal_rejection_reason reason) {
    return rows[reason].word;
}

const char *journal_rejection_what(enum journal_rejection_reason reason) {
    return rows[reason].what;
}

const char *journal_rejection_advice(enum journal_rejection_reason reason) {
    return rows[reason].advice;
}

size_t journal_rejection_print(char out[JOURNAL_REJECTION_SENTENCE],
                               const struct journal_rejection *rejection) {
    struct base_slice detail = rejection->detail;
    if (detail.len && detail.ptr[detail.len - 1] == '.')
        detail.len--;
    return base_print(out, JOURNAL_REJECTION_SENTENCE, "%s%s%.*s",
                      journal_rejection_what(rejection->reason), detail.len ? ": " : "",
                      (int)detail.len, detail.len ? detail.ptr : "");
}

/* Of a character of UTF-8. */
static bool is_middle(char byte) {
    return ((unsigned char)byte & 0xc0) == 0x80;
}

struct base_slice journal_rejection_cut(struct base_slice text) {
    if (text.len <= JOURNAL_REJECTION_TEXT)
        return text;
    for (text.len = JOURNAL_REJECTION_TEXT; text.len && is_middle(text.ptr[text.len]);)
        text.len--;
    return text;
}
