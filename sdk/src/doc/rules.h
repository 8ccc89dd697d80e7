/* What may stand where in an article, as tables: which block holds which, and what each kind may carry. The reader checks
 * against them; the writer reads back what it wrote. */
#ifndef DCT_DOC_RULES_H
#define DCT_DOC_RULES_H

#include <docent/article.h>

/* What a kind of block may carry. */
typedef struct dct_block_rule {
    const char *name;               /* "list item": for messages. NULL: no such kind. */
    uint32_t    holds;              /* Bit 1 << kind of the children it may have. */
    bool        text, inlines;      /* May have. */
    bool        target, sized;
    bool        number;             /* May be other than 0. */
    uint32_t    level_min, level_max;
    uint32_t    flags;              /* Those it may have. */
} dct_block_rule;

#define DCT_BLOCK_KINDS (DOCENT_BLOCK_ANSWER + 1)

/* NULL when there is no such kind. */
const dct_block_rule *dct_block_rule_of(uint32_t kind);
/* The kinds an article's top may hold. */
uint32_t dct_block_top_kinds(void);

#endif
