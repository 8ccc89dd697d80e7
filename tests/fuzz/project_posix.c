#define _POSIX_C_SOURCE 200809L
#include "project.h"

#include <string.h>
#include <sys/stat.h>

#include "pack/pack.h"

static const char settings[] = "product: Harbour\nlanguages: [en, de]\ncategories:\n  img: {title: Pictures}\n";
static const char other[] = "---\nid: other\n---\n# Another article\n\nIt has [a link](a.md#here) and a [[term]].\n";
static const char part[] = "---\nid: part\nkind: part\n---\n## Is it on? {#on}\n- [Yes](solved)\n- [No](return)\n";

static char *folder;

static void put(const char *name, const void *data, size_t size)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    fuzz_write(path, data, size);
}

static void remove_all(void)
{
    static const char *const names[] = { "help.yaml", "a.md", "other.md", "part.md" };
    char path[1200];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    remove(folder);
    free(folder);
}

void fuzz_project(const char *name, const uint8_t *data, size_t size)
{
    dct_diag diag;
    dct_pack_result result;
    docent_error err;
    if (folder == NULL) {
        folder = fuzz_path("project");
        mkdir(folder, 0700);
        put("help.yaml", settings, sizeof settings - 1);
        put("other.md", other, sizeof other - 1);
        put("part.md", part, sizeof part - 1);
        atexit(remove_all);
    }
    put(name, data, size);
    dct_diag_init(&diag, &dct_alloc_default);
    docent_status status = dct_pack_run(&dct_alloc_default, &(dct_pack_job){ .dir = folder }, &diag, &result, &err);
    fuzz_check(status == DOCENT_OK || err.message[0] != 0);
    dct_diag_close(&diag);
}
