#include "interface.h"

#include "embedded.h"
#include "file.h"
#include "langs.h"

#include <string.h>

static const dct_embedded *find_embedded(const char *name)
{
    for (const dct_embedded *e = dct_embedded_files; e->name != NULL; e++)
        if (strcmp(e->name, name) == 0)
            return e;
    return NULL;
}

static dct_po_string *read_embedded(dct_project *p, const char *name)
{
    const dct_embedded *e = find_embedded(name);
    return e == NULL ? NULL : dct_po_read(&p->arena, (const char *)e->data, e->size, e->name, p->diag);
}

/* "strings/pt-BR.po", else "strings/pt.po". */
static dct_po_string *read_built_in(dct_project *p, const char *lang)
{
    char name[64];
    snprintf(name, sizeof name, "strings/%s.po", lang);
    dct_po_string *strings = read_embedded(p, name);
    if (strings != NULL || strchr(lang, '-') == NULL)
        return strings;
    snprintf(name, sizeof name, "strings/%.*s.po", (int)strcspn(lang, "-"), lang);
    return read_embedded(p, name);
}

static dct_po_string *read_own(dct_project *p, const char *lang)
{
    const char *file = dct_arena_format(&p->arena, "strings/%s.po", lang);
    if (file == NULL || dct_lookup_get(&p->files, file) == NULL)
        return NULL;
    const char *path = dct_arena_format(&p->arena, "%s/%s", p->dir, file);
    dct_buf bytes;
    docent_error failure;
    if (path == NULL || dct_file_load(p->alloc, path, DCT_MAX_PO_BYTES, &bytes, &failure) != DOCENT_OK) {
        dct_diag_error(p->diag, (dct_place){ file, 0, 0 }, "%s", path == NULL ? "out of memory" : failure.message);
        return NULL;
    }
    size_t size;
    const char *text = dct_file_text(&p->arena, bytes.data, bytes.size, file, p->diag, &size);
    dct_buf_close(&bytes);
    return text == NULL ? NULL : dct_po_read(&p->arena, text, size, file, p->diag);
}

/* All strings there are: the template's, which has no translations. */
static dct_po_string *read_all(dct_project *p)
{
    dct_po_string *all = read_embedded(p, "strings/docent.pot");
    return all != NULL ? all : read_embedded(p, "strings/en.po");
}

static void add_names(dct_lookup *names, dct_po_string *strings)
{
    for (dct_po_string *s = strings; s != NULL; s = s->next)
        if (*s->msgstr != 0 && dct_lookup_add(names, s->msgid, s) != s)
            dct_lookup_set(names, s->msgid, s);
}

static void tell_unknown(dct_project *p, const dct_po_string *all, const dct_po_string *own)
{
    dct_lookup known;
    dct_lookup_init(&known, &p->arena);
    for (const dct_po_string *s = all; s != NULL; s = s->next)
        dct_lookup_add(&known, s->msgid, (void *)s);
    for (const dct_po_string *s = own; s != NULL && all != NULL; s = s->next)
        if (dct_lookup_get(&known, s->msgid) == NULL)
            dct_diag_warning(p->diag, s->place, "the viewer has no string \"%.80s\"", s->msgid);
}

static void tell_missing(dct_project *p, const char *lang, size_t missing, size_t count, const char *first)
{
    const char *file = dct_arena_format(&p->arena, "strings/%s.po", lang);
    if (file != NULL)
        dct_diag_warning(p->diag, (dct_place){ file, 0, 0 },
                         "missing translation: %zu of %zu interface strings are shown in English, the first is \"%.60s\"",
                         missing, count, first);
}

static dct_po_string *read_strings(dct_project *p, const char *lang)
{
    dct_po_string *all = read_all(p), *own = read_own(p, lang), *out = NULL, **end = &out;
    const char *first_missing = NULL;
    size_t missing = 0, count = 0;
    dct_lookup names;
    dct_lookup_init(&names, &p->arena);
    add_names(&names, read_built_in(p, lang));
    add_names(&names, own);
    tell_unknown(p, all, own);
    for (const dct_po_string *s = all; s != NULL; s = s->next, count++) {
        const dct_po_string *translated = dct_lookup_get(&names, s->msgid);
        dct_po_string *copy = translated == NULL ? NULL : dct_arena_new(&p->arena, sizeof *copy);
        if (translated == NULL && missing++ == 0)
            first_missing = s->msgid;
        if (copy == NULL)
            continue;
        *copy = *translated;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    if (missing > 0 && strncmp(lang, "en", 2) != 0)
        tell_missing(p, lang, missing, count, first_missing);
    return out;
}

const dct_po_string *dct_interface_strings(dct_project *p, uint32_t index)
{
    if (!p->strings_read[index])
        p->strings[index] = read_strings(p, p->languages[index]);
    p->strings_read[index] = true;
    return p->strings[index];
}
