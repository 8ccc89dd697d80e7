/* Drafts, and the host's own hands: what is not a request yet. */
#include "reach.h"

#include "../base/limits.h"
#include "../contact/keep.h"

#include <string.h>

/* ---- drafts ---- */

/* With a key of the operator's nothing that waits may be read here, and a draft is nothing else: it is kept in memory, and
 * does not outlive the process. */
static char *find_draft(dct_buf *drafts, const char *key)
{
    char *at = (char *)drafts->data, *end = at != NULL ? at + drafts->size : NULL;
    while (at < end) {
        if (strcmp(at, key) == 0)
            return at;
        at += strlen(at) + 1;
        at += strlen(at) + 1;
    }
    return NULL;
}

static docent_status keep_in_memory(docent *h, dct_buf *drafts, const char *key, const char *text)
{
    char *old = find_draft(drafts, key);
    if (old != NULL) {
        char *end = (char *)drafts->data + drafts->size, *next = old + strlen(old) + 1;
        next += strlen(next) + 1;
        size_t gone = (size_t)(next - old);
        memmove(old, next, (size_t)(end - next));
        memset(end - gone, 0, gone);
        drafts->size -= gone;
    }
    if (*text == 0)
        return DOCENT_OK;
    size_t size = drafts->size;
    dct_buf_add(drafts, key, strlen(key) + 1);
    dct_buf_add(drafts, text, strlen(text) + 1);
    if (!drafts->failed)
        return DOCENT_OK;
    drafts->failed = false;
    drafts->size = size;
    return dct_fail_memory(&h->error, "api");
}

static bool is_sealed(docent *h)
{
    dct_desk *desk = dct_handle_desk(h);
    return desk == NULL || h->desk_error.status != DOCENT_OK || *dct_desk_seal(desk) != 0;
}

docent_status docent_draft_set(docent *h, const char *key, const char *text)
{
    if (h == NULL || !dct_text_ok(key, DCT_MAX_ID_BYTES) || *key == 0 ||
        (text != NULL && !dct_text_ok(text, DCT_MAX_TEXT_BYTES)))
        return dct_misuse(h, "docent_draft_set: needs a handle, a key, and UTF-8 of at most 256 KB or NULL");
    dct_call(h);
    dct_reach *r = dct_handle_reach(h);
    if (r == NULL)
        return h->error.status;
    text = text == NULL ? "" : text;
    return is_sealed(h) ? keep_in_memory(h, &r->drafts, key, text) : dct_keep_draft(&r->outbox, key, text, &h->error);
}

const char *docent_draft_get(docent *h, const char *key)
{
    if (h == NULL || !dct_text_ok(key, DCT_MAX_ID_BYTES)) {
        (void)dct_misuse(h, "docent_draft_get: needs a handle and a key");
        return "";
    }
    dct_reach *r = h->state == NULL && h->reach == NULL ? NULL : dct_handle_reach(h);
    if (r == NULL)
        return "";
    char *in_memory = find_draft(&r->drafts, key);
    if (in_memory != NULL)
        return in_memory + strlen(in_memory) + 1;
    dct_buf_clear(&r->draft);
    return dct_keep_draft_get(&r->outbox, key, &r->draft, &h->error) == DOCENT_OK ? dct_buf_text(&r->draft) : "";
}

/* ---- the hook ---- */

docent_status docent_use_contact_hook(docent *h, const docent_contact_hook *hook)
{
    const size_t first = offsetof(docent_contact_hook, ctx) + sizeof(void *);
    if (h == NULL || (hook != NULL && (hook->struct_size < first || hook->struct_size > 4096)))
        return dct_misuse(h, "docent_use_contact_hook: needs a handle, and a hook whose struct_size is set, or NULL");
    dct_reach *r = dct_handle_reach(h);
    if (r == NULL)
        return h->error.status;
    docent_contact_hook taken = { 0 };
    if (hook != NULL)
        memcpy(&taken, hook, hook->struct_size < sizeof taken ? hook->struct_size : sizeof taken);
    if (taken.label != NULL && !dct_text_ok(taken.label, DCT_MAX_ADDRESS_BYTES))
        return dct_misuse(h, "docent_use_contact_hook: the label is no UTF-8, or too long");
    size_t size = taken.label == NULL ? 0 : strlen(taken.label) + 1;
    char *label = size == 0 ? NULL : dct_new(&h->alloc, size);
    if (size != 0 && label == NULL)
        return dct_fail_memory(&h->error, "api");
    if (label != NULL)
        memcpy(label, taken.label, size);
    if (r->label != NULL)
        dct_free(&h->alloc, r->label, strlen(r->label) + 1);
    r->label = label;
    r->hook = taken;
    r->hook.label = label;
    r->has_hook = hook != NULL;
    return DOCENT_OK;
}

const docent_contact_hook *docent_contact_hook_of(const docent *h)
{
    return h != NULL && h->reach != NULL && h->reach->has_hook ? &h->reach->hook : NULL;
}
