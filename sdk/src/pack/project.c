#include "project.h"

#include "file.h"
#include "langs.h"
#include "markdown.h"

#include "../base/error.h"

#include <string.h>

/* ---- names of files ------------------------------------------------------------- */

static size_t markdown_suffix(const char *path)
{
    static const char *const suffixes[] = { ".md", ".markdown", ".MD" };
    size_t size = strlen(path);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t length = strlen(suffixes[i]);
        if (size > length && strcmp(path + size - length, suffixes[i]) == 0 && path[size - length - 1] != '/')
            return length;
    }
    return 0;
}

/* The tag in text[0..size) when it is one that people use; "" else. */
static const char *known_tag(dct_project *p, const char *text, size_t size)
{
    char tag[40];
    if (size > 16 || !dct_lang_tag(text, size, tag, sizeof tag) || !dct_lang_known(tag))
        return "";
    const char *copy = dct_arena_text(&p->arena, tag, strlen(tag));
    return copy == NULL ? "" : copy;
}

/* "de/setup.md" -> "de", "setup"; "pages.de/setup.md" -> "de", "pages/setup". */
static const char *language_of_folder(dct_project *p, const char **stem)
{
    size_t folder = strcspn(*stem, "/");
    if ((*stem)[folder] == 0)
        return "";
    if (p->language_folders) {
        const char *tag = known_tag(p, *stem, folder);
        *stem += folder + 1;
        return tag;
    }
    size_t dot = folder;
    while (dot > 0 && (*stem)[dot - 1] != '.')
        dot--;
    const char *tag = dot > 1 ? known_tag(p, *stem + dot, folder - dot) : "";
    const char *named = *tag == 0 ? NULL : dct_arena_format(&p->arena, "%.*s%s", (int)dot - 1, *stem, *stem + folder);
    if (named == NULL)
        return "";
    *stem = named;
    return tag;
}

/* Sets stem and lang of a page by its file: "a/setup.de.md" -> "a/setup", "de". lang "" when the name says nothing. */
static bool name_page(dct_project *p, dct_page *page)
{
    size_t size = strlen(page->file) - markdown_suffix(page->file);
    size_t dot = size;
    while (dot > 0 && page->file[dot - 1] != '.' && page->file[dot - 1] != '/')
        dot--;
    page->lang = "";
    if (dot > 1 && page->file[dot - 1] == '.' && page->file[dot - 2] != '/')
        page->lang = known_tag(p, page->file + dot, size - dot);
    page->stem = dct_arena_text(&p->arena, page->file, *page->lang != 0 ? dot - 1 : size);
    if (page->stem == NULL)
        return false;
    if (*page->lang == 0)
        page->lang = p->strict ? p->languages[0] : language_of_folder(p, &page->stem);
    return true;
}

/* Whether every page lies in a folder whose name is a language, and there are at least two of those. */
static bool has_language_folders(dct_project *p)
{
    const char *first = NULL;
    bool several = false;
    for (uint32_t i = 0; i < p->folder.count; i++) {
        const char *path = p->folder.paths[i];
        size_t folder = strcspn(path, "/");
        if (markdown_suffix(path) == 0)
            continue;
        if (path[folder] == 0 || *known_tag(p, path, folder) == 0)
            return false;
        if (first != NULL && (strncmp(first, path, folder + 1) != 0))
            several = true;
        first = path;
    }
    return several;
}

/* ---- settings --------------------------------------------------------------------- */

static char *full_path(dct_project *p, const char *path)
{
    return dct_arena_format(&p->arena, "%s/%s", p->dir, path);
}

static docent_status read_text(dct_project *p, const char *file, size_t max, char **text, size_t *size, docent_error *err)
{
    dct_buf bytes;
    const char *path = full_path(p, file);
    if (path == NULL)
        return dct_fail_memory(err, "pack");
    docent_status status = dct_file_load(p->alloc, path, max, &bytes, err);
    if (status != DOCENT_OK)
        return status;
    *text = dct_file_text(&p->arena, bytes.data, bytes.size, file, p->diag, size);
    dct_buf_close(&bytes);
    return *text == NULL ? dct_fail_memory(err, "pack") : DOCENT_OK;
}

static docent_status read_settings(dct_project *p, docent_error *err)
{
    char *text;
    size_t size;
    const dct_yaml *yaml = NULL;
    p->strict = p->diag->strict = dct_lookup_get(&p->files, "help.yaml") != NULL;
    if (p->strict) {
        docent_status status = read_text(p, "help.yaml", DCT_MAX_YAML_BYTES, &text, &size, err);
        if (status != DOCENT_OK)
            return status;
        yaml = dct_yaml_read(&p->arena, text, size, (dct_place){ "help.yaml", 1, 1 }, p->diag);
    }
    dct_settings_read(&p->arena, yaml, p->diag, &p->settings);
    for (const dct_mention *m = p->settings.languages; m != NULL && p->language_count < DCT_MAX_LANGUAGES; m = m->next)
        p->languages[p->language_count++] = m->text;
    if (p->strict && p->language_count == 0)
        p->languages[p->language_count++] = "en";
    return DOCENT_OK;
}

bool dct_project_has_language(const dct_project *p, const char *tag)
{
    for (uint32_t i = 0; i < p->language_count; i++)
        if (strcmp(p->languages[i], tag) == 0)
            return true;
    return false;
}

const char *dct_project_term(const void *ctx, const char *name, size_t size)
{
    const dct_term_ctx *t = ctx;
    for (const dct_term *term = t->project->settings.terms; term != NULL; term = term->next)
        if (strlen(term->name) == size && memcmp(term->name, name, size) == 0)
            return dct_wording_for(term->words, t->lang);
    return NULL;
}

/* ---- pages ------------------------------------------------------------------------- */

static bool keep_page(dct_project *p, dct_page *page)
{
    if (p->page_count == p->page_room) {
        uint32_t room = p->page_room == 0 ? 256 : p->page_room * 2;
        dct_page **pages = dct_arena_array(&p->arena, room, sizeof *pages);
        if (pages == NULL)
            return false;
        if (p->page_count > 0)
            memcpy(pages, p->pages, p->page_count * sizeof *pages);
        p->pages = pages;
        p->page_room = room;
    }
    p->pages[p->page_count++] = page;
    return dct_lookup_add(&p->by_file, page->file, page) != NULL;
}

/* A text without marks: an empty line parts paragraphs, other line ends stay. */
static docent_status read_plain(dct_project *p, dct_page *page, const char *text, size_t size, docent_error *err)
{
    page->root = dct_node_new(&p->arena, DCT_NODE_GROUP, page->place);
    for (size_t at = 0; at < size && page->root != NULL;) {
        size_t end = at, next;
        while (end < size && !(text[end] == '\n' && end + 1 < size && text[end + 1] == '\n'))
            end++;
        next = end;
        while (at < end && (text[at] == '\n' || text[at] == ' '))
            at++;
        while (end > at && (text[end - 1] == '\n' || text[end - 1] == ' '))
            end--;
        dct_node *paragraph = end == at ? NULL : dct_node_new(&p->arena, DOCENT_BLOCK_PARAGRAPH, page->place);
        if (paragraph != NULL) {
            paragraph->text = dct_arena_text(&p->arena, text + at, end - at);
            paragraph->text_size = (uint32_t)(end - at);
            dct_node_add(page->root, paragraph);
        }
        at = next < size ? next + 1 : size;
    }
    return dct_arena_failed(&p->arena) ? dct_fail_memory(err, "pack") : DOCENT_OK;
}

docent_status dct_project_add(dct_project *p, dct_page *page, const char *text, size_t size, bool plain,
                              docent_error *err)
{
    page->hidden_words = "";
    if (plain)
        return keep_page(p, page) ? read_plain(p, page, text, size, err) : dct_fail_memory(err, "pack");
    uint32_t line;
    size_t body = dct_frontmatter_read(&p->arena, text, size, p->diag, page, &line);
    dct_term_ctx terms = { p, page->lang };
    dct_markdown m = { .arena = &p->arena, .diag = p->diag, .start = { page->file, line, 1 },
                       .term = dct_project_term, .term_ctx = &terms };
    docent_status status = dct_markdown_read(&m, text + body, size - body, err);
    if (status != DOCENT_OK)
        return status;
    page->root = m.root;
    page->anchors = m.anchors;
    page->hidden_words = m.words;
    return keep_page(p, page) ? DOCENT_OK : dct_fail_memory(err, "pack");
}

static dct_page *new_page(dct_project *p, const char *file)
{
    dct_page *page = dct_arena_new(&p->arena, sizeof *page);
    if (page == NULL)
        return NULL;
    page->file = file;
    page->place = page->id_place = (dct_place){ file, 0, 0 };
    page->kind = DCT_PAGE_ARTICLE;
    page->position = INT32_MAX;
    page->id = page->category = page->title = page->summary = page->audience = page->product = page->versions = "";
    page->standing = DCT_STANDING_NONE;
    return name_page(p, page) ? page : NULL;
}

static docent_status read_page(dct_project *p, const char *file, docent_error *err)
{
    char *text;
    size_t size;
    dct_page *page = new_page(p, file);
    if (page == NULL)
        return dct_fail_memory(err, "pack");
    docent_error failure;
    docent_status status = read_text(p, file, DCT_MAX_MARKDOWN_BYTES, &text, &size, &failure);
    if (status == DOCENT_OK)
        return dct_project_add(p, page, text, size, false, err);
    if (status == DOCENT_ERR_NOMEM)
        return dct_fail_memory(err, "pack");
    dct_diag_error(p->diag, page->place, "%s", failure.message);
    return DOCENT_OK;
}

docent_status dct_project_open(dct_project *p, const docent_alloc *alloc, const char *dir, dct_diag *diag,
                               docent_error *err)
{
    memset(p, 0, sizeof *p);
    p->alloc = alloc;
    p->dir = dir;
    p->diag = diag;
    p->pictures_end = &p->first_picture;
    dct_arena_init(&p->arena, alloc, DCT_MAX_PACK_BYTES);
    dct_lookup_init(&p->files, &p->arena);
    dct_lookup_init(&p->by_id, &p->arena);
    dct_lookup_init(&p->by_file, &p->arena);
    dct_lookup_init(&p->pictures, &p->arena);
    if (*dir == 0) {
        dct_settings_read(&p->arena, NULL, diag, &p->settings);
        return DOCENT_OK;
    }
    docent_status status = dct_folder_walk(&p->arena, dir, diag, &p->folder, err);
    if (status != DOCENT_OK)
        return status;
    for (uint32_t i = 0; i < p->folder.count; i++)
        dct_lookup_add(&p->files, p->folder.paths[i], (void *)p->folder.paths[i]);
    status = read_settings(p, err);
    p->language_folders = !p->strict && has_language_folders(p);
    for (uint32_t i = 0; status == DOCENT_OK && i < p->folder.count; i++)
        if (markdown_suffix(p->folder.paths[i]) > 0)
            status = read_page(p, p->folder.paths[i], err);
    if (status == DOCENT_OK && dct_arena_failed(&p->arena))
        status = dct_fail_memory(err, "pack");
    return status;
}

void dct_project_close(dct_project *p)
{
    dct_arena_close(&p->arena);
}
