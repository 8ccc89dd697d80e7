/* Settings for devices as a person writes them, YAML or JSON, into config.json as devices read it:
 *
 *     banner: Back on Monday             { "format": 1, "settings": { "banner": "Back on Monday",
 *     kiosk:                                                           "kiosk.theme": "dark" } }
 *       theme: dark
 *
 * Judged here, by line and name: a device only ignores. */
#ifndef DCT_REMOTE_FILE_H
#define DCT_REMOTE_FILE_H

#include "../base/buf.h"
#include "diag.h"

/* Appends config.json. What is wrong with the file is in diag (DOCENT_ERR_SYNTAX); *err says what else failed. */
docent_status dct_remote_file_read(const docent_alloc *alloc, const char *path, dct_buf *json, dct_diag *diag, docent_error *err);

#endif
