/* Operations in an order that no sane peer chooses. The world checks the promises: one `closed` for
 * each `opened`, nothing for what is closed, no answer twice, no memory left over; the sanitizer
 * checks that nothing is used after it was given up. */
#include "support/transport_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *dice, unsigned sides) {
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (unsigned)(dice->state >> 33) % sides;
}

static const char *const packets[] = {
    "2probe", "2probe",   "5", "5",         "4*hello", "4!close", "4!abort",
    "4!all",  "4!pause",  "3", "1",         "6",       "bAQID",   "b*",
    "x",      "4*%300*x", "2", "4*a\\e4*b", "4hello",  "3\\e3",
};

static const char *const commands[] = {
    "get h%u EIO=4&transport=polling",
    "get h%u EIO=4&transport=polling&sid=$%u",
    "get h%u EIO=4&transport=polling&sid=$%u",
    "ws h%u EIO=4&transport=websocket",
    "ws h%u EIO=4&transport=websocket&sid=$%u",
    "ws h%u EIO=4&transport=websocket&sid=$%u",
    "post h%u EIO=4&transport=polling&sid=$%u %s",
    "post h%u EIO=4&transport=polling&sid=$%u %s",
    "begin h%u EIO=4&transport=polling&sid=$%u %s",
    "end h%u",
    "gone h%u",
    "closed h%u",
    "closed h%u error",
    "written h%u",
    "written h%u",
    "request h%u PUT EIO=4&transport=polling&sid=$%u",
    "text h%u 2probe",
    "text h%u 5",
};

static const char *const session_commands[] = {
    "send %u hello",  "send %u %%200*x", "sendbin %u bytes", "close %u 1000",
    "abort %u reset", "stall %u",        "pause %u 1",       "pause %u 0",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void random_command(struct dice *dice, char *command, size_t size) {
    const char *packet = packets[roll(dice, COUNT(packets))];
    unsigned handle = roll(dice, 12);
    unsigned session = 1 + roll(dice, 10);
    unsigned choice = roll(dice, 100);
    if (choice < 45) {
        snprintf(command, size, commands[roll(dice, COUNT(commands))], handle, session, packet);
    } else if (choice < 75) {
        snprintf(command, size, "%s h%u %s", roll(dice, 6) ? "text" : "binary", handle, packet);
    } else if (choice < 92) {
        snprintf(command, size, session_commands[roll(dice, COUNT(session_commands))], session);
    } else if (choice < 99) {
        unsigned times[] = {1, 200, 500, 1000, 5000, 20000, 60000};
        snprintf(command, size, "%s %u", roll(dice, 5) ? "wait" : "jump",
                 times[roll(dice, COUNT(times))]);
    } else {
        snprintf(command, size, "shutdown 1001");
    }
}

static void play(uint64_t seed, bool manual) {
    struct dice dice = {seed * 0x9e3779b97f4a7c15u + 1};
    struct world *world = world_new((struct world_options){.in_silence = true});
    world_command(world, "set backlog_grace 500");
    world_command(world, "set max_backlog 300");
    world_command(world, "set ping_interval 2000");
    world_command(world, "set ping_timeout 1000");
    world_command(world, "set upgrade_timeout 800");
    if (manual)
        world_command(world, "set manual 1");
    for (int i = 0; i < 300; i++) {
        char command[256];
        random_command(&dice, command, sizeof command);
        world_command(world, command);
    }
    world_free(world);
}

static void test_random_operations(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++)
        play(seed, seed % 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_operations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
