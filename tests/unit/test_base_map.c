/* The hash map and its hash. */
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The vectors of the SipHash reference implementation: key 00..0f, input 00, 01, 02, ... */
static void test_siphash_vectors(void **state) {
    static const struct {
        size_t len;
        uint64_t hash;
    } vectors[] = {
        {0, 0x726fdb47dd0e0e31u},  {1, 0x74f839c593dc67fdu},  {2, 0x0d6c8009d9a94f5au},
        {7, 0xab0200f58b01d137u},  {8, 0x93f5f5799a932462u},  {15, 0xa129ca6149be45e5u},
        {16, 0x3f2acc7f57c29bdbu}, {63, 0x958a324ceb064572u},
    };
    struct base_hash_seed seed = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
    char input[64];
    (void)state;
    for (int i = 0; i < 64; i++)
        input[i] = (char)i;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        assert_true(base_hash(seed, base_slice(input, vectors[i].len)) == vectors[i].hash);
    assert_true(base_hash(seed, base_slice(NULL, 0)) == vectors[0].hash);
}

/* The same of SipHash-2-4-128; `openssl mac` with SIPHASH and size:16 prints them too. */
static void test_siphash_128_vectors(void **state) {
    static const struct {
        size_t len;
        const char *hash;
    } vectors[] = {
        {0, "a3817f04ba25a8e66df67214c7550293"},
        {1, "da87c1d86b99af44347659119b22fc45"},
        {8, "3b62a9ba6258f5610f83e264f31497b4"},
        {36, "3dc47d1f29c448461e9e76ed904f6711"},
    };
    struct base_hash_seed seed = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
    char input[64], hex[33];
    (void)state;
    for (int i = 0; i < 64; i++)
        input[i] = (char)i;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct base_hash_wide hash = base_hash_wide(seed, base_slice(input, vectors[i].len));
        for (size_t byte = 0; byte < 16; byte++)
            snprintf(hex + 2 * byte, 3, "%02x",
                     (unsigned)(hash.words[byte / 8] >> 8 * (byte % 8) & 0xff));
        assert_string_equal(hex, vectors[i].hash);
    }
}

#define KEYS 2000

struct entry {
    char key[16];
    bool in;
};

static void test_random_operations(void **state) {
    static struct entry entries[KEYS];
    struct base_memory memory = base_memory_heap();
    struct base_map map;
    uint64_t random = 99;
    size_t count = 0;
    (void)state;
    base_map_init(&map, &memory, (struct base_hash_seed){1, 2});
    assert_null(base_map_get(&map, base_slice_of("x")));
    assert_null(base_map_remove(&map, base_slice_of("x")));
    for (int i = 0; i < KEYS; i++)
        snprintf(entries[i].key, sizeof entries[i].key, "key %d", i);
    for (int round = 0; round < 200000; round++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        /* Few keys first, so that runs of neighbours come and go; then many. */
        struct entry *entry = &entries[random % (round < 50000 ? 40 : KEYS)];
        struct base_slice key = base_slice_of(entry->key);
        assert_ptr_equal(base_map_get(&map, key), entry->in ? entry : NULL);
        assert_ptr_equal(base_map_get(&map, key), entry->in ? entry : NULL); /* as the last one */
        uint64_t hash = base_map_hash(&map, key);
        bool hashed = random >> 41 & 1;
        if (hashed)
            assert_ptr_equal(base_map_get_hashed(&map, hash, key), entry->in ? entry : NULL);
        if (random >> 40 & 1) {
            if (hashed)
                base_map_remove_value(&map, hash, entry);
            else
                assert_ptr_equal(base_map_remove(&map, key), entry->in ? entry : NULL);
            count -= entry->in;
            entry->in = false;
        } else {
            assert_true(hashed ? base_map_put_hashed(&map, hash, key, entry)
                               : base_map_put(&map, key, entry));
            count += !entry->in;
            entry->in = true;
        }
        assert_int_equal(map.count, count);
    }
    base_map_clear(&map);
    assert_int_equal(memory.in_use, 0);
}

/* Every second one is taken out: those behind it must still be found. */
static void test_removal_leaves_no_gap(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_map map;
    static char keys[100][8];
    (void)state;
    base_map_init(&map, &memory, (struct base_hash_seed){0, 0});
    for (size_t i = 0; i < 100; i++) {
        snprintf(keys[i], sizeof keys[i], "%zu", i);
        assert_true(base_map_put(&map, base_slice_of(keys[i]), keys[i]));
    }
    for (size_t i = 0; i < 100; i += 2)
        assert_ptr_equal(base_map_remove(&map, base_slice_of(keys[i])), keys[i]);
    for (size_t i = 0; i < 100; i++)
        assert_ptr_equal(base_map_get(&map, base_slice_of(keys[i])), i % 2 ? keys[i] : NULL);
    base_map_clear(&map);
    assert_int_equal(memory.in_use, 0);
}

/* What took the place of a value stays when that is taken out once more. */
static void test_a_value_that_was_replaced_is_gone(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_map map;
    char first[] = "key", second[] = "key", other[] = "other";
    (void)state;
    base_map_init(&map, &memory, (struct base_hash_seed){5, 6});
    uint64_t hash = base_map_hash(&map, base_slice_of(first));
    base_map_remove_value(&map, hash, first);
    assert_true(base_map_put(&map, base_slice_of(first), first));
    assert_true(base_map_put(&map, base_slice_of(second), second));
    assert_true(base_map_put(&map, base_slice_of(other), other));
    base_map_remove_value(&map, hash, first);
    assert_ptr_equal(base_map_get(&map, base_slice_of("key")), second);
    base_map_remove_value(&map, hash, second);
    assert_null(base_map_get(&map, base_slice_of("key")));
    assert_ptr_equal(base_map_get(&map, base_slice_of("other")), other);
    base_map_clear(&map);
    assert_int_equal(memory.in_use, 0);
}

/* What was kept of a look-up holds until the map loses a value. */
static void test_a_memo_forgets_what_is_not_true_any_more(void **state) {
    static char keys[200][8];
    struct base_memory memory = base_memory_heap();
    struct base_map map, other;
    struct base_map_memo memo = {0};
    char first[] = "key", second[] = "key";
    (void)state;
    base_map_init(&map, &memory, (struct base_hash_seed){7, 8});
    base_map_init(&other, &memory, (struct base_hash_seed){7, 8});
    assert_null(base_map_recall(&map, NULL));
    assert_null(base_map_recall(&map, &memo));
    assert_null(base_map_get_memo(&map, base_slice_of("key"), &memo));
    assert_true(base_map_put(&map, base_slice_of(first), first));
    assert_null(base_map_recall(&map, &memo));
    assert_ptr_equal(base_map_get_memo(&map, base_slice_of("key"), &memo), first);
    assert_ptr_equal(base_map_get_memo(&map, base_slice_of("key"), NULL), first);
    assert_null(base_map_recall(&other, &memo));
    for (size_t i = 0; i < 200; i++) { /* it grows */
        snprintf(keys[i], sizeof keys[i], "%zu", i);
        assert_true(base_map_put(&map, base_slice_of(keys[i]), keys[i]));
        assert_ptr_equal(base_map_recall(&map, &memo), first);
    }
    assert_true(base_map_put(&map, base_slice_of(second), second));
    assert_null(base_map_recall(&map, &memo));
    assert_ptr_equal(base_map_get_memo(&map, base_slice_of("key"), &memo), second);
    assert_ptr_equal(base_map_remove(&map, base_slice_of("key")), second);
    assert_null(base_map_recall(&map, &memo));
    assert_true(base_map_put(&map, base_slice_of(first), first));
    assert_ptr_equal(base_map_get_memo(&map, base_slice_of("key"), &memo), first);
    base_map_remove_value(&map, base_map_hash(&map, base_slice_of("key")), first);
    assert_null(base_map_recall(&map, &memo));
    assert_ptr_equal(base_map_get_memo(&map, base_slice_of("7"), &memo), keys[7]);
    base_map_clear(&map);
    assert_null(base_map_recall(&map, &memo));
    assert_int_equal(memory.in_use, 0);
}

static void *no_memory(struct base_memory *memory, size_t size) {
    (void)memory;
    (void)size;
    return NULL;
}

static void test_no_memory(void **state) {
    struct base_memory memory = base_memory_heap();
    struct base_map map;
    static char keys[12][4];
    (void)state;
    base_map_init(&map, &memory, (struct base_hash_seed){3, 4});
    for (size_t i = 0; i < 12; i++) {
        snprintf(keys[i], sizeof keys[i], "%zu", i);
        assert_true(base_map_put(&map, base_slice_of(keys[i]), keys[i]));
    }
    void *(*allocate)(struct base_memory *, size_t) = memory.allocate;
    memory.allocate = no_memory;
    assert_false(base_map_put(&map, base_slice_of("another"), keys));
    assert_null(base_map_get(&map, base_slice_of("another")));
    for (size_t i = 0; i < 12; i++)
        assert_ptr_equal(base_map_get(&map, base_slice_of(keys[i])), keys[i]);
    memory.allocate = allocate;
    assert_true(base_map_put(&map, base_slice_of("another"), keys));
    base_map_clear(&map);
    assert_int_equal(memory.in_use, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_siphash_vectors),
        cmocka_unit_test(test_siphash_128_vectors),
        cmocka_unit_test(test_random_operations),
        cmocka_unit_test(test_removal_leaves_no_gap),
        cmocka_unit_test(test_a_value_that_was_replaced_is_gone),
        cmocka_unit_test(test_a_memo_forgets_what_is_not_true_any_more),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
