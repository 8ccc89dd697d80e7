/* Debian keeps a package's copyright file even where documentation is left out. */
#include "fontpack_licence.h"

#include <hb-ot.h>
#include <stdio.h>
#include <string.h>

#define MAX_LICENCE_BYTES (256u << 10) /* fonts-noto-core's, of many authors, has 17 KB. */

static const char *read_copyright(dct_arena *arena, const char *package, size_t *size)
{
    char path[128];
    snprintf(path, sizeof path, "/usr/share/doc/%s/copyright", package);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *text = NULL;
    long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (end > 0 && end <= (long)MAX_LICENCE_BYTES && fseek(file, 0, SEEK_SET) == 0 &&
        (text = dct_arena_new(arena, (size_t)end + 1)) != NULL && fread(text, 1, (size_t)end, file) != (size_t)end)
        text = NULL;
    fclose(file);
    *size = text == NULL ? 0 : (size_t)end;
    return text;
}

/* Copyright, licence and its address, each on a line of its own. */
static const char *read_names(dct_arena *arena, hb_face_t *face, size_t *size)
{
    static const hb_ot_name_id_t ids[] = { HB_OT_NAME_ID_COPYRIGHT, HB_OT_NAME_ID_LICENSE, HB_OT_NAME_ID_LICENSE_URL };
    char text[8192] = "", part[4096];
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        unsigned room = sizeof part;
        hb_ot_name_get_utf8(face, ids[i], hb_language_from_string("en", -1), &room, part);
        if (room != 0 && strlen(text) + strlen(part) + 2 < sizeof text) {
            strcat(text, part);
            strcat(text, "\n");
        }
    }
    *size = strlen(text);
    return *size == 0 ? NULL : dct_arena_text(arena, text, *size);
}

const char *dct_licence_of(dct_arena *arena, const char *package, hb_face_t *face, size_t *size)
{
    const char *text = read_copyright(arena, package, size);
    return text != NULL ? text : read_names(arena, face, size);
}
