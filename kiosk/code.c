/* QR codes, for what leaves a kiosk in the camera of a phone. */
#include "code.h"

#include <qrencode.h>

static bool make(void *ctx, const char *text, unsigned char *modules, uint32_t capacity, uint32_t *side)
{
    (void)ctx;
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL)
        code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L); /* Long texts fit with less room for scratches. */
    if (code == NULL)
        return false;
    size_t count = (size_t)code->width * (size_t)code->width;
    bool fits = count <= capacity;
    for (size_t i = 0; fits && i < count; i++)
        modules[i] = code->data[i] & 1;
    *side = (uint32_t)code->width;
    QRcode_free(code);
    return fits;
}

docent_view_host kiosk_code_host(void)
{
    docent_view_host host = DOCENT_VIEW_HOST_INIT;
    host.code = make;
    return host;
}
