#include "why.h"

#include <stddef.h>
#include <string.h>

#define DCT_MSG(english) english

static const struct {
    const char *code, *english;
} reasons[] = {
    { DCT_WHY_CONSENT, DCT_MSG("It is kept here and not sent, because you have not agreed to that yet.") },
    { DCT_WHY_WINDOW, DCT_MSG("The time you wished to be called has passed before this could be sent. Is it still wanted?") },
    { DCT_WHY_ENROL, DCT_MSG("The desk does not accept this device at present. It is kept here until it does.") },
    { DCT_WHY_UNSURE, DCT_MSG("It may have arrived, and is not sent twice. If nobody answers, please call.") },
    { DCT_WHY_DAMAGED, DCT_MSG("What is stored here is damaged and cannot be sent.") },
    { DCT_WHY_TOO_LARGE, DCT_MSG("An attachment is larger than the desk takes.") },
    { DCT_WHY_NO_WAY, DCT_MSG("It is kept here: no way to send it is set up on this device.") },
    { DCT_WHY_SIGN_IN, DCT_MSG("It is kept here and leaves once you are signed in.") },
};

const char *dct_why_english(const char *why)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reasons[i].code, why) == 0)
            return reasons[i].english;
    return NULL;
}
