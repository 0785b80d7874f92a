/* transport_fixtures.c - running documents. */
#include "support/transport_internal.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Prints a difference rather than failing at the first, so that all are seen at once. */
static size_t compare(const char *path, int line, const char *expected, const char *happened) {
    if (!strcmp(expected, happened))
        return 0;
    print_error("%s:%d: expected\n%sbut what happened was\n%s", path, line, expected, happened);
    return 1;
}

/* One world for each level-two heading of the document. Returns the most allocations of any. */
static size_t run_file(const char *path, struct world_options options) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *line = NULL;
    size_t capacity = 0;
    size_t most = 0;
    size_t differences = 0;
    struct world *world = world_new(options);
    struct text expected = {.bytes = NULL};
    int number = 0;
    int command_line = 0;
    world_text_add(&expected, "", 0);
    for (;;) {
        ssize_t length = getline(&line, &capacity, file);
        number++;
        if (length > 0 && line[length - 1] == '\n')
            line[--length] = '\0';
        bool heading = length > 0 && !strncmp(line, "## ", 3);
        bool command = length > 0 && !strncmp(line, "> ", 2);
        if (length > 0 && !strncmp(line, "< ", 2)) {
            world_text_add(&expected, line + 2, strlen(line + 2));
            world_text_add(&expected, "\n", 1);
        }
        if (length >= 0 && !heading && !command)
            continue;
        if (command_line && !options.in_silence)
            differences += compare(path, command_line, expected.bytes, world_log(world));
        expected.len = 0;
        expected.bytes[0] = '\0';
        command_line = command ? number : 0;
        if (command) {
            world_command(world, line + 2);
        } else {
            size_t allocations = world_free(world);
            most = allocations > most ? allocations : most;
            world = length < 0 ? NULL : world_new(options);
        }
        if (length < 0)
            break;
    }
    free(expected.bytes);
    free(line);
    fclose(file);
    assert_int_equal(differences, 0);
    return most;
}

void world_run_file(const char *path, struct world_options options) {
    run_file(path, options);
}

void world_run_folder(const char *folder) {
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    int files = 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        char path[512];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        size_t allocations = run_file(path, (struct world_options){.fail_at = 0});
        run_file(path, (struct world_options){.trickle = true});
        for (size_t i = 1; i <= allocations; i++)
            run_file(path, (struct world_options){.in_silence = true, .fail_at = i});
        files++;
    }
    closedir(directory);
    assert_true(files > 0);
}
