/* Clients that send Socket.IO packets, whole and broken, in any order, while the upper room does
 * what it likes. The world checks the promises. */
#include "support/transport_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static unsigned roll(uint64_t *dice, unsigned sides) {
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    return (unsigned)(*dice >> 33) % sides;
}

static const char *const packets[] = {
    "text h%u 40",
    "text h%u 40",
    "text h%u 40/sts,",
    "text h%u 40/sts,{\"token\":\"bad\"}",
    "text h%u 40/sts,{\"token\":\"late\"}",
    "text h%u 40{\"token\":\"abort\"}",
    "text h%u 41",
    "text h%u 41/sts,",
    "text h%u 42[\"back\",1]",
    "text h%u 427[\"back\",1]",
    "text h%u 42[\"!disconnect\"]",
    "text h%u 42[\"!leave\"]",
    "text h%u 42/sts,[\"!leave\"]",
    "text h%u 42[\"!abort\"]",
    "text h%u 42[\"text\",\"x\"]",
    "text h%u 42[\"text\",7]",
    "text h%u 451-[\"back\",{\"_placeholder\":true,\"num\":0}]",
    "text h%u 452-/sts,[\"back\",{\"_placeholder\":true,\"num\":1}]",
    "binary h%u bytes",
    "binary h%u bytes",
    "binary h%u bytes",
    "text h%u 430[1]",
    "text h%u 431[]",
    "text h%u 461-0[{\"_placeholder\":true,\"num\":0}]",
    "text h%u 3",
    "closed h%u",
    "ws h%u EIO=4&transport=websocket",
    "ws h%u EIO=4&transport=websocket",
    "get h%u EIO=4&transport=polling",
};

static const char *const others[] = {
    "emit / hello 1",
    "emit /sts hello {}",
    "ask / question 1 700",
    "ask /sts question 1 700",
    "leave /",
    "leave /sts",
    "disconnect / 1000",
    "drop /sts 1001",
    "wait 100",
    "wait 700",
    "wait 2000",
    "abort 1 fin",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Now and then a packet is cut, or one of its characters changed. */
static void damage(uint64_t *dice, char *command) {
    size_t len = strlen(command);
    size_t at = 8 + roll(dice, len > 9 ? (unsigned)len - 8 : 1);
    if (strncmp(command, "text", 4) != 0 || at >= len)
        return;
    if (roll(dice, 2))
        command[at] = '\0';
    else
        command[at] = "\"{}[],:0x\\-/"[roll(dice, 12)];
}

static void play(uint64_t seed) {
    uint64_t dice = seed * 0x9e3779b97f4a7c15u + 1;
    struct world *world = world_new((struct world_options){.in_silence = true});
    world_command(world, "set socketio 1");
    world_command(world, "set connect_timeout 900");
    world_command(world, "set ping_interval 2000");
    world_command(world, "set ping_timeout 1000");
    for (int i = 0; i < 300; i++) {
        char command[256];
        if (roll(&dice, 4))
            snprintf(command, sizeof command, packets[roll(&dice, COUNT(packets))], roll(&dice, 8));
        else
            snprintf(command, sizeof command, "%s", others[roll(&dice, COUNT(others))]);
        if (roll(&dice, 20) == 0)
            damage(&dice, command);
        world_command(world, command);
    }
    world_free(world);
}

static void test_random_operations(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++)
        play(seed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_operations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
