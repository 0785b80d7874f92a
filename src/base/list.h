/* list.h - a doubly linked list of nodes that live in their owners. Nothing here allocates. */
#ifndef BASE_LIST_H
#define BASE_LIST_H
#include <stdbool.h>
#include <stddef.h>

/** A node, embedded in what is listed; all zero when it is in no list. */
struct base_list_node {
    struct base_list_node *previous;
    struct base_list_node *next;
};

/** A list; base_list_init before use. */
struct base_list {
    struct base_list_node head; /**< closes the circle */
};

/** The struct of `type` that `pointer`, its member `member`, is embedded in. */
#define BASE_CONTAINER(pointer, type, member)                                                      \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

static inline void base_list_init(struct base_list *list) {
    list->head.previous = list->head.next = &list->head;
}

static inline bool base_list_empty(const struct base_list *list) {
    return list->head.next == &list->head;
}

/** True when `node` is in a list. */
static inline bool base_list_linked(const struct base_list_node *node) {
    return node->next != NULL;
}

/** Appends `node`, which must be in no list. */
static inline void base_list_append(struct base_list *list, struct base_list_node *node) {
    node->previous = list->head.previous;
    node->next = &list->head;
    node->previous->next = node;
    list->head.previous = node;
}

/** Takes `node` out of its list; one that is in none is left alone. */
static inline void base_list_remove(struct base_list_node *node) {
    if (!node->next)
        return;
    node->previous->next = node->next;
    node->next->previous = node->previous;
    node->previous = node->next = NULL;
}

/** The first node, or NULL. */
static inline struct base_list_node *base_list_first(const struct base_list *list) {
    return base_list_empty(list) ? NULL : list->head.next;
}

/** The node after `node`, or NULL. */
static inline struct base_list_node *base_list_next(const struct base_list *list,
                                                    const struct base_list_node *node) {
    return node->next == &list->head ? NULL : node->next;
}

/** The last node, or NULL. */
static inline struct base_list_node *base_list_last(const struct base_list *list) {
    return base_list_empty(list) ? NULL : list->head.previous;
}

/** The node before `node`, or NULL. */
static inline struct base_list_node *base_list_previous(const struct base_list *list,
                                                        const struct base_list_node *node) {
    return node->previous == &list->head ? NULL : node->previous;
}

/** Takes out and returns the first node, or NULL. */
static inline struct base_list_node *base_list_take(struct base_list *list) {
    struct base_list_node *node = base_list_first(list);
    if (node)
        base_list_remove(node);
    return node;
}

#endif
