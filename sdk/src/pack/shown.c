/* Which pictures a project shows, and where their files are. picture.c makes them WebP. */
#include "links.h"

#include "file.h"

#include <string.h>

dct_picture_use *dct_picture_need(dct_project *p, const char *path, dct_place place)
{
    dct_picture_use *use = dct_lookup_get(&p->pictures, path);
    if (use != NULL || (use = dct_arena_new(&p->arena, sizeof *use)) == NULL)
        return use;
    use->path = path;
    use->place = place;
    *p->pictures_end = use;
    p->pictures_end = &use->next;
    return dct_lookup_add(&p->pictures, path, use);
}

static bool is_remote(const char *target)
{
    return strncmp(target, "http://", 7) == 0 || strncmp(target, "https://", 8) == 0 || strncmp(target, "//", 2) == 0 ||
           strncmp(target, "data:", 5) == 0;
}

/* The file that a picture means, from the page's folder or, in a translation, from its source's. */
static const char *find_file(dct_project *p, const dct_page *page, const char *target)
{
    for (const dct_page *from = page; from != NULL; from = from->source) {
        size_t size = strcspn(target, "?#");
        const char *path = dct_path_resolve(&p->arena, from->file, target, size);
        const char *known = path == NULL ? NULL : dct_lookup_get(&p->files, path);
        if (known != NULL)
            return known;
    }
    return NULL;
}

/* The words stay where the picture would be. */
static void become_text(dct_node *picture)
{
    picture->kind = DOCENT_BLOCK_PARAGRAPH;
    picture->target = picture->title = "";
}

static void check_alternative(dct_project *p, const dct_node *picture)
{
    if (picture->text_size == 0 && strcmp(picture->title, "decorative") != 0)
        dct_diag_fault(p->diag, picture->place,
                       "this picture has no alternative text; say in ![...] what it shows, or add \"decorative\"");
}

/* Returns false when the picture has nothing to show or say. */
static bool resolve(dct_project *p, const dct_page *page, dct_node *picture)
{
    const char *path = find_file(p, page, picture->target);
    check_alternative(p, picture);
    if (path != NULL) {
        dct_picture_use *use = dct_picture_need(p, path, picture->place);
        picture->target = use == NULL ? path : use->path;
        return true;
    }
    if (is_remote(picture->target))
        dct_diag_warning(p->diag, picture->place, "a picture on the web is not fetched; put it into the project: %.100s",
                         picture->target);
    else
        dct_diag_fault(p->diag, picture->place, "missing picture: there is no \"%.100s\" in the project", picture->target);
    become_text(picture);
    return picture->text_size > 0;
}

void dct_pictures_find(dct_project *p, dct_page *page)
{
    for (dct_node *n = page->root, *next; n != NULL; n = next) {
        next = dct_node_next(page->root, n);
        if (n->kind == DOCENT_BLOCK_PICTURE && !resolve(p, page, n))
            dct_node_drop(n);
    }
}
