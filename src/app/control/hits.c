#include "app/control/hits.h"

#include "app/service/auth.h"

struct app_hits_texts {
    char does[ECHO_RULE_TEXT_SIZE], cannot[ECHO_CANNOT_SIZE];
    char time[BASE_DATE_RFC3339_SIZE];
};

struct codec_text app_hits_time(const struct app_control *control, uint64_t ms,
                                char room[BASE_DATE_RFC3339_SIZE]) {
    const int64_t ago = (int64_t)(control->timers->now - ms);
    const size_t length = base_date_rfc3339(control->unix_ms() - ago, room);
    return codec_text_plain(base_slice(room, length));
}

static void set_last(struct sts_control_rule_hits *rule, const struct app_control *control,
                     const struct app_auth_key *key, const struct echo_hits_told *told,
                     struct app_hits_texts *texts) {
    const struct codec_text stream_id = codec_text_plain(told->stream_id);
    const bool is_named = stream_id.len && app_auth_covers(key, stream_id);
    rule->has |= STS_CONTROL_RULE_HITS_HAS_LAST_HIT;
    rule->last_hit = (struct sts_control_hit){
        .has = is_named ? STS_CONTROL_HIT_HAS_STREAM_ID : 0u,
        .time = app_hits_time(control, told->last_ms, texts->time),
        .stream_id = stream_id,
        .sequence_number = (int64_t)told->number,
    };
}

static void set_rule(const struct app_hits *hits, size_t index, const struct app_control *control,
                     const struct app_auth_key *key, const struct echo_record *record,
                     struct base_slice stream_id) {
    const struct echo *echo = app_service_echo(control->service);
    struct app_hits_texts *texts = &hits->texts[index];
    struct echo_hits_told told;
    const bool known = echo_record_hits(record, index, stream_id, &told);
    const size_t length = echo_record_rule_text(record, index, texts->does);
    struct sts_control_rule_hits *rule = &hits->rules[index];
    *rule = (struct sts_control_rule_hits){
        .has = known ? 0u : STS_CONTROL_RULE_HITS_HAS_UNKNOWN,
        .rule = (int64_t)index,
        .does = codec_text_plain(base_slice(texts->does, length)),
        .hits = (int64_t)told.count,
        .unknown = !known,
    };
    if (told.count) {
        set_last(rule, control, key, &told, texts);
    } else if (echo_record_cannot_hit(echo, record, index, stream_id, texts->cannot)) {
        rule->has |= STS_CONTROL_RULE_HITS_HAS_CANNOT_HIT;
        rule->cannot_hit = codec_text_plain(base_slice_of(texts->cannot));
    }
}

bool app_hits_make(struct app_hits *hits, const struct app_control *control,
                   const struct app_auth_key *key, const struct echo_record *record,
                   struct base_slice stream_id) {
    const size_t count = echo_record_look(record).rules;
    *hits = (struct app_hits){.memory = control->memory, .count = count};
    if (!count)
        return true;
    hits->rules = base_memory_zero(control->memory, count * sizeof *hits->rules);
    hits->texts = base_memory_zero(control->memory, count * sizeof *hits->texts);
    if (!hits->rules || !hits->texts) {
        app_hits_free(hits);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        set_rule(hits, i, control, key, record, stream_id);
    return true;
}

void app_hits_free(struct app_hits *hits) {
    if (!hits->memory)
        return;
    base_memory_give(hits->memory, hits->rules, hits->count * sizeof *hits->rules);
    base_memory_give(hits->memory, hits->texts, hits->count * sizeof *hits->texts);
    *hits = (struct app_hits){.memory = NULL};
}
