#include "visit.h"

void kiosk_visit_do(kiosk_session_act act, const kiosk_session *session, docent *h, docent_view *view)
{
    switch (act) {
    case KIOSK_DO_WARN: docent_view_warn(view, session->shown_s); break;
    case KIOSK_DO_CALM: docent_view_warn(view, 0); break;
    case KIOSK_DO_RESET:
        docent_view_warn(view, 0);
        docent_forget(h); /* Before the reset, so that the first page is drawn without the bookmarks. */
        docent_view_reset(view);
        break;
    case KIOSK_DO_NOTHING: break;
    }
}
