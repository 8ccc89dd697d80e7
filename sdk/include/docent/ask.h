/* ask.h - a conversation that answers from the help alone. Part of level 1.
 *
 * Nothing is invented: every answer is a passage of an article, quoted block by block, with the address it comes from. The
 * same words on the same content give the same answer. There is no language model and no network.
 *
 *     docent_ask_say("no sound")
 *        +-- one article answers ............ ANSWER   its best passage; "Not what I meant" goes to the next
 *        +-- several fit equally well ....... WHICH    "Which one do you mean?"
 *        +-- a fix-it guide answers ......... SCREEN   the guide runs inside the conversation
 *        +-- nothing says enough of it ...... UNKNOWN  other words, please; after two in a row: PERSON_OFFERED
 *
 * Which words ask for a person is known in the host's languages: it looks first, and calls docent_ask_person().
 *
 * What the turns without a text say ("I did not find that") is the host's, in its own words and language.
 */
#ifndef DOCENT_ASK_H
#define DOCENT_ASK_H

#include "article.h"
#include "contact.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum docent_turn_kind {
    DOCENT_TURN_PERSON = 1,     /* text: what they wrote or chose. */
    DOCENT_TURN_ANSWER,         /* text: the passage as plain text; from..to: its blocks. */
    DOCENT_TURN_WHICH,          /* options: the articles that fit. */
    DOCENT_TURN_SCREEN,         /* text: the guide's question or what to try; options: its answers. */
    DOCENT_TURN_SOLVED,
    DOCENT_TURN_UNKNOWN,
    DOCENT_TURN_PERSON_OFFERED  /* The conversation goes along: docent_ask_letter(), docent_ask_story(). */
} docent_turn_kind;

typedef enum docent_option_kind {
    DOCENT_OPTION_CHOICE = 1,   /* label: an article's title, or a guide's answer. */
    DOCENT_OPTION_HELPED,       /* The host's words: "That helped". */
    DOCENT_OPTION_NOT_THIS,     /* "Not what I meant", "None of these". */
    DOCENT_OPTION_PERSON        /* "Talk to a person". */
} docent_option_kind;

typedef struct docent_option {
    docent_option_kind kind;
    const char        *label; /* Of a CHOICE; "" for the others. */
} docent_option;

typedef struct docent_turn {
    docent_turn_kind     kind;
    const char          *text;
    const docent_article *article;     /* Of ANSWER and SCREEN; NULL else. */
    uint32_t             from, to;     /* Blocks of it, half open. */
    const char          *title, *address, *locale; /* Where it comes from: "article/wifi-slow#restart"; "" else. */
    const char          *origin;       /* As docent_hit.origin. */
    const docent_option *options;      /* Only the last turn's can be chosen. */
    uint32_t             option_count;
} docent_turn;

typedef struct docent_ask docent_ask;

/* where may be NULL; copied. Close it before `h`. */
DOCENT_API docent_status docent_ask_open(docent *h, const docent_where *where, docent_ask **out);
DOCENT_API void docent_ask_close(docent_ask *ask);
/* Adds the person's words (UTF-8, at most 1,024 bytes) and what is said to them. Words with nothing in them change nothing.
 * At most 200 turns: DOCENT_ERR_LIMIT. */
DOCENT_API docent_status docent_ask_say(docent_ask *ask, const char *words);
/* Chooses an option of the last turn. label: what it was called, kept as the person's turn; NULL takes the option's. */
DOCENT_API docent_status docent_ask_choose(docent_ask *ask, uint32_t option, const char *label);
/* The person wants to talk to somebody: words (NULL: none) become their turn, and PERSON_OFFERED follows. */
DOCENT_API docent_status docent_ask_person(docent_ask *ask, const char *words);
DOCENT_API uint32_t docent_ask_count(const docent_ask *ask);
/* Borrowed until the conversation closes; NULL past the end. */
DOCENT_API const docent_turn *docent_ask_at(const docent_ask *ask, uint32_t index);
/* The conversation as text, the first message of a ticket. Borrowed until the next call. "" while empty. */
DOCENT_API const char *docent_ask_letter(docent_ask *ask);
/* The same as steps of docent_ticket.story. Borrowed until the next call. */
DOCENT_API docent_status docent_ask_story(docent_ask *ask, const docent_story **out, uint32_t *count);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_ASK_H */
