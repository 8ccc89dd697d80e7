/* What the session machine decided, done to a view and to what the device remembers. For the window and the script. */
#ifndef KIOSK_VISIT_H
#define KIOSK_VISIT_H

#include <docent/view.h>

#include "session.h"

void kiosk_visit_do(kiosk_session_act act, const kiosk_session *session, docent *h, docent_view *view);

#endif
