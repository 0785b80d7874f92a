#include "conform/play.h"

#include "conform/timeline.h"
#include "conform/watch.h"

#include <sys/random.h>

void conform_play(struct conform_case *c, conform_function *function) {
    c->memory = base_memory_heap();
    base_arena_init(&c->work, &c->memory);
    base_arena_init(&c->kept, &c->memory);
    c->transcript.memory = &c->memory;
    base_list_init(&c->workers);
    c->began = client_now();
    (void)!getrandom(&c->names, sizeof c->names, 0);
    c->outcome = CONFORM_PASSED;
    c->reason = NULL;
    if (setjmp(c->end) == 0) {
        c->scratch.entries = conform_take(c, CODEC_SCRATCH_ENTRIES * sizeof *c->scratch.entries);
        c->scratch.capacity = CODEC_SCRATCH_ENTRIES;
        function(c);
        conform_watch_end(c);
    }
    c->heard = conform_learned_count(c->learned);
    c->transcript.closed = true; /* what follows is not the case's */
    if (c->findings)
        conform_timeline_make(c);
    if (setjmp(c->end) == 0) /* saying goodbye can fail too */
        conform_workers_leave(c);
    base_arena_clear(&c->work);
    c->duration = conform_since(c);
}
