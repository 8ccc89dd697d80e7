/* Fix-it guides: an article's second-level headings become screens, its last lists answers, and parts that it enters
 * become screens of its own.
 *
 *   ## Is the light on? {#light}            SCREEN "Is the light on?" #light
 *   - [Yes](#volume)                   ->     ANSWER "Yes"  -> #volume
 *   - [No](part-charge.md "then #again")      ANSWER "No"   -> #part-charge-cable ... its `return` -> #again
 */
#ifndef DCT_TREE_H
#define DCT_TREE_H

#include "links.h"

/* Splits every guide and part into screens; before links are resolved. */
void dct_trees_split(dct_project *p);
/* Enters the parts, checks every answer and every way through; after links were resolved. */
void dct_trees_join(dct_project *p);

#endif
