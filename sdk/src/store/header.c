/*   0 "SQLite format 3\0"   16 page size, big-endian u16, 1 means 65536   18 write version, 19 read version: 1 is no WAL
 *  28 pages in the file     56 text encoding, 1 is UTF-8     60 user_version     68 application_id
 *
 * Read through SQLite's own file, so that any VFS a host may have serves. */
#include "header.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "schema.h"

#include <string.h>

#define HEADER_BYTES 100

static uint32_t big(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static docent_status no_bundle(const char *path, const char *why, docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0, "%s: not a Docent bundle: %s; make one with docent pack", path,
                    why);
}

static docent_status check_size(const unsigned char *h, int64_t size, const char *path, docent_error *err)
{
    int64_t page = (int64_t)h[16] << 8 | h[17];
    int64_t need = (page == 1 ? 65536 : page) * (int64_t)big(h + 28);
    if (size < need)
        return dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0,
                        "%s: cut off: %lld of %lld bytes are there; copy it again", path, (long long)size,
                        (long long)need);
    if (size > need)
        return dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0, "%s: damaged: %lld bytes too many; copy it again", path,
                        (long long)(size - need));
    return DOCENT_OK;
}

static docent_status check_bytes(const unsigned char *h, int64_t size, const char *path, docent_error *err)
{
    uint32_t version = big(h + 60);
    if (memcmp(h, "SQLite format 3", 16) != 0)
        return no_bundle(path, "it is no SQLite file", err);
    if (big(h + 68) != DCT_BUNDLE_APPLICATION_ID)
        return no_bundle(path, "it is another program's SQLite file", err);
    if (version > DCT_BUNDLE_VERSION)
        return dct_fail(err, DOCENT_ERR_NEWER, "store", 0,
                        "%s: bundle of version %u, this library reads up to version %d; update the program", path,
                        (unsigned)version, DCT_BUNDLE_VERSION);
    if (version == 0)
        return no_bundle(path, "packing it was never finished", err);
    if (h[18] != 1 || h[19] != 1 || big(h + 56) != 1)
        return no_bundle(path, "it was changed after packing", err);
    return check_size(h, size, path, err);
}

docent_status dct_header_check(dct_db *db, const char *path, docent_error *err)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    unsigned char h[HEADER_BYTES];
    int code = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK && (file == NULL || file->pMethods == NULL))
        code = SQLITE_CANTOPEN;
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, &size);
    if (code == SQLITE_OK && size < HEADER_BYTES)
        return no_bundle(path, size == 0 ? "it is empty" : "it is too short", err);
    if (code == SQLITE_OK && size > DCT_MAX_BUNDLE_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "store", 0, "%s: larger than %lld bytes; split the content", path,
                        DCT_MAX_BUNDLE_BYTES);
    if (code == SQLITE_OK)
        code = file->pMethods->xRead(file, h, HEADER_BYTES, 0);
    if (code != SQLITE_OK)
        return dct_fail(err, DOCENT_ERR_IO, "store", code, "%s: cannot be read: %s", path, sqlite3_errstr(code));
    return check_bytes(h, size, path, err);
}
