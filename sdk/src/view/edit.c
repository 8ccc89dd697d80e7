#include "edit.h"

#include "../base/utf8.h"
#include "../text/text.h"

#include <string.h>

bool dct_edit_selection(const dct_edit *e, uint32_t *from, uint32_t *to)
{
    *from = e->caret < e->anchor ? e->caret : e->anchor;
    *to = e->caret < e->anchor ? e->anchor : e->caret;
    return *from < *to;
}

static void cut(dct_edit *e, uint32_t from, uint32_t to)
{
    memmove(e->text + from, e->text + to, e->size - to + 1);
    e->size -= to - from;
    e->caret = e->anchor = from;
}

/* Copies `text` without control characters; as many whole code points as fit. out NULL: only counts. */
static uint32_t clean(const dct_edit *e, const char *text, char *out, size_t room)
{
    size_t size = strlen(text), n = 0, at = 0;
    while (at < size) {
        char bytes[4];
        uint32_t c = dct_utf8_next(text, size, &at);
        if (c == '\r')
            continue; /* Of another system's line ends. */
        bool keep = (c >= 0x20 && c != 0x7F) || (c == '\n' && e->lines);
        size_t length = dct_utf8_encode(keep ? c : ' ', bytes);
        if (n + length > room)
            break;
        if (out != NULL)
            memcpy(out + n, bytes, length);
        n += length;
    }
    return (uint32_t)n;
}

bool dct_edit_insert(dct_edit *e, const char *text)
{
    uint32_t from, to;
    bool changed = dct_edit_selection(e, &from, &to);
    if (changed)
        cut(e, from, to);
    size_t left = e->room - 1 - e->size;
    uint32_t size = clean(e, text, NULL, left);
    memmove(e->text + e->caret + size, e->text + e->caret, e->size - e->caret + 1);
    clean(e, text, e->text + e->caret, size);
    e->size += size;
    e->caret += size;
    e->anchor = e->caret;
    return changed || size > 0;
}

void dct_edit_init(dct_edit *e, char *text, uint32_t room, bool lines)
{
    *e = (dct_edit){ .text = text, .room = room, .lines = lines };
    text[0] = 0;
}

/* All of its memory is cleared: what was typed before is nobody's any more. */
void dct_edit_set(dct_edit *e, const char *text)
{
    memset(e->text, 0, e->room);
    e->size = e->caret = e->anchor = 0;
    dct_edit_insert(e, text);
}

bool dct_edit_blank(const dct_edit *e)
{
    return e->text[strspn(e->text, " \n")] == 0;
}

static uint32_t line_start(const dct_edit *e)
{
    uint32_t at = e->caret;
    while (at > 0 && e->text[at - 1] != '\n')
        at--;
    return at;
}

static uint32_t step(const dct_edit *e, dct_edit_move move)
{
    uint32_t from, to;
    switch (move) {
    case DCT_EDIT_PREVIOUS: return dct_text_previous_grapheme(e->text, e->size, e->caret);
    case DCT_EDIT_NEXT: return dct_text_next_grapheme(e->text, e->size, e->caret);
    case DCT_EDIT_START: return line_start(e);
    case DCT_EDIT_END: return e->caret + (uint32_t)strcspn(e->text + e->caret, "\n");
    case DCT_EDIT_PREVIOUS_WORD:
        if (e->caret == 0)
            return 0;
        dct_text_word_at(e->text, e->size, dct_text_previous_grapheme(e->text, e->size, e->caret), &from, &to);
        return from;
    case DCT_EDIT_NEXT_WORD:
        if (e->caret >= e->size)
            return e->size;
        dct_text_word_at(e->text, e->size, e->caret, &from, &to);
        return to > e->caret ? to : e->size;
    }
    return e->caret;
}

bool dct_edit_delete(dct_edit *e, bool forward, bool word)
{
    uint32_t from, to;
    if (!dct_edit_selection(e, &from, &to)) {
        uint32_t other = step(e, forward ? (word ? DCT_EDIT_NEXT_WORD : DCT_EDIT_NEXT)
                                         : (word ? DCT_EDIT_PREVIOUS_WORD : DCT_EDIT_PREVIOUS));
        from = other < e->caret ? other : e->caret;
        to = other < e->caret ? e->caret : other;
    }
    if (from == to)
        return false;
    cut(e, from, to);
    return true;
}

void dct_edit_place(dct_edit *e, uint32_t at, bool keep_anchor)
{
    e->caret = at < e->size ? at : e->size;
    if (!keep_anchor)
        e->anchor = e->caret;
}

void dct_edit_go(dct_edit *e, dct_edit_move move, bool keep_anchor)
{
    dct_edit_place(e, step(e, move), keep_anchor);
}

void dct_edit_select_all(dct_edit *e)
{
    e->anchor = 0;
    e->caret = e->size;
}
