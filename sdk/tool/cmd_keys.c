/* docent keys: the keys that devices believe, and how one is replaced by another. */
#include "commands.h"

#include "../src/crypto/seal.h"
#include "../src/pack/repository.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int keys_new(const char *dir, long roots)
{
    docent_error err;
    if (dct_keyring_make(&dct_alloc_default, dir, (uint32_t)roots, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    printf("%s: ", dir);
    if (roots > 1)
        printf("%ld root keys, of which %ld must sign, and an online key\n", roots, roots / 2 + 1);
    else
        printf("one key for everything\n");
    printf("Keep a copy in a safe place: without it no device will believe anything new.\n");
    return 0;
}

static int keys_show(const char *dir)
{
    docent_error err;
    dct_keyring ring;
    if (dct_keyring_read(&dct_alloc_default, dir, &ring, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    for (uint32_t i = 0; i < ring.count; i++) {
        const dct_key *k = &ring.keys[i];
        printf("%-16s %s %s", k->file, k->id, *k->seed_hex != 0 ? "can sign" : "public only");
        for (unsigned bit = 1; bit <= 8; bit *= 2)
            if ((k->roles & bit) != 0)
                printf(" %s", dct_role_of(bit));
        printf("\n");
    }
    dct_keyring_wipe(&ring);
    return 0;
}

/* The lists were signed by keys that may be gone from the root: the new ones sign them at once where they are here. */
static int finish(dct_repository *r, const dct_keyring *ring, uint32_t missing)
{
    docent_error err;
    bool can = false;
    if (missing > 0) {
        printf("%s: the next root needs %u more signature%s: docent keys sign %s --keys DIR\n", r->path, (unsigned)missing,
               missing == 1 ? "" : "s", r->path);
        return 0;
    }
    for (uint32_t i = 0; i < ring->count; i++)
        can = can || ((ring->keys[i].roles & DCT_SIGNS_TIMESTAMP) != 0 && *ring->keys[i].seed_hex != 0);
    printf("%s: the new root is published\n", r->path);
    if (json_object_get(r->timestamp, "expires") == NULL)
        printf("Now publish: docent publish BUNDLE -o %s --keys DIR\n", r->path);
    else if (!can)
        printf("Now sign the lists with the online key: docent publish --refresh -o %s --keys DIR\n", r->path);
    else if (dct_repository_commit(r, ring, true, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    return 0;
}

static int change_root(const char *tree, const char *keys, const char *to, bool sign)
{
    docent_error err;
    dct_repository r;
    dct_keyring ring, next = { .count = 0 };
    uint32_t missing = 0;
    if (dct_repository_open(&r, &dct_alloc_default, tree, (int64_t)time(NULL), &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    docent_status status = dct_keyring_read(&dct_alloc_default, keys, &ring, &err);
    if (status == DOCENT_OK && !sign)
        status = dct_keyring_read(&dct_alloc_default, to, &next, &err);
    if (status == DOCENT_OK)
        status = sign ? dct_repository_sign_draft(&r, &ring, &missing, &err) : dct_repository_rotate(&r, &ring, &next, &missing,
                &err);
    int code = status == DOCENT_OK ? finish(&r, sign ? &ring : &next, missing) : command_fail("%s", err.message);
    dct_repository_close(&r);
    dct_keyring_wipe(&ring);
    dct_keyring_wipe(&next);
    return code;
}

/* For `seal` in a desk's settings: the public half goes to the devices, the secret one stays with the operator. */
static int keys_seal(void)
{
    char secret[65], public_hex[65];
    if (!dct_seal_keys(secret, public_hex))
        return command_fail("this system gives no random bytes");
    printf("public %s\nsecret %s\n", public_hex, secret);
    memset(secret, 0, sizeof secret);
    return 0;
}

int cmd_keys(int argc, char **argv)
{
    const char *keys = NULL, *to = NULL, *roots_text = NULL, *rest[2] = { NULL, NULL };
    long roots = 1;
    const command_option options[] = { { "--keys", &keys, NULL }, { "--to", &to, NULL }, { "--roots", &roots_text, NULL } };
    int count = command_parse(argc, argv, options, sizeof options / sizeof *options, rest, 2);
    if (count < 0)
        return 2;
    const char *verb = count > 0 ? rest[0] : "";
    if (strcmp(verb, "seal") == 0 && count == 1)
        return keys_seal();
    if (count != 2)
        return command_usage("keys", "new, show, rotate or sign, and a folder; or seal");
    if (roots_text != NULL && !command_number("keys", "--roots", roots_text, 1, 9, &roots))
        return 2;
    if (strcmp(verb, "new") == 0)
        return keys_new(rest[1], roots);
    if (strcmp(verb, "show") == 0)
        return keys_show(rest[1]);
    bool sign = strcmp(verb, "sign") == 0;
    if (!sign && strcmp(verb, "rotate") != 0)
        return command_usage("keys", "\"%s\": new, show, rotate, sign or seal", verb);
    if (keys == NULL || (!sign && to == NULL))
        return command_usage("keys", keys == NULL ? "whose keys? Name them with --keys DIR"
                             : "which keys from now on? Name them with --to DIR");
    return change_root(rest[1], keys, to, sign);
}
