/* One file whose length and hashes are known, from an address to its place: streamed, never held in memory, resumed after any
 * cut, and in its place only when every byte is verified and on the disk.
 *
 *     PART is here? -> hash it in slices -> ask for the rest -> append and hash as it comes -> fsync -> hash right? -> rename
 *          too long, or the whole is wrong after a resume: begin anew, once             wrong: PART is removed
 *
 * The part's bytes are all there is to know, so a process that dies at any moment loses nothing but what was on the wire.
 * Moved like an updater: by dct_download_step() while the caller moves the net. */
#ifndef DCT_DOWNLOAD_H
#define DCT_DOWNLOAD_H

#include "../net/json.h"
#include "../net/net.h"
#include "folder.h"
#include "reason.h"

typedef struct dct_download_config {
    const docent_alloc *alloc;
    const docent_clock *clock;  /* For the slices. */
    dct_net            *net;
    docent_request      request; /* What fetches share; its texts are borrowed until close. */
    const char         *url;
    uint64_t            length;
    json_t             *hashes;  /* { "sha256": ..., "sha512": ... }. */
    dct_folder         *part_folder, *folder; /* May be the same. */
    const char         *part, *name;          /* File names there. */
} dct_download_config;

typedef enum dct_download_state { DCT_DOWNLOAD_BUSY, DCT_DOWNLOAD_DONE, DCT_DOWNLOAD_FAILED } dct_download_state;

typedef struct dct_download dct_download;
/* Copies url, part, name; keeps a reference to hashes; alloc, clock, net and folders are borrowed. */
docent_status dct_download_open(const dct_download_config *config, dct_download **out, docent_error *err);
/* Cancels; the part stays. NULL is allowed. */
void dct_download_close(dct_download *d);
/* Works at most about budget_ms; what came over the net was already hashed and written within dct_net_step(). */
dct_download_state dct_download_step(dct_download *d, uint32_t budget_ms);

/* Bytes of the file that are here, of `length`. */
uint64_t dct_download_here(const dct_download *d);
uint64_t dct_download_received(const dct_download *d); /* Over the net, by this object. */
dct_reason dct_download_reason(const dct_download *d);
const docent_error *dct_download_error(const dct_download *d);
uint32_t dct_download_later_s(const dct_download *d);

/* Is the file in its place already, with these bytes? Reads all of it at once: for tools. */
bool dct_download_is_there(dct_folder *folder, const char *name, uint64_t length, json_t *hashes);

#endif
