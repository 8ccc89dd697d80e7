/* The dirty rectangles a host is told of: as many as it has room for. When there are more, neighbours in reading order
 * are joined, first those whose union wastes least. */
#include "damage.h"

#include <string.h>

static int64_t waste(const dct_area *areas, uint32_t i)
{
    return dct_area_size(dct_area_join(areas[i], areas[i + 1])) - dct_area_size(areas[i]) -
           dct_area_size(areas[i + 1]);
}

static void join_cheapest(dct_area *areas, uint32_t *count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i + 1 < *count; i++) {
        if (waste(areas, i) < waste(areas, best))
            best = i;
    }
    areas[best] = dct_area_join(areas[best], areas[best + 1]);
    memmove(areas + best + 1, areas + best + 2, (*count - best - 2) * sizeof *areas);
    --*count;
}

/* Halves the number by joining pairs: for lists so long that choosing well would take longer than painting. */
static void join_pairs(dct_area *areas, uint32_t *count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i += 2)
        areas[kept++] = i + 1 < *count ? dct_area_join(areas[i], areas[i + 1]) : areas[i];
    *count = kept;
}

/* Areas that a moved layer holds are said with it. */
static void drop_held(dct_damage *d)
{
    dct_area *areas = (dct_area *)(void *)d->areas.data;
    size_t kept = 0, count = d->areas.size / sizeof *areas;
    for (size_t i = 0; i < count; i++) {
        bool held = false;
        for (uint32_t k = 0; k < d->move_count; k++)
            held = held || dct_area_holds(d->moved[k], areas[i]);
        if (!held)
            areas[kept++] = areas[i];
    }
    d->areas.size = kept * sizeof *areas;
}

static dct_area join_all(const dct_damage *d)
{
    uint32_t count;
    const dct_area *areas = dct_damage_areas(d, &count);
    dct_area all = d->move_count != 0 ? d->moved[0] : count != 0 ? areas[0] : (dct_area){ 0, 0, 0, 0 };
    for (uint32_t i = 0; i < d->move_count; i++)
        all = dct_area_join(all, d->moved[i]);
    for (uint32_t i = 0; i < count; i++)
        all = dct_area_join(all, areas[i]);
    return all;
}

void dct_damage_report(dct_damage *d, docent_rect *dirty, uint32_t *dirty_count)
{
    if (dirty_count == NULL)
        return;
    uint32_t room = dirty == NULL ? 0 : *dirty_count;
    *dirty_count = 0;
    if (room == 0)
        return;
    drop_held(d);
    for (uint32_t i = 0; i < d->move_count; i++)
        dct_buf_add(&d->areas, &d->moved[i], sizeof d->moved[i]);
    if (d->areas.failed) { /* No memory for a list: one that holds all. */
        dirty[0] = dct_area_box(join_all(d));
        *dirty_count = 1;
        return;
    }
    dct_area *areas = (dct_area *)(void *)d->areas.data;
    uint32_t count = (uint32_t)(d->areas.size / sizeof *areas);
    while (count > room && count > 256)
        join_pairs(areas, &count);
    while (count > room)
        join_cheapest(areas, &count);
    for (uint32_t i = 0; i < count; i++)
        dirty[i] = dct_area_box(areas[i]);
    *dirty_count = count;
}
