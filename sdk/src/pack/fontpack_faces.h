/* The faces a bundle can be given, and the installed files they come from.
 *
 * A face is one design in up to two weights: a table row, or a file found by looking through the font folders for a
 * script the table does not have. Files are mapped, not read: a Chinese font of 20 MB costs nothing until it is used.
 */
#ifndef DCT_FONTPACK_FACES_H
#define DCT_FONTPACK_FACES_H

#include "../base/arena.h"

#include <hb.h>

#define DCT_FACES_MAX 56u /* Two weights each must stay below DCT_MAX_FONTS in any real project. */

typedef enum dct_face_kind {
    DCT_FACE_SCRIPT = 1, /* Draws the scripts it is named for; NotoSans first of them. */
    DCT_FACE_CJK,        /* The same for one language. */
    DCT_FACE_SYMBOLS,    /* What no script face has. */
    DCT_FACE_MONO,
    DCT_FACE_EMOJI
} dct_face_kind;

typedef struct dct_face_spec {
    dct_face_kind kind;
    const char   *name;      /* "NotoSansArabic": of the asset, before "-400". */
    const char   *scripts;   /* ISO 15924, parted by spaces: "Latn Grek Cyrl". */
    const char   *language;  /* "ja"; "" for any. */
    const char   *files[2];  /* Base names of weight 400 and 700; NULL: none. */
    const char   *family;    /* In a collection: the family's name; NULL: the file is one font. */
    const char   *package;   /* Debian's. */
} dct_face_spec;

typedef struct dct_installed {
    const dct_face_spec *spec;
    hb_face_t           *full[2];      /* NULL until opened, or no such weight. */
    size_t               file_size[2];
    hb_set_t            *covers;       /* cmap of full[0]. */
    hb_set_t            *wanted;       /* Code points to keep; empty: the face is not stored. */
} dct_installed;

typedef struct dct_faces {
    dct_arena    *arena;
    dct_installed face[DCT_FACES_MAX];
    uint32_t      count;
    docent_error  error;       /* Sticky: a face that was needed and is not installed. */
    dct_installed *extra;      /* Other installed fonts, opened when the first character is looked for in them. */
    uint32_t      extra_count;
} dct_faces;

/* Nothing is opened yet. The arena is borrowed. */
void dct_faces_init(dct_faces *f, dct_arena *arena);
void dct_faces_close(dct_faces *f);
/* Opens weight 400. False (and f->error is set, unless `optional`) when it is not installed. */
bool dct_faces_open(dct_faces *f, dct_installed *face, bool optional);
/* Weight 700, opened now; NULL when the design has none. */
hb_face_t *dct_faces_bold(dct_faces *f, dct_installed *face);
/* The first of a kind in the table's order, or NULL; scripts: one of its scripts, or NULL for any. */
dct_installed *dct_faces_find(dct_faces *f, dct_face_kind kind, const char *script, const char *language);
/* Looks through every installed Noto Sans and Noto Serif file for one that draws c; adds it. NULL: there is none. */
dct_installed *dct_faces_scan(dct_faces *f, uint32_t c);

#endif
