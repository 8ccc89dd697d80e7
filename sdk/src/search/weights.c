#include "weights.h"

const dct_weights dct_weights_default = {
    .k1 = 2.0, .title = 5.0, .title_b = 0.6, .body = 1.0, .body_b = 0.7, .heading = 1.5, .keywords = 4.0,
    .small = 0.3, .part = 0.5, .joined = 0.7, .prefix = 0.8, .prefix_exact = 1.0, .stem = 1.0,
    .typo = 0.9, .typo_step = 0.5, .typo_uses = 0.15,
    .coverage = 0.3, .adjacent = 0.3, .near = 0.1, .title_cover = 0.2, .title_all = 0.1, .early = 0.05,
    .locale = 0.25, .top = 0.01,
    .gram = 1.0,
};
