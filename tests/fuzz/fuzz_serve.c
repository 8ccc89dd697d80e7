/* What a stranger asks a kiosk that serves its content: the request, and the version of a file of metadata. */
#include "fuzz.h"

#include <string.h>

#include "serve_path.h"

/* One plain name, in a folder that may be read or alone. */
static bool is_of_the_folder(const char *path)
{
    static const char *const folders[] = { "tuf/", "kept/", "roots/", "packs/" };
    const char *slash = strchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    bool known = strcmp(path, "config.json") == 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        known = known || strncmp(path, folders[i], strlen(folders[i])) == 0;
    return known && strchr(name, '/') == NULL && *name != 0 && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kiosk_request r;
    char *text = fuzz_text(data, size);
    int status = kiosk_request_read(text, size, &r);
    fuzz_check(status == 0 || status == 400 || status == 404 || status == 405);
    fuzz_check(memchr(r.path, 0, sizeof r.path) != NULL);
    if (status == 0)
        fuzz_check(is_of_the_folder(r.path) && (*r.other == 0 || is_of_the_folder(r.other)));
    fuzz_check(strspn(r.place, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(r.place));
    fuzz_check(r.version >= 0);
    if (r.range)
        fuzz_check((r.from >= 0 && r.to >= -1) || (r.from == -1 && r.to > 0));
    fuzz_check(kiosk_metadata_version(text, size) >= -1);
    free(text);
    return 0;
}
