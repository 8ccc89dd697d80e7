/* Words and phrases that mean the same: from the author (help.yaml) and from a list of ours about things that do not work.
 *
 *   typed  "screen is dark"     screen -> display, monitor      dark -> black, "not turn on"
 *
 * What is typed always comes first: a document gains by a synonym only where it lacks the word itself, and never so much
 * that it passes one that has all the words (rank.c). Groups are cut to the bundle's words when packed; as a row of
 * `ranking` they are
 *
 *   varint groups | a group: strength u8, varint ways | a way: varint words, content u8, varint term ...
 *
 * where bit k of content says that word k is no small one, and bit 7 that some article may say it. Everything in the row is
 * untrusted. */
#ifndef DCT_SEARCH_SYNONYMS_H
#define DCT_SEARCH_SYNONYMS_H

#include "ask.h"

#define DCT_SYNONYM_AUTHORS 0u /* Strength. */
#define DCT_SYNONYM_OURS 1u
#define DCT_MAX_SYNONYM_WAYS 24u
#define DCT_MAX_SYNONYM_WORDS 7u
#define DCT_SYNONYM_PRESENT 0x80u /* Of content: some article has all the words. */
#define DCT_MAX_EXPANSIONS 16u /* Words that a query may gain. */

/* Gives the words of the query more meanings and, for phrases, the query more words. */
void dct_synonyms_expand(const dct_asker *asker, dct_ask *ask);

#endif
