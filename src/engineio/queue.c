/* queue.c - packets that wait for a poll. */
#include "engineio/internal.h"

void engineio_queue_append(struct engineio_queue *queue, struct base_message *message) {
    message->next = NULL;
    if (queue->last)
        queue->last->next = message;
    else
        queue->first = message;
    queue->last = message;
    queue->count++;
    queue->bytes += message->length;
}

struct base_message *engineio_queue_take(struct engineio_queue *queue) {
    struct base_message *message = queue->first;
    if (!message)
        return NULL;
    queue->first = message->next;
    if (!queue->first)
        queue->last = NULL;
    queue->count--;
    queue->bytes -= message->length;
    message->next = NULL;
    return message;
}

void engineio_queue_clear(struct engineio_queue *queue) {
    struct base_message *message;
    while ((message = engineio_queue_take(queue)))
        base_message_free(message);
}
