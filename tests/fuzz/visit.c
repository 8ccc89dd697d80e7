#define _POSIX_C_SOURCE 200809L
#include "visit.h"

#include <docent/article.h>
#include <string.h>
#include <time.h>

#define MAX_ARTICLES 6u /* Of each list. */
#define NOW 1795000000  /* A Wednesday in November 2026. */

typedef struct visitor {
    visit   *result;
    docent  *h;
    double   started_s;
    size_t   live, peak;
    char     ids[2 * MAX_ARTICLES][260];
    uint32_t id_count;
} visitor;

/* ---- time and memory ---- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void begin(visitor *v)
{
    v->started_s = seconds();
}

static void end(visitor *v, const char *what)
{
    double took = seconds() - v->started_s;
    if (took > v->result->longest_s) {
        v->result->longest_s = took;
        v->result->longest = what;
    }
}

static void *resize(void *ctx, void *old, size_t old_size, size_t new_size)
{
    visitor *v = ctx;
    void *p = NULL;
    if (new_size == 0)
        free(old);
    else if ((p = realloc(old, new_size)) == NULL)
        return NULL;
    v->live += new_size;
    v->live -= old_size;
    if (v->live > v->peak)
        v->peak = v->live;
    return p;
}

/* ---- level 1 ---- */

static void check_marks(const docent_span *marks, uint32_t count, const char *text)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < count; i++) {
        fuzz_check(marks[i].from >= from && marks[i].from < marks[i].to && marks[i].to <= strlen(text));
        from = marks[i].to;
    }
}

static void remember_id(visitor *v, const docent_hit *hit)
{
    if (hit->kind != DOCENT_KIND_CATEGORY && v->id_count < 2 * MAX_ARTICLES)
        snprintf(v->ids[v->id_count++], sizeof v->ids[0], "%s/%s", hit->kind == DOCENT_KIND_FIX ? "fix" : "article",
                 hit->id);
}

static void read_hits(visitor *v, docent_status status, docent_hits *hits)
{
    fuzz_check((status == DOCENT_OK) == (hits != NULL));
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        check_marks(hit->marks, hit->mark_count, hit->excerpt);
        check_marks(hit->title_marks, hit->title_mark_count, hit->title);
        if (i < MAX_ARTICLES)
            remember_id(v, hit);
    }
    docent_hits_free(hits);
}

static void search(visitor *v, const char *text, uint32_t flags)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    q.text = text;
    q.flags = flags;
    begin(v);
    docent_status status = docent_search(v->h, &q, &hits);
    end(v, "docent_search");
    read_hits(v, status, hits);
}

static void list(visitor *v, const char *category)
{
    docent_hits *hits;
    begin(v);
    docent_status status = docent_list(v->h, category, &hits);
    end(v, "docent_list");
    read_hits(v, status, hits);
}

static void read_article(visitor *v, const char *id)
{
    docent_article *a;
    docent_hits *hits;
    const char *text;
    size_t size;
    begin(v);
    docent_status status = docent_article_open(v->h, id, &a);
    end(v, "docent_article_open");
    if (status != DOCENT_OK)
        return;
    begin(v);
    if (docent_article_plain(a, &text, &size) == DOCENT_OK)
        fuzz_check(strlen(text) == size);
    end(v, "docent_article_plain");
    begin(v);
    status = docent_article_related(a, &hits);
    end(v, "docent_article_related");
    if (status == DOCENT_OK)
        docent_hits_free(hits);
    docent_article_close(a);
}

static void read_data(visitor *v)
{
    docent_hits *hits;
    docent_contact *contact = NULL;
    list(v, NULL);
    begin(v);
    docent_status status = docent_top(v->h, &hits);
    end(v, "docent_top");
    read_hits(v, status, hits);
    list(v, "guides");
    search(v, "radio", 0);
    search(v, "conect wifi", DOCENT_QUERY_PREFIX);
    search(v, "\xD8\xB4\xD8\xA8\xD9\x83\xD8\xA9", 0);
    for (uint32_t i = 0; i < v->id_count; i++)
        read_article(v, strchr(v->ids[i], '/') + 1);
    begin(v);
    if (docent_contact_open(v->h, NOW, &contact) == DOCENT_OK)
        docent_contact_close(contact);
    end(v, "docent_contact_open");
    (void)docent_string(v->h, "Search");
}

/* ---- level 2 ---- */

typedef struct window {
    visitor       *v;
    bool           small; /* Fewer pages. */
    docent_view   *view;
    docent_surface surface;
    uint64_t       now_ms;
} window;

/* One frame, and a look at all that stands on it. */
static void frame(window *w, uint32_t flags)
{
    docent_view_wants wants;
    docent_rect dirty[8];
    uint32_t count = 8;
    w->now_ms += 400;
    begin(w->v);
    docent_status status = docent_view_update(w->view, w->now_ms, NOW, &wants);
    end(w->v, "docent_view_update");
    begin(w->v);
    if (status == DOCENT_OK && wants.paint)
        status = docent_view_paint(w->view, &w->surface, flags, dirty, &count);
    end(w->v, "docent_view_paint");
    for (uint32_t i = 0; i < docent_view_node_count(w->view); i++) {
        const docent_node *n = docent_view_node_at(w->view, i);
        fuzz_check(n->label != NULL && n->value != NULL && n->locale != NULL);
    }
}

static void go(window *w, const char *address)
{
    begin(w->v);
    docent_status status = docent_view_go(w->view, address);
    end(w->v, "docent_view_go");
    if (status == DOCENT_OK)
        frame(w, 0);
}

/* Presses the first thing of the role; true when there is one. */
static bool press(window *w, docent_role role)
{
    for (uint32_t i = 0; i < docent_view_node_count(w->view); i++) {
        const docent_node *n = docent_view_node_at(w->view, i);
        if (n->role != role)
            continue;
        begin(w->v);
        (void)docent_view_activate(w->view, n->id);
        end(w->v, "docent_view_activate");
        frame(w, 0);
        return true;
    }
    return false;
}

static void look_at_articles(window *w)
{
    for (uint32_t i = 0; i < w->v->id_count && i < (w->small ? 1 : 4); i++) {
        go(w, w->v->ids[i]);
        docent_view_command(w->view, "select-all");
        docent_view_command(w->view, "copy");
        if (!w->small)
            frame(w, 0);
        if (press(w, DOCENT_ROLE_PICTURE))
            docent_view_command(w->view, "close-dialog");
    }
}

static void look_around(window *w)
{
    static const char *const pages[] = { "search?q=radio", "toc", "contact", "contact/ticket", "contact/callback", "contact/chat",
                                         "settings", "bookmarks", "steps/connect#step-1" };
    frame(w, DOCENT_PAINT_ALL);
    for (size_t i = 0; i < (w->small ? 1 : sizeof pages / sizeof *pages); i++)
        go(w, pages[i]);
    press(w, DOCENT_ROLE_FIELD); /* The keyboard comes up. */
    press(w, DOCENT_ROLE_KEY);
    look_at_articles(w);
    docent_view_set_theme(w->view, "dark");
    docent_view_set_locale(w->view, "ar");
    docent_view_set_text_percent(w->view, 200);
    go(w, w->small && w->v->id_count > 0 ? w->v->ids[0] : "home");
}

static void view(visitor *v, int32_t width, int32_t height, float scale, uint32_t flags, bool small)
{
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    docent_error err;
    window w = { .v = v, .small = small, .now_ms = 1000 };
    config.width = width;
    config.height = height;
    config.scale = scale;
    config.flags = flags;
    begin(v);
    docent_status status = docent_view_open(v->h, &config, &w.view, &err);
    end(v, "docent_view_open");
    if (status != DOCENT_OK) {
        fuzz_check(err.message[0] != 0 && w.view == NULL);
        return;
    }
    w.surface = (docent_surface){ calloc((size_t)width * (size_t)height, 4), width, height, (size_t)width * 4, DOCENT_BGRA8 };
    fuzz_check(w.surface.pixels != NULL);
    look_around(&w);
    free(w.surface.pixels);
    docent_view_close(w.view);
    v->result->viewed = true;
}

void visit_bundle(const char *path, unsigned flags, visit *out)
{
    visitor v = { .result = out };
    docent_alloc alloc = { resize, &v };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    *out = (visit){ .longest = "" };
    config.bundle_path = path;
    config.alloc = &alloc;
    begin(&v);
    docent_status status = docent_open(&config, &v.h, &err);
    end(&v, "docent_open");
    out->opened = status == DOCENT_OK;
    fuzz_check(out->opened || (err.message[0] != 0 && v.h == NULL));
    if (out->opened) {
        bool small = (flags & VISIT_SMALL) != 0;
        if (small)
            list(&v, "radio");
        else
            read_data(&v);
        view(&v, small ? 240 : 360, small ? 320 : 480, 1, DOCENT_VIEW_KIOSK | DOCENT_VIEW_KEYBOARD, small);
        if (!small) {
            view(&v, 700, 400, 1.5f, DOCENT_VIEW_STILL, false);
            begin(&v);
            out->verified = docent_verify(v.h) == DOCENT_OK;
            end(&v, "docent_verify");
        }
        docent_close(v.h);
    }
    fuzz_check(v.live == 0);
    out->peak_bytes = v.peak;
}
