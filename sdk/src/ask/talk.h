/* What a conversation is made of: its turns, and what each option of the last one leads to. */
#ifndef DCT_TALK_H
#define DCT_TALK_H

#include "../base/arena.h"
#include "../base/buf.h"

#include <docent/ask.h>

#define DCT_MAX_TURNS 200u
#define DCT_MAX_CANDIDATES 8u

typedef struct dct_ask_candidate {
    const char *id, *anchor, *title;
    docent_kind kind;
} dct_ask_candidate;

/* What choosing does: beside each docent_option, the host sees only the label. */
typedef struct dct_ask_move {
    enum { DCT_MOVE_ARTICLE = 1, DCT_MOVE_TARGET, DCT_MOVE_NEXT, DCT_MOVE_SOLVED, DCT_MOVE_PERSON } kind;
    uint32_t    candidate; /* ARTICLE. */
    const char *target;    /* TARGET: of an answer of a guide. */
} dct_ask_move;

struct docent_ask {
    docent            *h;
    docent_alloc       alloc;
    dct_arena          arena;    /* All texts of the conversation. */
    docent_where       where;
    docent_turn        turns[DCT_MAX_TURNS];
    uint32_t           count;
    docent_article    *articles[DCT_MAX_TURNS]; /* Opened for the turns; closed with the conversation. */
    uint32_t           article_count, fresh; /* From `fresh` on they are of the language and content that are in force. */
    const char        *locale, *version;
    dct_ask_move       moves[DCT_MAX_CANDIDATES + 3];
    dct_ask_candidate  candidates[DCT_MAX_CANDIDATES]; /* Of the last question, best first. */
    uint32_t           candidate_count, next;          /* next: the first that was not shown. */
    uint32_t           misses;   /* In a row. */
    docent_article    *guide;    /* The one that runs, or NULL; in `articles`. */
    dct_buf            letter;
    docent_story      *story;
};

/* A new turn, zeroed but for its texts; NULL at the bound or without memory. */
docent_turn *dct_talk_add(docent_ask *ask, docent_turn_kind kind);
/* Room for options of the newest turn; dct_talk_option fills them. */
void dct_talk_option(docent_ask *ask, docent_turn *turn, docent_option_kind kind, const char *label, dct_ask_move move);
/* "article/ID#anchor"; form ends with its slash. */
const char *dct_talk_address(docent_ask *ask, const char *form, const char *id, const char *anchor);
const char *dct_talk_keep(docent_ask *ask, const char *text, size_t size);
/* Opened once and kept; NULL when it cannot be read. */
docent_article *dct_talk_article(docent_ask *ask, const char *id);

#endif
