/* loss.c - connections that are lost on purpose after a time (protocol §6, simulate:disconnect). */
#include "echo/internal.h"

#include "base/glob.h"

/** Most losses that wait for their time: whoever may connect can ask for some. */
#define LOSSES_MAX 1024

struct echo_loss_to_come {
    struct echo_record record;
    struct base_list_node node;
    struct base_timer timer;
    struct echo *echo;
    struct stream_loss loss;
    size_t length;
    char pattern[];
};

static void forget(struct echo_loss_to_come *loss) {
    struct echo *echo = loss->echo;
    base_timer_disarm(echo->config.timers, &loss->timer);
    base_list_remove(&loss->node);
    base_list_remove(&loss->record.node);
    echo->loss_count--;
    base_memory_give(echo->config.memory, loss, sizeof *loss + loss->length);
}

static struct base_slice pattern_of(const struct echo_loss_to_come *loss) {
    return base_slice(loss->pattern, loss->length);
}

static void lose(struct echo_stream *stream, void *loss) {
    stream_lose(stream->stream, loss);
}

static void fire(struct base_timers *timers, struct base_timer *timer) {
    struct echo_loss_to_come *loss = BASE_CONTAINER(timer, struct echo_loss_to_come, timer);
    struct echo *echo = loss->echo;
    (void)timers;
    if (loss->loss.refuse_ms)
        loss->loss.refusing =
            echo_refuse(echo, pattern_of(loss), &loss->loss, &loss->record.origin);
    echo_streams_each(echo, pattern_of(loss), lose, &loss->loss);
    forget(loss);
}

enum echo_result echo_disconnect(struct echo *echo, const struct echo_target *target,
                                 const struct sts_scenario_disconnect *disconnect) {
    char text[2 * STREAM_ID_SIZE];
    struct base_slice pattern = echo_plain(target->pattern, text);
    if (!target->own && !pattern.len)
        return ECHO_NO_STREAM;
    if (!pattern.len)
        pattern = base_glob_of(((const struct echo_stream *)target->own)->id, text);
    if (echo->loss_count >= LOSSES_MAX)
        return ECHO_TOO_MUCH;
    struct echo_loss_to_come *loss =
        base_memory_zero(echo->config.memory, sizeof *loss + pattern.len);
    if (!loss)
        return ECHO_NO_MEMORY;
    loss->echo = echo;
    loss->loss = echo_loss(disconnect);
    loss->length = pattern.len;
    memcpy(loss->pattern, pattern.ptr, pattern.len);
    loss->timer.fire = fire;
    base_list_append(&echo->losses, &loss->node);
    echo_record_add(echo, &loss->record, STS_CONTROL_ARMED_KIND_DISCONNECT, pattern_of(loss),
                    target->origin);
    echo->loss_count++;
    base_timer_arm(echo->config.timers, &loss->timer,
                   echo->config.timers->now + (uint64_t)disconnect->delay_ms);
    return ECHO_CONFIGURED;
}

void echo_losses_clear(struct echo *echo, struct base_slice pattern) {
    char room[2 * STREAM_ID_SIZE];
    struct base_list_node *node = base_list_first(&echo->losses);
    while (node) {
        struct echo_loss_to_come *loss = BASE_CONTAINER(node, struct echo_loss_to_come, node);
        node = base_list_next(&echo->losses, node);
        if (base_glob_match(pattern, base_glob_text(pattern_of(loss), room)))
            forget(loss);
    }
}

void echo_loss_look(const struct echo_record *record, struct echo_record_view *view) {
    const struct echo_loss_to_come *loss =
        BASE_CONTAINER(record, const struct echo_loss_to_come, record);
    const uint64_t now = loss->echo->config.timers->now;
    view->left_ms = loss->timer.deadline > now ? loss->timer.deadline - now : 0;
    view->scope = loss->loss.scope;
}
