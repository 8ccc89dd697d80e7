/* docent_view: opening and closing, settings, time, and what is lent to the host. */
#include "view_impl.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- where bytes come from -------------------------------------------------------------- */

static const docent_font *font_at(void *ctx, uint32_t index)
{
    return docent_font_at(ctx, index);
}

static bool load_asset(docent *h, const char *kind, const char *name, const void **data, size_t *size, void **token)
{
    docent_asset *asset = NULL;
    if (docent_asset_open(h, kind, name, &asset) != DOCENT_OK)
        return false;
    *data = asset->data;
    *size = asset->size;
    *token = asset;
    return true;
}

static bool load_font(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    return load_asset(ctx, "font", name, data, size, token);
}

static bool load_picture(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    return load_asset(ctx, "picture", name, data, size, token);
}

static void release_asset(void *ctx, void *token)
{
    (void)ctx;
    docent_asset_close(token);
}

/* ---- opening ------------------------------------------------------------------------------- */

static docent_status check_size(int32_t width, int32_t height, float scale, docent_error *err)
{
    if (width < 1 || height < 1 || width > DCT_MAX_VIEW_SIDE || height > DCT_MAX_VIEW_SIDE)
        return dct_fail(err, DOCENT_ERR_ARG, "view", 0, "the view is %d x %d pixels; sides are 1 to %d", (int)width,
                        (int)height, DCT_MAX_VIEW_SIDE);
    if (!(scale >= 0.25f && scale <= 16))
        return dct_fail(err, DOCENT_ERR_ARG, "view", 0, "the scale is %g; it must be 0.25 to 16 pixels a point",
                        (double)scale);
    return DOCENT_OK;
}

/* False, and nothing changed, for what no article could name. */
static bool take_context(docent_view *v, const char *product, const char *version, const char *audience,
                         const char *screen)
{
    const char *said[DCT_CONTEXT_COUNT] = { product, version, audience, screen };
    for (int i = 0; i < DCT_CONTEXT_COUNT; i++)
        if (said[i] != NULL && (strlen(said[i]) > DCT_MAX_ID_BYTES || !dct_utf8_valid(said[i], strlen(said[i]))))
            return false;
    for (int i = 0; i < DCT_CONTEXT_COUNT; i++)
        snprintf(v->content.context.values[i], sizeof v->content.context.values[i], "%s", said[i] == NULL ? "" : said[i]);
    return true;
}

static docent_status take_config(docent_view *v, const docent_view_config *config, docent_error *err)
{
    v->config = *config;
    if (v->config.scale == 0)
        v->config.scale = 1;
    const char *start = config->start == NULL ? docent_info_of(v->h)->start : config->start;
    size_t size = strlen(start) + 1;
    v->start = dct_new(v->alloc, size);
    if (v->start == NULL)
        return dct_fail_memory(err, "view");
    memcpy(v->start, start, size);
    v->config.start = v->config.theme = v->config.product = v->config.version = v->config.audience = v->config.screen = NULL;
    const char *theme = config->theme == NULL ? "light" : config->theme;
    snprintf(v->state.theme, sizeof v->state.theme, "%s", theme);
    snprintf(v->theme_at_open, sizeof v->theme_at_open, "%s", theme);
    snprintf(v->locale_at_open, sizeof v->locale_at_open, "%s", docent_locale(v->h)->tag);
    if (!take_context(v, config->product, config->version, config->audience, config->screen))
        return dct_fail(err, DOCENT_ERR_ARG, "view", 0,
                        "config.product, version, audience, screen: UTF-8 of at most %u bytes, or NULL", DCT_MAX_ID_BYTES);
    uint32_t percent = config->text_percent == 0 ? 100 : config->text_percent;
    v->state.text_percent = percent < 100 ? 100 : percent > 200 ? 200 : percent;
    return check_size(v->config.width, v->config.height, v->config.scale, err);
}

void dct_view_measure_logo(docent_view *v)
{
    int32_t w, h;
    if (dct_painter_picture_size(v->painter, "logo", &w, &h))
        v->logo = fminf(6, fmaxf(0.2f, (float)w / (float)h));
}

docent_status dct_view_open_parts(docent_view *v, docent_error *err)
{
    dct_font_source fonts = { v->h, font_at, load_font, release_asset };
    dct_picture_source pictures = { v->h, load_picture, release_asset };
    if (docent_font_at(v->h, 0) == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, "view", 0,
                        "the bundle has no fonts to draw with; pack it from a folder, or open it with level 1 only");
    docent_status status = dct_theme_load(v->h, v->state.theme, &v->theme, err);
    if (status == DOCENT_OK)
        status = dct_fonts_open(v->alloc, &fonts, &v->fonts, err);
    if (status == DOCENT_OK) {
        status = dct_painter_open(v->alloc, v->fonts, &pictures, &v->painter);
        if (status != DOCENT_OK)
            dct_fail_memory(err, "view");
    }
    if (status == DOCENT_OK)
        dct_view_measure_logo(v);
    return status;
}

static docent_status open_start(docent_view *v, docent_error *err)
{
    docent_status status = docent_view_go(v, v->start);
    if (status == DOCENT_ERR_SYNTAX)
        return dct_fail(err, status, "view", 0, "\"%s\" is no address; try \"home\" or \"article/ID\"", v->start);
    if (status == DOCENT_ERR_MISSING)
        return dct_fail(err, status, "view", 0, "there is nothing at \"%s\" in this bundle", v->start);
    if (status != DOCENT_OK)
        return dct_fail(err, status, "view", 0, "cannot show \"%s\": %s", v->start, docent_last_error(v->h)->message);
    return status;
}

static void init_parts(docent_view *v)
{
    dct_state_init(&v->state, v->alloc);
    v->draft_ms = v->deflect_ms = UINT64_MAX;
    dct_content_init(&v->content, v->h);
    dct_arena_init(&v->page_arena, v->alloc, DCT_MAX_ARENA_BYTES);
    dct_arena_init(&v->frame_arena, v->alloc, DCT_MAX_ARENA_BYTES);
    dct_buf_init(&v->clipboard, v->alloc, DCT_MAX_DOC_BYTES);
    dct_buf_init(&v->url, v->alloc, 65536);
}

docent_status docent_view_open(docent *h, const docent_view_config *config, docent_view **out, docent_error *err)
{
    dct_error_clear(err);
    if (out != NULL)
        *out = NULL;
    docent_view_config own;
    if (h == NULL || out == NULL || !dct_view_read_config(config, &own))
        return dct_fail(err, DOCENT_ERR_ARG, "view", 0, "docent_view_open needs a handle, a config from _INIT and an out");
    docent_view *v = dct_new_zero(docent_alloc_of(h), sizeof *v);
    if (v == NULL)
        return dct_fail_memory(err, "view");
    v->h = h;
    v->alloc = docent_alloc_of(h);
    init_parts(v);
    docent_status status = take_config(v, &own, err);
    if (status == DOCENT_OK)
        status = dct_view_open_parts(v, err);
    if (status == DOCENT_OK)
        status = open_start(v, err);
    if (status != DOCENT_OK) {
        docent_view_close(v);
        return status;
    }
    *out = v;
    return DOCENT_OK;
}

void docent_view_close(docent_view *v)
{
    if (v == NULL)
        return;
    dct_asked_end(v);
    dct_asking_end(v);
    if (v->built)
        dct_drafts_keep(v);
    dct_thread_end(v);
    dct_content_close(&v->content);
    dct_history_close(&v->state.history);
    dct_painter_close(v->painter);
    dct_arena_close(&v->frame_arena);
    dct_arena_close(&v->page_arena);
    dct_fonts_close(v->fonts);
    docent_asset_close(v->keyboard[0]);
    docent_asset_close(v->keyboard[1]);
    dct_buf_close(&v->clipboard);
    dct_buf_close(&v->url);
    dct_free(v->alloc, v->start, v->start == NULL ? 0 : strlen(v->start) + 1);
    dct_free(v->alloc, v, sizeof *v);
}

/* ---- settings ---------------------------------------------------------------------------------- */

docent_status docent_view_resize(docent_view *v, int32_t width, int32_t height, float scale)
{
    if (v == NULL)
        return DOCENT_ERR_ARG;
    docent_status status = check_size(width, height, scale == 0 ? 1 : scale, NULL);
    if (status != DOCENT_OK)
        return status;
    v->config.width = width;
    v->config.height = height;
    v->config.scale = scale == 0 ? 1 : scale;
    v->need_build = true;
    return DOCENT_OK;
}

docent_status docent_view_go(docent_view *v, const char *address)
{
    if (v == NULL || address == NULL)
        return DOCENT_ERR_ARG;
    if (strcmp(address, docent_view_address(v)) == 0) { /* Once more to where one is: only look there again. */
        v->need_reveal = v->need_build = true;
        return DOCENT_OK;
    }
    return dct_act_go(v, address, DCT_ARRIVE_NEW);
}

const char *docent_view_address(const docent_view *v)
{
    const dct_history *h = &v->state.history;
    return h->count == 0 ? "" : h->visits[h->at].address;
}

docent_status docent_view_set_theme(docent_view *v, const char *name)
{
    dct_theme theme;
    if (v == NULL || name == NULL || strlen(name) >= sizeof v->state.theme)
        return DOCENT_ERR_ARG;
    docent_status status = dct_theme_load(v->h, name, &theme, NULL);
    if (status != DOCENT_OK)
        return status;
    dct_action act = { .kind = DCT_ACT_THEME, .text = name };
    dct_act(v, &act);
    return DOCENT_OK;
}

docent_status docent_view_set_locale(docent_view *v, const char *locale)
{
    if (v == NULL || locale == NULL)
        return DOCENT_ERR_ARG;
    docent_status status = docent_set_locale(v->h, locale);
    if (status == DOCENT_OK)
        status = dct_content_load(&v->content, &v->state.address);
    v->content.contact_minute = INT64_MIN; /* Its texts are in the language as well. */
    dct_content_tick(&v->content, v->unix_s);
    v->need_build = true;
    return status;
}

docent_status docent_view_set_context(docent_view *v, const char *product, const char *version, const char *audience,
                                      const char *screen)
{
    if (v == NULL || !take_context(v, product, version, audience, screen))
        return DOCENT_ERR_ARG;
    v->state.context_off = v->content.context_off = 0;
    v->need_build = true;
    return v->state.address.page == DCT_PAGE_SEARCH ? dct_content_load(&v->content, &v->state.address) : DOCENT_OK;
}

docent_status docent_view_set_text_percent(docent_view *v, uint32_t percent)
{
    if (v == NULL)
        return DOCENT_ERR_ARG;
    dct_action act = { .kind = DCT_ACT_TEXT_SIZE, .number = percent };
    dct_act(v, &act);
    return DOCENT_OK;
}

bool docent_view_command(docent_view *v, const char *name)
{
    return v != NULL && name != NULL && dct_frame_make(v) == DOCENT_OK && dct_command_run(v, name);
}

docent_status docent_view_reset(docent_view *v)
{
    if (v == NULL)
        return DOCENT_ERR_ARG;
    dct_asked_end(v);
    dct_asking_end(v);
    docent_status status = docent_set_locale(v->h, v->locale_at_open);
    dct_thread_end(v);
    dct_evidence_drop(&v->content);
    v->draft_fields = 0; /* Who leaves takes along what they did not send. */
    v->draft_ms = v->deflect_ms = UINT64_MAX;
    dct_history_close(&v->state.history);
    dct_state_init(&v->state, v->alloc);
    v->content.context_off = 0;
    v->state.text_percent = v->config.text_percent == 0 ? 100 : v->config.text_percent;
    dct_buf_close(&v->clipboard);
    dct_buf_close(&v->url);
    dct_buf_init(&v->clipboard, v->alloc, DCT_MAX_DOC_BYTES);
    dct_buf_init(&v->url, v->alloc, 65536);
    v->drag = (dct_drag){ .down = false };
    dct_painter_forget(v->painter);
    dct_fonts_forget(v->fonts);
    docent_status theme = docent_view_set_theme(v, v->theme_at_open);
    v->content.contact_minute = INT64_MIN;
    docent_status home = dct_act_go(v, v->start, DCT_ARRIVE_NEW);
    dct_arena_close(&v->page_arena); /* No word of the last visit stays in memory that is kept. */
    dct_arena_close(&v->frame_arena);
    v->built = false;
    v->screen = (dct_screen){ 0 };
    v->nodes = (dct_nodes){ 0 };
    v->need_build = true;
    return status != DOCENT_OK ? status : theme != DOCENT_OK ? theme : home;
}

void docent_view_warn(docent_view *v, uint32_t seconds_left)
{
    dct_action act = { .kind = DCT_ACT_WARN, .number = seconds_left };
    dct_act(v, &act);
}

/* ---- time and pixels --------------------------------------------------------------------------------- */

static bool is_typing(const docent_view *v)
{
    return v->state.field != DCT_FIELD_NONE;
}

static docent_rect caret_rect(docent_view *v)
{
    int root;
    dct_box *roots[DCT_ROOT_COUNT], *b = dct_field_box(v, &root);
    if (b == NULL)
        return (docent_rect){ 0, 0, 0, 0 };
    dct_frame_roots(v, roots);
    dct_caret caret = dct_field_caret(v, b);
    return (docent_rect){ (int32_t)(b->x + b->pad.start + caret.x),
                          (int32_t)(b->y + b->pad.top + caret.top) + dct_frame_offset(v, roots[root]), 2, (int32_t)caret.height };
}

static docent_cursor cursor_of(docent_view *v)
{
    dct_hit hit = dct_hit_at(v, v->drag.x, v->drag.y);
    if (hit.key != 0)
        return hit.text != NULL && hit.text->field != 0 ? DOCENT_CURSOR_TEXT : DOCENT_CURSOR_HAND;
    return hit.text != NULL ? DOCENT_CURSOR_TEXT : DOCENT_CURSOR_ARROW;
}

/* The next time something changes by itself: the next frame of a movement, or the next minute of the opening hours. */
static uint64_t next_time(const docent_view *v)
{
    uint64_t next = dct_drafts_next_ms(v);
    if (v->state.scroll.mode != DCT_SCROLL_STILL)
        return v->now_ms + 16;
    if (v->step_ms < next)
        next = v->step_ms;
    const docent_contact *c = v->content.contact;
    if (c == NULL || !c->has_hours || c->next_change == 0 || c->next_change <= v->unix_s)
        return next;
    uint64_t change = v->now_ms + (uint64_t)(c->next_change - v->unix_s) * 1000;
    return change < next ? change : next;
}

static void fill_wants(docent_view *v, docent_view_wants *out)
{
    memset(out, 0, sizeof *out);
    out->paint = !v->painted && dct_painter_differs(v->painter, &v->list);
    bool ready = v->state.address.page == DCT_PAGE_HOME && (v->config.flags & DOCENT_VIEW_KEYBOARD) == 0;
    bool talks = v->state.address.page == DCT_PAGE_CHAT || v->state.address.page == DCT_PAGE_ASK;
    ready = ready || (talks && (v->config.flags & DOCENT_VIEW_KEYBOARD) == 0);
    out->text_input = is_typing(v) || ready;
    out->caret = is_typing(v) ? caret_rect(v) : (docent_rect){ 0, 0, 0, 0 };
    out->cursor = cursor_of(v);
    out->next_ms = next_time(v);
    out->close = v->say_close;
    out->open_url = v->say_url ? dct_buf_text(&v->url) : NULL;
    out->clipboard = v->say_clipboard ? dct_buf_text(&v->clipboard) : NULL;
    out->unread = v->content.unread;
    out->reply = v->say_reply;
    out->pressed = v->say_pressed;
    v->say_close = v->say_url = v->say_clipboard = v->say_reply = v->say_pressed = false;
}

docent_status docent_view_update(docent_view *v, uint64_t now_ms, int64_t unix_s, docent_view_wants *out)
{
    if (v == NULL || out == NULL)
        return DOCENT_ERR_ARG;
    v->now_ms = now_ms;
    v->unix_s = unix_s;
    if (dct_content_tick(&v->content, unix_s))
        v->need_build = true;
    dct_thread_step(v);
    dct_thread_tick(v);
    dct_drafts_tick(v);
    docent_status status = dct_frame_make(v);
    if (status == DOCENT_OK && v->state.scroll.mode != DCT_SCROLL_STILL) {
        dct_action time = { .kind = DCT_ACT_TIME, .time_ms = now_ms, .y = dct_frame_scroll_max(v) };
        dct_act(v, &time);
        status = dct_frame_make(v);
    }
    fill_wants(v, out);
    return status;
}

docent_status docent_view_paint(docent_view *v, const docent_surface *surface, uint32_t flags, docent_rect *dirty,
                                uint32_t *dirty_count)
{
    if (v == NULL || surface == NULL || surface->pixels == NULL || surface->width < v->config.width ||
        surface->height < v->config.height || surface->stride < (size_t)surface->width * 4)
        return DOCENT_ERR_ARG;
    docent_status status = dct_frame_make(v);
    if (status == DOCENT_OK)
        status = dct_painter_paint(v->painter, &v->list, surface, flags, dirty, dirty_count);
    v->painted = status == DOCENT_OK;
    return status;
}

/* ---- nodes ----------------------------------------------------------------------------------------------- */

uint32_t docent_view_node_count(const docent_view *v)
{
    return v == NULL ? 0 : v->nodes.count;
}

const docent_node *docent_view_node_at(const docent_view *v, uint32_t index)
{
    return v == NULL || index >= v->nodes.count ? NULL : &v->nodes.items[index];
}

bool docent_view_activate(docent_view *v, uint32_t node_id)
{
    if (v == NULL || dct_frame_make(v) != DOCENT_OK)
        return false;
    for (uint32_t i = 0; i < v->nodes.count; i++) {
        if (v->nodes.items[i].id != node_id)
            continue;
        const dct_box *box = v->nodes.boxes[i];
        dct_press press = v->nodes.links[i] >= 0 ? box->links[v->nodes.links[i]].press : box->press;
        if (press.what == DCT_DO_NOTHING || (box->flags & DCT_BOX_DISABLED) != 0)
            return false;
        if (box->role != DOCENT_ROLE_KEY)
            dct_act_focus(v, node_id, v->state.focus_seen);
        dct_act_press(v, &press);
        return true;
    }
    return false;
}
