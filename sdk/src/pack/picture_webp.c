/* One call of libwebp. Nothing here depends on the clock or on other threads: same pixels, same bytes. */
#include "picture_webp.h"

#include "../base/error.h"

#include <webp/encode.h>

static int write_bytes(const uint8_t *data, size_t size, const WebPPicture *picture)
{
    dct_buf *out = picture->custom_ptr;
    dct_buf_add(out, data, size);
    return !out->failed;
}

static bool configure(WebPConfig *config, dct_webp_mode mode, int quality)
{
    if (!WebPConfigInit(config))
        return false;
    config->lossless = mode != DCT_WEBP_LOSSY;
    if (mode == DCT_WEBP_LOSSY) {
        config->method = 2;
        config->quality = (float)quality;
    } else {
        /* Above 25 libwebp uses its colour cache: a seventh smaller than at 25, for twice the time. */
        config->method = mode == DCT_WEBP_SMALL ? 4 : 2;
        config->quality = mode == DCT_WEBP_SMALL ? 100 : 26;
    }
    return WebPValidateConfig(config) != 0;
}

docent_status dct_webp_encode(const dct_image *image, dct_webp_mode mode, int quality, dct_buf *out, docent_error *err)
{
    WebPConfig config;
    WebPPicture picture;
    dct_buf_clear(out);
    if (!configure(&config, mode, quality) || !WebPPictureInit(&picture))
        return dct_fail(err, DOCENT_ERR_ARG, DCT_PICTURE_WHERE, 0, "libwebp refuses quality %d", quality);
    picture.use_argb = 1;
    picture.width = (int)image->width;
    picture.height = (int)image->height;
    picture.writer = write_bytes;
    picture.custom_ptr = out;
    docent_status status = DOCENT_OK;
    if (!WebPPictureImportRGBA(&picture, image->rgba, (int)image->width * 4) || !WebPEncode(&config, &picture))
        status = dct_fail(err, DOCENT_ERR_NOMEM, DCT_PICTURE_WHERE, (int)picture.error_code,
                          "the picture cannot be encoded (libwebp: %d); is memory short?", (int)picture.error_code);
    WebPPictureFree(&picture);
    return status;
}
