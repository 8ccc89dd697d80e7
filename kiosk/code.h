/* What a kiosk can do for the viewer: QR codes. Saving files is nothing it offers: nobody could take them along. */
#ifndef KIOSK_CODE_H
#define KIOSK_CODE_H

#include <docent/view.h>

docent_view_host kiosk_code_host(void);

#endif
