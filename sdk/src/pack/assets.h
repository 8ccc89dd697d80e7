/* What a bundle carries beside text: pictures, fonts with their licences, themes, on-screen keyboards. */
#ifndef DCT_ASSETS_H
#define DCT_ASSETS_H

#include "bundle.h"
#include "project.h"

/* Packs every picture that some page shows, and the logo; identical ones once. Sets the uses' names and sizes. */
docent_status dct_assets_pictures(dct_project *p, dct_bundle *b, uint32_t *count, docent_error *err);
/* Tells what dct_assets_pictures() and dct_assets_rest() would find wrong with pictures, logo and accent; writes nothing.
 * Fonts are those of the machine that packs, not of the project: they are not looked at. */
docent_status dct_assets_try(dct_project *p, docent_error *err);
/* Fonts for all texts, themes, keyboards. */
docent_status dct_assets_rest(dct_project *p, dct_bundle *b, uint32_t *fonts, docent_error *err);

#endif
