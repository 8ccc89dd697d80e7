#include "delegation.h"

#include "../base/limits.h"
#include "../crypto/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- rules ---- */

static bool all_texts(json_t *array)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!json_is_string(json_array_get(array, i)))
            return false;
    return json_is_array(array);
}

static bool same_but_for_case(const char *a, const char *b)
{
    while (*a != 0 && (*a == *b || (*a >= 'A' && *a <= 'Z' && *a + 32 == *b)))
        a++, b++;
    return *a == *b;
}

/* A delegated role's file stands beside the four top-level ones, so it must not have the name of one; not even in capitals,
 * which a USB stick takes for the same. */
static bool name_is_free(const char *name)
{
    static const dct_role taken[] = { DCT_ROLE_ROOT, DCT_ROLE_TIMESTAMP, DCT_ROLE_SNAPSHOT, DCT_ROLE_TARGETS };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (same_but_for_case(name, dct_role_name(taken[i])))
            return false;
    return name[0] != 0 && strlen(name) <= DCT_MAX_ROLE_NAME;
}

static bool delegated_well_formed(json_t *role)
{
    const char *name = json_string_value(json_object_get(role, "name"));
    json_t *paths = json_object_get(role, "paths"), *prefixes = json_object_get(role, "path_hash_prefixes");
    json_t *terminating = json_object_get(role, "terminating");
    if (name == NULL || !name_is_free(name) || !dct_role_well_formed(role) || (paths != NULL && prefixes != NULL))
        return false;
    if (terminating != NULL && !json_is_boolean(terminating))
        return false;
    return (paths == NULL || all_texts(paths)) && (prefixes == NULL || all_texts(prefixes));
}

static bool roles_well_formed(json_t *roles)
{
    json_t *seen = json_object();
    bool ok = seen != NULL && json_is_array(roles);
    for (size_t i = 0; ok && i < json_array_size(roles); i++) {
        json_t *role = json_array_get(roles, i);
        ok = delegated_well_formed(role);
        if (ok) {
            const char *name = json_string_value(json_object_get(role, "name"));
            ok = json_object_get(seen, name) == NULL && json_object_set_new(seen, name, json_true()) == 0;
        }
    }
    json_decref(seen);
    return ok;
}

static bool succinct_well_formed(json_t *role)
{
    int64_t bits;
    const char *prefix = json_string_value(json_object_get(role, "name_prefix"));
    return dct_role_well_formed(role) && dct_member_int(role, "bit_length", 1, 32, &bits) && prefix != NULL && prefix[0] != 0 &&
           strlen(prefix) + 9 <= DCT_MAX_ROLE_NAME;
}

bool dct_delegations_well_formed(json_t *delegations)
{
    json_t *roles = json_object_get(delegations, "roles"), *succinct = json_object_get(delegations, "succinct_roles");
    if (!dct_keys_well_formed(json_object_get(delegations, "keys")) || (roles != NULL) == (succinct != NULL))
        return false;
    return roles != NULL ? roles_well_formed(roles) : succinct_well_formed(succinct);
}

/* ---- search ---- */

struct dct_search {
    const docent_alloc *alloc;
    char               *path;
    size_t              path_size;
    char                hash[DCT_HEX_SHA256]; /* Of the path: prefixes and bins go by it. */
    dct_delegated      *waiting;              /* A stack: the next is the last. */
    size_t              count, room;
    dct_delegated       at;                   /* What dct_search_next() gave out. */
    char                visited[DCT_MAX_DELEGATIONS][DCT_ROLE_NAME_ROOM];
    size_t              visits;
    bool                cut;
};

dct_search *dct_search_new(const docent_alloc *alloc, const char *path)
{
    dct_search *s = dct_new_zero(alloc, sizeof *s);
    if (s == NULL)
        return NULL;
    s->alloc = alloc;
    s->path_size = strlen(path) + 1;
    s->path = dct_new(alloc, s->path_size);
    if (s->path == NULL || !dct_sha256_hex(path, s->path_size - 1, s->hash)) {
        dct_search_free(s);
        return NULL;
    }
    memcpy(s->path, path, s->path_size);
    return s;
}

static void forget_waiting(dct_search *s)
{
    while (s->count > 0)
        json_decref(s->waiting[--s->count].delegations);
}

void dct_search_free(dct_search *s)
{
    if (s == NULL)
        return;
    forget_waiting(s);
    json_decref(s->at.delegations);
    dct_free(s->alloc, s->waiting, s->room * sizeof *s->waiting);
    dct_free(s->alloc, s->path, s->path_size);
    dct_free(s->alloc, s, sizeof *s);
}

static bool has_prefix(json_t *prefixes, const char *hash)
{
    for (size_t i = 0; i < json_array_size(prefixes); i++) {
        const char *prefix = json_string_value(json_array_get(prefixes, i));
        if (strncmp(prefix, hash, strlen(prefix)) == 0)
            return true;
    }
    return false;
}

static bool speaks_for(const dct_search *s, json_t *role)
{
    json_t *paths = json_object_get(role, "paths");
    for (size_t i = 0; i < json_array_size(paths); i++)
        if (dct_path_matches(json_string_value(json_array_get(paths, i)), s->path))
            return true;
    return has_prefix(json_object_get(role, "path_hash_prefixes"), s->hash);
}

static bool push(dct_search *s, json_t *delegations, json_t *role, const char *name)
{
    if (s->count == s->room) {
        size_t room = s->room + 16;
        void *more = dct_resize(s->alloc, s->waiting, s->room * sizeof *s->waiting, room * sizeof *s->waiting);
        if (more == NULL)
            return false;
        s->waiting = more;
        s->room = room;
    }
    dct_delegated *d = &s->waiting[s->count++];
    snprintf(d->name, sizeof d->name, "%s", name);
    d->delegations = json_incref(delegations);
    d->role = role;
    return true;
}

/* TAP 15: 2^bits roles share one description; a path belongs to the one that its hash begins with. */
static bool push_bin(dct_search *s, json_t *delegations, json_t *succinct)
{
    unsigned char first[4];
    char digits[9], bin[9], name[DCT_ROLE_NAME_ROOM];
    int bits = (int)json_integer_value(json_object_get(succinct, "bit_length"));
    memcpy(digits, s->hash, 8);
    digits[8] = 0;
    if (!dct_unhex(digits, first, sizeof first))
        return false;
    uint32_t word = (uint32_t)first[0] << 24 | (uint32_t)first[1] << 16 | (uint32_t)first[2] << 8 | first[3];
    snprintf(bin, sizeof bin, "%08" PRIx32, word >> (32 - bits));
    snprintf(name, sizeof name, "%s-%s", json_string_value(json_object_get(succinct, "name_prefix")), bin + 8 - (bits + 3) / 4);
    return push(s, delegations, succinct, name);
}

/* What was pushed last is visited first, so a list of delegations goes onto the stack from its end. */
static bool push_roles(dct_search *s, json_t *delegations, json_t *roles)
{
    size_t end = 0, size = json_array_size(roles);
    for (bool terminated = false; end < size && !terminated; end++) {
        json_t *role = json_array_get(roles, end);
        terminated = json_is_true(json_object_get(role, "terminating")) && speaks_for(s, role);
        if (terminated)
            forget_waiting(s); /* Nobody outside of this role is asked any more. */
    }
    while (end-- > 0) {
        json_t *role = json_array_get(roles, end);
        if (speaks_for(s, role) && !push(s, delegations, role, json_string_value(json_object_get(role, "name"))))
            return false;
    }
    return true;
}

bool dct_search_visit(dct_search *s, const dct_metadata *m, json_t **found)
{
    json_t *delegations = json_object_get(m->body, "delegations");
    *found = json_object_get(json_object_get(m->body, "targets"), s->path);
    if (*found != NULL || delegations == NULL)
        return true;
    json_t *succinct = json_object_get(delegations, "succinct_roles");
    if (succinct == NULL)
        return push_roles(s, delegations, json_object_get(delegations, "roles"));
    forget_waiting(s); /* Bins are terminating. */
    return push_bin(s, delegations, succinct);
}

static bool was_visited(const dct_search *s, const char *name)
{
    for (size_t i = 0; i < s->visits; i++)
        if (strcmp(s->visited[i], name) == 0)
            return true;
    return false;
}

const dct_delegated *dct_search_next(dct_search *s)
{
    while (s->count > 0) {
        json_decref(s->at.delegations);
        s->at = s->waiting[--s->count]; /* Its reference goes along. */
        if (was_visited(s, s->at.name))
            continue;
        if (s->visits == DCT_MAX_DELEGATIONS) {
            s->cut = true;
            return NULL;
        }
        memcpy(s->visited[s->visits++], s->at.name, sizeof s->at.name);
        return &s->at;
    }
    return NULL;
}

bool dct_search_cut(const dct_search *s)
{
    return s->cut;
}

const char *dct_search_path(const dct_search *s)
{
    return s->path;
}
