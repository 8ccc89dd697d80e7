/* The view is cut into tiles. The hash of a tile covers, in order, every mark that touches it: its look, its place as
 * seen from the tile, the part of the tile it may draw in, and the round corners that cut it. Equal hashes, equal pixels.
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
 * The way that leaves less to paint is taken. Nothing here knows which marks belong to a layer: a wrong `dy` costs time,
 * never a wrong pixel. Columns in which nothing changed (margins) are not moved. */
#include "damage.h"

#include "mix.h"

#include <string.h>

#define TILE_W 64
#define TILE_H 16
#define MAX_AREAS_BYTES ((size_t)4 << 20)
#define MAX_REGIONS 128u /* A hole makes at most four parts of one. */

/* A part of the view that is compared with the part of the frame before that lies `by` rows lower. */
typedef struct region {
    dct_area area;
    int32_t  by;
    int32_t  first_column, first_row, columns, rows; /* Its tiles, on the view's grid. */
} region;

void dct_damage_init(dct_damage *damage, const docent_alloc *alloc)
{
    memset(damage, 0, sizeof *damage);
    damage->alloc = alloc;
    dct_buf_init(&damage->areas, alloc, MAX_AREAS_BYTES);
}

void dct_damage_close(dct_damage *damage)
{
    dct_buf_close(&damage->areas);
    dct_free(damage->alloc, damage->cells, damage->cells_room);
    damage->cells = NULL;
    damage->cells_room = 0;
}

/* ---- hashes of tiles ------------------------------------------------------------ */

static region region_of(dct_area area, int32_t by)
{
    region r = { area, by, area.x0 / TILE_W, area.y0 / TILE_H, 0, 0 };
    r.columns = (area.x1 + TILE_W - 1) / TILE_W - r.first_column;
    r.rows = (area.y1 + TILE_H - 1) / TILE_H - r.first_row;
    return r;
}

static dct_area tile_of(const region *r, int32_t column, int32_t row)
{
    int32_t x = (r->first_column + column) * TILE_W, y = (r->first_row + row) * TILE_H;
    return dct_area_meet((dct_area){ x, y, x + TILE_W, y + TILE_H }, r->area);
}

static uint64_t mix_area(uint64_t hash, dct_area area, int32_t x, int32_t y)
{
    return dct_mix_pair(dct_mix_pair(hash, area.x0 - x, area.y0 - y), area.x1 - x, area.y1 - y);
}

/* The round clips that cut `part`. *cut says whether there was one. */
static uint64_t mix_rounds(uint64_t hash, const dct_scene *scene, uint32_t number, dct_area part, int32_t x, int32_t y,
                           bool *cut)
{
    *cut = false;
    while (number != 0) {
        const dct_round *round = dct_scene_round(scene, number);
        if (dct_round_touches(round, part)) {
            hash = dct_mix(mix_area(hash, round->box, x, y), (uint32_t)round->quarters);
            *cut = true;
        }
        number = round->parent;
    }
    return hash;
}

/* tile and part lie where the scene has them, not where they are compared. */
static uint64_t mix_mark(uint64_t hash, const dct_scene *scene, const dct_mark *mark, dct_area tile, dct_area part)
{
    bool cut;
    uint64_t rounds = mix_rounds(0, scene, mark->round, part, tile.x0, tile.y0, &cut);
    if (mark->opaque && !cut && dct_area_same(part, tile))
        return dct_mix(1, mark->look); /* What lies beneath does not show. */
    hash = mix_area(dct_mix(hash, mark->look), part, tile.x0, tile.y0);
    if (!mark->flat)
        hash = dct_mix_pair(hash, mark->x - tile.x0, mark->y - tile.y0);
    return cut ? dct_mix(hash, rounds) : hash;
}

static void hash_mark(const dct_scene *scene, const dct_mark *mark, const region *r, int32_t by, uint64_t *cells)
{
    dct_area seen = mark->area;
    seen.y0 -= by;
    seen.y1 -= by;
    seen = dct_area_meet(seen, r->area);
    if (dct_area_empty(seen))
        return;
    region touched = region_of(seen, by);
    for (int32_t row = touched.first_row; row < touched.first_row + touched.rows; row++) {
        for (int32_t column = touched.first_column; column < touched.first_column + touched.columns; column++) {
            dct_area tile = tile_of(r, column - r->first_column, row - r->first_row);
            dct_area part = dct_area_meet(tile, seen);
            tile.y0 += by, tile.y1 += by, part.y0 += by, part.y1 += by;
            if (dct_area_holds(mark->hollow, part))
                continue;
            uint64_t *cell = &cells[(row - r->first_row) * r->columns + column - r->first_column];
            *cell = mix_mark(*cell, scene, mark, tile, part);
        }
    }
}

static void hash_region(const dct_scene *scene, const region *r, int32_t by, uint64_t *cells)
{
    memset(cells, 0, (size_t)r->columns * (size_t)r->rows * sizeof *cells);
    const dct_mark *marks = dct_scene_marks(scene);
    for (uint32_t i = 0; i < dct_scene_count(scene); i++)
        hash_mark(scene, &marks[i], r, by, cells);
}

/* Fills cells: first those of the frame before, then those of now. NULL when memory is short. */
static const uint64_t *hash_both(dct_damage *d, const dct_scene *before, const dct_scene *now, const region *r)
{
    size_t count = (size_t)r->columns * (size_t)r->rows, bytes = 2 * count * sizeof *d->cells;
    if (bytes > d->cells_room) {
        dct_free(d->alloc, d->cells, d->cells_room);
        d->cells = dct_new(d->alloc, bytes);
        d->cells_room = d->cells == NULL ? 0 : bytes;
    }
    if (d->cells == NULL) {
        d->failed = true;
        return NULL;
    }
    hash_region(before, r, r->by, d->cells);
    hash_region(now, r, 0, d->cells + count);
    return d->cells;
}

static bool differs(const region *r, const uint64_t *cells, int32_t column, int32_t row)
{
    size_t at = (size_t)row * (size_t)r->columns + (size_t)column, count = (size_t)r->columns * (size_t)r->rows;
    return cells[at] != cells[at + count];
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
static void add_differing(dct_damage *d, const region *r, const uint64_t *cells)
{
    for (int32_t row = 0; row < r->rows; row++) {
        for (int32_t column = 0; column < r->columns; column++) {
            int32_t from = column;
            while (column < r->columns && differs(r, cells, column, row))
                column++;
            if (column > from)
                add_area(d, dct_area_join(tile_of(r, from, row), tile_of(r, column - 1, row)));
        }
    }
}

static void compare(dct_damage *d, const dct_scene *before, const dct_scene *now, dct_area area, int32_t by)
{
    region r = region_of(area, by);
    const uint64_t *cells = dct_area_empty(area) ? NULL : hash_both(d, before, now, &r);
    if (cells != NULL)
        add_differing(d, &r, cells);
}

/* Pixels in tiles that differ; *columns: from the first column of tiles with one to the last. */
static int64_t weigh(const region *r, const uint64_t *cells, dct_area *columns)
{
    int64_t pixels = 0;
    *columns = (dct_area){ r->area.x1, r->area.y0, r->area.x0, r->area.y1 };
    for (int32_t row = 0; row < r->rows; row++) {
        for (int32_t column = 0; column < r->columns; column++) {
            if (!differs(r, cells, column, row))
                continue;
            dct_area tile = tile_of(r, column, row);
            pixels += dct_area_size(tile);
            columns->x0 = tile.x0 < columns->x0 ? tile.x0 : columns->x0;
            columns->x1 = tile.x1 > columns->x1 ? tile.x1 : columns->x1;
        }
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

/* Decides for one layer. True when it is dealt with: its move and areas are added. */
static bool try_move(dct_damage *d, const dct_scene *before, const dct_scene *now, const dct_layer *layer,
                     dct_area changed)
{
    dct_layer old;
    if (d->move_count == DCT_MAX_MOVES || !find_layer(before, layer, &old))
        return false;
    int64_t by = (int64_t)layer->dy - old.dy, height = layer->area.y1 - layer->area.y0;
    if (by == 0 || by >= height || by <= -height)
        return false;
    region still = region_of(dct_area_meet(layer->area, changed), 0);
    const uint64_t *cells = dct_area_empty(still.area) ? NULL : hash_both(d, before, now, &still);
    dct_area columns, ignored;
    int64_t still_pixels = cells == NULL ? 0 : weigh(&still, cells, &columns);
    if (still_pixels == 0)
        return false;
    columns.y0 = layer->area.y0;
    columns.y1 = layer->area.y1;
    dct_area kept = kept_rows(columns, (int32_t)by), fresh = new_rows(columns, (int32_t)by);
    region moved = region_of(kept, (int32_t)by);
    cells = hash_both(d, before, now, &moved);
    if (cells == NULL ||
        (weigh(&moved, cells, &ignored) + dct_area_size(fresh)) * 4 > still_pixels * 3)
        return false;
    d->moved[d->move_count] = columns;
    d->moves[d->move_count++] = (dct_move){ kept, (int32_t)by };
    if (by < 0)
        add_area(d, fresh);
    add_differing(d, &moved, cells);
    if (by > 0)
        add_area(d, fresh);
    return true;
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

static bool overlaps_done(const dct_area *done, uint32_t count, dct_area area)
{
    for (uint32_t i = 0; i < count; i++) {
        if (dct_area_touches(done[i], area))
            return true;
    }
    return false;
}

static bool same_size(const dct_scene *before, const dct_scene *now)
{
    return before != NULL && before->width == now->width && before->height == now->height;
}

void dct_damage_find(dct_damage *d, const dct_scene *before, const dct_scene *now)
{
    dct_area parts[MAX_REGIONS] = { { 0, 0, now->width, now->height } }, done[DCT_MAX_MOVES];
    uint32_t part_count = 1, layer_count, done_count = 0;
    dct_buf_clear(&d->areas);
    d->move_count = 0;
    d->failed = false;
    if (!same_size(before, now)) {
        add_area(d, parts[0]);
        d->failed = d->areas.failed;
        return;
    }
    const dct_layer *layers = dct_scene_layers(now, &layer_count);
    dct_area changed = parts[0] = changed_area(before, now);
    for (uint32_t i = 0; i < layer_count; i++) {
        dct_area area = layers[i].area;
        if (part_count * 4 > MAX_REGIONS || overlaps_done(done, done_count, area) ||
            !try_move(d, before, now, &layers[i], changed))
            continue;
        done[done_count++] = area;
        part_count = subtract_from_all(parts, part_count, area);
    }
    for (uint32_t i = 0; i < part_count; i++)
        compare(d, before, now, parts[i], 0);
    d->failed = d->failed || d->areas.failed;
}

bool dct_damage_any(dct_damage *d, const dct_scene *before, const dct_scene *now)
{
    dct_area columns;
    d->failed = false;
    if (!same_size(before, now))
        return true;
    region r = region_of(changed_area(before, now), 0);
    const uint64_t *cells = dct_area_empty(r.area) ? NULL : hash_both(d, before, now, &r);
    return cells == NULL ? d->failed : weigh(&r, cells, &columns) != 0;
}
