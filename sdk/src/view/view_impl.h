/* What is behind docent_view: state, what was fetched for it, and the frame that came of both. */
#ifndef DCT_VIEW_IMPL_H
#define DCT_VIEW_IMPL_H

#include "find.h"
#include "pages.h"
#include "update.h"

#include "../paint/painter.h"

/* Nodes of the semantic tree, kept from update to update. */
typedef struct dct_nodes {
    docent_node   *items;
    const dct_box **boxes;     /* Of the same index. */
    int32_t       *links;      /* Index of the box's inline link, -1 for the box itself. */
    uint32_t       count, room;
} dct_nodes;

/* A pointer that is down. */
typedef struct dct_drag {
    bool     down, moved, finger;
    float    x0, y0, x, y;     /* Where it went down, where it is. */
    float    scroll0;          /* The scroll at that time. */
    uint64_t t, t_before;      /* Of the last two movements. */
    float    y_before;
    uint32_t key;              /* Of what it went down on; 0 nothing. */
    bool     selecting, in_field;
} dct_drag;

/* The question that is being answered, until it is known whether it helped. */
typedef struct dct_asking {
    bool     counts;
    uint32_t found, seen;        /* seen: turns that were there when the page was come to; later ones are spoken. */
    char     words[DCT_EDIT_LINE], id[DCT_MAX_ID_BYTES + 1]; /* id: of the article that was quoted. */
    size_t   handed;             /* Bytes of the conversation that stand in a letter already. */
} dct_asking;

struct docent_view {
    docent             *h;
    const docent_alloc *alloc;
    docent_view_config  config;
    float               logo;          /* As in dct_build. */
    char               *start;         /* Owned copies of what config points to. */
    char                theme_at_open[17], locale_at_open[40];
    dct_fonts          *fonts;
    dct_painter        *painter;
    dct_theme           theme;
    dct_state           state;
    dct_content         content;

    dct_arena           page_arena;    /* Boxes and their texts: until the next build. */
    dct_arena           frame_arena;   /* Draw list and nodes: until the next record. */
    dct_build           build;
    dct_screen          screen;
    docent_rect         main_area;     /* Where the page scrolls, pixels of the view. */
    float               page_height;
    dct_list            list;
    dct_nodes           nodes;
    dct_matches         matches;
    bool                need_build, need_record, need_reveal, need_match, need_caret, need_bottom, need_newest, painted;
    bool                built;         /* screen holds a page. */

    docent_asset       *keyboard[2];   /* Letters, signs; NULL when the bundle has none. */
    char                keyboard_locale[40];
    dct_drag            drag;
    uint64_t            now_ms;
    int64_t             unix_s;
    uint64_t            asked_ms;      /* When the words of the results page came. */
    bool                asked_before;  /* They were come back to. */
    char               *address_text;  /* What docent_view_address() lends. */
    size_t              address_room;
    float               field_scroll;  /* How far the text of the field that is typed into is moved. */
    dct_buf             clipboard, url;
    bool                say_clipboard, say_url, say_close;
    uint32_t            draft_fields;  /* Bits: what was typed since it was last written. */
    docent_view_host    host;          /* Copied; zeroes for what it does not offer. */
    dct_asking          asking;
    docent_id           watched;       /* The chat whose connection is kept up. */
    bool                watches_desk;  /* Whether somebody is there for one. */
    uint32_t            seen_messages; /* Of the conversation shown, when it was opened: later ones are spoken. */
    bool                say_reply, say_pressed;
    uint64_t            step_ms;       /* When docent_step() wants to be called again. */
    uint64_t            draft_ms, deflect_ms; /* When to write it, and to look for what may answer it. */
};

/* ---- view.c, renew.c: what is taken from the bundle -------------------------------------- */

/* What a host gives, of whatever length its header had. False: it is none. */
bool dct_view_read_config(const docent_view_config *config, docent_view_config *out);
/* Theme, fonts, painter. What was opened before a failure is the caller's to close. */
docent_status dct_view_open_parts(docent_view *v, docent_error *err);
void dct_view_measure_logo(docent_view *v);
/* Other content is in force. */
void dct_view_renew(docent_view *v);

/* ---- frame.c: from state to list and nodes --------------------------------------------- */

/* Builds, lays out and records what is needed. */
docent_status dct_frame_make(docent_view *v);
/* The furthest the page scrolls. */
float dct_frame_scroll_max(const docent_view *v);
/* Roots in reading order: header, find, main, compose, footer, keyboard, dialog; NULL ones are skipped. */
#define DCT_ROOT_COUNT 7
void dct_frame_roots(const docent_view *v, dct_box *roots[DCT_ROOT_COUNT]);
/* How far down a root's boxes are drawn: the page's by its scroll. */
int32_t dct_frame_offset(const docent_view *v, const dct_box *root);
/* Scrolls so that a box can be seen. */
void dct_frame_reveal(docent_view *v, const dct_box *box, bool eased);

/* ---- field.c: the field that is typed into -------------------------------------------- */

/* Its text, and the number of the root it is in; NULL when nobody types. */
dct_box *dct_field_box(docent_view *v, int *root);
/* In the text's own coordinates. */
dct_caret dct_field_caret(const docent_view *v, const dct_box *b);
/* Moves the text so that the caret is seen. */
void dct_field_follow(docent_view *v);

/* ---- record.c, nodes.c ------------------------------------------------------------------- */

void dct_record(docent_view *v);
bool dct_nodes_make(docent_view *v);

/* ---- act.c: actions and their effects ------------------------------------------------------ */

void dct_act(docent_view *v, const dct_action *action);
/* Loads first; the page stays when that fails. */
docent_status dct_act_go(docent_view *v, const char *address, dct_arrival how);
/* What a press does. */
void dct_act_press(docent_view *v, const dct_press *press);
void dct_act_focus(docent_view *v, uint32_t key, bool seen);
void dct_act_scroll(docent_view *v, float y, bool eased);

/* ---- asked.c: what was asked, for the authors ---------------------------------------------- */

typedef struct dct_asked {
    bool     counts, opened;
    uint32_t found;
    char     words[sizeof ((dct_address *)0)->query];
} dct_asked;

/* What leaving the page for `to` says (NULL: for good); looked at while the page is still there. */
void dct_asked_look(const docent_view *v, const dct_address *to, dct_arrival how, dct_asked *out);
/* Once it is left. */
void dct_asked_count(docent_view *v, const dct_asked *asked, const dct_address *to);
void dct_asked_arrive(docent_view *v, bool same_words, dct_arrival how);
void dct_asked_end(docent_view *v);

/* ---- drafts.c: what is being written, on the disk ------------------------------------------- */

#define DCT_DRAFT_PROBLEM (1u << 30) /* Beside the bits of fields. */
#define DCT_DRAFT_WHEN (1u << 31)
/* After the state took it. */
void dct_drafts_note(docent_view *v, const dct_action *action);
/* Writes what was noted. */
void dct_drafts_keep(docent_view *v);
/* On arriving: what was written before. What stands in a field already is newer. */
void dct_drafts_load(docent_view *v);
void dct_drafts_load_extra(docent_view *v);
/* Sent: fields (bits) are empty and nothing of them is kept. */
void dct_drafts_clear(docent_view *v, uint32_t fields);
void dct_drafts_tick(docent_view *v);
uint64_t dct_drafts_next_ms(const docent_view *v);

/* ---- told.c: what was looked for and read, for whoever is asked then --------------------------- */

/* Notes the page that is shown. */
void dct_told_note(docent_view *v, bool refines);

/* ---- thread.c: a conversation while it is on screen --------------------------------------------- */

void dct_thread_arrive(docent_view *v);
void dct_thread_end(docent_view *v);
/* Fetches it again. */
void dct_thread_refresh(docent_view *v);
void dct_thread_tick(docent_view *v);
/* With DOCENT_VIEW_STEP: what the handle does in the background, and what it has to tell. */
void dct_thread_step(docent_view *v);
void dct_thread_typing(docent_view *v);

/* ---- asking.c: the conversation with the help ---------------------------------------------------- */

#define DCT_ASK_OPTIONS 16u /* More than a turn has. */
/* False, and the page says why, when nothing was added. */
bool dct_asking_say(docent_view *v, const char *words);
void dct_asking_choose(docent_view *v, const dct_press *press);
void dct_asking_arrive(docent_view *v, dct_arrival how);
/* Forgets it. */
void dct_asking_end(docent_view *v);
/* Of the field; a new conversation; to a person, with what was said. */
void dct_asking_send(docent_view *v);
void dct_asking_again(docent_view *v);
void dct_asking_ticket(docent_view *v);
void dct_asking_callback(docent_view *v);
void dct_asking_chat(docent_view *v);

/* ---- opine.c: what people think of a page -------------------------------------------------------- */

void dct_opine_press(docent_view *v, const dct_press *press);

/* ---- send.c: from a page to a request ------------------------------------------------------------- */

void dct_send_ticket(docent_view *v);
void dct_send_callback(docent_view *v);
void dct_send_reply(docent_view *v);
void dct_send_claim(docent_view *v);
/* Of the conversation that is shown. */
void dct_request_close(docent_view *v);
void dct_request_consent(docent_view *v);
void dct_request_withdraw(docent_view *v);
void dct_carry_mail(docent_view *v);
void dct_carry_copy(docent_view *v);
void dct_carry_file(docent_view *v);
void dct_carry_code(docent_view *v);

/* ---- commands.c ------------------------------------------------------------------------------ */

typedef struct dct_command {
    const char *name; /* NULL ends a table. */
    bool      (*can)(const docent_view *v);
    void      (*run)(docent_view *v);
} dct_command;
extern const dct_command dct_contact_commands[]; /* commands_contact.c */
bool dct_command_run(docent_view *v, const char *name);
/* The command a key means here; NULL if none. */
const char *dct_keymap_command(const docent_view *v, uint32_t key, uint32_t mods);

/* ---- hit.c: what is at a point ------------------------------------------------------------------ */

typedef struct dct_hit {
    const dct_box       *box;   /* The innermost one that can be pressed; NULL. */
    const dct_text_link *link;  /* An inline link; then box is its text. */
    const dct_box       *text;  /* The selectable text or field text under the point; NULL. */
    uint32_t             offset;/* Byte of it. */
    uint32_t             key;   /* Of the box or link; 0. */
} dct_hit;
dct_hit dct_hit_at(docent_view *v, float x, float y);
/* The byte of a text nearest to a point of the view. */
uint32_t dct_hit_offset(docent_view *v, const dct_box *text, float x, float y);
/* The selectable text nearest to a point of the page; NULL when there is none. */
const dct_box *dct_hit_nearest_text(docent_view *v, float x, float y);

#endif
