#include "assets.h"

#include "fontpack.h"
#include "interface.h"
#include "keyboard.h"
#include "langs.h"
#include "links.h"
#include "picture.h"
#include "theme.h"
#include "write.h"

#include "../base/bytes.h"
#include "../base/error.h"

#include <string.h>

/* ---- pictures ------------------------------------------------------------------- */

static uint32_t count_pictures(const dct_project *p)
{
    uint32_t count = 0;
    for (const dct_picture_use *use = p->first_picture; use != NULL; use = use->next)
        count++;
    return count;
}

/* The earlier job with the same bytes; its own index when there is none. */
static uint32_t same_picture(const dct_picture_job *jobs, const uint64_t *hashes, uint32_t index)
{
    const dct_picture *own = &jobs[index].picture;
    for (uint32_t i = 0; i < index; i++)
        if (hashes[i] == hashes[index] && jobs[i].error.status == DOCENT_OK && jobs[i].picture.size == own->size &&
            memcmp(jobs[i].picture.data, own->data, own->size) == 0)
            return i;
    return index;
}

static void store_pictures(dct_project *p, dct_bundle *b, const dct_picture_job *jobs, uint32_t count, uint32_t *stored)
{
    uint64_t *hashes = dct_arena_array(&p->arena, count + 1, sizeof *hashes);
    dct_picture_use **uses = dct_arena_array(&p->arena, count + 1, sizeof *uses), *use = p->first_picture;
    for (uint32_t i = 0; i < count && hashes != NULL && uses != NULL; i++, use = use->next) {
        const dct_picture *picture = &jobs[i].picture;
        uses[i] = use;
        if (jobs[i].error.status != DOCENT_OK) {
            dct_diag_fault(p->diag, use->place, "%s: %s", use->path, jobs[i].error.message);
            continue;
        }
        hashes[i] = dct_hash(DCT_HASH_START, picture->data, picture->size);
        uint32_t same = same_picture(jobs, hashes, i);
        use->asset = uses[same]->path;
        use->width = picture->width;
        use->height = picture->height;
        if (same == i) {
            dct_bundle_asset(b, "picture", use->path, picture->data, picture->size);
            ++*stored;
        }
    }
}

/* One for each picture in use; NULL when memory is short. */
static dct_picture_job *list_jobs(dct_project *p, uint32_t count)
{
    uint32_t i = 0;
    dct_picture_job *jobs = dct_arena_array(&p->arena, count + 1, sizeof *jobs);
    for (const dct_picture_use *use = p->first_picture; jobs != NULL && use != NULL; use = use->next)
        jobs[i++].path = dct_arena_format(&p->arena, "%s/%s", p->dir, use->path);
    return dct_arena_failed(&p->arena) ? NULL : jobs;
}

docent_status dct_assets_pictures(dct_project *p, dct_bundle *b, uint32_t *stored, docent_error *err)
{
    uint32_t count = count_pictures(p);
    uint64_t over = 0;
    dct_picture_job *jobs = list_jobs(p, count);
    if (jobs == NULL)
        return dct_fail_memory(err, "pack");
    docent_status status = dct_pictures_pack(p->alloc, jobs, count, 0, &over, err);
    if (status == DOCENT_OK)
        store_pictures(p, b, jobs, count, stored);
    if (over > 0)
        dct_diag_warning(p->diag, (dct_place){ p->dir, 0, 0 }, "the pictures take %llu bytes more than their sources",
                         (unsigned long long)over);
    for (uint32_t i = 0; i < count; i++)
        dct_picture_free(p->alloc, &jobs[i].picture);
    return status;
}

static docent_status try_pictures(dct_project *p, docent_error *err)
{
    uint32_t count = count_pictures(p), i = 0;
    dct_picture_job *jobs = list_jobs(p, count);
    if (jobs == NULL)
        return dct_fail_memory(err, "pack");
    dct_pictures_try(p->alloc, jobs, count, 0);
    for (const dct_picture_use *use = p->first_picture; use != NULL; use = use->next, i++)
        if (jobs[i].error.status != DOCENT_OK)
            dct_diag_fault(p->diag, use->place, "%s: %s", use->path, jobs[i].error.message);
    return DOCENT_OK;
}

/* ---- fonts -------------------------------------------------------------------------- */

static void say(dct_fontpack *f, const char *lang, const char *text)
{
    dct_fontpack_text(f, lang, DCT_FONTPACK_SANS, text, strlen(text));
}

static void say_node(dct_fontpack *f, const char *lang, const dct_node *n)
{
    if (n->text_size == 0)
        return;
    dct_fontpack_text(f, lang, n->kind == DOCENT_BLOCK_CODE ? DCT_FONTPACK_MONO : DCT_FONTPACK_SANS, n->text, n->text_size);
    for (const dct_run *r = n->runs; r != NULL; r = r->next)
        if ((r->style & DOCENT_SPAN_CODE) != 0)
            dct_fontpack_text(f, lang, DCT_FONTPACK_MONO, n->text + r->from, r->to - r->from);
}

static void say_page(dct_project *p, dct_fontpack *f, const dct_page *page)
{
    if (page->kind == DCT_PAGE_PART)
        return;
    say(f, page->lang, page->title);
    say(f, page->lang, dct_summary_of(&p->arena, page));
    for (const dct_mention *m = page->keywords; m != NULL; m = m->next)
        say(f, page->lang, m->text);
    for (const dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n))
        say_node(f, page->lang, n);
}

static void say_wording(dct_project *p, dct_fontpack *f, const dct_wording *words)
{
    for (const dct_wording *w = words; w != NULL; w = w->next)
        say(f, *w->lang == 0 ? p->languages[0] : w->lang, w->text);
}

static void say_settings(dct_project *p, dct_fontpack *f)
{
    const dct_settings *s = &p->settings;
    const char *first = p->languages[0];
    say(f, first, s->product);
    say(f, first, s->version);
    say(f, first, s->contact.phone);
    say(f, first, s->contact.email);
    say(f, first, s->contact.url);
    say(f, first, s->contact.time_zone);
    say_wording(p, f, s->contact.phone_note);
    say_wording(p, f, s->contact.address);
    for (const dct_holiday *h = s->contact.holidays; h != NULL; h = h->next)
        say_wording(p, f, h->name);
    for (const dct_category *c = p->categories; c != NULL; c = c->next) {
        say(f, first, c->folder);
        say_wording(p, f, c->title);
        say_wording(p, f, c->summary);
    }
}

static void say_languages(dct_project *p, dct_fontpack *f)
{
    for (uint32_t i = 0; i < p->language_count; i++) {
        const char *lang = p->languages[i];
        dct_fontpack_language(f, lang);
        say(f, lang, dct_lang_name(lang));
        for (const dct_po_string *s = dct_interface_strings(p, i); s != NULL; s = s->next)
            say(f, lang, s->msgstr);
    }
}

static void tell_missing(dct_project *p, const dct_fontpack *f)
{
    char list[256] = "";
    size_t used = 0;
    uint32_t c, count = 0;
    for (; (c = dct_fontpack_missing_at(f, count)) != 0; count++)
        if (used < sizeof list - 16)
            used += (size_t)snprintf(list + used, sizeof list - used, " U+%04X", (unsigned)c);
    if (count > 0)
        dct_diag_warning(p->diag, (dct_place){ p->dir, 0, 0 }, "no font here draws %u of the characters used:%s%s",
                         (unsigned)count, list, count > 20 ? " ..." : "");
}

static void store_fonts(dct_project *p, dct_bundle *b, const dct_fontpack *f, uint32_t *stored)
{
    const dct_fontpack_font *font;
    const dct_fontpack_licence *licence;
    for (uint32_t i = 0; (font = dct_fontpack_font_at(f, i)) != NULL; i++, ++*stored) {
        dct_bundle_asset(b, "font", font->name, font->data, font->size);
        dct_bundle_font(b, font->name, font->role, font->weight, font->languages, font->ranges, font->range_count);
    }
    for (uint32_t i = 0; (licence = dct_fontpack_licence_at(f, i)) != NULL; i++)
        dct_bundle_asset(b, "licence", licence->name, licence->text, licence->size);
    tell_missing(p, f);
}

static docent_status pack_fonts(dct_project *p, dct_bundle *b, uint32_t *stored, docent_error *err)
{
    dct_fontpack *f = dct_fontpack_new(p->alloc);
    if (f == NULL)
        return dct_fail_memory(err, "pack");
    say_languages(p, f);
    say_settings(p, f);
    for (uint32_t i = 0; i < p->page_count; i++)
        say_page(p, f, p->pages[i]);
    docent_status status = dct_fontpack_build(f, err);
    if (status == DOCENT_OK)
        store_fonts(p, b, f, stored);
    dct_fontpack_free(f);
    return status;
}

/* ---- themes and keyboards ------------------------------------------------------------- */

/* False when the accent is at fault: the next theme would say the same. */
static bool pack_theme(dct_project *p, dct_bundle *b, const char *name)
{
    dct_theme_note note;
    docent_error failure;
    dct_buf text;
    const char *accent = *p->settings.accent == 0 ? NULL : p->settings.accent;
    dct_buf_init(&text, p->alloc, 1u << 16);
    bool made = dct_theme_make(p->alloc, name, accent, &text, &note, &failure) == DOCENT_OK;
    if (!made) {
        dct_diag_error(p->diag, p->settings.accent_place, "%s", failure.message);
    } else {
        dct_bundle_asset(b, "theme", name, text.data, text.size);
        if (note.corrected)
            dct_diag_warning(p->diag, p->settings.accent_place,
                             "the accent %s is too weak in the theme \"%s\"; %s is used there (contrast %.1f:1)", accent,
                             name, note.used, note.contrast);
    }
    dct_buf_close(&text);
    return made;
}

static void pack_keyboards(dct_project *p, dct_bundle *b)
{
    dct_buf text;
    docent_error failure;
    dct_buf_init(&text, p->alloc, 1u << 16);
    for (uint32_t i = 0; i < p->language_count; i++) {
        dct_buf_clear(&text);
        if (dct_keyboard_make(p->alloc, p->languages[i], &text, &failure) == DOCENT_OK)
            dct_bundle_asset(b, "keyboard", p->languages[i], text.data, text.size);
        else
            dct_diag_warning(p->diag, p->settings.place, "%s", failure.message);
    }
    dct_buf_clear(&text);
    if (dct_keyboard_make_symbols(p->alloc, &text, &failure) == DOCENT_OK)
        dct_bundle_asset(b, "keyboard", "symbols", text.data, text.size);
    dct_buf_close(&text);
}

/* The logo is one of the pictures; it is found by the name "logo". b NULL: only whether it can be packed. */
static docent_status pack_logo(dct_project *p, dct_bundle *b, docent_error *err)
{
    const char *path = *p->settings.logo == 0 ? NULL : dct_lookup_get(&p->files, p->settings.logo);
    docent_status status = DOCENT_OK;
    if (*p->settings.logo == 0)
        return DOCENT_OK;
    if (path == NULL) {
        dct_diag_fault(p->diag, p->settings.logo_place, "missing picture: there is no \"%s\" in the project", p->settings.logo);
        return DOCENT_OK;
    }
    dct_picture_job job = { .path = dct_arena_format(&p->arena, "%s/%s", p->dir, path) };
    if (job.path == NULL)
        status = dct_fail_memory(err, "pack");
    else if (b == NULL)
        dct_pictures_try(p->alloc, &job, 1, 1);
    else
        status = dct_pictures_pack(p->alloc, &job, 1, 1, NULL, err);
    if (status == DOCENT_OK && job.error.status == DOCENT_OK)
        dct_bundle_asset(b, "picture", "logo", job.picture.data, job.picture.size);
    else if (status == DOCENT_OK)
        dct_diag_fault(p->diag, p->settings.logo_place, "%s: %s", path, job.error.message);
    dct_picture_free(p->alloc, &job.picture);
    return status;
}

static void pack_themes(dct_project *p, dct_bundle *b)
{
    const char *theme;
    uint32_t i = 0;
    while ((theme = dct_theme_name_at(i)) != NULL && pack_theme(p, b, theme))
        i++;
}

docent_status dct_assets_try(dct_project *p, docent_error *err)
{
    pack_themes(p, NULL);
    docent_status status = try_pictures(p, err);
    return status == DOCENT_OK ? pack_logo(p, NULL, err) : status;
}

docent_status dct_assets_rest(dct_project *p, dct_bundle *b, uint32_t *fonts, docent_error *err)
{
    pack_themes(p, b);
    pack_keyboards(p, b);
    docent_status status = pack_logo(p, b, err);
    return status == DOCENT_OK ? pack_fonts(p, b, fonts, err) : status;
}
