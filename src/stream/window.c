#include "stream/window.h"

static struct stream_fragment *fragment_of(const struct base_list_node *node) {
    return BASE_CONTAINER(node, struct stream_fragment, order);
}

void stream_window_reset(struct stream_window *window) {
    *window = (struct stream_window){.edge = NULL};
    base_list_init(&window->order);
}

/* The last fragment whose number is not above `number`, or NULL. From the back: fragments mostly
 * come in order, and those that do not are near it. */
static struct base_list_node *last_up_to(const struct stream_window *window, uint64_t number) {
    const struct base_list_node *head = &window->order.head;
    struct base_list_node *node = head->previous;
    while (node != head && fragment_of(node)->number > number)
        node = node->previous;
    return node == head ? NULL : node;
}

enum stream_place stream_window_look(const struct stream_window *window, uint64_t number) {
    if (number == window->expected)
        return STREAM_PLACE_EXPECTED;
    if (number < window->expected)
        return stream_ranges_has(&window->given_up, number) ? STREAM_PLACE_LATE
                                                            : STREAM_PLACE_DUPLICATE;
    struct base_list_node *before = last_up_to(window, number);
    return before && fragment_of(before)->number == number ? STREAM_PLACE_DUPLICATE
                                                           : STREAM_PLACE_AHEAD;
}

/* Everything up to `number` is accepted or given up: goes on over what follows without a hole. */
static void expect_after(struct stream_window *window, uint64_t number) {
    window->expected = number + 1;
    while (window->edge && fragment_of(window->edge)->number == window->expected) {
        window->expected++;
        window->edge = base_list_next(&window->order, window->edge);
    }
}

void stream_window_insert(struct stream_window *window, struct stream_fragment *fragment,
                          uint64_t now) {
    struct base_list_node *before = last_up_to(window, fragment->number);
    struct base_list_node *next = before ? before->next : window->order.head.next;
    struct base_list_node *node = &fragment->order;
    node->previous = next->previous;
    node->next = next;
    node->previous->next = node;
    next->previous = node;
    /* the acceptance of the first fragment that came at or behind this number */
    bool is_last = next == &window->order.head;
    fragment->behind_since = is_last ? now : fragment_of(next)->behind_since;
    if (fragment->number == window->expected)
        expect_after(window, fragment->number);
    else if (!window->edge || fragment->number < fragment_of(window->edge)->number)
        window->edge = node;
}

struct stream_fragment *stream_window_first(const struct stream_window *window) {
    struct base_list_node *node = base_list_first(&window->order);
    return node ? fragment_of(node) : NULL;
}

struct stream_fragment *stream_window_next(const struct stream_window *window) {
    struct stream_fragment *first = stream_window_first(window);
    return first && first->stage == STREAM_STAGE_HELD && first->number < window->expected ? first
                                                                                          : NULL;
}

void stream_window_remove(struct stream_window *window, struct stream_fragment *fragment) {
    if (window->edge == &fragment->order)
        window->edge = base_list_next(&window->order, window->edge);
    window->held -= fragment->stage == STREAM_STAGE_HELD;
    base_list_remove(&fragment->order);
}

uint64_t stream_window_gap_since(const struct stream_window *window) {
    return fragment_of(window->edge)->behind_since;
}

bool stream_window_is_blocked(const struct stream_window *window) {
    return window->edge && window->edge == base_list_first(&window->order);
}

bool stream_window_give_up(struct stream_window *window, struct stream_range *missing) {
    if (!window->edge)
        return false;
    const struct stream_fragment *behind = fragment_of(window->edge);
    *missing = (struct stream_range){window->expected, behind->number - 1};
    stream_ranges_add(&window->given_up, missing->first, missing->last);
    window->edge = base_list_next(&window->order, window->edge);
    expect_after(window, behind->number);
    return true;
}
