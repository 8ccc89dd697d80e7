/* What source.c (life, time, status), source_cycle.c (what follows what), source_remote.c (what is set from afar) and
 * source_packs.c (ways to a pack) share. */
#ifndef DCT_SOURCE_INSIDE_H
#define DCT_SOURCE_INSIDE_H

#include "source.h"

/* Unix seconds that may be believed: never before this library or the content that is here was made. */
int64_t dct_source_clock_s(const dct_source *s);
uint64_t dct_source_ms(const dct_source *s);
/* Begins a cycle; fails at once when nothing may be fetched now. */
void dct_source_begin(dct_source *s);
/* One move; false: it waits for the net, or is idle. */
bool dct_source_move(dct_source *s, uint32_t budget_ms);
/* The cycle is over. NONE: it succeeded. */
void dct_source_end(dct_source *s, dct_reason reason, uint32_t later_s);
/* What was set from afar at the last look. */
void dct_source_open_remote(dct_source *s);
void dct_source_find_remote(dct_source *s);
bool dct_source_move_remote(dct_source *s, uint32_t budget_ms);
void dct_source_find_release(dct_source *s);
/* The first pack that is missing, its first way. */
void dct_source_next_pack(dct_source *s);
void dct_source_find_way(dct_source *s);
void dct_source_found_way(dct_source *s);
void dct_source_fetched(dct_source *s, dct_download_state state);
void dct_source_unpacked(dct_source *s, dct_unpack_state state);
void dct_source_place(dct_source *s);
void dct_source_keep(dct_source *s);
void dct_source_stage_release(dct_source *s);
/* Adds to what was fetched today. */
void dct_source_count(dct_source *s, uint64_t bytes);
/* BASE/below, of the server in use. False when it is too long. */
bool dct_source_address(const dct_source *s, const char *below, char out[DCT_MAX_SYNC_URL]);
/* Once no way of the release leads to the pack; in source_whole.c. */
void dct_source_fetch_whole(dct_source *s);
void dct_source_fetched_whole(dct_source *s, dct_download_state state);
/* How a file is fetched into incoming/; part and name are its names there, and borrowed. */
dct_download_config dct_source_download(const dct_source *s, const dct_target *t, const char *part, const char *name);
/* A step of the download; false: it waits for the net. */
bool dct_source_move_download(dct_source *s, uint32_t budget_ms, dct_download_state *state);
/* Counts what a download brought, and closes it. */
void dct_source_drop_download(dct_source *s);
bool dct_source_may_fetch(dct_source *s, uint64_t bytes);
void dct_source_enter(dct_source *s, dct_source_stage stage);

#endif
