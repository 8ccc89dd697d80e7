/* What Redmine's REST answers. Any bytes may come: ids are digits or nothing, texts are made fit for a screen. */
#ifndef DCT_REDMINE_ANSWER_H
#define DCT_REDMINE_ANSWER_H

#include "connector.h"

/* How a request is known again: by the value of a custom field, or by the reference in its subject. */
typedef struct dct_redmine_mark {
    int64_t     field;     /* Its number; 0: none is configured. */
    const char *value, *reference;
} dct_redmine_mark;

typedef enum dct_redmine_find { DCT_REDMINE_ODD = -1, DCT_REDMINE_NONE, DCT_REDMINE_ONE } dct_redmine_find;

bool dct_redmine_id_ok(const char *id);
/* To an upload: what stands for the file; NULL when there is none in it. */
const char *dct_redmine_token(dct_arena *arena, const char *text, size_t size);
/* To a POST of an issue: its id; NULL. *marked: it has our value. */
const char *dct_redmine_made(dct_arena *arena, const dct_redmine_mark *mark, const char *text, size_t size, bool *marked);
/* To a search. ODD: no such answer, or one to another question: a filter that Redmine does not know it leaves out silently. */
dct_redmine_find dct_redmine_found(dct_arena *arena, const dct_redmine_mark *mark, const char *text, size_t size, const char **id);
/* Is this letter among the notes of the issue? ODD: no such answer. */
dct_redmine_find dct_redmine_noted(const char *text, size_t size, const char *letter_id);
/* To a GET of an issue: false when it is no such answer. */
bool dct_redmine_closed(const char *text, size_t size, bool *closed);
/* Calls task.found for each note of others, then for the state. */
bool dct_redmine_news(dct_task *t, const char *text, size_t size);
/* {"errors": [...]} as a line; "" when there is none. */
const char *dct_redmine_error(dct_arena *arena, const char *text, size_t size);

#endif
