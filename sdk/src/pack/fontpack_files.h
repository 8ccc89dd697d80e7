/* Where fonts are installed. */
#ifndef DCT_FONTPACK_FILES_H
#define DCT_FONTPACK_FILES_H

#include <stdbool.h>

#define DCT_FONT_PATH_BYTES 512u

/* The path of a file by its base name: Debian's folders first, then anywhere below the font folders. */
bool dct_font_file_find(const char *name, char path[DCT_FONT_PATH_BYTES]);
/* Calls look(ctx, base name) for each file of Debian's Noto folder that begins and ends so, in the order of names,
 * until it returns true. */
void dct_font_files_walk(const char *prefix, const char *suffix, bool (*look)(void *ctx, const char *name), void *ctx);

#endif
