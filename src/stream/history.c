#include "stream/history.h"

void stream_history_init(struct stream_history *history, struct base_memory *memory,
                         struct base_hash_seed seed) {
    *history = (struct stream_history){.memory = memory};
    base_map_init(&history->by_id, memory, seed);
    base_list_init(&history->age);
    base_list_init(&history->kept);
}

struct stream_fragment *stream_history_find(const struct stream_history *history,
                                            struct base_slice id) {
    return base_map_get(&history->by_id, id);
}

bool stream_history_add(struct stream_history *history, struct stream_fragment *fragment) {
    struct base_slice id = {fragment->id.ptr, fragment->id.len};
    if (!base_map_put(&history->by_id, id, fragment))
        return false;
    base_list_append(&history->age, &fragment->age);
    return true;
}

struct stream_fragment *stream_history_oldest(const struct stream_history *history) {
    struct base_list_node *node = base_list_first(&history->age);
    return node ? BASE_CONTAINER(node, struct stream_fragment, age) : NULL;
}

struct stream_fragment *stream_history_surplus(const struct stream_history *history) {
    struct stream_fragment *oldest = stream_history_oldest(history);
    return oldest && history->by_id.count > STREAM_HISTORY_IDS_MAX &&
                   oldest->stage == STREAM_STAGE_SETTLED
               ? oldest
               : NULL;
}

void stream_history_remove(struct stream_history *history, struct stream_fragment *fragment) {
    base_map_remove(&history->by_id, (struct base_slice){fragment->id.ptr, fragment->id.len});
    base_list_remove(&fragment->age);
}

void stream_history_keep(struct stream_history *history, struct stream_work *work) {
    base_list_append(&history->kept, &work->kept);
    history->kept_bytes += work->charge;
}

void stream_history_let_go(struct stream_history *history, struct stream_work *work) {
    if (!base_list_linked(&work->kept))
        return;
    base_list_remove(&work->kept);
    history->kept_bytes -= work->charge;
}

struct stream_work *stream_history_oldest_kept(const struct stream_history *history) {
    struct base_list_node *node = base_list_first(&history->kept);
    return node ? BASE_CONTAINER(node, struct stream_work, kept) : NULL;
}

void stream_history_clear(struct stream_history *history) {
    base_map_clear(&history->by_id);
}
