/* Where a file of a repository is: its address on the server, its name on this device. Role names and paths come from
 * metadata and may hold anything ("../x", "?"), so all but letters, digits and -._~ is percent-encoded. */
#ifndef DCT_PLACE_H
#define DCT_PLACE_H

#include "../base/buf.h"
#include "../base/limits.h"

#define DCT_ROLE_FILE_ROOM (3 * DCT_MAX_ROLE_NAME + 6)

/* "%2E%2E..." .json; the name has at most DCT_MAX_ROLE_NAME bytes. */
void dct_place_role_file(const char *role, char out[DCT_ROLE_FILE_ROOM]);
/* BASE/ROLE.json, or BASE/VERSION.ROLE.json for a version above 0. False when it is too long. */
bool dct_place_metadata(const char *base, int64_t version, const char *role, char out[DCT_MAX_SYNC_URL]);
/* BASE/path/to/HASH.file; hash NULL: without. */
bool dct_place_target(const char *base, const char *path, const char *hash, char out[DCT_MAX_SYNC_URL]);
/* One file name for a path: "path%2Fto%2Ffile". False when it is longer than 240 bytes. */
bool dct_place_target_file(const char *path, char out[256]);

#endif
