/* Languages as help projects name them: BCP 47 tags, their own names, their direction. */
#ifndef DCT_LANGS_H
#define DCT_LANGS_H

#include <stdbool.h>
#include <stddef.h>

/* "pt_br" -> "pt-BR" in `out` (at least 36 bytes). False when it has not the form of a tag. */
bool dct_lang_tag(const char *text, size_t size, char *out, size_t room);
/* Whether its primary language is in our table: tells "setup.de.md" from "notes.old.md". */
bool dct_lang_known(const char *tag);
/* In the language itself, "Deutsch"; the tag when it is not in our table. */
const char *dct_lang_name(const char *tag);
bool dct_lang_rtl(const char *tag);
/* The language that a text is probably in, going by its script alone; NULL when it is Latin or too short. */
const char *dct_lang_guess(const char *text, size_t size);

#endif
