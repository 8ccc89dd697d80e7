/* Strangers' words inside a project's file: as a value of its front matter, and as Markdown. */
#ifndef DCT_DRAFT_TEXT_H
#define DCT_DRAFT_TEXT_H

#include "../base/buf.h"

/* A value in double quotes, on one line, of at most max_bytes of the text: nothing in it ends it. */
void dct_draft_quoted(dct_buf *out, const char *text, size_t max_bytes);
/* Plain text as paragraphs of Markdown that show the same: lists stay lists, all else is escaped. What out holds stays apart. */
void dct_draft_markdown(dct_buf *out, const char *text);

#endif
