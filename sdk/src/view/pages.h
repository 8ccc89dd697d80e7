/* The pages, each a function that fills a column, and the parts of the screen around them.
 *
 *   +-- header ------------------------+  fixed
 *   +-- find (while open) -------------+  fixed
 *   |   main: the page                 |  scrolls
 *   +-- compose (while asking) --------+  fixed
 *   +-- footer: phone, open or closed -+  fixed
 *   +-- keyboard (while typing) -------+  fixed
 *   dialog: over all of it
 */
#ifndef DCT_VIEW_PAGES_H
#define DCT_VIEW_PAGES_H

#include "build.h"

typedef struct dct_screen {
    dct_box *header, *find, *main, *compose, *footer, *keyboard, *dialog; /* NULL: not there. */
} dct_screen;

/* Builds everything for the state but the find bar, whose count is known only when the page stands. `keyboard` is the
 * text of the on-screen keyboard's layout (keyboard.c), NULL for none. */
void dct_screen_build(dct_build *b, const char *keyboard, dct_screen *out);

void dct_page_home(dct_build *b, dct_box *page);
void dct_page_results(dct_build *b, dct_box *page);
void dct_page_article(dct_build *b, dct_box *page);
void dct_page_steps(dct_build *b, dct_box *page);
void dct_page_fix(dct_build *b, dct_box *page);
void dct_page_toc(dct_build *b, dct_box *page);
void dct_page_contact(dct_build *b, dct_box *page);
void dct_page_ticket(dct_build *b, dct_box *page);
void dct_page_callback(dct_build *b, dct_box *page);
void dct_page_chat(dct_build *b, dct_box *page);
void dct_page_requests(dct_build *b, dct_box *page);
void dct_page_request(dct_build *b, dct_box *page);
void dct_page_claim(dct_build *b, dct_box *page);
void dct_page_bookmarks(dct_build *b, dct_box *page);
void dct_page_settings(dct_build *b, dct_box *page);
void dct_page_ask(dct_build *b, dct_box *page);

dct_box *dct_build_header(dct_build *b);
/* count_text: "3 of 12". */
dct_box *dct_build_find(dct_build *b, const char *count_text);
/* Where a question is typed; NULL on other pages. */
dct_box *dct_build_compose(dct_build *b);
dct_box *dct_build_footer(dct_build *b);
dct_box *dct_build_dialog(dct_build *b);
dct_box *dct_build_keyboard(dct_build *b, const char *layout);

/* ---- shared by pages --------------------------------------------------------------- */

/* The search field; big on the home page. */
dct_box *dct_search_field(dct_build *b, dct_box *parent, bool big);
/* An article or guide in a list: title, what it is, and why it is here. */
dct_box *dct_hit_card(dct_build *b, dct_box *parent, const docent_hit *hit, uint32_t key);
/* The same in one or two lines, where room is short. */
dct_box *dct_hit_line(dct_build *b, dct_box *parent, const docent_hit *hit, uint32_t key);
/* A category as a card. */
dct_box *dct_category_card(dct_build *b, dct_box *parent, const docent_hit *hit, uint32_t key);
/* A designed empty state: icon, what is, what to do next (text; NULL when something better comes before it). */
dct_box *dct_empty(dct_build *b, dct_box *parent, const char *icon, const char *title, const char *text);
void dct_empty_words(dct_build *b, dct_box *column, const char *text);
/* "Open now, until 18:00", "Closed, opens tomorrow at 9:00"; NULL without hours. */
const char *dct_hours_line(dct_build *b, const docent_contact *c);
/* 0 Monday ... 6 Sunday, in the interface's language. */
const char *dct_weekday(dct_build *b, uint32_t day);
/* The column for reading text: at most a measure wide, in the middle or beside a side column. */
dct_box *dct_reading_column(dct_build *b, dct_box *page);
/* A chip for each thing known of where the person is, which a press takes away or back. */
void dct_context_chips(dct_build *b, dct_box *parent);
/* One of several ways on, as wide as the list (page_fix.c). icon may be NULL. */
dct_box *dct_choice_row(dct_build *b, dct_box *list, const char *icon, const char *text, bool chosen, uint32_t key,
                        dct_press press);
/* The helper is asked these words ("": nothing yet). */
const char *dct_ask_for(const dct_build *b, const char *words);
/* Not found? The helper answers whole sentences; `words` is what was searched. */
void dct_ask_card(dct_build *b, dct_box *parent, const char *words);
/* "Still stuck?" at the end of an article. */
void dct_person_card(dct_build *b, dct_box *parent);

#endif
