#define _POSIX_C_SOURCE 200809L
#include "cut.h"

#include "cuts.h"
#include "files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NODES = 256, NAMES = 256, SECTOR = 512, PATH = 1400 };
#define NEVER SIZE_MAX
#define NONE (-1)

typedef struct node {
    uint64_t       ino;
    bool           folder;
    unsigned char *data; /* As it was before the story; */
    size_t         size;
    unsigned char *made; /* as it is in the disk that is being made. */
    size_t         made_size, room;
} node;

typedef struct name { int dir, node; char text[JOURNAL_NAME]; } name;
typedef struct names { name at[NAMES]; uint32_t count; } names;

typedef struct op {
    journal_type   type;
    int            node, dir, to_dir;
    uint64_t       offset, size;
    unsigned char *data;
    size_t         sure, sure_to; /* The sync that covers it, and of a move its name in the other folder. */
    char           name[JOURNAL_NAME], to_name[JOURNAL_NAME];
} op;

struct cut_model {
    node   nodes[NODES];
    int    node_count;
    names  first;
    op    *ops;
    size_t count, room;
    names  now; /* Of the disk that is being made; while reading, of the story. */
};

/* ---- names ---- */

static int find_name(const names *n, int dir, const char *text)
{
    for (uint32_t i = 0; i < n->count; i++)
        if (n->at[i].dir == dir && strcmp(n->at[i].text, text) == 0)
            return (int)i;
    return NONE;
}

static void drop_name(names *n, int dir, const char *text)
{
    int i = find_name(n, dir, text);
    if (i != NONE)
        n->at[i] = n->at[--n->count];
}

static void set_name(names *n, int dir, const char *text, int to)
{
    drop_name(n, dir, text);
    if (n->count == NAMES || strlen(text) >= JOURNAL_NAME)
        abort();
    name *at = &n->at[n->count++];
    at->dir = dir;
    at->node = to;
    memcpy(at->text, text, strlen(text) + 1);
}

/* ---- before the story ---- */

static int add_node(cut_model *m, uint64_t ino, bool folder)
{
    if (m->node_count == NODES)
        abort();
    m->nodes[m->node_count] = (node){ .ino = ino, .folder = folder };
    return m->node_count++;
}

/* The last one that had this number. */
static int find_node(const cut_model *m, uint64_t ino)
{
    for (int i = m->node_count - 1; i >= 0; i--)
        if (m->nodes[i].ino == ino)
            return i;
    return NONE;
}

static void scan(cut_model *m, const char *path, int dir)
{
    char below[PATH];
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        struct stat st;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || lstat(below, &st) != 0)
            continue;
        int at = add_node(m, (uint64_t)st.st_ino, S_ISDIR(st.st_mode));
        set_name(&m->first, dir, entry->d_name, at);
        if (m->nodes[at].folder)
            scan(m, below, at);
        else
            m->nodes[at].data = files_read(below, &m->nodes[at].size);
    }
    if (folder != NULL)
        closedir(folder);
}

cut_model *cut_model_new(const char *folder)
{
    struct stat st;
    cut_model *m = calloc(1, sizeof *m);
    if (m == NULL || stat(folder, &st) != 0) {
        free(m);
        return NULL;
    }
    scan(m, folder, add_node(m, (uint64_t)st.st_ino, true));
    return m;
}

void cut_model_free(cut_model *m)
{
    if (m == NULL)
        return;
    for (int i = 0; i < m->node_count; i++) {
        free(m->nodes[i].data);
        free(m->nodes[i].made);
    }
    for (size_t i = 0; i < m->count; i++)
        free(m->ops[i].data);
    free(m->ops);
    free(m);
}

/* ---- the story ---- */

static bool covers(const op *sync, const op *o)
{
    uint64_t end = sync->size > UINT64_MAX - sync->offset ? UINT64_MAX : sync->offset + sync->size;
    if (o->type == JOURNAL_SIZE)
        return sync->size == UINT64_MAX;
    return o->offset >= sync->offset && o->offset + o->size <= end;
}

/* A sync makes sure of what came before it. */
static void make_sure(cut_model *m, size_t at)
{
    const op *sync = &m->ops[at];
    bool folder = m->nodes[sync->node].folder;
    for (size_t i = 0; i < at; i++) {
        op *o = &m->ops[i];
        bool data = o->type == JOURNAL_WRITE || o->type == JOURNAL_SIZE, named = !data && o->type != JOURNAL_SYNC;
        if (o->sure == NEVER && ((!folder && data && o->node == sync->node && covers(sync, o)) ||
                                 (folder && named && o->dir == sync->node)))
            o->sure = at;
        if (o->type == JOURNAL_MOVE && o->sure_to == NEVER && folder && o->to_dir == sync->node)
            o->sure_to = at;
    }
}

/* Which file is meant, as names stand at this moment; and how they stand after it. */
static void follow(cut_model *m, op *o, const journal_record *r)
{
    names *n = &m->now;
    o->dir = find_node(m, r->dir);
    o->to_dir = find_node(m, r->to_dir);
    o->node = find_node(m, r->ino);
    if (r->type == JOURNAL_MAKE || r->type == JOURNAL_FOLDER) {
        o->node = add_node(m, r->ino, r->type == JOURNAL_FOLDER);
        set_name(n, o->dir, r->name, o->node);
    } else if (r->type == JOURNAL_MOVE) {
        int from = find_name(n, o->dir, r->name);
        o->node = from != NONE ? n->at[from].node : NONE;
        drop_name(n, o->dir, r->name);
        set_name(n, o->to_dir, r->to_name, o->node);
    } else if (r->type == JOURNAL_DROP) {
        drop_name(n, o->dir, r->name);
    }
}

static bool wanted(const cut_model *m, const op *o, unsigned ignore)
{
    if (o->type == JOURNAL_TOLD)
        return true;
    if (o->type == JOURNAL_MAKE || o->type == JOURNAL_FOLDER || o->type == JOURNAL_DROP)
        return o->dir != NONE;
    if (o->type == JOURNAL_MOVE)
        return o->dir != NONE && o->to_dir != NONE && o->node != NONE;
    if (o->node == NONE)
        return false; /* Above the folder, or of another: not ours. */
    return o->type != JOURNAL_SYNC || (ignore & (m->nodes[o->node].folder ? CUTS_IGNORE_FOLDERS : CUTS_IGNORE_FILES)) == 0;
}

static op *more(cut_model *m)
{
    if (m->count == m->room) {
        m->room = m->room == 0 ? 256 : 2 * m->room;
        m->ops = realloc(m->ops, m->room * sizeof *m->ops);
        if (m->ops == NULL)
            abort();
    }
    return &m->ops[m->count];
}

bool cut_model_read(cut_model *m, int journal, unsigned ignore)
{
    journal_record r;
    m->now = m->first;
    if (lseek(journal, 0, SEEK_SET) != 0)
        return false;
    while (read(journal, &r, sizeof r) == (ssize_t)sizeof r) {
        op *o = more(m);
        *o = (op){ .type = (journal_type)r.type, .offset = r.offset, .size = r.size, .sure = NEVER, .sure_to = NEVER };
        memcpy(o->name, r.name, sizeof o->name);
        memcpy(o->to_name, r.to_name, sizeof o->to_name);
        o->data = r.size_of_data > 0 ? malloc(r.size_of_data) : NULL;
        if (r.size_of_data > 0 && (o->data == NULL || read(journal, o->data, r.size_of_data) != (ssize_t)r.size_of_data)) {
            free(o->data);
            return false;
        }
        follow(m, o, &r);
        if (!wanted(m, o, ignore)) {
            free(o->data);
            continue;
        }
        m->count++;
        if (o->type == JOURNAL_SYNC)
            make_sure(m, m->count - 1);
    }
    return true;
}

size_t cut_model_operations(const cut_model *m)
{
    return m->count;
}

/* ---- a disk ---- */

static uint64_t below(uint64_t *chance, uint64_t n)
{
    return cuts_chance(chance) % n;
}

static void make_room(node *n, size_t size)
{
    if (size <= n->room)
        return;
    n->room = 2 * size;
    n->made = realloc(n->made, n->room);
    if (n->made == NULL)
        abort();
}

static void set_size(node *n, size_t size)
{
    make_room(n, size);
    if (size > n->made_size)
        memset(n->made + n->made_size, 0, size - n->made_size);
    n->made_size = size;
}

static void put(node *n, const op *o)
{
    size_t end = (size_t)(o->offset + o->size);
    if (n->made_size < end)
        set_size(n, end);
    memcpy(n->made + o->offset, o->data, (size_t)o->size);
}

/* Each sector of it, or not. */
static void tear(node *n, const op *o, uint64_t *chance)
{
    for (uint64_t at = 0; at < o->size; at += SECTOR) {
        op sector = *o;
        sector.offset += at;
        sector.data += at;
        sector.size = o->size - at < SECTOR ? o->size - at : SECTOR;
        if (below(chance, 2) == 0)
            put(n, &sector);
    }
}

/* The file has the length, and what stood on the disk there before. */
static void leave_rubbish(node *n, const op *o, uint64_t *chance)
{
    size_t end = (size_t)(o->offset + o->size), from = n->made_size;
    if (from >= end)
        return;
    set_size(n, end);
    for (; below(chance, 2) == 0 && from < end; from++)
        n->made[from] = (unsigned char)cuts_chance(chance);
}

typedef enum habit { LOSES_ALL, KEEPS_ALL, KEEPS_FIRST, ANY_OF_THEM, HABITS } habit;

static void replay_data(node *n, const op *o, bool sure, habit h, bool early, uint64_t *chance)
{
    bool done = sure || h == KEEPS_ALL || (h == KEEPS_FIRST && early) || (h == ANY_OF_THEM && below(chance, 2) == 0);
    if (o->type == JOURNAL_SIZE) {
        if (done)
            set_size(n, (size_t)o->offset);
    } else if (done) {
        put(n, o);
    } else if (h == ANY_OF_THEM && below(chance, 2) == 0) {
        tear(n, o, chance);
    } else if (h != LOSES_ALL && below(chance, 3) == 0) {
        leave_rubbish(n, o, chance);
    }
}

static void replay_name(names *n, const op *o, bool done, bool done_to)
{
    if ((o->type == JOURNAL_MAKE || o->type == JOURNAL_FOLDER) && done)
        set_name(n, o->dir, o->name, o->node);
    else if (o->type == JOURNAL_DROP && done)
        drop_name(n, o->dir, o->name);
    else if (o->type == JOURNAL_MOVE) {
        int from = find_name(n, o->dir, o->name);
        if (done && from != NONE && n->at[from].node == o->node)
            drop_name(n, o->dir, o->name);
        if (done_to)
            set_name(n, o->to_dir, o->to_name, o->node);
    }
}

static void replay(cut_model *m, size_t operations, uint64_t *chance, uint32_t *told)
{
    habit habits[NODES];
    size_t early[NODES], ordered = below(chance, 2) == 0 ? (size_t)below(chance, operations + 1) : NEVER;
    bool kind = ordered != NEVER;
    for (int i = 0; i < m->node_count; i++) {
        node *n = &m->nodes[i];
        n->made_size = 0;
        make_room(n, n->size + 1);
        if (n->size > 0)
            memcpy(n->made, n->data, n->made_size = n->size);
        habits[i] = (habit)below(chance, HABITS);
        early[i] = (size_t)below(chance, operations + 1);
    }
    m->now = m->first;
    for (size_t i = 0; i < operations; i++) {
        const op *o = &m->ops[i];
        bool sure = o->sure < operations, sure_to = o->sure_to < operations;
        if (o->type == JOURNAL_TOLD) {
            *told = (uint32_t)o->offset;
        } else if (o->type == JOURNAL_WRITE || o->type == JOURNAL_SIZE) {
            replay_data(&m->nodes[o->node], o, sure, habits[o->node], i < early[o->node], chance);
        } else if (o->type != JOURNAL_SYNC) {
            bool whole = kind || (o->type == JOURNAL_MOVE && o->dir == o->to_dir);
            bool done = sure || (kind ? i < ordered || sure_to : below(chance, 2) == 0);
            replay_name(&m->now, o, done, whole ? done : sure_to || below(chance, 2) == 0);
        }
    }
}

static uint64_t hash_more(uint64_t h, const void *data, size_t size)
{
    const unsigned char *p = data;
    for (size_t i = 0; i < size; i++)
        h = (h ^ p[i]) * 0x100000001B3u;
    return h;
}

/* Names come in any order: the sum does not depend on it. */
static bool write_folder(cut_model *m, int dir, const char *to, uint64_t above, uint64_t *hash)
{
    char path[PATH];
    bool ok = files_folder(to);
    for (uint32_t i = 0; ok && i < m->now.count; i++) {
        const name *n = &m->now.at[i];
        if (n->dir != dir)
            continue;
        const node *file = &m->nodes[n->node];
        uint64_t h = hash_more(above, n->text, strlen(n->text));
        snprintf(path, sizeof path, "%s/%s", to, n->text);
        if (file->folder) {
            ok = write_folder(m, n->node, path, h, hash);
        } else {
            ok = files_write(path, file->made, file->made_size) && chmod(path, S_IRUSR | S_IWUSR) == 0;
            h = hash_more(h, file->made, file->made_size);
        }
        *hash += h * 0x9E3779B97F4A7C15u;
    }
    return ok;
}

bool cut_model_make(cut_model *m, size_t operations, uint64_t *chance, const char *to, uint32_t *told, uint64_t *hash)
{
    *told = 0;
    *hash = 0xCBF29CE484222325u;
    replay(m, operations, chance, told);
    files_remove(to);
    return write_folder(m, 0, to, *hash, hash);
}

/* ---- the rules ---- */

/* What is done between a rename and its folder's sync is built on sand: nothing but other syncs may stand there. */
static bool builds_on(const cut_model *m, size_t move)
{
    for (size_t i = move + 1; i < m->count && i < m->ops[move].sure_to; i++)
        if (m->ops[i].type != JOURNAL_SYNC)
            return true;
    return m->ops[move].sure_to == NEVER;
}

bool cut_model_order(const cut_model *m, char *why, size_t room)
{
    for (size_t i = 0; i < m->count; i++) {
        const op *o = &m->ops[i];
        if (o->type != JOURNAL_MOVE)
            continue;
        for (size_t k = 0; k < i; k++)
            if (m->ops[k].node == o->node && (m->ops[k].type == JOURNAL_WRITE || m->ops[k].type == JOURNAL_SIZE) &&
                m->ops[k].sure > i) {
                snprintf(why, room, "%s gets its name before it is synced", o->to_name);
                return true;
            }
        if (builds_on(m, i)) {
            snprintf(why, room, "%s: its folder is not synced before the next step", o->to_name);
            return true;
        }
    }
    return false;
}
