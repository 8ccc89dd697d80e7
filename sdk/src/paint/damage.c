/* Which tiles of the view differ from the frame before, and which of them need only be moved.
 *
 * A scrolled layer is compared twice: as it stands, and against the frame before moved by as far as it was scrolled:
 *
 *     before              now
 *    +--------+          +--------+    V  rows that were visible before as well: tile by tile against the marks
 *    | a      |          | b      |       `by` rows lower in the frame before. Overlays, edges and backgrounds that
 *    | b      |    by    | c      |  V    did not move with the layer differ there by themselves, because their place
 *    | c      |   ---->  |........|       seen from the moved tile is another; one colour all over looks the same
 *    +--------+          | d      |       wherever it is.
 *                        +--------+    d  the strip that appeared: painted.
 *
 * The way that leaves less to paint is taken, for each group of columns in which something changed: margins stay as they
 * are, and a scroll bar beside the text is painted while the text is moved. Nothing here knows which marks belong to a
 * layer: a wrong `dy` costs time, never a wrong pixel. */
#include "damage.h"

#include <string.h>

#define MAX_AREAS_BYTES ((size_t)4 << 20)
#define MAX_REGIONS 320u /* What n holes leave is made of cells between their edges: at most (2 n + 1) squared. */
#define MAX_GROUPS 4u

void dct_damage_init(dct_damage *damage, const docent_alloc *alloc)
{
    memset(damage, 0, sizeof *damage);
    dct_tiles_init(&damage->tiles, alloc);
    dct_buf_init(&damage->areas, alloc, MAX_AREAS_BYTES);
}

void dct_damage_close(dct_damage *damage)
{
    dct_buf_close(&damage->areas);
    dct_tiles_close(&damage->tiles);
}

/* ---- areas -------------------------------------------------------------------------- */

/* Joined with an area just above of the same width. */
static void add_area(dct_damage *d, dct_area area)
{
    if (dct_area_empty(area))
        return;
    dct_area *areas = (dct_area *)(void *)d->areas.data;
    for (size_t i = d->areas.size / sizeof area; i-- != 0;) {
        if (areas[i].y1 < area.y0)
            break;
        if (areas[i].y1 == area.y0 && areas[i].x0 == area.x0 && areas[i].x1 == area.x1) {
            areas[i].y1 = area.y1;
            return;
        }
    }
    dct_buf_add(&d->areas, &area, sizeof area);
}

/* Tiles that differ, run by run. */
static void add_differing(dct_damage *d, const dct_grid *g)
{
    for (int32_t row = 0; row < g->rows; row++) {
        for (int32_t column = 0; column < g->columns; column++) {
            int32_t from = column;
            while (column < g->columns && dct_grid_differs(g, column, row))
                column++;
            if (column > from)
                add_area(d, dct_area_join(dct_grid_tile(g, from, row), dct_grid_tile(g, column - 1, row)));
        }
    }
}

/* Pixels in tiles that differ. */
static int64_t weigh(const dct_grid *g)
{
    int64_t pixels = 0;
    for (int32_t row = 0; row < g->rows; row++) {
        for (int32_t column = 0; column < g->columns; column++)
            pixels += dct_grid_differs(g, column, row) ? dct_area_size(dct_grid_tile(g, column, row)) : 0;
    }
    return pixels;
}

/* ---- what cannot have changed --------------------------------------------------------- */

static bool same_mark(const dct_mark *a, const dct_mark *b)
{
    return a->look == b->look && a->x == b->x && a->y == b->y && a->round == b->round && dct_area_same(a->area, b->area);
}

static bool same_rounds(const dct_scene *a, const dct_scene *b)
{
    return a->rounds.size == b->rounds.size &&
           (a->rounds.size == 0 || memcmp(a->rounds.data, b->rounds.data, a->rounds.size) == 0);
}

static dct_area join_marks(const dct_mark *marks, uint32_t from, uint32_t to, dct_area area)
{
    for (uint32_t i = from; i < to; i++)
        area = dct_area_join(area, marks[i].area);
    return area;
}

/* A box around every mark that is not the same in both lists, counted from their beginnings and from their ends: most
 * frames differ in a few marks, and no tile elsewhere need be looked at. */
static dct_area changed_area(const dct_scene *before, const dct_scene *now)
{
    const dct_mark *a = dct_scene_marks(before), *b = dct_scene_marks(now);
    uint32_t a_count = dct_scene_count(before), b_count = dct_scene_count(now), first = 0;
    if (!same_rounds(before, now))
        return (dct_area){ 0, 0, now->width, now->height };
    while (first < a_count && first < b_count && same_mark(&a[first], &b[first]))
        first++;
    while (first < a_count && first < b_count && same_mark(&a[a_count - 1], &b[b_count - 1]))
        a_count--, b_count--;
    dct_area none = { now->width, now->height, 0, 0 };
    return join_marks(b, first, b_count, join_marks(a, first, a_count, none));
}

/* ---- scrolled layers ------------------------------------------------------------------ */

static bool find_layer(const dct_scene *scene, const dct_layer *like, dct_layer *out)
{
    uint32_t count;
    const dct_layer *layers = dct_scene_layers(scene, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (layers[i].id == like->id && dct_area_same(layers[i].area, like->area)) {
            *out = layers[i];
            return true;
        }
    }
    return false;
}

/* The rows of `area` that the frame before showed as well. */
static dct_area kept_rows(dct_area area, int32_t by)
{
    if (by > 0)
        area.y1 -= by;
    else
        area.y0 -= by;
    return area;
}

static dct_area new_rows(dct_area area, int32_t by)
{
    if (by > 0)
        area.y0 = area.y1 - by;
    else
        area.y1 = area.y0 - by;
    return area;
}

/* Columns of tiles side by side in which something differs. */
typedef struct group {
    dct_area area;   /* Of the layer's whole height. */
    int64_t  pixels; /* In tiles that differ as the layer stands. */
} group;

static int64_t weigh_column(const dct_grid *g, int32_t column)
{
    int64_t pixels = 0;
    for (int32_t row = 0; row < g->rows; row++)
        pixels += dct_grid_differs(g, column, row) ? dct_area_size(dct_grid_tile(g, column, row)) : 0;
    return pixels;
}

static uint32_t find_groups(const dct_grid *g, dct_area layer, group groups[MAX_GROUPS])
{
    uint32_t count = 0;
    bool running = false;
    for (int32_t column = 0; column < g->columns; column++) {
        int64_t pixels = weigh_column(g, column);
        dct_area tile = dct_grid_tile(g, column, 0);
        dct_area area = { tile.x0, layer.y0, tile.x1, layer.y1 };
        if (pixels != 0 && !running && count < MAX_GROUPS)
            groups[count++] = (group){ area, pixels };
        else if (pixels != 0) {
            groups[count - 1].area.x1 = area.x1;
            groups[count - 1].pixels += pixels;
        }
        running = pixels != 0;
    }
    return count;
}

/* Moves one group, if that leaves less to paint. */
static bool try_group(dct_damage *d, const dct_scene *before, const dct_scene *now, const group *moving, int32_t by)
{
    dct_area kept = kept_rows(moving->area, by), fresh = new_rows(moving->area, by);
    dct_grid moved = dct_tiles_compare(&d->tiles, before, now, kept, by);
    if (d->move_count == DCT_MAX_MOVES || moved.cells == NULL ||
        (weigh(&moved) + dct_area_size(fresh)) * 4 > moving->pixels * 3)
        return false;
    d->moved[d->move_count] = moving->area;
    d->moves[d->move_count++] = (dct_move){ kept, by };
    if (by < 0)
        add_area(d, fresh);
    add_differing(d, &moved);
    if (by > 0)
        add_area(d, fresh);
    return true;
}

static bool overlaps_moved(const dct_damage *d, dct_area area)
{
    for (uint32_t i = 0; i < d->move_count; i++) {
        if (dct_area_touches(d->moved[i], area))
            return true;
    }
    return false;
}

/* What a layer's moves cover is added to d->moved. */
static void move_layer(dct_damage *d, const dct_scene *before, const dct_scene *now, const dct_layer *layer,
                       dct_area changed)
{
    dct_layer old;
    if (overlaps_moved(d, layer->area) || !find_layer(before, layer, &old))
        return;
    int64_t by = (int64_t)layer->dy - old.dy, height = layer->area.y1 - layer->area.y0;
    if (by == 0 || by >= height || by <= -height)
        return;
    group groups[MAX_GROUPS];
    dct_grid still = dct_tiles_compare(&d->tiles, before, now, dct_area_meet(layer->area, changed), 0);
    uint32_t count = still.cells == NULL ? 0 : find_groups(&still, layer->area, groups);
    for (uint32_t i = 0; i < count; i++)
        try_group(d, before, now, &groups[i], (int32_t)by);
}

/* What is left of `from` without `hole`, at most four pieces. */
static uint32_t subtract(dct_area from, dct_area hole, dct_area out[4])
{
    uint32_t count = 0;
    hole = dct_area_meet(from, hole);
    if (dct_area_empty(hole)) {
        out[0] = from;
        return 1;
    }
    dct_area pieces[4] = { { from.x0, from.y0, from.x1, hole.y0 },
                           { from.x0, hole.y0, hole.x0, hole.y1 },
                           { hole.x1, hole.y0, from.x1, hole.y1 },
                           { from.x0, hole.y1, from.x1, from.y1 } };
    for (int i = 0; i < 4; i++) {
        if (!dct_area_empty(pieces[i]))
            out[count++] = pieces[i];
    }
    return count;
}

static uint32_t subtract_from_all(dct_area *parts, uint32_t count, dct_area hole)
{
    dct_area left[MAX_REGIONS];
    uint32_t left_count = 0;
    for (uint32_t i = 0; i < count; i++)
        left_count += subtract(parts[i], hole, left + left_count);
    memcpy(parts, left, left_count * sizeof *left);
    return left_count;
}

static bool same_size(const dct_scene *before, const dct_scene *now)
{
    return before != NULL && before->width == now->width && before->height == now->height;
}

/* What moves do not cover is compared as it stands. */
static void compare_rest(dct_damage *d, const dct_scene *before, const dct_scene *now, dct_area changed)
{
    dct_area parts[MAX_REGIONS] = { changed };
    uint32_t count = 1;
    for (uint32_t i = 0; i < d->move_count; i++)
        count = subtract_from_all(parts, count, d->moved[i]);
    for (uint32_t i = 0; i < count; i++) {
        dct_grid grid = dct_tiles_compare(&d->tiles, before, now, parts[i], 0);
        if (grid.cells != NULL)
            add_differing(d, &grid);
    }
}

static void find(dct_damage *d, const dct_scene *before, const dct_scene *now)
{
    uint32_t layer_count;
    const dct_layer *layers = dct_scene_layers(now, &layer_count);
    if (!same_size(before, now)) {
        add_area(d, (dct_area){ 0, 0, now->width, now->height });
        return;
    }
    dct_area changed = changed_area(before, now);
    if (dct_area_empty(changed))
        return;
    for (uint32_t i = 0; i < layer_count; i++)
        move_layer(d, before, now, &layers[i], changed);
    compare_rest(d, before, now, changed);
}

void dct_damage_find(dct_damage *d, const dct_scene *before, const dct_scene *now)
{
    dct_buf_clear(&d->areas);
    d->move_count = 0;
    d->tiles.failed = false;
    find(d, before, now);
    d->failed = d->tiles.failed || d->areas.failed;
}

bool dct_damage_any(dct_damage *d, const dct_scene *before, const dct_scene *now)
{
    if (!same_size(before, now))
        return true;
    d->tiles.failed = false;
    dct_grid grid = dct_tiles_compare(&d->tiles, before, now, changed_area(before, now), 0);
    return grid.cells == NULL ? d->tiles.failed : weigh(&grid) != 0;
}
