/* What a part of a download was a part of: the server's own mark of the file (a strong ETag, or a date that is as good), kept
 * beside the part, so that the rest is asked for only of that same file ("If-Range"). A server whose file is another by now
 * answers with all of it at once, instead of with an end that does not fit.
 *
 *     NAME.part         the bytes
 *     NAME.part.of      URL, mark, a line each
 *
 * It saves bytes, no more: whether the whole is right says its hash. So what is here may be lost, torn or wrong, and of small
 * files nothing is kept. */
#ifndef DCT_RESUME_H
#define DCT_RESUME_H

#include "../net/net.h"
#include "folder.h"

enum { DCT_RESUME_LINE = 160, DCT_RESUME_FROM_BYTES = 16384 /* A shorter file is as well fetched anew. */ };

/* The answer's first bytes are here, and go into a new part. */
void dct_resume_note(dct_folder *folder, const char *part, const char *url, const dct_fetch *f);
/* "If-Range: ..." for the part, as far as it is known and of this address: each mirror has marks of its own. */
bool dct_resume_line(dct_folder *folder, const docent_alloc *alloc, const char *part, const char *url, char out[DCT_RESUME_LINE]);
/* The part is gone. */
void dct_resume_forget(dct_folder *folder, const char *part);

#endif
