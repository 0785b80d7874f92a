/* error.h - what can be wrong with a JSON text, and where. */
#ifndef CODEC_ERROR_H
#define CODEC_ERROR_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * X(name, class, keyword, text). The class decides what a server does:
 * SYNTAX   the bytes are no JSON text (RFC 8259): nothing in them can be trusted
 * LIMIT    well-formed, but more than this reader takes or of ambiguous meaning
 * SCHEMA   well-formed, but not what the schema asks for
 * CALLER   nothing to do with the input: what was to be encoded does not fit or breaks its schema
 */
#define CODEC_ERROR_MAP(X)                                                                         \
    X(OK, NONE, "", "no error")                                                                    \
    X(SYNTAX, SYNTAX, "syntax", "not JSON (RFC 8259)")                                             \
    X(UTF8, SYNTAX, "syntax", "not valid UTF-8")                                                   \
    X(TRAILING, SYNTAX, "syntax", "bytes after the end of the JSON text")                          \
    X(SURROGATE, LIMIT, "surrogate", "a lone surrogate is not a character")                        \
    X(DUPLICATE, LIMIT, "duplicate", "a member name occurs twice in one object")                   \
    X(DEPTH, LIMIT, "depth", "nested too deeply")                                                  \
    X(MEMBERS, LIMIT, "members", "too many members")                                               \
    X(UNIQUE_ITEMS_LIMIT, LIMIT, "uniqueItems", "too many items to compare")                       \
    X(SCHEMA, SCHEMA, "", "does not match the schema")                                             \
    X(NO_SPACE, CALLER, "", "the output does not fit")                                             \
    X(VALUE, CALLER, "", "the value to encode breaks its schema")

enum codec_error_code {
#define X(name, class, keyword, text) CODEC_##name,
    CODEC_ERROR_MAP(X)
#undef X
};

enum codec_error_class {
    CODEC_CLASS_NONE,
    CODEC_CLASS_SYNTAX,
    CODEC_CLASS_LIMIT,
    CODEC_CLASS_SCHEMA,
    CODEC_CLASS_CALLER,
};

/** Longest JSON Pointer and longest message kept, with the terminator; longer ones end in "...". */
#define CODEC_POINTER_SIZE 256
#define CODEC_MESSAGE_SIZE 256

/** One finding. Self-contained: borrows nothing from the input. */
struct codec_error {
    enum codec_error_code code;
    const char *keyword; /**< the JSON Schema keyword broken ("maxLength"), or what the code says */
    size_t offset;       /**< byte offset of the offending value in the text */
    char pointer[CODEC_POINTER_SIZE]; /**< JSON Pointer (RFC 6901); "" is the whole text */
    char message[CODEC_MESSAGE_SIZE]; /**< a sentence that says what would be right; valid UTF-8 */
};

/** Findings of one text, or items that a list has too many, after which items of lists are read,
 *  but not compared with the schema any more: a large text of mistakes takes no longer than one
 *  without. */
#define CODEC_FINDINGS_MAX 1024

/** A list of findings in memory of the caller. `count` goes on past `capacity`; from
 *  CODEC_FINDINGS_MAX on there may be more. */
struct codec_report {
    struct codec_error *errors;
    size_t capacity;
    size_t count;
};

enum codec_error_class codec_error_class(enum codec_error_code code);

/** Writes the message; a longer one is cut between two characters. */
__attribute__((format(printf, 2, 0))) void codec_error_say(struct codec_error *error,
                                                           const char *format, va_list values);

/** The code's own sentence. */
const char *codec_error_text(enum codec_error_code code);

#endif
