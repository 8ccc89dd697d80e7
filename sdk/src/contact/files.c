#include "files.h"

#include "../base/error.h"
#include "../crypto/random.h"
#include "files_inside.h"

#include <stdio.h>
#include <string.h>

#define NAME_CHARS 64
#define PATH_MORE (NAME_CHARS + 32) /* "/ab/", the name, ".part" and chance. */
#define OLD_S 3600

enum { PUT, READ, SIZE, USED, DROP, SWEEP, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [PUT] = "INSERT INTO blob(sha256, data) VALUES(?1, ?2) ON CONFLICT(sha256) DO NOTHING",
    [READ] = "SELECT substr(data, ?2, ?3) FROM blob WHERE sha256 = ?1",
    [SIZE] = "SELECT length(data) FROM blob WHERE sha256 = ?1",
    [USED] = "SELECT 1 FROM attachment WHERE sha256 = ?1 LIMIT 1",
    [DROP] = "DELETE FROM blob WHERE sha256 = ?1",
    [SWEEP] = "DELETE FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM attachment)",
};

docent_status dct_files_open(dct_files *f, const docent_alloc *alloc, dct_state *state, docent_error *err)
{
    const char *path = dct_state_path(state);
    memset(f, 0, sizeof *f);
    f->alloc = alloc;
    if (path != NULL) {
        f->folder_room = strlen(path) + sizeof "-files";
        f->folder = dct_new(alloc, f->folder_room);
        if (f->folder == NULL)
            return dct_fail_memory(err, "contact");
        snprintf(f->folder, f->folder_room, "%s-files", path);
    }
    dct_db_share(&f->db, dct_state_db(state), statements, STATEMENTS);
    return DOCENT_OK;
}

void dct_files_close(dct_files *f)
{
    dct_db_unshare(&f->db);
    if (f->folder != NULL)
        dct_free(f->alloc, f->folder, f->folder_room);
    memset(f, 0, sizeof *f);
}

/* ---- names ---- */

static bool is_name(const char *name)
{
    size_t size = 0;
    while (size <= NAME_CHARS && ((name[size] >= '0' && name[size] <= '9') || (name[size] >= 'a' && name[size] <= 'f')))
        size++;
    return size == NAME_CHARS && name[size] == 0;
}

/* "FOLDER/ab", "FOLDER/ab/NAME" or that with an ending; to be freed with `room`. */
static char *path_of(const dct_files *f, const char *name, bool whole, const char *end, size_t *room)
{
    *room = f->folder_room + PATH_MORE;
    char *path = dct_new(f->alloc, *room);
    if (path != NULL)
        snprintf(path, *room, "%s/%.2s%s%s%s", f->folder, name, whole ? "/" : "", whole ? name : "", end);
    return path;
}

/* ---- putting ---- */

static docent_status put_row(dct_files *f, const char *name, const void *data, size_t size, docent_error *err)
{
    dct_rows r = dct_rows_begin(&f->db, PUT, NULL, err);
    dct_rows_bind_text(&r, 1, name);
    dct_rows_bind_blob(&r, 2, data, size);
    return dct_rows_run(&r);
}

static docent_status put_file(dct_files *f, const char *name, const void *data, size_t size, docent_error *err)
{
    unsigned char chance[4];
    char end[16];
    size_t room;
    if (!dct_random(chance, sizeof chance))
        return dct_fail(err, DOCENT_ERR_IO, "contact", 0, "attachment: the system gives no random numbers");
    snprintf(end, sizeof end, ".%02x%02x%02x%02x", chance[0], chance[1], chance[2], chance[3]);
    char *folder = path_of(f, name, false, "", &room), *to = path_of(f, name, true, "", &room),
         *part = path_of(f, name, true, end, &room);
    docent_status status = folder == NULL || to == NULL || part == NULL ? dct_fail_memory(err, "contact") : DOCENT_OK;
    if (status == DOCENT_OK && dct_vault_size(to) != (int64_t)size) { /* The same bytes may be there already. */
        status = dct_vault_make(f->folder, err);
        if (status == DOCENT_OK)
            status = dct_vault_make(folder, err);
        if (status == DOCENT_OK)
            status = dct_vault_write(part, data, size, err);
        if (status == DOCENT_OK)
            status = dct_vault_rename(part, to, folder, err);
        if (status != DOCENT_OK)
            dct_vault_remove(part);
    }
    dct_free(f->alloc, folder, room);
    dct_free(f->alloc, to, room);
    dct_free(f->alloc, part, room);
    return status;
}

docent_status dct_files_put(dct_files *f, const void *data, size_t size, char name[DCT_HEX_SHA256], docent_error *err)
{
    if (!dct_sha256_hex(data, size, name))
        return dct_fail_memory(err, "contact");
    return f->folder == NULL ? put_row(f, name, data, size, err) : put_file(f, name, data, size, err);
}

/* ---- reading ---- */

static int64_t read_row(dct_files *f, const char *name, uint64_t offset, void *to, size_t size)
{
    int64_t got = -1;
    size_t bytes;
    dct_rows r = dct_rows_begin(&f->db, READ, NULL, NULL);
    dct_rows_bind_text(&r, 1, name);
    dct_rows_bind_int(&r, 2, (int64_t)(offset + 1));
    dct_rows_bind_int(&r, 3, (int64_t)size);
    if (dct_rows_next(&r)) {
        const void *data = dct_rows_blob(&r, 0, &bytes);
        if (bytes <= size) {
            memcpy(to, data, bytes);
            got = (int64_t)bytes;
        }
    }
    return dct_rows_end(&r) == DOCENT_OK ? got : -1;
}

static int64_t size_of_row(dct_files *f, const char *name)
{
    int64_t size = -1;
    dct_rows r = dct_rows_begin(&f->db, SIZE, NULL, NULL);
    dct_rows_bind_text(&r, 1, name);
    if (dct_rows_next(&r))
        size = dct_rows_int(&r, 0, 0, INT64_MAX);
    return dct_rows_end(&r) == DOCENT_OK ? size : -1;
}

int64_t dct_files_read(dct_files *f, const char *name, uint64_t offset, void *to, size_t size)
{
    size_t room;
    if (!is_name(name) || offset > INT64_MAX / 2 || size > INT32_MAX)
        return -1;
    if (f->folder == NULL)
        return read_row(f, name, offset, to, size);
    char *path = path_of(f, name, true, "", &room);
    int64_t got = path == NULL ? -1 : dct_vault_read(path, offset, to, size);
    dct_free(f->alloc, path, room);
    return got;
}

int64_t dct_files_size(dct_files *f, const char *name)
{
    size_t room;
    if (!is_name(name))
        return -1;
    if (f->folder == NULL)
        return size_of_row(f, name);
    char *path = path_of(f, name, true, "", &room);
    int64_t size = path == NULL ? -1 : dct_vault_size(path);
    dct_free(f->alloc, path, room);
    return size;
}

/* ---- dropping ---- */

/* When it cannot be told, it is kept. */
static bool is_used(dct_files *f, const char *name)
{
    dct_rows r = dct_rows_begin(&f->db, USED, NULL, NULL);
    dct_rows_bind_text(&r, 1, name);
    bool found = dct_rows_next(&r);
    return dct_rows_end(&r) != DOCENT_OK || found;
}

void dct_files_drop(dct_files *f, const char *name)
{
    size_t room;
    if (!is_name(name) || is_used(f, name))
        return;
    if (f->folder == NULL) {
        dct_rows r = dct_rows_begin(&f->db, DROP, NULL, NULL);
        dct_rows_bind_text(&r, 1, name);
        dct_rows_run(&r);
        return;
    }
    char *path = path_of(f, name, true, "", &room);
    if (path != NULL)
        dct_vault_remove(path);
    dct_free(f->alloc, path, room);
}

typedef struct sweep {
    dct_files  *f;
    int64_t     now_s;
    const char *folder; /* "ab" within ours; NULL at the top. */
} sweep;

static void sweep_file(void *ctx, const char *name, int64_t changed_s)
{
    const sweep *s = ctx;
    size_t room;
    if (changed_s <= s->now_s && s->now_s - changed_s < OLD_S)
        return;
    if (is_name(name) && strncmp(name, s->folder, 2) == 0) {
        dct_files_drop(s->f, name);
    } else if (strlen(name) == NAME_CHARS + 9 && name[NAME_CHARS] == '.') { /* Never finished. */
        char *path = path_of(s->f, name, true, "", &room);
        if (path != NULL)
            dct_vault_remove(path);
        dct_free(s->f->alloc, path, room);
    }
}

static void sweep_folder(void *ctx, const char *name, int64_t changed_s)
{
    sweep inner = *(const sweep *)ctx;
    size_t room;
    (void)changed_s;
    if (strlen(name) != 2)
        return;
    inner.folder = name;
    char *path = path_of(inner.f, name, false, "", &room);
    if (path != NULL)
        dct_vault_each(path, sweep_file, &inner);
    dct_free(inner.f->alloc, path, room);
}

void dct_files_sweep(dct_files *f, int64_t now_s)
{
    sweep s = { f, now_s, NULL };
    if (f->folder == NULL) {
        dct_rows r = dct_rows_begin(&f->db, SWEEP, NULL, NULL);
        dct_rows_run(&r);
    } else {
        dct_vault_each(f->folder, sweep_folder, &s);
    }
}
