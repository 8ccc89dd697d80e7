#include "state_file.h"

#include <stdio.h>
#include <stdlib.h>

void test_state_remove(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    char name[1200];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        remove(name);
    }
}

void test_state_remove_all(const char *path)
{
    char command[1300];
    test_state_remove(path);
    snprintf(command, sizeof command, "rm -rf '%s-files'", path);
    if (system(command) != 0)
        abort();
}
