#include "weights.h"

const dct_weights dct_weights_default = {
    .k1 = 2.2, .title = 14, .title_b = 0.68, .body = 1.0, .body_b = 0.5, .heading = 1.5, .keywords = 4.0,
    .small = 0.4, .part = 0.05, .joined = 0.7, .prefix = 0.8, .stem = 1.25, .synonym = 0.6, .trouble = 0.25,
    .typo = 0.9, .typo_step = 0.6, .typo_uses = 0.15, .doubt = 0.75, .typo_stem = 0.2, .typo_first = 0.2, .typo_foreign = 1.0,
    .coverage = 0.3, .adjacent = 0.5, .near = 0.4, .title_cover = 0.35, .title_all = 0.11, .early = 0.04,
    .passage = 0.1, .together = 0.6,
    .newness = 0.02, .popularity = 0.04, .community = 0.4,
    .locale = 0.25,
    .single = 0.4, .begun = 0.9, .gram_k1 = 1.2, .spread_sum = 0.0, .family = 0.15, .family_share = 0.7, .gram_near = 0.132,
    .rarity_power = 0.8, .title_pair = 1.4,
};
