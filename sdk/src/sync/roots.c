#include "roots.h"

#include "../base/limits.h"

#include <inttypes.h>
#include <stdio.h>

static void name_of(int64_t version, char out[40])
{
    snprintf(out, 40, "%" PRId64 ".root.json", version);
}

static bool is_there(dct_folder *folder, const char *name)
{
    dct_file *file;
    if (dct_file_open(folder, name, false, &file, NULL) != DOCENT_OK)
        return false;
    dct_file_close(file);
    return true;
}

void dct_roots_keep(dct_folder *folder, int64_t version, const void *data, size_t size)
{
    char name[40];
    name_of(version, name);
    if (folder == NULL || is_there(folder, name) || dct_folder_write(folder, name, data, size, NULL) != DOCENT_OK)
        return;
    name_of(version - (int64_t)DCT_MAX_KEPT_ROOTS, name);
    dct_folder_remove(folder, name, NULL);
}
