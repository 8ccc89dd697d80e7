/* An article's draft out of a conversation that was answered, for `docent draft`: in the project's own format, with the
 * customer's words as keywords and the agent's as text, and without what tells who they are (redact.h).
 *
 * Both are strangers' texts: in the front matter they are quoted, in the text every mark of Markdown is escaped but lists. */
#ifndef DCT_DRAFT_H
#define DCT_DRAFT_H

#include "../base/buf.h"

typedef struct dct_draft_job {
    const char *state_path;
    const char *conversation; /* Its reference, its id, or the server's number. */
    const char *locale;       /* Of the customer's words; NULL: as the conversation says. */
} dct_draft_job;

/* Appends the article to out. *removed: how many pieces became "[removed]". DOCENT_ERR_MISSING when there is no such
 * conversation, or no answer in it; DOCENT_ERR_DENIED when it is sealed. */
docent_status dct_draft_make(const docent_alloc *alloc, const dct_draft_job *job, dct_buf *out, uint32_t *removed,
                             docent_error *err);

#endif
