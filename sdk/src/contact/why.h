/* Why something waits, as a code that is stored: what a person reads is made from it in their language when it is shown. Any
 * other text in that place is a server's own words. */
#ifndef DCT_WHY_H
#define DCT_WHY_H

#define DCT_WHY_CONSENT "@consent"
#define DCT_WHY_WINDOW "@window"
#define DCT_WHY_ENROL "@enrol"
#define DCT_WHY_UNSURE "@unsure"
#define DCT_WHY_DAMAGED "@damaged"
#define DCT_WHY_TOO_LARGE "@too-large"
#define DCT_WHY_NO_WAY "@no-way"
#define DCT_WHY_SIGN_IN "@sign-in"

/* The English for a code, to be translated; NULL when `why` is no code. */
const char *dct_why_english(const char *why);

#endif
