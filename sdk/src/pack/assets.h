/* What a bundle carries beside text: pictures, fonts with their licences, themes, on-screen keyboards. */
#ifndef DCT_ASSETS_H
#define DCT_ASSETS_H

#include "bundle.h"
#include "project.h"

/* Packs every picture that some page shows, and the logo; identical ones once. Sets the uses' names and sizes. */
docent_status dct_assets_pictures(dct_project *p, dct_bundle *b, uint32_t *count, docent_error *err);
/* Fonts for all texts, themes, keyboards. */
docent_status dct_assets_rest(dct_project *p, dct_bundle *b, uint32_t *fonts, docent_error *err);

#endif
