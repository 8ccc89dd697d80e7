/* After every line that does something 300 ms pass, a person's pace: animations end, results arrive. */
#include "script.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"
#include "shot.h"

#define PACE_MS 300
#define LETTER_MS 50
#define WHY_MAX 1024

typedef struct script {
    kiosk_stage *stage;
    FILE        *out;
    char         why[WHY_MAX]; /* Of the line that failed. */
} script;

static bool fail(script *s, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static bool fail(script *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(s->why, sizeof s->why, format, args);
    va_end(args);
    return false;
}

static bool held(script *s, docent_status status, const char *what)
{
    return status == DOCENT_OK || fail(s, "%s: %s", what, docent_status_name(status));
}

/* ---- looking ---- */

static const char *name_of(int role)
{
    switch (role) {
    case KIOSK_ANY: return "text";
    case KIOSK_ADDRESS: return "address";
    case KIOSK_CLIPBOARD: return "clipboard";
    default: return docent_role_name((docent_role)role);
    }
}

static bool matches(const docent_node *n, const kiosk_line *line)
{
    bool role = line->role == KIOSK_ANY || (int)n->role == line->role;
    bool state = (n->state & line->state_mask) == line->state;
    return role && state && (strstr(n->label, line->text) != NULL || strstr(n->value, line->text) != NULL);
}

/* The best node: one whose label is the text rather than holds it; then one that is on screen rather than to be
 * scrolled to; then the first. */
static const docent_node *find(const docent_view *view, const kiosk_line *line, bool visible_only)
{
    const docent_node *best = NULL;
    int best_rank = -1;
    uint32_t count = docent_view_node_count(view);
    for (uint32_t i = 0; i < count; i++) {
        const docent_node *n = docent_view_node_at(view, i);
        bool visible = (n->state & DOCENT_STATE_OFFSCREEN) == 0;
        if ((visible_only && !visible) || !matches(n, line))
            continue;
        int rank = (strcmp(n->label, line->text) == 0 ? 2 : 0) + (visible ? 1 : 0);
        if (rank > best_rank) {
            best = n;
            best_rank = rank;
        }
    }
    return best;
}

/* What is there instead, as far as a line holds. */
static void describe(script *s, const kiosk_line *line)
{
    const docent_view *view = s->stage->view;
    size_t used = strlen(s->why);
    uint32_t count = docent_view_node_count(view), told = 0;
    for (uint32_t i = 0; i < count && told < 12 && used < WHY_MAX - 80; i++) {
        const docent_node *n = docent_view_node_at(view, i);
        bool visible = (n->state & DOCENT_STATE_OFFSCREEN) == 0;
        if (!visible || n->label[0] == '\0' || (line->role > 0 && (int)n->role != line->role))
            continue;
        used += (size_t)snprintf(s->why + used, WHY_MAX - used, "%s\"%.60s\"", told++ == 0 ? ": " : ", ", n->label);
    }
}

static bool absent_node(script *s, const kiosk_line *line)
{
    fail(s, "no %s on %.200s says \"%.200s\"; there is", name_of(line->role), docent_view_address(s->stage->view),
         line->text);
    describe(s, line);
    return false;
}

static const char *said(const script *s, int role)
{
    const char *clipboard = s->stage->clipboard != NULL ? s->stage->clipboard : "";
    return role == KIOSK_ADDRESS ? docent_view_address(s->stage->view) : clipboard;
}

static bool expect(script *s, const kiosk_line *line)
{
    if (line->role >= 0)
        return find(s->stage->view, line, true) != NULL || absent_node(s, line);
    const char *is = said(s, line->role);
    return strstr(is, line->text) != NULL ||
           fail(s, "the %s is \"%.300s\", without \"%.300s\"", name_of(line->role), is, line->text);
}

static bool expect_not(script *s, const kiosk_line *line)
{
    bool there = line->role >= 0 ? find(s->stage->view, line, true) != NULL
                                 : strstr(said(s, line->role), line->text) != NULL;
    return !there || fail(s, "%s \"%.200s\" is there on %.200s", name_of(line->role), line->text,
                          docent_view_address(s->stage->view));
}

static int depth_of(const docent_view *view, const docent_node *n)
{
    int depth = 0;
    uint32_t count = docent_view_node_count(view);
    for (uint32_t parent = n->parent; parent != 0 && depth < 64; depth++) {
        uint32_t i = 0;
        while (i < count && docent_view_node_at(view, i)->id != parent)
            i++;
        parent = i < count ? docent_view_node_at(view, i)->parent : 0;
    }
    return depth;
}

/* In quotes, on one line, so that it can be pasted into a script. */
static void put_quoted(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\' || *text == '\n')
            putc('\\', out);
        putc(*text == '\n' ? 'n' : *text, out);
    }
    putc('"', out);
}

static void print_node(const script *s, const docent_node *n)
{
    fprintf(s->out, "%*s%s ", depth_of(s->stage->view, n) * 2 + 2, "", docent_role_name(n->role));
    put_quoted(s->out, n->label);
    if (n->value[0] != '\0') {
        fputs(" value ", s->out);
        put_quoted(s->out, n->value);
    }
    fprintf(s->out, "%s%s%s%s\n", (n->state & DOCENT_STATE_FOCUSED) != 0 ? " focused" : "",
            (n->state & DOCENT_STATE_CHECKED) != 0 ? " checked" : "",
            (n->state & DOCENT_STATE_DISABLED) != 0 ? " disabled" : "",
            (n->state & DOCENT_STATE_OFFSCREEN) != 0 ? " offscreen" : "");
}

static void print_tree(const script *s)
{
    const docent_view *view = s->stage->view;
    uint32_t count = docent_view_node_count(view);
    fprintf(s->out, "%s\n", docent_view_address(view));
    for (uint32_t i = 0; i < count; i++)
        print_node(s, docent_view_node_at(view, i));
}

/* ---- doing ---- */

static bool go(script *s, const kiosk_line *line)
{
    docent_status status = docent_view_go(s->stage->view, line->text);
    kiosk_stage_touched(s->stage);
    return held(s, status, line->text);
}

/* A key press; where a text field has the focus, a letter arrives as text too, as it does from a keyboard. */
static bool press_key(script *s, uint32_t key, uint32_t mods)
{
    kiosk_stage_input(s->stage, (docent_input){ .kind = DOCENT_INPUT_KEY, .key = key, .mods = mods });
    bool letter = key >= 32 && key < 127 && (mods & (DOCENT_MOD_CTRL | DOCENT_MOD_ALT)) == 0;
    char text[2] = { (char)key, '\0' };
    if (letter && s->stage->wants.text_input)
        kiosk_stage_input(s->stage, (docent_input){ .kind = DOCENT_INPUT_TEXT, .text = text });
    return true;
}

/* Bytes of the code point at p: 1 for a byte that begins none. */
static size_t code_point_size(const char *p)
{
    size_t n = 1;
    while (((unsigned char)p[0] & 0xc0) == 0xc0 && n < 4 && ((unsigned char)p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static bool type_text(script *s, const char *text)
{
    for (size_t n; *text != '\0'; text += n) {
        char letter[5] = { 0 };
        n = code_point_size(text);
        memcpy(letter, text, n);
        kiosk_stage_input(s->stage, (docent_input){ .kind = DOCENT_INPUT_TEXT, .text = letter });
        if (!held(s, kiosk_stage_wait(s->stage, LETTER_MS), "update"))
            return false;
    }
    return true;
}

static bool press(script *s, const kiosk_line *line)
{
    const docent_node *n = find(s->stage->view, line, false);
    if (n == NULL)
        return absent_node(s, line);
    kiosk_stage_touched(s->stage);
    return docent_view_activate(s->stage->view, n->id) ||
           fail(s, "%s \"%.200s\" cannot be pressed", name_of(line->role), line->text);
}

/* A finger on the middle of it: what PRESS does without a hand. */
static bool touch(script *s, const kiosk_line *line)
{
    const docent_node *n = find(s->stage->view, line, true);
    if (n == NULL)
        return absent_node(s, line);
    docent_input in = { .kind = DOCENT_INPUT_DOWN, .pointer = 1, .clicks = 1 };
    in.x = (float)n->box.x + (float)n->box.w / 2;
    in.y = (float)n->box.y + (float)n->box.h / 2;
    kiosk_stage_input(s->stage, in);
    if (!held(s, kiosk_stage_wait(s->stage, LETTER_MS), "update"))
        return false;
    in.kind = DOCENT_INPUT_UP;
    kiosk_stage_input(s->stage, in);
    return true;
}

static bool shot(script *s, const kiosk_line *line)
{
    char error[256];
    return held(s, kiosk_stage_paint(s->stage), "paint") &&
           (kiosk_shot(&s->stage->surface, line->text, error) || fail(s, "%s", error));
}

static bool now(script *s, const kiosk_line *line)
{
    s->stage->unix_s = line->unix_s - (int64_t)(s->stage->now_ms / 1000);
    return true;
}

static bool act(script *s, const kiosk_line *line)
{
    switch (line->command) {
    case KIOSK_GO: return go(s, line);
    case KIOSK_TYPE: return type_text(s, line->text);
    case KIOSK_KEY: return press_key(s, line->key, line->mods);
    case KIOSK_PRESS: return press(s, line);
    case KIOSK_TOUCH: return touch(s, line);
    case KIOSK_NOW: return now(s, line);
    case KIOSK_SIZE: return held(s, kiosk_stage_resize(s->stage, line->width, line->height), "resize");
    case KIOSK_OFFLINE: s->stage->offline = line->on; return true;
    default: return true;
    }
}

static bool do_line(script *s, const kiosk_line *line)
{
    switch (line->command) {
    case KIOSK_EMPTY: return true;
    case KIOSK_EXPECT: return expect(s, line);
    case KIOSK_ABSENT: return expect_not(s, line);
    case KIOSK_TREE: print_tree(s); return true;
    case KIOSK_SHOT: return shot(s, line);
    default: break;
    }
    uint64_t ms = line->command == KIOSK_WAIT ? line->ms : PACE_MS;
    return act(s, line) && held(s, kiosk_stage_wait(s->stage, ms), "update") &&
           held(s, kiosk_stage_paint(s->stage), "paint");
}

/* A whole line without its end. False at the end of the file; *fits is false for one that is too long. */
static bool read_line(FILE *in, char text[KIOSK_LINE_MAX], bool *fits)
{
    if (fgets(text, KIOSK_LINE_MAX, in) == NULL)
        return false;
    size_t n = strlen(text);
    *fits = n > 0 && (text[n - 1] == '\n' || feof(in));
    while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
        text[--n] = '\0';
    return true;
}

static bool run_line(script *s, const char *text, bool fits)
{
    char error[256];
    kiosk_line *line = malloc(sizeof *line);
    if (line == NULL)
        return fail(s, "out of memory");
    bool ok = fits ? kiosk_line_parse(text, line, error) || fail(s, "%s", error)
                   : fail(s, "the line is longer than %d bytes or holds a zero byte", KIOSK_LINE_MAX - 2);
    ok = ok && do_line(s, line);
    free(line);
    return ok;
}

/* One line, whatever the script or the page hold. */
static void plain(char *text)
{
    for (char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
}

static void report(FILE *err, unsigned line, char *text, char *why)
{
    plain(text);
    plain(why);
    if (text[0] != '\0')
        fprintf(err, "LINE %u: %.200s: %s\n", line, text, why);
    else
        fprintf(err, "LINE %u: %s\n", line, why);
}

bool kiosk_script_run(FILE *in, kiosk_stage *stage, FILE *out, FILE *err)
{
    script s = { .stage = stage, .out = out };
    char text[KIOSK_LINE_MAX] = "";
    bool fits = true;
    bool ok = held(&s, kiosk_stage_wait(stage, PACE_MS), "update") && held(&s, kiosk_stage_paint(stage), "paint");
    unsigned line = 0;
    while (ok && read_line(in, text, &fits)) {
        line++;
        ok = run_line(&s, text, fits) && (fflush(out) == 0 || fail(&s, "standard output cannot be written"));
    }
    if (ok && ferror(in))
        ok = fail(&s, "the script cannot be read");
    if (!ok)
        report(err, line, text, s.why);
    return ok;
}
