/* queries.yaml: what people type, and the article that must be found among the first. Packing fails when it is not.
 *
 *   - words: headset does not pair
 *     expect: orbit-pair
 *     top: 3                        # 3 when it is left out
 *     lang: en                      # the project's first when it is left out */
#ifndef DCT_GOLDEN_H
#define DCT_GOLDEN_H

#include "project.h"

/* Asks the bundle at `path`. Nothing to do without a queries.yaml. */
docent_status dct_golden_check(dct_project *p, const char *path, docent_error *err);

#endif
