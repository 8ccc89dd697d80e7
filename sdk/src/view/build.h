/* The words pages are written in: texts, buttons, cards. A page is a function that adds boxes to a parent. */
#ifndef DCT_VIEW_BUILD_H
#define DCT_VIEW_BUILD_H

#include "box.h"
#include "content.h"
#include "state.h"

/* What kind of place the view is in: a narrow panel in a program, a page in a window, a tall kiosk. */
typedef enum dct_form { DCT_FORM_PANEL = 0, DCT_FORM_PAGE, DCT_FORM_TALL } dct_form;

/* Sizes of this page in pixels. Text grows with the person's text size; space grows less, so that 200 % still fits. */
typedef struct dct_metrics {
    float    width, height;  /* Of the view. */
    dct_form form;
    bool     large;          /* Read standing, pressed with a finger: a kiosk. */
    float    text;           /* Pixels of a point of text. */
    float    title;          /* The same for titles, which are large already: they grow more slowly. */
    float    space;          /* Pixels of a point of space. */
    float    touch;          /* Least height and width of what can be pressed. */
    float    side;           /* Room left and right of the page. */
    float    measure;        /* Longest line of reading text: about 70 characters. */
    float    scale;          /* Pixels per point, whatever the text size. */
} dct_metrics;

/* Too narrow for a field beside the tools, or a picture beside words: a panel with large text. */
#define dct_is_tight(b) ((b)->m.width < 24 * 16 * (b)->m.text)

dct_metrics dct_metrics_of(int32_t width, int32_t height, float scale, uint32_t text_percent, uint32_t flags);

typedef struct dct_build {
    dct_arena         *arena;
    dct_fonts         *fonts;
    const dct_theme   *theme;
    const dct_state   *state;
    const dct_content *content;
    const docent_article *article; /* Whose blocks are built: the page's, or one that is quoted. */
    uint32_t           quote;  /* Which quotation, from 1: keys of blocks differ by it; 0 on an article's own page. */
    docent            *h;
    dct_metrics        m;
    uint32_t           flags;  /* DOCENT_VIEW_*. */
    float              logo;   /* Width of the shop's logo to its height; 0 when there is none. */
    const char        *locale; /* Of what is being said: it decides the direction of texts. */
    bool               rtl;    /* Of the page: it decides on which side things stand. */
    uint32_t           texts;  /* Texts so far: their keys and the order of selectable ones. */
    uint32_t           selectable;
    const docent_view_host *host;  /* What the program can do for the view. */
    uint32_t           seen_turns;    /* Of the conversation with the help, when its page was come to. */
    uint32_t           seen_messages; /* Of the conversation shown, when it was opened. */
    int64_t            offset_hour, offset_s; /* when.c: how far the shop's clocks are ahead in one hour. */
    dct_box            nowhere; /* When memory is short it takes whatever is still said; the page is not shown then. */
} dct_build;

/* Steps of the type scale; sizes in points are in build.c. */
typedef enum dct_look {
    DCT_LOOK_BODY = 0, DCT_LOOK_BODY_BOLD, DCT_LOOK_SOFT, DCT_LOOK_SMALL, DCT_LOOK_SMALL_BOLD, DCT_LOOK_LEAD,
    DCT_LOOK_DISPLAY, DCT_LOOK_TITLE, DCT_LOOK_HEADING, DCT_LOOK_SUBHEADING, DCT_LOOK_LABEL, DCT_LOOK_CODE,
    DCT_LOOK_NUMBER, DCT_LOOK_COUNT
} dct_look;

/* ---- identity and words --------------------------------------------------------- */

/* The same name and number give the same key on every page. Never 0. */
uint32_t dct_key(const char *name, uint32_t number);
/* Marks a text that is translated elsewhere than where it stands; scripts collect it, as they do dct_tr's. */
#define DCT_MSG(english) english
/* The interface's words for an English text. */
const char *dct_tr(const dct_build *b, const char *english);
/* The same with {0} and {1} replaced. Arguments may be NULL. */
const char *dct_tr_fill(const dct_build *b, const char *english, const char *zero, const char *one);
const char *dct_number(const dct_build *b, uint32_t n);
/* Whether a language of the bundle is written from right to left; false for one it does not have. */
bool dct_locale_rtl(const docent *h, const char *locale);
/* An address with its parts encoded. anchor may be NULL. */
const char *dct_place(const dct_build *b, dct_page page, const char *id, const char *anchor);

/* ---- boxes ------------------------------------------------------------------------- */

/* parent may be NULL. Never NULL as long as memory lasts: after that, a box that belongs to nothing. */
dct_box *dct_add(dct_build *b, dct_box *parent, dct_box_kind kind);
dct_box *dct_column(dct_build *b, dct_box *parent, float gap_pt);
dct_box *dct_row(dct_build *b, dct_box *parent, float gap_pt);
void dct_pad(dct_build *b, dct_box *box, float across_pt, float along_pt);
/* Text of the interface: one look, one colour (DCT_NO_COLOUR: the look's own). */
dct_box *dct_text(dct_build *b, dct_box *parent, dct_look look, dct_token colour, const char *text);
/* The same, never broken inside as long as it fits a line: a phone number. */
dct_box *dct_whole_text(dct_build *b, dct_box *parent, dct_look look, const char *text);
/* Text with parts drawn otherwise. spans may be NULL; styles and links live in the arena. */
typedef struct dct_rich {
    const char            *text;
    uint32_t               size;
    dct_text_span         *spans;
    uint32_t               span_count;
    const dct_paint_style *styles;
    const dct_text_link   *links;
    uint32_t               link_count;
} dct_rich;
dct_box *dct_rich_text(dct_build *b, dct_box *parent, dct_look look, const dct_rich *rich);
/* A title or an excerpt with what matched standing out. */
dct_box *dct_marked_text(dct_build *b, dct_box *parent, dct_look look, const char *text, const docent_span *marks,
                         uint32_t mark_count);
dct_box *dct_icon(dct_build *b, dct_box *parent, const char *name, float size_pt, dct_token colour);
/* An icon in a tinted circle. */
dct_box *dct_badge(dct_build *b, dct_box *parent, const char *icon, float size_pt, dct_token tint, dct_token colour);

/* Makes a box pressable: role, key, action, what is said (NULL: the texts inside). */
void dct_pressable(dct_box *box, docent_role role, uint32_t key, dct_press press, const char *label);
dct_press dct_press_go(const char *address);
dct_press dct_press_command(const char *name);

typedef enum dct_button_kind { DCT_BUTTON_PLAIN = 0, DCT_BUTTON_MAIN, DCT_BUTTON_QUIET } dct_button_kind;
/* icon or text may be NULL; with no text, `label` is what is said. */
dct_box *dct_button(dct_build *b, dct_box *parent, dct_button_kind kind, const char *icon, const char *text,
                    const char *label, uint32_t key, dct_press press);
/* Gives a box a ground, a hairline around it and round corners. */
void dct_surface(const dct_build *b, dct_box *box, dct_token background, dct_token border, float radius_pt);
/* A raised surface. */
dct_box *dct_card(dct_build *b, dct_box *parent, float pad_pt);
dct_box *dct_rule(dct_build *b, dct_box *parent);
/* A heading of the page: role HEADING. */
dct_box *dct_heading(dct_build *b, dct_box *parent, uint32_t level, dct_look look, const char *text);

/* The size of a look's letters on this page. */
float dct_look_pixels(const dct_build *b, dct_look look);
uint32_t dct_look_flags(dct_look look);

#endif
