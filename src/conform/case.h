/* case.h - one requirement being checked: a function that plays a worker, and what it found.
 *
 * A case is written as a document: it says what it sends and what it expects, one line each. The
 * functions below, and those of expect.h, do not return when an expectation is not met: the case
 * ends there, with what was expected and what came. Everything a case takes lives as long as it. */
#ifndef CONFORM_CASE_H
#define CONFORM_CASE_H
#include "base/arena.h"
#include "base/list.h"
#include "client/address.h"
#include "codec/scratch.h"
#include "conform/learned.h"
#include "conform/transcript.h"
#include "report/coverage.h"

#include <setjmp.h>

enum conform_outcome {
    CONFORM_PASSED,
    CONFORM_FAILED,
    CONFORM_NOT_OFFERED,   /**< the server does not have this optional part */
    CONFORM_NOT_EXERCISED, /**< could not be tried, or was not asked for */
    CONFORM_UNKNOWN,       /**< the server stopped answering */
};

/** What is known of the server before the cases begin. */
struct conform_server {
    bool echo;                     /**< /health says that it is the echo service */
    bool offered[STS_EVENT_COUNT]; /**< of the config:* and simulate:* events: acked */
};

/** What the command line asks for. */
struct conform_settings {
    struct client_address address;
    const char *key;
    const char *namespace;
    int64_t patience;                    /**< milliseconds: the longest wait for what should come */
    enum sts_requirement_origin against; /**< what later documents demand is not asked for */
};

/** No requirement. */
#define CONFORM_NO_REQUIREMENT ((enum sts_requirement_id)STS_REQUIREMENT_COUNT)

/** One broken rule. */
struct conform_finding {
    struct conform_finding *next;
    enum sts_requirement_id requirement;
    /** What the case took for granted and did not get, if that is a requirement of its own: the
     *  finding counts only if nothing else was found about that one (conform_run_resolve). */
    enum sts_requirement_id because_of;
    int64_t at;                      /**< milliseconds since the case began */
    uint64_t heard;                  /**< conform_learned_count when it was noted */
    const char *expected, *came;     /**< sentences */
    const char *payload;             /**< the offending message without audio, or NULL */
    const char *pointer;             /**< JSON Pointer into it, or NULL */
    const struct conform_line *sent; /**< the last message that went before, or NULL */
};

struct conform_case {
    const struct conform_settings *settings;
    const struct conform_server *server;
    struct conform_learned *learned;
    enum sts_requirement_id requirement;
    const struct report_coverage *coverage; /**< NULL: nobody counts */
    uint32_t *seen;                         /**< branches that its messages took */

    struct base_memory memory;
    struct base_arena work;       /**< given back when the case ends */
    struct codec_scratch scratch; /**< in `work` */
    struct base_arena kept;       /**< findings and reasons: until conform_case_free */
    struct base_list workers;
    struct conform_transcript transcript;
    int64_t began; /**< client_now() */
    unsigned connections;
    uint64_t names;      /**< for ids: differ in every case of every run */
    unsigned unanswered; /**< invalid messages that got no answer */
    uint64_t provoked;   /**< kinds whose payloads are not looked at: they answer what is invalid */
    bool quiet;          /**< the probe: findings are nobody's */
    bool limits;         /**< it wants to be limited: RATE_LIMIT does not stop the run */
    const char *refused; /**< an error of limits or keys that came, in words; or NULL */
    jmp_buf end;

    enum conform_outcome outcome;
    const char *reason; /**< of NOT_OFFERED, NOT_EXERCISED and UNKNOWN */
    uint64_t heard;     /**< conform_learned_count at its end */
    struct conform_finding *findings;
    struct codec_list streams; /**< struct sts_control_report_stream: timelines, if it failed */
    int64_t duration;          /**< milliseconds */
};

typedef void conform_function(struct conform_case *c);

/** Gives back what is left of a case that was played (play.h). */
void conform_case_free(struct conform_case *c);

/** `size` zeroed bytes; they live as long as the case. */
void *conform_take(struct conform_case *c, size_t size);

/** A copy of `bytes` with a terminator, as above. */
char *conform_copy(struct conform_case *c, struct base_slice bytes);

/** Formatted text, as above. */
__attribute__((format(printf, 2, 3))) char *conform_text(struct conform_case *c, const char *format,
                                                         ...);

char *conform_vtext(struct conform_case *c, const char *format, va_list values);

/** A new UUID as text. */
char *conform_uuid(struct conform_case *c);

/** Ends the case as failed: what was expected, and what came instead, sentences without a full
 *  stop. `payload` is the message that broke the rule; empty: none did. */
_Noreturn void conform_fail(struct conform_case *c, const char *expected, const char *came,
                            struct base_slice payload);

/** As conform_fail, when what is missing is what another requirement is about. */
_Noreturn void conform_fail_because(struct conform_case *c, enum sts_requirement_id cause,
                                    const char *expected, const char *came,
                                    struct base_slice payload);

/** The same, but the case goes on; conform_conclude ends it. */
void conform_note_own(struct conform_case *c, enum sts_requirement_id cause, const char *expected,
                      const char *came, struct base_slice payload);

/** Ends the case as failed if conform_note_own was called. */
void conform_conclude(struct conform_case *c);

/** Ends the case and the whole run: this server cannot be checked now. `reason`: sentences. */
_Noreturn void conform_stop(struct conform_case *c, const char *reason);

/** True when what that document demands is asked for (--against). */
bool conform_asked(const struct conform_case *c, enum sts_requirement_origin origin);

/** Notes that a rule is broken that need not be the case's own (each payload that comes is
 *  validated), and goes on. Without a payload something is missing: then the case ends if the
 * server does not answer any more (outage.h). */
void conform_note(struct conform_case *c, enum sts_requirement_id requirement, const char *expected,
                  const char *came, struct base_slice payload, const char *pointer);

/** The same; `cause` is the requirement whose finding says so already. */
void conform_note_because(struct conform_case *c, enum sts_requirement_id requirement,
                          enum sts_requirement_id cause, const char *expected, const char *came,
                          struct base_slice payload, const char *pointer);

/** Ends the case: the server has nothing of an optional part. docs/conformance.md has the rule. */
_Noreturn void conform_not_offered(struct conform_case *c, const char *reason);

/** Ends the case: it could not be tried. */
_Noreturn void conform_not_exercised(struct conform_case *c, const char *reason);

/** Ends the case as not offered unless the server acknowledged that event of section 6. */
void conform_need(struct conform_case *c, enum sts_event_id simulation);

/** Milliseconds since the case began. */
int64_t conform_since(const struct conform_case *c);

/** The longest that the case waits for what should come now, as a deadline. */
int64_t conform_patience(const struct conform_case *c);

/** Adds to the transcript what happened now; `connection` is 1, 2, ... or 0 for none. */
void conform_tell(struct conform_case *c, enum conform_way way, unsigned connection,
                  struct base_slice text);

/** What messages tell as the time: Unix ms. */
int64_t conform_unix_ms(void);

/** Waits. For what has no event to wait for. */
void conform_pause(struct conform_case *c, int64_t milliseconds);

#endif
