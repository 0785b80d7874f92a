#include "codec/names.h"

#include "codec/chars.h"

/* Up to here comparing every name with every other is quicker than sorting. */
#define FEW_NAMES 16
#define FEW_NAMES_BYTES 4096

static int compare_names(struct codec_text a, struct codec_text b) {
    if (a.form != CODEC_TEXT_JSON && b.form != CODEC_TEXT_JSON) {
        int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
        return order ? order : (a.len > b.len) - (a.len < b.len);
    }
    /* code points sort as their UTF-8 does, so both kinds of comparison agree */
    struct codec_chars left = codec_chars(a), right = codec_chars(b);
    uint32_t l, r;
    for (;;) {
        bool more_left = codec_chars_next(&left, &l), more_right = codec_chars_next(&right, &r);
        if (!more_left || !more_right)
            return (int)more_left - (int)more_right;
        if (l != r)
            return l < r ? -1 : 1;
    }
}

/* Mostly the hash decides, so that long names are rarely compared. */
static int compare_entries(const struct codec_scratch_entry *a,
                           const struct codec_scratch_entry *b) {
    return a->hash != b->hash ? (a->hash < b->hash ? -1 : 1)
                              : compare_names(codec_names_text(a), codec_names_text(b));
}

static void swap(struct codec_scratch_entry *a, struct codec_scratch_entry *b) {
    struct codec_scratch_entry kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_down(struct codec_scratch_entry *entries, size_t root, size_t count) {
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare_entries(&entries[child], &entries[child + 1]) < 0)
            child++;
        if (compare_entries(&entries[root], &entries[child]) >= 0)
            return;
        swap(&entries[root], &entries[child]);
    }
}

/* Heapsort: in place, and no choice of names makes it slow. */
static void sort_entries(struct codec_scratch_entry *entries, size_t count) {
    for (size_t i = count / 2; i-- > 0;)
        sift_down(entries, i, count);
    for (size_t end = count; end-- > 1;) {
        swap(&entries[0], &entries[end]);
        sift_down(entries, 0, end);
    }
}

static const struct codec_scratch_entry *find_among_few(const struct codec_scratch_entry *names,
                                                        size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (codec_text_equal(codec_names_text(&names[i]), codec_names_text(&names[j])))
                return &names[i];
    return NULL;
}

static const struct codec_scratch_entry *find_among_many(struct codec_scratch_entry *names,
                                                         size_t count) {
    for (size_t i = 0; i < count; i++)
        names[i].hash = (uint32_t)(codec_chars_hash(codec_names_text(&names[i])) >> 32);
    sort_entries(names, count);
    for (size_t i = 1; i < count; i++)
        if (compare_entries(&names[i - 1], &names[i]) == 0) /* the later of the two, in the text */
            return names[i - 1].ptr > names[i].ptr ? &names[i - 1] : &names[i];
    return NULL;
}

const struct codec_scratch_entry *codec_names_twice(struct codec_scratch_entry *names,
                                                    size_t count) {
    size_t bytes = 0;
    for (size_t i = 0; i < count && i < FEW_NAMES; i++)
        bytes += names[i].len;
    return count <= FEW_NAMES && bytes <= FEW_NAMES_BYTES ? find_among_few(names, count)
                                                          : find_among_many(names, count);
}
