/* Puts the parts of the screen together for the state. */
#include "request_boxes.h"

#include <math.h>

static void build_page(dct_build *b, dct_box *page)
{
    switch (b->state->address.page) {
    case DCT_PAGE_HOME: dct_page_home(b, page); break;
    case DCT_PAGE_SEARCH: dct_page_results(b, page); break;
    case DCT_PAGE_ARTICLE: dct_page_article(b, page); break;
    case DCT_PAGE_STEPS: dct_page_steps(b, page); break;
    case DCT_PAGE_FIX: dct_page_fix(b, page); break;
    case DCT_PAGE_TOC: dct_page_toc(b, page); break;
    case DCT_PAGE_CONTACT: dct_page_contact(b, page); break;
    case DCT_PAGE_TICKET: dct_page_ticket(b, page); break;
    case DCT_PAGE_CALLBACK: dct_page_callback(b, page); break;
    case DCT_PAGE_CHAT: dct_page_chat(b, page); break;
    case DCT_PAGE_REQUESTS: dct_page_requests(b, page); break;
    case DCT_PAGE_REQUEST: dct_page_request(b, page); break;
    case DCT_PAGE_CLAIM: dct_page_claim(b, page); break;
    case DCT_PAGE_BOOKMARKS: dct_page_bookmarks(b, page); break;
    case DCT_PAGE_SETTINGS: dct_page_settings(b, page); break;
    case DCT_PAGE_ASK: dct_page_ask(b, page); break;
    case DCT_PAGE_NONE: break;
    }
}

static dct_box *build_main(dct_build *b)
{
    dct_box *page = dct_column(b, NULL, 0);
    page->align_x = DCT_ALIGN_CENTER;
    page->role = DOCENT_ROLE_REGION;
    page->key = dct_key("page", 0);
    page->label = dct_tr(b, "Page");
    page->pad.start = page->pad.end = b->m.side;
    page->pad.top = roundf((b->m.form == DCT_FORM_PANEL ? 14 : 24) * b->m.space);
    page->pad.bottom = roundf(36 * b->m.space);
    build_page(b, page);
    return page;
}

/* All there is: a button as large as the view. */
static dct_box *build_button(dct_build *b)
{
    uint32_t unread = b->content->unread;
    const char *help = dct_tr(b, "Help");
    dct_box *button = dct_row(b, NULL, 8);
    button->min_h = b->m.height;
    button->align_x = DCT_ALIGN_CENTER;
    button->background = DCT_ACCENT;
    dct_pad(b, button, 8, 4);
    dct_icon(b, button, "question", 24, DCT_ON_ACCENT);
    if (b->m.width >= 90 * b->m.text)
        dct_text(b, button, DCT_LOOK_LABEL, DCT_ON_ACCENT, help)->max_lines = 1;
    dct_count_badge(b, button, unread);
    dct_pressable(button, DOCENT_ROLE_BUTTON, dct_key("button", 0), dct_press_command("pressed"),
                  unread == 0 ? help : dct_tr_fill(b, "Help. New answers: {0}", dct_number(b, unread), NULL));
    return button;
}

void dct_screen_build(dct_build *b, const char *keyboard, dct_screen *out)
{
    *out = (dct_screen){ 0 };
    if (b->flags & DOCENT_VIEW_BUTTON) {
        out->main = build_button(b);
        return;
    }
    out->header = dct_build_header(b);
    out->main = build_main(b);
    out->compose = dct_build_compose(b);
    out->footer = keyboard == NULL ? dct_build_footer(b) : NULL;
    out->keyboard = keyboard == NULL ? NULL : dct_build_keyboard(b, keyboard);
    out->dialog = dct_build_dialog(b);
}
